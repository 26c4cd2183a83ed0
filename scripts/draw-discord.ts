#!/usr/bin/env bun
/**
 * Draws what members see of the bot, for the README and docs/discord.md:
 *
 *   bun scripts/draw-discord.ts [--out docs/pictures] [--all FOLDER]
 *
 * Everything in the pictures is the program's own: a Space over the sample documents, with Discord and the language model
 * played by servers on loopback; what the model says is written below, its check is not. Each picture is a HTML document,
 * and a PNG where a Chromium is found (fonts-open-sans and fonts-noto-color-emoji make it look as in Discord; pngquant
 * makes it small).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../src/config.ts";
import { drawChannel } from "../src/testing/discord/draw/draw-channel.ts";
import { findPhotographer } from "../src/testing/discord/draw/photograph.ts";
import { startFakeDiscord } from "../src/testing/discord/start-fake-discord.ts";
import type { FakeChannel, FakeUser } from "../src/testing/discord/world.ts";
import { type FakeRequest, saying, startFakeModel } from "../src/testing/fake-model-server.ts";
import { runVade } from "../src/testing/run-vade.ts";
import { startSpaceProcess } from "../src/testing/space-process.ts";

const { values } = parseArgs({
  options: { out: { type: "string", default: "docs/pictures" }, all: { type: "string" } },
});
/** Pictures in the documents; the others are for looking at. */
const SHOWN = ["question", "refusal", "article", "swap"];
const WIDTH_PX = 640;
const PATIENCE_MS = 60_000;
const SAMPLES = join(PROJECT_ROOT, "assets", "docs_rag");
/** One document of the samples, with a súmula more. */
const CHANGED = join(PROJECT_ROOT, "assets", "demo", "docs_rag");

/** What the model says, `{words}` being the number of the passage that has these words. */
const MODEL_SAYS =
  "O titular tem direito a obter do controlador, a qualquer momento e mediante requisição, a “confirmação da existência de " +
  "tratamento” e o “acesso aos dados” {confirmação da existência de tratamento}.\n\nTambém pode pedir:\n" +
  "- a “correção de dados incompletos, inexatos ou desatualizados” {correção de dados incompletos};\n" +
  "- a “anonimização, bloqueio ou eliminação de dados desnecessários, excessivos ou tratados em desconformidade” com a " +
  "lei {anonimização, bloqueio ou eliminação}.\n\nO acesso pode ser dado “em formato simplificado” de imediato {em formato simplificado}.";

const dir = mkdtempSync(join(tmpdir(), "vademecum-draw-"));
const photographer = findPhotographer(dir);
const model = await startFakeModel((request) => saying(numbered(MODEL_SAYS, request)));
const discord = await startFakeDiscord({ botName: "Vademecum" });
const env = {
  INDEX_POLL_SECONDS: "1",
  DISCORD_TOKEN: discord.token,
  DISCORD_APPLICATION_ID: discord.applicationId,
  DISCORD_API_BASE: `${discord.url}/api`,
  PUBLIC_URL: "https://vademecum.example",
  LLM_BASE_URL: model.url,
  LLM_MODEL: "modelo-de-exemplo",
  ANSWER_COOLDOWN_SECONDS: "0",
};
const guild = discord.guild({ name: "Estudos de Direito" });
const ana = discord.member({ guild, name: "Ana" });
const rui = discord.member({ guild, name: "Rui", permissions: ["ManageGuild"] });

try {
  await vade("docs", "push", SAMPLES);
  await vade("reindex", "--no-sync");
  await vade("discord", "register");
  const space = await startSpaceProcess({
    stateDir: join(dir, "state"),
    env: { ...env, LOCAL_STORAGE_DIR: dir, DISCORD_OPERATOR_GUILDS: guild.id },
  });
  try {
    await untilReady(space.url);
    await drawQuestion();
    await drawRefusal();
    await drawArticle();
    await drawSwap();
    await drawHelp();
  } finally {
    await space.end("SIGTERM");
  }
} finally {
  await Promise.all([discord.stop(), model.stop()]);
  rmSync(dir, { recursive: true, force: true });
}

/** A question, answered by the model, and the passages that it cites. */
async function drawQuestion(): Promise<void> {
  const channel = discord.channel({ guild, name: "perguntas" });
  const answer = await run(channel, ana, "perguntar", {
    pergunta: "Quais são os direitos do titular dos dados?",
  });
  await draw("question", channel, ana);
  const [message] = discord.messages(channel.id);
  if (message === undefined) throw new Error("there is no answer");
  const opened = await discord.interact({
    ...{ kind: "button", member: ana, channel, message, button: "Fontes" },
  });
  await opened.untilMessage(undefined, PATIENCE_MS);
  await draw("sources", channel, ana);
  if (answer.id !== message.id) throw new Error("the answer is not the channel's first message");
}

/** What the documents do not say. */
async function drawRefusal(): Promise<void> {
  const channel = discord.channel({ guild, name: "duvidas" });
  const asked = discord.say({
    channel,
    author: ana,
    content: "qual é o prazo para pagar o IPVA em São Paulo?",
    mentions: [discord.world.bot],
  });
  await discord.untilMessage(
    channel,
    ({ replyTo, isLoading }) => replyTo === asked.id && !isLoading,
    PATIENCE_MS,
  );
  await draw("refusal", channel, ana);
}

async function drawArticle(): Promise<void> {
  const channel = discord.channel({ guild, name: "consultas" });
  await run(channel, ana, "artigo", { lei: "LGPD", artigo: "5, II" });
  await run(channel, ana, "sumula", { tribunal: "vinculante", numero: "11" });
  await draw("article", channel, ana);
}

/** A document changes: it is built, put into service and announced. */
async function drawSwap(): Promise<void> {
  const channel = discord.channel({ guild, name: "avisos" });
  await run(channel, rui, "admin", { avisos: channel.id }, "canais");
  for (const said of discord.messages(channel.id)) discord.deleteMessage(said);
  await vade("docs", "push", CHANGED);
  await vade("reindex", "--no-sync");
  await discord.untilMessage(channel, ({ components }) => components.length > 0, PATIENCE_MS);
  await draw("swap", channel, rui);
}

async function drawHelp(): Promise<void> {
  const channel = discord.channel({ guild, name: "ajuda" });
  await run(channel, ana, "ajuda", {});
  await run(channel, ana, "privacidade", {});
  await run(channel, ana, "status", {});
  await draw("help", channel, ana);
}

async function run(
  channel: FakeChannel,
  member: FakeUser,
  name: string,
  options: Record<string, string>,
  subcommand?: string,
) {
  const outcome = await discord.interact({
    ...{ kind: "command", member, channel, name, options },
    ...(subcommand === undefined ? {} : { subcommand }),
  });
  return await outcome.untilMessage(({ isLoading, components, embeds }) => {
    const isDraft = components.length === 0 && embeds[0]?.description?.includes("-# Escrevendo…") === true;
    return !isLoading && !isDraft;
  }, PATIENCE_MS);
}

/** Pictures that the documents show lie in `--out`, all others, and all HTML, in `--all`. */
async function draw(name: string, channel: FakeChannel, viewer: FakeUser): Promise<void> {
  const file = `discord-${name}`;
  const all = resolve(values.all ?? dir);
  const page = join(all, `${file}.html`);
  const { world } = discord;
  await Bun.write(
    page,
    drawChannel(world, { channelId: channel.id, viewerId: viewer.id, widthPx: WIDTH_PX }),
  );
  const folder = SHOWN.includes(name) ? resolve(values.out) : all;
  await photographer?.take({ page, target: join(folder, `${file}.png`), widthPx: WIDTH_PX });
}

function numbered(text: string, request: FakeRequest): string {
  const shown = request.messages.at(-1)?.content ?? "";
  const passages = [...shown.matchAll(/<trecho[^>]*n(?:ú|u)mero="(\d+)"[^>]*>([\s\S]*?)<\/trecho>/g)];
  return text.replace(/\{([^}]+)\}/g, (_, words: string) => {
    const found = passages.find(([, , content = ""]) => content.includes(words));
    if (found === undefined) throw new Error(`no passage has “${words}”`);
    return `[${found[1]}]`;
  });
}

async function vade(...args: string[]): Promise<void> {
  const { exitCode, stderr } = await runVade(args, { storageDir: dir, env });
  if (exitCode !== 0) throw new Error(`vade ${args.join(" ")} ended with ${exitCode}:\n${stderr}`);
}

async function untilReady(url: string): Promise<void> {
  const deadlineMs = performance.now() + PATIENCE_MS;
  while (!(await fetch(`${url}/readyz`)).ok) {
    if (performance.now() > deadlineMs) throw new Error("the Space does not become ready");
    await Bun.sleep(50);
  }
}
