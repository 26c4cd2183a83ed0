import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type DescribedAnswer, loadHubOpenApi } from "../../../testing/hub-openapi.ts";
import { type JobsServer, makeFolder, NAMESPACE, startJobs, untilEnded } from "./testing/jobs-server.ts";

const openApi = loadHubOpenApi();
const JOBS = "/api/jobs/{namespace}";
const SCHEDULED = "/api/scheduled-jobs/{namespace}";
const ORDER = {
  dockerImage: "python:3.12",
  command: ["sh", "-c", "echo $A"],
  arguments: ["x"],
  environment: { A: "b" },
  secrets: { S: "secret value" },
  labels: { name: "test" },
  flavor: "cpu-basic",
  timeoutSeconds: 60,
};

describe.if(openApi !== null)("answers are as the Hub describes them", () => {
  const folder = makeFolder();
  let jobs: JobsServer;
  let id: string;
  let scheduled: string;

  beforeAll(() => {
    jobs = startJobs(folder.dir);
  });
  afterAll(async () => {
    await jobs.stop();
    folder.remove();
  });

  async function call(method: DescribedAnswer["method"], path: string, jobId = "", body?: object) {
    const url = jobs.url + path.replace("{namespace}", NAMESPACE).replace("{jobId}", jobId);
    const response = await fetch(url, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const text = await response.text();
    const content: unknown = text === "" ? null : JSON.parse(text);
    const { status } = response;
    expect(openApi?.faultsOf({ method, path, status, content })).toEqual([]);
    expect(status).toBeLessThan(300);
    return typeof content === "object" && content !== null && "id" in content ? String(content.id) : "";
  }

  test("of jobs, from start to end", async () => {
    id = await call("POST", JOBS, "", ORDER);
    await call("GET", `${JOBS}/{jobId}`, id);
    await untilEnded(jobs.hub, id);
    await call("GET", `${JOBS}/{jobId}`, id);
    await call("GET", JOBS);
    await call("GET", `${JOBS}/count`);
    await call("GET", "/api/jobs/hardware");
    await call("PUT", `${JOBS}/{jobId}/labels`, id, { labels: { name: "other" } });
    await call("POST", `${JOBS}/{jobId}/cancel`, id);
    const { secrets: _, ...open } = ORDER;
    await call("POST", `${JOBS}/{jobId}/duplicate`, await call("POST", JOBS, "", open));
  });

  test("of scheduled jobs", async () => {
    const body = { jobSpec: ORDER, schedule: "@daily", suspend: false };
    scheduled = await call("POST", SCHEDULED, "", body);
    await call("GET", SCHEDULED);
    await call("POST", `${SCHEDULED}/{jobId}/run`, scheduled);
    await call("GET", `${SCHEDULED}/{jobId}`, scheduled);
    await call("POST", `${SCHEDULED}/{jobId}/suspend`, scheduled);
    await call("GET", `${SCHEDULED}/{jobId}`, scheduled);
    await call("POST", `${SCHEDULED}/{jobId}/resume`, scheduled);
    await call("POST", `${SCHEDULED}/{jobId}/schedule`, scheduled, { schedule: "0 4 * * *" });
    await call("PUT", `${SCHEDULED}/{jobId}/labels`, scheduled, { labels: {} });
    await call("DELETE", `${SCHEDULED}/{jobId}`, scheduled);
  });
});
