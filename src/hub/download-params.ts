import type { Hub, Repo } from "./hub.ts";

/** What is downloaded, where to, and what it must be. */
export interface DownloadFileParams {
  hub: Hub;
  repo: Repo;
  revision: string;
  path: string;
  /** Where the file is to be; its folder is made. What is there already is replaced at once, when the new file is right. */
  target: string;
  /** What the content must be; without it, what the Hub says of the file. */
  expected?: { sha256: string; bytes: number };
  /** `bytes` includes what an earlier run had downloaded. */
  onProgress?: (bytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
}
