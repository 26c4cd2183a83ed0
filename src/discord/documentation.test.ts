import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { ApplicationCommandType, PermissionFlagsBits } from "discord.js";
import { EnvironmentSchema } from "../environment.ts";
import { COMMANDS } from "./commands/all-commands.ts";

const ROOT = resolve(import.meta.dir, "../..");
const text = await Bun.file(resolve(ROOT, "docs/discord.md")).text();
const readme = await Bun.file(resolve(ROOT, "README.md")).text();

/** Optional properties of all kinds of options and definitions, as far as they are looked at. */
interface Named {
  type?: number;
  name: string;
  name_localizations?: Partial<Record<string, string | null>> | null;
  options?: readonly Named[];
}

test("every command and option is told, with its English name", () => {
  const definitions = COMMANDS.map(({ definition }) => definition as Named);
  const admin = definitions.find(({ name }) => name === "admin");
  const rows = [
    ...definitions.filter((one) => one !== admin).map((one) => ({ ...one, label: one.name })),
    ...(admin?.options ?? []).map((one) => ({ ...one, label: `admin ${one.name}` })),
  ];
  expect(rows.length).toBeGreaterThan(15);
  for (const { type, name, label, name_localizations, options = [] } of rows) {
    const english = name_localizations?.["en-US"] ?? name;
    const isMenu = type === ApplicationCommandType.Message;
    const row = text
      .split("\n")
      .find((line) => line.startsWith("| ") && line.includes(isMenu ? name : `\`/${label}\``));
    expect([label, row?.includes(english)]).toEqual([label, true]);
    // The settings are told in words.
    if (name === "canais") continue;
    for (const option of options)
      expect([label, option.name, row?.match(new RegExp(`\`\\[?${option.name}\\]?\``)) != null]).toEqual([
        label,
        option.name,
        true,
      ]);
  }
});

test("every code of an error has its cure", async () => {
  const codes = new Set<string>();
  for await (const name of new Bun.Glob("src/discord/**/*.ts").scan(ROOT)) {
    if (name.endsWith(".test.ts")) continue;
    const source = await Bun.file(resolve(ROOT, name)).text();
    for (const [, code = ""] of source.matchAll(/\bcode: "(DISCORD_\w+)"/g)) codes.add(code);
  }
  expect(codes.size).toBeGreaterThan(15);
  const isTold = (code: string) => new RegExp(`^\\|.*\`${code}\`.*\\|`, "m").test(text);
  expect([...codes].filter((code) => !isTold(code))).toEqual([]);
});

test("every variable is told, here and in the README", () => {
  const variables = Object.keys(EnvironmentSchema.shape).filter((name) => name.startsWith("DISCORD_"));
  expect(variables.length).toBeGreaterThan(5);
  for (const page of [text, readme]) {
    const isTold = (name: string) => new RegExp(`^\\|.*\`${name}\`.*\\|`, "m").test(page);
    expect([...variables, "PUBLIC_URL"].filter((name) => !isTold(name))).toEqual([]);
  }
});

test("the invitation asks for the permissions that are told, and for no other", () => {
  const needed = [
    ...["ViewChannel", "SendMessages", "EmbedLinks", "ReadMessageHistory"],
    ...["AttachFiles", "CreatePublicThreads", "SendMessagesInThreads"],
  ] as (keyof typeof PermissionFlagsBits)[];
  const bits = needed.reduce((sum, name) => sum | PermissionFlagsBits[name], 0n);
  expect(/&permissions=(\d+)/.exec(text)?.[1]).toBe(String(bits));
});

test("every complaint has a test that is there", async () => {
  const rows = text.split("\n").filter((line) => /^\| \d+\. /.test(line));
  expect(rows.map((row) => Number(/\d+/.exec(row)?.[0]))).toEqual(
    Array.from({ length: 15 }, (_, i) => i + 1),
  );
  for (const row of rows) {
    const cited = [...row.matchAll(/`(src\/\S+\.test\.ts)` › (.+?)(?=<br>| \|$)/g)];
    expect(cited.length).toBeGreaterThan(0);
    for (const [, file = "", name = ""] of cited)
      expect(await Bun.file(resolve(ROOT, file)).text()).toContain(name);
  }
});
