import { afterAll, expect, test } from "bun:test";
import {
  makeFolder,
  NAMESPACE,
  runScript,
  startJobs,
  untilEnded,
} from "../../hub/embedded/jobs/testing/jobs-server.ts";
import { createHub } from "../../hub/hub.ts";
import { listJobs } from "../../hub/list-jobs.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { startBuild } from "./start-build.ts";

const folder = makeFolder();
const jobs = startJobs(folder.dir, { maxRunning: 5 });
afterAll(async () => {
  await jobs.stop();
  folder.remove();
});

const signal = new AbortController().signal;
const order = (script: string) => ({
  image: { docker: "debian" },
  command: ["sh", "-c", script],
  flavor: "cpu-basic" as const,
});
const start = (script: string) =>
  startBuild({ hub: jobs.hub, namespace: NAMESPACE, order: order(script), pageOf: () => null, signal });

test("of builds that are ordered at the same moment the oldest stays, and the others say which it is", async () => {
  await runScript(jobs.hub, "sleep 30"); // another job of the account is no build
  const asked = await Promise.allSettled(Array.from({ length: 4 }, () => start("sleep 30")));
  const stayed = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  expect(stayed).toHaveLength(1);
  const id = stayed[0]?.id ?? "";
  for (const one of asked) {
    if (one.status === "rejected") {
      expect(one.reason).toMatchObject({ code: "BUILD_RUNNING" });
      expect(String(one.reason.hint)).toContain("./vade jobs");
    }
  }
  const now = await listJobs({ hub: jobs.hub, namespace: NAMESPACE });
  const builds = now.filter(({ labels }) => labels["vademecum"] === "reindex");
  expect(builds.filter(({ hasEnded }) => !hasEnded).map((job) => job.id)).toEqual([id]);
  await expect(start("true")).rejects.toMatchObject({ message: expect.stringContaining(id) });
});

test("when one has ended, the next may begin", async () => {
  const other = startJobs(`${folder.dir}/other`);
  const at = { hub: other.hub, namespace: NAMESPACE, order: order("true"), pageOf: () => null, signal };
  await untilEnded(other.hub, (await startBuild(at)).id);
  expect((await startBuild(at)).labels).toEqual({ vademecum: "reindex" });
  await other.stop();
});

test("an account that cannot pay for jobs, or a token that may not run them, is told what jobs need", async () => {
  let status = 402;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) =>
      request.method === "GET"
        ? Response.json([])
        : Response.json({ error: "Pre-paid credit balance is insufficient" }, { status }),
  });
  const hub = createHub({ url: server.url.origin, token: "hf_t", log: silentLog });
  const at = { hub, namespace: "org", order: order("true"), pageOf: () => null, signal };
  await expect(startBuild(at)).rejects.toMatchObject({
    code: "HUB_REFUSED",
    message: expect.stringContaining("org cannot pay for jobs: the Hub answered 402 (Pre-paid credit"),
    hint: expect.stringContaining("PRO"),
  });
  status = 403;
  await expect(startBuild(at)).rejects.toMatchObject({
    code: "HUB_FORBIDDEN",
    message: expect.stringContaining("may not use the jobs of org"),
    expected: expect.stringContaining("prepaid credit"),
  });
  await server.stop(true);
});
