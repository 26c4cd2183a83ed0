import type { CommitOperation } from "./commit-params.ts";

/** Adds up what has been sent of each file of a commit. */
export interface UploadProgress {
  /** Bytes sent of one part of a file; parts are told apart by where they go. */
  onSent(path: string, part: string, sentBytes: number): void;
  /** What the library says of a file: 1 is whole, which needs no sending where the Hub has the content already. */
  onStep(step: { path: string; progress: number; state: string }): void;
  finish(): void;
}

export function createUploadProgress(
  operations: CommitOperation[],
  onProgress: ((uploadedBytes: number, totalBytes: number) => void) | undefined,
): UploadProgress {
  const sizes = new Map(
    operations.flatMap((one): [string, number][] =>
      one.kind === "add" ? [[one.path, one.content.size]] : [],
    ),
  );
  const totalBytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const parts = new Map<string, Map<string, number>>();
  const credited = new Map<string, number>();
  let uploaded = 0;
  let reported = -1;

  const report = () => {
    if (uploaded <= reported) return;
    reported = uploaded;
    onProgress?.(uploaded, totalBytes);
  };
  const credit = (path: string, bytes: number) => {
    const counted = Math.min(bytes, sizes.get(path) ?? 0);
    uploaded += counted - (credited.get(path) ?? 0);
    credited.set(path, counted);
    report();
  };
  return {
    onSent(path, part, sentBytes) {
      const sent = (parts.get(path) ?? new Map<string, number>()).set(part, sentBytes);
      parts.set(path, sent);
      credit(
        path,
        [...sent.values()].reduce((sum, bytes) => sum + bytes, 0),
      );
    },
    onStep({ path, progress, state }) {
      if (state === "uploading" && progress >= 1) credit(path, sizes.get(path) ?? 0);
    },
    finish() {
      uploaded = totalBytes;
      report();
    },
  };
}
