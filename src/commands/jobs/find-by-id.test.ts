import { afterAll, expect, test } from "bun:test";
import {
  makeFolder,
  NAMESPACE,
  runScript,
  startJobs,
  untilEnded,
} from "../../hub/embedded/jobs/testing/jobs-server.ts";
import { findJob, findSchedule, nearIds } from "./find-by-id.ts";

const folder = makeFolder();
const jobs = startJobs(folder.dir);
afterAll(async () => {
  await jobs.stop();
  folder.remove();
});
const place = { hub: jobs.hub, namespace: NAMESPACE, signal: new AbortController().signal };

test("a job is found by its id or the beginning of it, and a mistyped id is told the near ones", async () => {
  const { id } = await runScript(jobs.hub, "true");
  await untilEnded(jobs.hub, id);
  expect((await findJob(place, id)).id).toBe(id);
  expect((await findJob(place, id.slice(0, 12))).id).toBe(id);
  const mistyped = `${id.slice(0, 10)}zz${id.slice(12)}`;
  await expect(findJob(place, mistyped)).rejects.toMatchObject({
    code: "JOB_UNKNOWN",
    exitCode: 2,
    expected: `one like ${id}`,
  });
  await expect(findSchedule(place, mistyped)).rejects.toMatchObject({
    message: `there is no scheduled job ${mistyped}`,
    expected: "there is none at all",
  });
});

test("a beginning that several ids have means none of them", async () => {
  const { id: first } = await runScript(jobs.hub, "true");
  const { id: second } = await runScript(jobs.hub, "true");
  let shared = 0;
  while (first[shared] === second[shared]) shared++;
  const failed = findJob(place, first.slice(0, shared));
  await expect(failed).rejects.toMatchObject({ message: expect.stringContaining("ids begin with") });
});

test("near ids are those that differ in few characters, the nearest first; else the newest", () => {
  const ids = ["aaaa0000bbbb", "aaaa0001bbbc", "ffff2222eeee", "012345678901"];
  expect(nearIds(ids, "aaaa0000bbbc")).toEqual(["aaaa0000bbbb", "aaaa0001bbbc"]);
  expect(nearIds(ids, "ffff2223")).toEqual(["ffff2222eeee"]);
  expect(nearIds(ids, "nothing-like-these")).toEqual(ids.slice(0, 3));
});
