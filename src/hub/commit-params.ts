import type { Hub, Repo } from "./hub.ts";

/** What a commit does to one file. Content on disk is `Bun.file(path)`: it is read when it is sent, and never held whole. */
export type CommitOperation = { kind: "add"; path: string; content: Blob } | { kind: "delete"; path: string };

/** What is committed where. */
export interface CommitFilesParams {
  hub: Hub;
  repo: Repo;
  branch?: string;
  title: string;
  description?: string;
  /** The head on which the commit must land, whole. Without it: whatever the head is by then. */
  parentCommit?: string;
  operations: CommitOperation[];
  /** `uploadedBytes` never falls and reaches `totalBytes` at the end. */
  onProgress?: (uploadedBytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
}
