import { expect, test } from "bun:test";
import { createInService } from "../revisions/sync/in-service.ts";
import { createQuestionRunner } from "./question-runner.ts";
import type { QuestionService } from "./question-service.ts";

function serve(tag: string) {
  const closed: string[] = [];
  const inService = createInService<QuestionService & { close(): void }>((error) => {
    throw error;
  });
  const publish = (name: string) => {
    const service = { revision: { manifest: { tag: name } }, close: () => closed.push(name) };
    inService.publish(service as unknown as QuestionService & { close(): void });
  };
  publish(tag);
  const runner = createQuestionRunner(inService.acquire, { concurrent: 1, timeoutMs: 1000 });
  return { runner, publish, closed, leases: inService.leases };
}
const tagOf = (service: QuestionService) => service.revision.manifest.tag;
const never = new AbortController().signal;

test("a look-up is answered while questions take every place, and from one revision", async () => {
  const { runner, publish, closed } = serve("old");
  const question = Promise.withResolvers<void>();
  const asked = runner.run(() => question.promise, never);
  expect(await runner.run(async () => undefined, never).catch((error) => error.code)).toBe("BUSY");
  expect(runner.lookUp(tagOf)).toBe("old");
  const swapped = runner.lookUp((service) => {
    publish("new");
    return tagOf(service);
  });
  expect(swapped).toBe("old");
  expect(runner.lookUp(tagOf)).toBe("new");
  question.resolve();
  await asked;
  expect(closed).toEqual(["old"]);
});

test("a question that nobody waits for any more is not begun", async () => {
  const { runner } = serve("old");
  let begun = false;
  const asked = runner.run(
    async () => {
      begun = true;
    },
    AbortSignal.abort(new Error("gone")),
  );
  expect(await asked.catch((error) => error.message)).toBe("gone");
  expect(begun).toBe(false);
});

test("a look-up that fails gives its revision back", () => {
  const { runner, leases } = serve("old");
  const before = leases();
  expect(() =>
    runner.lookUp(() => {
      throw new Error("nothing there");
    }),
  ).toThrow("nothing there");
  expect(leases()).toBe(before);
});

test("a look-up where no index is loaded says so", () => {
  const runner = createQuestionRunner(() => null, { concurrent: 1, timeoutMs: 1000 });
  expect(() => runner.lookUp(tagOf)).toThrow(expect.objectContaining({ code: "NOT_READY" }));
});
