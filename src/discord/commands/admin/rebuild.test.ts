import { afterEach, expect, test } from "bun:test";
import { VademecumError } from "../../../domain/errors.ts";
import { createFakeResponder, textOf } from "../../testing/fake-responder.ts";
import { type AdminBench, createAdminBench } from "./testing/admin-bench.ts";

let bench: AdminBench;
afterEach(() => bench.close());

const JOB = { id: "687f9", url: "https://hub.example/jobs/org/687f9" };
const refuses = (code: string) => async () => {
  throw new VademecumError({ code, message: "a build is running already: job 7", hint: "wait" });
};

test("one message follows a build to its end", async () => {
  bench = createAdminBench({
    operations: {
      startBuild: async () => JOB,
      async followBuild({ id, onState }) {
        for (const state of ["SCHEDULING", "RUNNING", "COMPLETED"]) onState(`${state}`);
        bench.passMinutes(3);
        return { state: "COMPLETED", logTail: [`job ${id} done`] };
      },
    },
  });
  const respond = await bench.give("reindexar");
  expect(respond.isEphemeral).toBe(false);
  const told = respond.calls.map(({ message }) => textOf(message));
  expect(told.slice(2, -1).map((text) => text.split(": ").at(-1)?.split("\n")[0])).toEqual([
    "SCHEDULING",
    "RUNNING",
    "COMPLETED",
  ]);
  expect(textOf(respond.shown)).toContain("Pronto em 3.0 min");
  expect(JSON.stringify(respond.shown)).toContain(JOB.url);
  expect(bench.services.logged.map(({ fields }) => fields)).toContainEqual({
    userId: "42",
    guildId: "300",
    job: JOB.id,
  });
});

test("a build that failed shows the end of its log, which cannot leave its block", async () => {
  const logTail = [
    ...Array.from({ length: 400 }, (_, i) => `line ${i}`),
    "```",
    "\u001b[31m@everyone\u001b[0m",
  ];
  bench = createAdminBench({
    operations: {
      startBuild: async () => ({ ...JOB, url: null }),
      followBuild: async () => ({ state: "ERROR", logTail }),
    },
  });
  const text = textOf((await bench.give("reindexar")).shown);
  expect(text).toContain("Terminou como ERROR");
  expect(text).toContain("line 399");
  expect(text).not.toContain("line 10\n");
  expect(text).not.toContain("\u001b");
  expect(text.match(/```/g)).toHaveLength(2);
  expect(text.length).toBeLessThan(4200);
});

test("while a build runs no other is started, and the one that runs is named", async () => {
  bench = createAdminBench({ operations: { startBuild: refuses("BUILD_RUNNING") } });
  expect(textOf((await bench.give("reindexar")).shown)).toContain("job 7");
});

test("after a quarter of an hour the message is changed as the bot's own", async () => {
  bench = createAdminBench({
    operations: {
      startBuild: async () => JOB,
      async followBuild({ onState }) {
        bench.passMinutes(20);
        onState("RUNNING");
        return { state: "COMPLETED", logTail: [] };
      },
    },
  });
  const respond = await bench.give("reindexar");
  expect(respond.calls.map(({ method }) => method)).toEqual(["defer", "edit"]);
  const edits = bench.services.api.calls.filter(({ method }) => method === "edit");
  expect(edits.map(({ channelId }) => channelId)).toEqual(["500", "500"]);
  expect(textOf(edits[1]?.message ?? null)).toContain("Pronto em 20.0 min");
});

test("a state that cannot be shown does not end the following", async () => {
  let edits = 0;
  const respond = createFakeResponder({
    failing: ({ method }) => {
      if (method === "edit" && ++edits === 2) throw new Error("500");
    },
  });
  bench = createAdminBench({
    operations: {
      startBuild: async () => JOB,
      async followBuild({ onState }) {
        onState("RUNNING");
        return { state: "COMPLETED", logTail: [] };
      },
    },
  });
  await bench.give("reindexar", {}, { respond });
  expect(textOf(respond.shown)).toContain("Pronto em");
  expect(bench.services.logged.map(({ level }) => level)).toContain("warn");
});

test("a bot that stops says that it follows the build no more", async () => {
  bench = createAdminBench({
    operations: {
      startBuild: async () => JOB,
      async followBuild({ signal }) {
        bench.services.stop();
        throw signal.reason;
      },
    },
  });
  expect(textOf((await bench.give("reindexar")).shown)).toContain("este Job, que continua");
});

test("a build that the Hub knows no more is told as lost", async () => {
  bench = createAdminBench({
    operations: { startBuild: async () => JOB, followBuild: refuses("HUB_NOT_FOUND") },
  });
  expect(textOf((await bench.give("reindexar")).shown)).toContain("não pode mais ser acompanhado");
});
