import { join, resolve } from "node:path";
import { type DiscordSetting, readDiscord } from "./discord-setting.ts";
import { VademecumError } from "./domain/errors.ts";
import { type Environment, EnvironmentSchema, withoutEmpty } from "./environment.ts";

/**
 * The checkout (or the image's /app): where assets and the built kernel lie. A program compiled into one file unpacks them
 * and says where.
 */
export const PROJECT_ROOT = process.env["VADEMECUM_ROOT"] ?? resolve(import.meta.dir, "..");

/**
 * The Hub that revisions travel through: the one at Hugging Face (or wherever `HF_ENDPOINT` points), or the one embedded
 * in vademecum, which keeps its repositories in a folder and needs no account.
 */
export type HubSetting =
  | { kind: "remote"; url: string; token: string | null }
  | { kind: "embedded"; dir: string; port: number };

/** The language model that writes answers: any server that speaks OpenAI's chat completions. */
export interface ModelSetting {
  baseUrl: string;
  /** Null for a server that asks for none, as those on one's own machine. */
  apiKey: string | null;
  /** The model to ask, then those to fall back on. */
  models: string[];
}

/** Everything the environment decides, read once at start. Paths are absolute. */
export interface Config {
  /** Where everything lives that no other variable places. */
  stateDir: string;
  /** Where revisions of the index are kept. */
  storageDir: string;
  /** The embedding model: a folder of `modelsDir`, or `org/name` on the Hub. */
  embedModel: string;
  modelsDir: string;
  /** Where models of the Hub are cached. */
  modelCacheDir: string;
  /** Where `EMBED_MODEL=org/name` is downloaded from. */
  modelHubUrl: string;
  hub: HubSetting;
  /** The dataset repo of the documents, null where a remote Hub is used and none is named. */
  docsRepo: string | null;
  /** The dataset repo of the index, null likewise. */
  indexRepo: string | null;
  indexPollMs: number;
  /** A tag or commit that is served whatever the manifest says, null to follow the manifest. */
  pinnedRevision: string | null;
  /** What a webhook's sender must know; null: none is accepted. */
  webhookSecret: string | null;
  /** How long after the last push to the documents a build begins; null: pushes start none. */
  buildOnPushMs: number | null;
  /** Whether a command writes its report into the log of the job that it runs in, for whoever follows it. */
  reportsInLog: boolean;
  /** Where the Space listens; 0 takes any free port. */
  port: number;
  /** Name of the Space that this process runs in, null outside. */
  spaceId: string | null;
  /** Null: answers are made of passages alone. */
  model: ModelSetting | null;
  /** Null: nobody asks in Discord. */
  discord: DiscordSetting | null;
  /** Where members open the pages of this program, without a slash at the end; null where none of them can. */
  publicUrl: string | null;
  dailyBudgetUsd: number;
  maxConcurrentAnswers: number;
  answerCooldownMs: number;
  /** How long conversations are kept. */
  retentionDays: number;
  /** Conversations, spend, answers given before. */
  recordsPath: string;
  vectorEngine: "auto" | "mmap" | "wasm";
  /** The vector kernel as built at set-up; it may be missing. */
  kernelPath: string;
  sampleDocsDir: string;
  logLevel: string;
}

export const OPENROUTER_URL = "https://openrouter.ai/api/v1";
/** What OpenRouter is asked for unless LLM_MODEL says otherwise. */
const DEFAULT_MODELS = ["google/gemini-2.5-flash", "openai/gpt-4.1-mini"];

export const DEFAULT_EMBED_MODEL = "e5-small-pt";
export const HUGGING_FACE_URL = "https://huggingface.co";
/** Where `./vade hub` listens unless told otherwise. */
export const EMBEDDED_HUB_PORT = 7870;
/** The account that owns everything on the embedded Hub. */
export const EMBEDDED_HUB_USER = "local";

/** Outside a Space and with nothing set, the Hub is the embedded one, whose repositories have names of their own. */
function readHub(
  values: Environment,
  url: string,
  stateDir: string,
): Pick<Config, "hub" | "docsRepo" | "indexRepo"> {
  const { HF_ENDPOINT, HF_TOKEN, SPACE_ID, DOCS_REPO_ID = null, INDEX_REPO_ID = null } = values;
  if (HF_ENDPOINT || HF_TOKEN || SPACE_ID) {
    return {
      hub: { kind: "remote", url, token: HF_TOKEN ?? null },
      docsRepo: DOCS_REPO_ID,
      indexRepo: INDEX_REPO_ID,
    };
  }
  return {
    hub: { kind: "embedded", dir: join(stateDir, "hub"), port: EMBEDDED_HUB_PORT },
    docsRepo: DOCS_REPO_ID ?? `${EMBEDDED_HUB_USER}/rag-docs`,
    indexRepo: INDEX_REPO_ID ?? `${EMBEDDED_HUB_USER}/rag-index`,
  };
}

/** A key means OpenRouter; a server of one's own needs none, but its model has to be named. */
function readModel(values: Environment): ModelSetting | null {
  const { OPENROUTER_API_KEY: apiKey = null, LLM_BASE_URL, LLM_MODEL } = values;
  const named = (LLM_MODEL ?? "").split(",").flatMap((name) => name.trim() || []);
  if (LLM_BASE_URL === undefined) {
    if (apiKey !== null)
      return { baseUrl: OPENROUTER_URL, apiKey, models: named.length > 0 ? named : DEFAULT_MODELS };
    if (named.length === 0) return null;
    throw incompleteModel(
      "LLM_MODEL is set and there is nobody to ask",
      "OPENROUTER_API_KEY, or LLM_BASE_URL of a server of your own",
    );
  }
  if (named.length > 0) return { baseUrl: LLM_BASE_URL.replace(/\/+$/, ""), apiKey, models: named };
  throw incompleteModel("LLM_BASE_URL is set and no model is named", "LLM_MODEL, as that server names it");
}

function incompleteModel(message: string, expected: string): VademecumError {
  return new VademecumError({
    code: "CONFIG_INCOMPLETE",
    message,
    expected,
    hint: "set it, or unset both for answers made of passages alone",
    exitCode: 2,
  });
}

/** A Space is told its host's name by the Hub. */
function readPublicUrl({ PUBLIC_URL, SPACE_HOST }: Environment): string | null {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL.replace(/\/+$/, "");
  return SPACE_HOST === undefined ? null : `https://${SPACE_HOST}`;
}

/**
 * Reads the environment. With nothing set, everything lives under the checkout's `.vademecum/`, wherever the command
 * is called from; relative paths that are set mean the working directory, as a shell's user expects.
 * @throws VademecumError `CONFIG_INVALID` that names every wrong variable at once.
 */
export function readConfig(environment: Record<string, string | undefined>, workingDir: string): Config {
  const parsed = EnvironmentSchema.safeParse(withoutEmpty(environment));
  if (!parsed.success) {
    throw new VademecumError({
      code: "CONFIG_INVALID",
      message: "the environment has values that cannot be used",
      expected: parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "),
      hint: "correct or unset the variables named above",
      exitCode: 2,
    });
  }
  const values = parsed.data;
  const stateDir = values.VADEMECUM_DIR
    ? resolve(workingDir, values.VADEMECUM_DIR)
    : join(PROJECT_ROOT, ".vademecum");
  const storageDir = values.LOCAL_STORAGE_DIR
    ? resolve(workingDir, values.LOCAL_STORAGE_DIR)
    : join(stateDir, "storage");
  const hubUrl = (values.HF_ENDPOINT ?? HUGGING_FACE_URL).replace(/\/+$/, "");
  return {
    stateDir,
    storageDir,
    embedModel: values.EMBED_MODEL ?? DEFAULT_EMBED_MODEL,
    modelsDir: join(PROJECT_ROOT, "assets", "models"),
    modelCacheDir: values.HF_HOME
      ? resolve(workingDir, values.HF_HOME, "transformers")
      : join(stateDir, "models"),
    modelHubUrl: hubUrl,
    ...readHub(values, hubUrl, stateDir),
    indexPollMs: values.INDEX_POLL_SECONDS * 1000,
    pinnedRevision: values.INDEX_REVISION ?? null,
    webhookSecret: values.WEBHOOK_SECRET ?? null,
    buildOnPushMs: values.BUILD_ON_PUSH ? values.BUILD_ON_PUSH_SECONDS * 1000 : null,
    reportsInLog: values.VADEMECUM_JOB_REPORT,
    port: values.PORT,
    spaceId: values.SPACE_ID ?? null,
    model: readModel(values),
    discord: readDiscord(values),
    publicUrl: readPublicUrl(values),
    dailyBudgetUsd: values.DAILY_BUDGET_USD,
    maxConcurrentAnswers: values.MAX_CONCURRENT_ANSWERS,
    answerCooldownMs: values.ANSWER_COOLDOWN_SECONDS * 1000,
    retentionDays: values.RETENTION_DAYS,
    recordsPath: join(storageDir, "vademecum.db"),
    vectorEngine: values.VECTOR_ENGINE,
    kernelPath: join(PROJECT_ROOT, ".vade", "native", "libvademecum-scan.so"),
    sampleDocsDir: join(PROJECT_ROOT, "assets", "docs_rag"),
    logLevel: values.LOG_LEVEL,
  };
}
