/** A change of a repository's branches or tags, as webhooks report it. */
export interface RefUpdate {
  repo: { type: "dataset" | "model" | "space"; name: string };
  private: boolean;
  /** Commit that `main` names now. */
  headSha: string;
  updatedRefs: {
    /** `refs/heads/main`, `refs/tags/v1`. */
    ref: string;
    /** Null where the ref was made. */
    oldSha: string | null;
    /** Null where the ref was taken away. */
    newSha: string | null;
  }[];
}
