import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { contextFiles } from "./copy-files.ts";
import { readDockerignore } from "./dockerignore.ts";
import { parseDockerfile } from "./parse-dockerfile.ts";

const ROOT = resolve(import.meta.dir, "../../..");
const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const stages = parseDockerfile(read("Dockerfile"));
const last = stages.at(-1)?.instructions ?? [];

test("every image is pinned, and Bun is the one that the launcher installs", () => {
  const images = stages.map(({ from }) => from).filter((from) => !stages.some(({ name }) => name === from));
  const [, bun] = /^BUN_VERSION=(\S+)$/m.exec(read("vade")) ?? [];
  expect(images).toContain(`oven/bun:${bun}-slim`);
  expect(images.filter((image) => !/:\d+\.\d+\.\d+|@sha256:[0-9a-f]{64}$/.test(image))).toEqual([]);
});

test("every package that apt installs is pinned, nothing else comes along, and its lists are left behind", () => {
  const runs = stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ text }) => text.includes("apt-get"));
  expect(runs.length).toBeGreaterThan(0);
  for (const { text } of runs) {
    const [, options = "", packages = ""] = /apt-get install((?: -\S+)+) (.*?) && /.exec(text) ?? [];
    expect(options.split(" ")).toEqual(expect.arrayContaining(["-y", "--no-install-recommends"]));
    expect(packages.split(" ").filter((name) => !/^[a-z0-9.+-]+=\S*\d/.test(name))).toEqual([]);
    expect(text).toMatch(/apt-get update .*rm -rf \/var\/lib\/apt\/lists\/\*/);
  }
});

test("the front matter of the Space's page names the port that the image exposes", () => {
  const [, matter = ""] = /^---\n([\s\S]*?)\n---\n/.exec(read("deploy/space-readme.md")) ?? [];
  const values = Object.fromEntries(matter.split("\n").map((line) => line.split(": ")));
  expect(values).toMatchObject({ sdk: "docker", app_port: "7860" });
  expect(last.find(({ kind }) => kind === "expose")).toMatchObject({ port: Number(values["app_port"]) });
  expect(values["short_description"]?.length).toBeLessThanOrEqual(60);
});

test("nothing goes to the builder but what a stage copies", () => {
  const copied = stages
    .flatMap(({ instructions }) => instructions)
    .flatMap((each) => (each.kind === "copy" && each.from === null ? each.sources : []));
  const sent = contextFiles(ROOT, readDockerignore(read(".dockerignore")));
  expect(sent.filter((file) => !copied.some((source) => `${file}/`.startsWith(`${source}/`)))).toEqual([]);
  expect(sent).toContain("src/cli.ts");
});
