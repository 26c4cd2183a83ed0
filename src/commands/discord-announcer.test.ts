import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { createFakeDiscordApi, type FakeDiscordApi } from "../discord/testing/fake-discord-api.ts";
import { textOf } from "../discord/testing/fake-responder.ts";
import { createHub } from "../hub/hub.ts";
import { createRecordsFolder, type RecordsFolder } from "../records/testing/open-in-folder.ts";
import { publish, startTestHub, type TestHub } from "../revisions/publish/testing/test-index-repo.ts";
import { silentLog } from "../testing/silent-log.ts";
import { createAnnouncer } from "./discord-announcer.ts";

setDefaultTimeout(60_000);

let hub: TestHub;
let folder: RecordsFolder;
let api: FakeDiscordApi;
beforeEach(async () => {
  hub = await startTestHub();
  folder = createRecordsFolder();
  api = createFakeDiscordApi();
  folder.records.members.guilds.update("1", { announceChannel: "11", language: "en" });
});
afterEach(async () => {
  await hub.stop();
  folder.remove();
});

async function prepare({ isHubAway = false } = {}) {
  const place = await hub.indexRepo("announced");
  const [first, second] = [await hub.revision(1), await hub.revision(2)];
  const [before, after] = [(await publish(place, first)).manifest, (await publish(place, second)).manifest];
  const announce = createAnnouncer({
    api,
    records: folder.records.members,
    async connect() {
      if (isHubAway) throw new Error("away");
      return { hub: createHub({ url: hub.url, token: hub.token, log: silentLog }), repo: place.repo };
    },
    now: folder.clock,
    log: silentLog,
  });
  return {
    announce,
    before: { manifest: before, dir: first.dir },
    after: { manifest: after, dir: second.dir },
  };
}
const { signal } = new AbortController();

test("a swap is told with the articles that changed and what the gate said on the Hub", async () => {
  const { announce, before, after } = await prepare();
  await announce({ before, after, signal });
  const text = textOf(api.posted[0]?.message ?? null);
  for (const part of [
    before.manifest.tag,
    after.manifest.tag,
    "2 changed: Art. 1, Art. 2",
    "✓ files",
    ": 0.9",
  ])
    expect(text).toContain(part);
});

test("a swap is told though nothing can be compared and the Hub is away", async () => {
  const { announce, before, after } = await prepare({ isHubAway: true });
  const gone = { ...before, dir: `${before.dir}-gone` };
  await announce({ before: gone, after, signal });
  expect(textOf(api.posted[0]?.message ?? null)).toContain("could not be compared");
});

test("the first revision, the same one again, and a process that ends are told to nobody", async () => {
  const { announce, before, after } = await prepare();
  await announce({ before: null, after, signal });
  await announce({ before, after: before, signal });
  await announce({ before, after, signal: AbortSignal.abort() });
  expect(api.posted).toEqual([]);
});
