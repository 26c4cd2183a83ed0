import { expect, test } from "bun:test";
import { InteractionContextType } from "discord.js";
import { CommandForm } from "../../testing/discord/forms/command-form.ts";
import { parseForm } from "../../testing/discord/forms/form.ts";
import type { DiscordCommand } from "../command.ts";
import { articleCommand } from "../commands/article.ts";
import { documentsCommand } from "../commands/documents.ts";
import { createHelp } from "../commands/help.ts";
import { searchCommand } from "../commands/search.ts";
import { statusCommand } from "../commands/status.ts";
import { sumulaCommand } from "../commands/sumula.ts";

const COMMANDS: DiscordCommand[] = [
  searchCommand,
  articleCommand,
  sumulaCommand,
  documentsCommand,
  statusCommand,
  createHelp(() => []),
];

interface Described {
  name: string;
  description?: string;
  name_localizations?: Record<string, string> | null;
  description_localizations?: Record<string, string> | null;
  required?: boolean;
  options?: Described[];
}

test.each(COMMANDS.map(({ definition }) => [definition.name, definition as Described] as const))(
  "/%s has names and descriptions in both languages, within Discord's limits",
  (_, definition) => {
    expect(() => parseForm(CommandForm, definition)).not.toThrow();
    const { options = [] } = definition;
    for (const at of [definition, ...options]) {
      const { name, description = "", name_localizations, description_localizations } = at;
      for (const localized of [name_localizations, description_localizations])
        expect(Object.keys(localized ?? {})).toEqual(["en-US", "en-GB"]);
      for (const each of [name, ...Object.values(name_localizations ?? {})])
        expect(each).toMatch(/^[\p{Ll}\p{N}_-]{1,32}$/u);
      for (const each of [description, ...Object.values(description_localizations ?? {})])
        expect({ each, fits: each.length >= 1 && each.length <= 100 }).toEqual({ each, fits: true });
    }
    // Discord takes required options before the others.
    const required = options.map((option) => option.required === true);
    expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
  },
);

test("every command works in servers and in direct messages", () => {
  for (const { definition } of COMMANDS)
    expect(definition.contexts).toEqual([InteractionContextType.Guild, InteractionContextType.BotDM]);
});
