import { expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore, type Store } from "./store/store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

async function withStore(run: (store: Store, dir: string, later: (days: number) => void) => Promise<void>) {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-garbage-"));
  let now = new Date("2026-01-01T00:00:00Z").getTime();
  const store = openStore(dir, () => new Date(now));
  try {
    await run(store, dir, (days) => {
      now += days * DAY_MS;
    });
  } finally {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function keep(store: Store, text: string): Promise<string> {
  const object = await store.files.write(bytesOf(text), 100);
  store.objects.keep([object]);
  return object.sha256;
}

test("what was uploaded and never committed goes after a week", () =>
  withStore(async (store, _, later) => {
    const sha256 = await keep(store, "never committed");
    later(6);
    expect([store.objects.collect(), existsSync(store.files.path(sha256))]).toEqual([0, true]);
    later(2);
    expect([store.objects.collect(), existsSync(store.files.path(sha256))]).toEqual([1, false]);
    expect(store.objects.bytes(sha256)).toBeNull();
  }));

test("what a client was told is here stays for as long as it needs to commit it", () =>
  withStore(async (store, _, later) => {
    const sha256 = await keep(store, "uploaded, and committed days later");
    later(6);
    store.objects.renew(sha256);
    later(6);
    expect([store.objects.collect(), existsSync(store.files.path(sha256))]).toEqual([0, true]);
    later(2);
    expect([store.objects.collect(), existsSync(store.files.path(sha256))]).toEqual([1, false]);
  }));

test("content stays as long as any repository needs it", () =>
  withStore(async (store, _, later) => {
    const sha256 = await keep(store, "needed by two");
    const make = (name: string) =>
      store.repos.create({ type: "dataset", name, isPrivate: true, sdk: null, author: "local", changes: [] })
        ?.repo.id;
    const [one = "", other = ""] = [make("local/one"), make("local/other")];
    for (const repo of [one, other]) store.objects.claim(repo, [sha256]);
    later(60);
    store.repos.remove(one);
    expect(existsSync(store.files.path(sha256))).toBe(true);
    store.repos.remove(other);
    expect(existsSync(store.files.path(sha256))).toBe(false);
  }));

test("a file without a record, as a crash leaves it, goes; files of running writers stay", () =>
  withStore(async (store, dir) => {
    const orphan = store.files.path("ab".repeat(32));
    mkdirSync(join(dir, "objects", "ab"), { recursive: true });
    writeFileSync(orphan, "x");
    expect(store.objects.collect()).toBe(1);
    expect(existsSync(orphan)).toBe(false);
    const mine = await store.files.write(bytesOf("not yet kept"), 100);
    const dead = `999999999-deadbeef-${crypto.randomUUID()}.tmp`;
    const earlier = `${process.pid}-deadbeef-${crypto.randomUUID()}.tmp`;
    for (const name of [dead, earlier]) writeFileSync(join(dir, "tmp", name), "x");
    expect(store.files.sweep()).toBe(2);
    expect(readdirSync(join(dir, "tmp")).map((name) => join(dir, "tmp", name))).toEqual([mine.partial]);
  }));

test("a stream that fails or is too long leaves nothing", () =>
  withStore(async (store, dir) => {
    const broken = async function* () {
      yield Buffer.from("begun");
      throw new Error("the connection is gone");
    };
    await expect(store.files.write(broken(), 100)).rejects.toThrow("the connection is gone");
    await expect(store.files.write(bytesOf("too long"), 3)).rejects.toThrow("more than 3 bytes");
    expect(readdirSync(join(dir, "tmp"))).toEqual([]);
  }));
