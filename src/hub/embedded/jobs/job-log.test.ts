import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { z } from "zod";
import { followLog } from "./follow-log.ts";
import { openJobLog } from "./job-log.ts";
import { makeFolder } from "./testing/jobs-server.ts";

let folder: ReturnType<typeof makeFolder>;
let path: string;

beforeEach(() => {
  folder = makeFolder();
  path = join(folder.dir, "log.jsonl");
});
afterEach(() => folder.remove());

const stream = (...texts: string[]) => new Blob(texts).stream();
const open = (maxBytes?: number) =>
  openJobLog({ path, secrets: [], now: () => 0, ...(maxBytes === undefined ? {} : { maxBytes }) });

async function read(tail: number | null): Promise<string[]> {
  let text = "";
  const { signal } = new AbortController();
  for await (const part of followLog({ path, tail, hasEnded: () => true, signal })) text += part;
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => z.object({ data: z.string() }).parse(JSON.parse(line)).data);
}

test("a log goes on where it stopped, and its last lines can be had alone", async () => {
  const words = Array.from({ length: 5000 }, (_, i) => `ação ${i}`);
  for (const part of [words.slice(0, 2000), words.slice(2000)]) {
    const log = await open();
    await log.keep(stream(part.join("\n")));
    await log.close();
  }
  expect(await read(null)).toEqual(words);
  for (const tail of [0, 1, 7, 3000, 5000, 9000])
    expect(await read(tail)).toEqual(tail === 0 ? [] : words.slice(-tail));
});

test("a log that is full says so once and keeps no more", async () => {
  const log = await open(1000);
  await log.keep(stream("first\n"));
  await log.keep(stream("x".repeat(2000), "\nlater\n"));
  await log.keep(stream("more\n"));
  await log.close();
  expect(await read(null)).toEqual(["first", "[the log is full: 1000 bytes are kept, what follows is not]"]);
});
