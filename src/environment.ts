import { z } from "zod";

const optionalText = z.string().trim().optional();

const repoId = z
  .string()
  .trim()
  .regex(/^[\w.-]+\/[\w.-]+$/, "a repository's name, like owner/rag-docs");

/** Every variable that this program reads. */
export const EnvironmentSchema = z.object({
  VADEMECUM_DIR: optionalText,
  LOCAL_STORAGE_DIR: optionalText,
  EMBED_MODEL: optionalText,
  VECTOR_ENGINE: z.enum(["auto", "mmap", "wasm"]).default("auto"),
  HF_ENDPOINT: z.url().optional(),
  HF_TOKEN: z.string().trim().startsWith("hf_", "a token of the Hub, which starts with hf_").optional(),
  HF_HOME: optionalText,
  DOCS_REPO_ID: repoId.optional(),
  INDEX_REPO_ID: repoId.optional(),
  INDEX_REPO_TYPE: z.literal("dataset", "only dataset repos hold an index").default("dataset"),
  INDEX_POLL_SECONDS: z.coerce.number().min(1).max(86_400).default(60),
  INDEX_REVISION: optionalText,
  WEBHOOK_SECRET: optionalText,
  BUILD_ON_PUSH: z.stringbool().default(false),
  BUILD_ON_PUSH_SECONDS: z.coerce.number().min(1).max(86_400).default(120),
  VADEMECUM_JOB_REPORT: z.stringbool().default(false),
  PORT: z.coerce.number().int().min(0).max(65_535).default(7860),
  SPACE_ID: optionalText,
  OPENROUTER_API_KEY: optionalText,
  LLM_BASE_URL: z.url().optional(),
  LLM_MODEL: optionalText,
  DAILY_BUDGET_USD: z.coerce.number().nonnegative().default(1),
  MAX_CONCURRENT_ANSWERS: z.coerce.number().int().min(1).max(64).default(4),
  ANSWER_COOLDOWN_SECONDS: z.coerce.number().min(0).max(3600).default(5),
  DISCORD_TOKEN: optionalText,
  DISCORD_APPLICATION_ID: z
    .string()
    .trim()
    .regex(/^\d{17,20}$/, "the application's id, 17 to 20 digits")
    .optional(),
  DISCORD_PUBLIC_KEY: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{64}$/i, "the application's public key, 64 hexadecimal digits")
    .optional(),
  DISCORD_API_BASE: z.url().default("https://discord.com/api"),
  DISCORD_SHARDS: z
    .union([z.literal("auto"), z.coerce.number<string>().int().min(1).max(1024)], "auto, or a number from 1")
    .default(1),
  DISCORD_OPERATOR_GUILDS: z
    .string()
    .trim()
    .regex(/^\d{17,20}(?:\s*,\s*\d{17,20})*$/, "ids of servers, 17 to 20 digits each, comma-separated")
    .optional(),
  DISCORD_MESSAGE_CONTENT: z.stringbool().default(false),
  PUBLIC_URL: z.url().optional(),
  SPACE_HOST: optionalText,
  RETENTION_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("warn"),
});

/** A variable that is set to nothing counts as not set, as compose files leave them. */
export function withoutEmpty(
  environment: Record<string, string | undefined>,
): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ""));
}

/** The variables of this program that are set, by name alone: some hold secrets. */
export function namesOfSetVariables(environment: Record<string, string | undefined> = process.env): string[] {
  return Object.keys(EnvironmentSchema.shape).filter((name) => environment[name]?.trim());
}

/** The variables as they were read. */
export type Environment = z.infer<typeof EnvironmentSchema>;
