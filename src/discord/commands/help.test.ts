import { afterEach, expect, test } from "bun:test";
import { ApplicationCommandType, PermissionFlagsBits } from "discord.js";
import type { DiscordCommand } from "../command.ts";
import { createFakeResponder, textOf } from "../testing/fake-responder.ts";
import { createFakeServices, type FakeServices } from "../testing/fake-services.ts";
import { commandInteraction } from "../testing/interactions.ts";
import { articleCommand } from "./article.ts";
import { createHelp } from "./help.ts";
import { statusCommand } from "./status.ts";

const opened: FakeServices[] = [];
afterEach(() => {
  for (const services of opened.splice(0)) services.close();
});

const run: DiscordCommand["run"] = async () => undefined;
const COMMANDS: DiscordCommand[] = [
  articleCommand,
  statusCommand,
  {
    definition: {
      type: ApplicationCommandType.ChatInput,
      name: "admin",
      description: "Para quem administra",
      default_member_permissions: String(PermissionFlagsBits.ManageGuild),
      options: [{ type: 1, name: "revisoes", description: "Os índices" }],
    },
    run,
  },
  {
    definition: {
      type: ApplicationCommandType.Message,
      name: "Responder com a lei",
      name_localizations: { "en-US": "Answer with the law" },
    },
    run,
  },
];
const help = createHelp(() => [...COMMANDS, help]);

async function shown(
  values: Parameters<typeof commandInteraction>[0] | Record<string, never> = {},
  commandIds?: ReadonlyMap<string, string>,
) {
  const services = createFakeServices();
  opened.push(services);
  const responder = createFakeResponder();
  await help.run(commandInteraction({ ...values, name: "ajuda" }), responder, {
    ...services,
    ...(commandIds ? { commandIds: () => commandIds } : {}),
  });
  expect(responder.isEphemeral).toBe(true);
  return textOf(responder.shown);
}

test("every command is told with its description, as it is registered", async () => {
  const text = await shown();
  expect(text).toContain("`/artigo` – Mostra o texto exato de um artigo");
  expect(text).toContain("`/status` – ");
  expect(text).toContain("`/ajuda` – ");
  expect(text).toContain("Aplicativos › Responder com a lei");
});

test("where the commands' ids are known they can be run from the text", async () => {
  const text = await shown(
    {},
    new Map([
      ["artigo", "123"],
      ["admin", "9"],
    ]),
  );
  expect(text).toContain("</artigo:123> – ");
  expect(text).toContain("`/status` – ");
});

test("commands of operators are shown to operators only, and in no direct message", async () => {
  expect(await shown()).not.toContain("/admin");
  const manages = { name: "ajuda", userPermissions: PermissionFlagsBits.ManageGuild };
  expect(await shown(manages)).toContain("`/admin`");
  expect(await shown({ name: "ajuda", userPermissions: PermissionFlagsBits.Administrator })).toContain(
    "`/admin`",
  );
  expect(await shown({ ...manages, guildId: null })).not.toContain("/admin");
  // What has subcommands cannot be mentioned as a whole.
  expect(await shown(manages, new Map([["admin", "9"]]))).toContain("`/admin`");
});

test("a member in English reads English names and descriptions", async () => {
  const text = await shown({ name: "ajuda", language: "en" });
  expect(text).toContain("`/article` – Shows the exact text of an article");
  expect(text).toContain("Apps › Answer with the law");
});
