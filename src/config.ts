import { join, resolve } from "node:path";
import { z } from "zod";
import { VademecumError } from "./domain/errors.ts";

/** The checkout (or the image's /app): where assets and the built kernel lie. */
export const PROJECT_ROOT = resolve(import.meta.dir, "..");

const optionalText = z.string().trim().optional();

const EnvironmentSchema = z.object({
  LOCAL_STORAGE_DIR: optionalText,
  EMBED_MODEL: optionalText,
  VECTOR_ENGINE: z.enum(["auto", "mmap", "wasm"]).default("auto"),
  HF_ENDPOINT: z.url().default("https://huggingface.co"),
  HF_HOME: optionalText,
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("warn"),
});

/** A variable that is set to nothing counts as not set, as compose files leave them. */
function withoutEmpty(environment: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ""));
}

/** Everything the environment decides, read once at start. Paths are absolute. */
export interface Config {
  /** Where revisions of the index are kept. */
  storageDir: string;
  /** The embedding model: a folder of `modelsDir`, or `org/name` on the Hub. */
  embedModel: string;
  modelsDir: string;
  /** Where models of the Hub are cached. */
  modelCacheDir: string;
  hubUrl: string;
  vectorEngine: "auto" | "mmap" | "wasm";
  /** The vector kernel as built at set-up; it may be missing. */
  kernelPath: string;
  sampleDocsDir: string;
  logLevel: string;
}

export const DEFAULT_EMBED_MODEL = "e5-small-pt";

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
  const stateDir = join(PROJECT_ROOT, ".vademecum");
  return {
    storageDir: values.LOCAL_STORAGE_DIR
      ? resolve(workingDir, values.LOCAL_STORAGE_DIR)
      : join(stateDir, "storage"),
    embedModel: values.EMBED_MODEL ?? DEFAULT_EMBED_MODEL,
    modelsDir: join(PROJECT_ROOT, "assets", "models"),
    modelCacheDir: values.HF_HOME
      ? resolve(workingDir, values.HF_HOME, "transformers")
      : join(stateDir, "models"),
    hubUrl: values.HF_ENDPOINT.replace(/\/+$/, ""),
    vectorEngine: values.VECTOR_ENGINE,
    kernelPath: join(PROJECT_ROOT, ".vade", "native", "libvademecum-scan.so"),
    sampleDocsDir: join(PROJECT_ROOT, "assets", "docs_rag"),
    logLevel: values.LOG_LEVEL,
  };
}
