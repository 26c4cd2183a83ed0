import { afterEach, expect, test } from "bun:test";
import { ApplicationCommandOptionType, PermissionFlagsBits } from "discord.js";
import { createFakeResponder } from "../../testing/fake-responder.ts";
import { autocompleteInteraction } from "../../testing/interactions.ts";
import { createAdmin } from "./create-admin.ts";
import { type AdminAction, readCustomId, rollbackCustomId, shortName, toCustomId } from "./custom-id.ts";
import { ADMIN_DEFINITION, CLEARABLE } from "./definition.ts";
import {
  type AdminBench,
  createAdminBench,
  FIRST,
  MANAGER,
  REFUSED,
  revisionLine,
  SECOND,
} from "./testing/admin-bench.ts";

let bench: AdminBench | null = null;
afterEach(() => {
  bench?.close();
  bench = null;
});

interface Described {
  name: string;
  description?: string;
  name_localizations?: object | null;
  description_localizations?: object | null;
  options?: Described[];
  choices?: Described[];
}

const everything = (at: Described): Described[] => [
  at,
  ...[...(at.options ?? []), ...(at.choices ?? [])].flatMap(everything),
];

test("the command is for managers of servers, and everything in it has a name in both languages", () => {
  expect(ADMIN_DEFINITION.default_member_permissions).toBe(String(PermissionFlagsBits.ManageGuild));
  expect(ADMIN_DEFINITION.contexts).toEqual([0]);
  for (const { name, description, name_localizations, description_localizations } of everything(
    ADMIN_DEFINITION as Described,
  )) {
    expect(Object.keys(name_localizations ?? {})).toEqual(["en-US", "en-GB"]);
    if (description === undefined) continue;
    expect(name).toMatch(/^[\p{Ll}\p{N}_-]{1,32}$/u);
    for (const text of [description, ...Object.values(description_localizations ?? {})])
      expect(text.length).toBeLessThanOrEqual(100);
    for (const english of Object.values(name_localizations ?? {}))
      expect(english).toMatch(/^[\p{Ll}\p{N}_-]{1,32}$/u);
  }
});

test("what can be cleared are the other options of the same subcommand", () => {
  const settings = ADMIN_DEFINITION.options?.find(({ name }) => name === "canais");
  if (settings?.type !== ApplicationCommandOptionType.Subcommand) throw new Error("unreachable");
  const names = settings.options?.map(({ name }) => name) ?? [];
  expect(Object.keys(CLEARABLE).sort()).toEqual(names.filter((name) => name !== "limpar").sort());
});

test("every custom id fits, and says what it was made of", () => {
  const expiresMs = Date.UTC(2100, 0, 1);
  const ends = { from: shortName("a".repeat(40)), to: shortName("b".repeat(40)) };
  const actions: AdminAction[] = [
    { kind: "swap", how: "promote", ...ends, expiresMs },
    { kind: "swap", how: "rollback", from: shortName(null), to: ends.to, expiresMs },
    { kind: "force", ...ends, expiresMs },
    { kind: "cancel" },
    { kind: "diff", from: "a".repeat(40), to: "b".repeat(40), page: 999 },
  ];
  for (const action of actions) {
    const id = toCustomId(action);
    expect(id.length).toBeLessThanOrEqual(100);
    expect(readCustomId(id)).toEqual(action);
  }
  for (const strange of ["admin", "admin:promote:a:b", "admin:eval:a:b:1", "page:1:2", "admin:diff:a:b:-1"])
    expect(readCustomId(strange)).toBeNull();
  expect(rollbackCustomId("a".repeat(40), "b".repeat(40))).toBe("rollback:aaaaaaaaaaaa:bbbbbbbbbbbb");
});

async function complete(
  name: string,
  value: string,
  options: { userPermissions?: bigint; admin?: ReturnType<typeof createAdmin> } = {},
) {
  const { admin = createAdmin(), userPermissions = MANAGER } = options;
  const respond = createFakeResponder();
  const interaction = autocompleteInteraction({
    name: "admin",
    focused: { name, value },
    userPermissions,
  });
  if (bench === null || admin.command.complete === undefined) throw new Error("unreachable");
  await admin.command.complete(interaction, respond, bench.services);
  return respond.offered;
}

test("tags are offered with what they are, and read once for many letters", async () => {
  let reads = 0;
  const lines = [REFUSED, SECOND, FIRST, ...Array.from({ length: 40 }, (_, i) => revisionLine(4 + (i % 6)))];
  bench = createAdminBench({
    operations: {
      revisions: async () => {
        reads++;
        return lines;
      },
    },
  });
  const admin = createAdmin();
  const all = await complete("etiqueta", "", { admin });
  expect(all).toHaveLength(25);
  expect(all?.[1]).toEqual({
    name: `${SECOND.tag} · aprovado na verificação · em serviço`,
    value: SECOND.tag,
  });
  expect((await complete("de", "20260521", { admin }))?.map(({ value }) => value)).toEqual([FIRST.tag]);
  expect(reads).toBe(1);
  bench.passMinutes(1);
  await complete("de", "", { admin });
  expect(reads).toBe(2);
});

test("where the Hub is away or slow nothing is offered, in time, and those who may not are offered nothing", async () => {
  bench = createAdminBench({ operations: { revisions: () => Promise.reject(new Error("away")) } });
  expect(await complete("etiqueta", "")).toEqual([]);
  bench.close();
  bench = createAdminBench({ operations: { revisions: () => new Promise(() => undefined) } });
  const startedMs = performance.now();
  expect(await complete("etiqueta", "")).toEqual([]);
  expect(performance.now() - startedMs).toBeLessThan(2900);
  bench.close();
  bench = createAdminBench();
  expect(await complete("etiqueta", "", { userPermissions: 0n })).toEqual([]);
});

test("documents of the index are offered, those chosen first", async () => {
  bench = createAdminBench();
  const path = bench.services.service?.lookUps.documents()[0]?.path ?? "";
  expect((await complete("documento", ""))?.map(({ value }) => value)).toContain(path);
  bench.services.records.guilds.update("300", { documents: [path] });
  const offered = await complete("documento", "");
  expect(offered?.[0]).toEqual({ name: `− ${path}`, value: path });
  expect(offered?.filter(({ value }) => value === path)).toHaveLength(1);
});
