import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { expectWrongFields, refusedBy, restClient } from "./rest-client.ts";
import { type FakeDiscord, startFakeDiscord } from "./start-fake-discord.ts";

let discord: FakeDiscord;
let rest: REST;

beforeEach(async () => {
  discord = await startFakeDiscord({ hasRateLimits: false });
  rest = restClient(discord);
});

afterEach(() => discord.stop());

const a = (count: number) => "a".repeat(count);
const many = <Value>(count: number, make: (at: number) => Value) =>
  Array.from({ length: count }, (_, at) => make(at));
const command = (more: object = {}) => ({ name: "perguntar", description: "d", ...more });
const option = (more: object = {}) => ({ type: 3, name: "lei", description: "d", ...more });
const withOptions = (...options: object[]) => command({ options });
const globally = () => Routes.applicationCommands(discord.applicationId);
const create = (body: object) => rest.post(globally(), { body });
const Listed = z.array(z.looseObject({ id: z.string(), name: z.string(), version: z.string() }));
const replace = async (...body: object[]) => Listed.parse(await rest.put(globally(), { body }));

/** What is just allowed, what is one too many, and what Discord says of that. */
const LIMITS: [name: string, fits: object, tooMuch: object, fields: string[]][] = [
  [
    "a name",
    command({ name: a(32) }),
    command({ name: a(33) }),
    ["name[BASE_TYPE_BAD_LENGTH]", "name[APPLICATION_COMMAND_INVALID_NAME]"],
  ],
  [
    "letters of a name",
    command({ name: "súmula-vinculante" }),
    command({ name: "Súmula" }),
    ["name[APPLICATION_COMMAND_INVALID_NAME]"],
  ],
  [
    "blanks in a name",
    command({ name: "artigo_1" }),
    command({ name: "o artigo" }),
    ["name[APPLICATION_COMMAND_INVALID_NAME]"],
  ],
  [
    "names of a menu",
    { type: 3, name: "Responder com a lei" },
    { type: 3, name: a(33) },
    ["name[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "texts of a menu",
    { type: 3, name: "Responder", description: "" },
    { type: 3, name: "Responder", description: "d" },
    ["_errors[APPLICATION_COMMAND_INVALID_DESCRIPTION]"],
  ],
  [
    "a description",
    command({ description: a(100) }),
    command({ description: a(101) }),
    ["description[BASE_TYPE_MAX_LENGTH]"],
  ],
  ["no description", command(), { name: "perguntar" }, ["description[BASE_TYPE_REQUIRED]"]],
  [
    "localizations",
    command({ name_localizations: { "en-US": "ask" }, description_localizations: { "pt-BR": a(100) } }),
    command({
      name_localizations: { "en-US": "Ask" },
      description_localizations: { en: "d", "pt-BR": a(101) },
    }),
    [
      "name_localizations.en-US[APPLICATION_COMMAND_INVALID_NAME]",
      "description_localizations.pt-BR[BASE_TYPE_BAD_LENGTH]",
      "description_localizations.en[BASE_TYPE_CHOICES]",
    ],
  ],
  [
    "options",
    withOptions(...many(25, (at) => option({ name: `o${at}` }))),
    withOptions(...many(26, (at) => option({ name: `o${at}` }))),
    ["options[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "an option",
    withOptions(option({ name: "parágrafo", description: a(100) })),
    withOptions(option({ name: "Parágrafo", description: "" })),
    ["options.0.name[APPLICATION_COMMAND_INVALID_NAME]", "options.0.description[BASE_TYPE_BAD_LENGTH]"],
  ],
  [
    "options' names",
    withOptions(option(), option({ name: "outra" })),
    withOptions(option(), option()),
    ["options.1.name[APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS]"],
  ],
  [
    "the order of options",
    withOptions(option({ required: true }), option({ name: "b" })),
    withOptions(option({ name: "b" }), option({ required: true })),
    ["options.1[APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID]"],
  ],
  [
    "choices",
    withOptions(option({ choices: many(25, (at) => ({ name: `n${at}`, value: a(100) })) })),
    withOptions(option({ choices: many(26, (at) => ({ name: `n${at}`, value: "v" })) })),
    ["options.0.choices[BASE_TYPE_MAX_LENGTH]"],
  ],
  [
    "a choice",
    withOptions(option({ choices: [{ name: a(100), value: "v" }] })),
    withOptions(option({ choices: [{ name: a(101), value: 5 }] })),
    ["options.0.choices.0.name[BASE_TYPE_BAD_LENGTH]", "options.0.choices.0.value[BASE_TYPE_CHOICES]"],
  ],
  [
    "choices' names",
    withOptions(option({ choices: ["a", "b"].map((name) => ({ name, value: "v" })) })),
    withOptions(option({ choices: ["a", "a"].map((name) => ({ name, value: "v" })) })),
    ["options.0.choices.1[APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS]"],
  ],
  [
    "choices and autocomplete",
    withOptions(option({ autocomplete: true }), option({ type: 5, name: "b" })),
    withOptions(
      option({ autocomplete: true, choices: [{ name: "n", value: "v" }] }),
      option({ type: 5, name: "b", autocomplete: true }),
    ),
    [
      "options.0.choices[APPLICATION_COMMAND_OPTIONS_FIELD_INVALID]",
      "options.1.choices[APPLICATION_COMMAND_OPTIONS_FIELD_INVALID]",
    ],
  ],
  [
    "lengths and ranges",
    withOptions(
      option({ min_length: 0, max_length: 6000 }),
      option({ name: "n", type: 4, min_value: 1, max_value: 9 }),
    ),
    withOptions(option({ min_value: 1 }), option({ name: "n", type: 4, max_length: 5 })),
    [
      "options.0.max_value[APPLICATION_COMMAND_OPTIONS_FIELD_INVALID]",
      "options.1.max_length[APPLICATION_COMMAND_OPTIONS_FIELD_INVALID]",
    ],
  ],
  [
    "a text's length",
    withOptions(option({ max_length: 6000 })),
    withOptions(option({ max_length: 6001 })),
    ["options.0.max_length[NUMBER_TYPE_MAX]"],
  ],
  [
    "subcommands",
    withOptions(option({ type: 2, options: [option({ type: 1, options: [option()] })] })),
    withOptions(option({ type: 1 }), option({ name: "b" })),
    ["options.1[APPLICATION_COMMAND_OPTIONS_TYPE_INVALID]"],
  ],
  [
    "depth",
    withOptions(option({ type: 1, options: [option()] })),
    withOptions(option({ type: 1, options: [option({ type: 1 })] })),
    ["options.0.options.0.type[APPLICATION_COMMAND_OPTIONS_FIELD_INVALID]"],
  ],
  [
    "all characters of a command",
    withOptions(
      ...many(20, (at) =>
        option({
          name: `o${at}`,
          description: a(90),
          choices: many(3, (one) => ({ name: `${one}`, value: a(100) })),
        }),
      ),
    ),
    withOptions(
      ...many(20, (at) =>
        option({
          name: `o${at}`,
          description: a(100),
          choices: many(3, (one) => ({ name: `${one}`, value: a(100) })),
        }),
      ),
    ),
    ["_errors[APPLICATION_COMMAND_TOO_LARGE]"],
  ],
  ["contexts", command({ contexts: [0, 1] }), command({ contexts: [3] }), ["contexts.0[BASE_TYPE_CHOICES]"]],
];

describe("a definition at Discord's limits", () => {
  test.each(LIMITS)("%s", async (_, fits, tooMuch, fields) => {
    await create(fits);
    const own = fields.map((field) => field.replace("_errors[", "["));
    await expectWrongFields(create(tooMuch), own);
    await expectWrongFields(
      rest.put(globally(), { body: [tooMuch] }),
      own.map((field) => (field.startsWith("[") ? `0${field}` : `0.${field}`)),
    );
  });
});

describe("registered commands", () => {
  test("keep their ids, and their version where nothing changes", async () => {
    const [ask, search] = await replace(command(), command({ name: "buscar" }));
    const [first, second] = await replace(command({ description: "outra" }), command({ name: "buscar" }));
    expect([first?.id, second?.id]).toEqual([ask?.id ?? "", search?.id ?? ""]);
    expect(second?.version).toBe(search?.version ?? "");
    expect(first?.version).not.toBe(ask?.version ?? "");
    const [kept] = await replace(command());
    expect(kept?.id).toBe(ask?.id ?? "");
    expect(discord.commands(null)).toHaveLength(1);
  });

  test("are made, changed and deleted one by one", async () => {
    const body = command({ name_localizations: { "en-US": "ask" }, options: [option({ required: false })] });
    const [one] = Listed.parse([await create(body)]);
    expect(discord.calls.at(-1)?.status).toBe(201);
    expect(await create(body)).toMatchObject({ id: one?.id });
    expect(discord.calls.at(-1)?.status).toBe(200);
    const path = Routes.applicationCommand(discord.applicationId, one?.id ?? "");
    expect(await rest.patch(path, { body: { description: "nova" } })).toMatchObject({ description: "nova" });
    expect(discord.commands(null)).toMatchObject([
      { name: "perguntar", description: "nova", name_localizations: { "en-US": "ask" } },
    ]);
    await rest.delete(path);
    expect(await refusedBy(rest.get(path))).toMatchObject({ status: 404, code: 10063 });
  });

  test("come without localizations unless they are asked for, and without what is so by default", async () => {
    await replace(
      command({ name_localizations: { "en-US": "ask" }, options: [option({ required: false })] }),
    );
    const [short] = Listed.parse(await rest.get(globally()));
    expect(short).not.toHaveProperty("name_localizations");
    expect(short).toMatchObject({ default_member_permissions: null, nsfw: false, options: [option()] });
    expect(short?.["options"]).toEqual([option()]);
    const query = new URLSearchParams({ with_localizations: "true" });
    expect(await rest.get(globally(), { query })).toMatchObject([{ name_localizations: { "en-US": "ask" } }]);
  });

  test("of a guild are apart from those of all, and only of a guild that the bot is in", async () => {
    const { id } = discord.guild();
    await rest.put(Routes.applicationGuildCommands(discord.applicationId, id), { body: [command()] });
    expect([discord.commands(null).length, discord.commands(id).length]).toEqual([0, 1]);
    const elsewhere = Routes.applicationGuildCommands(discord.applicationId, "123456789012345678");
    expect(await refusedBy(rest.put(elsewhere, { body: [] }))).toMatchObject({ status: 403, code: 50001 });
    const other = Routes.applicationCommands("123456789012345678");
    expect(await refusedBy(rest.get(other))).toMatchObject({ code: 20012 });
  });

  test("have names of their own, are at most a hundred, and two hundred are made a day", async () => {
    await expectWrongFields(rest.put(globally(), { body: [command(), command()] }), [
      "1.name[APPLICATION_COMMANDS_DUPLICATE_NAME]",
    ]);
    const named = (from: number, count: number) => many(count, (at) => command({ name: `c${from + at}` }));
    await replace(...named(0, 100));
    expect(await refusedBy(create(command()))).toMatchObject({ code: 30032 });
    await replace(...named(100, 90));
    expect(await refusedBy(rest.put(globally(), { body: named(200, 60) }))).toMatchObject({ code: 30034 });
  });
});
