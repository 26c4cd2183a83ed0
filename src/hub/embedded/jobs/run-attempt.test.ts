import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { processIdentity } from "./processes.ts";
import { startAttempt } from "./run-attempt.ts";

test("a job whose output cannot be kept is ended and reported, it does not wait for ever", async () => {
  const attempt = startAttempt({
    jobId: "0".repeat(24),
    command: ["yes"],
    environment: { PATH: "/usr/bin:/bin", JOB_ID: "0".repeat(24) },
    cwd: tmpdir(),
    log: {
      keep: () => Promise.reject(new Error("ENOSPC: no space left on device")),
      note: async () => undefined,
      close: async () => undefined,
    },
    timeoutMs: 60_000,
    graceMs: 1000,
  });
  const fault = await attempt.ended.then(
    () => "it ended well",
    (error: unknown) => String(error),
  );
  expect(fault).toContain("no space left");
  expect(processIdentity(attempt.pid)).toBeNull();
});
