import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, posix } from "node:path";
import { provideImage } from "./base-images.ts";
import { contextFiles, copyFiles, isOf } from "./copy-files.ts";
import { expandVariables } from "./dockerfile-words.ts";
import { readDockerignore } from "./dockerignore.ts";
import { runInRoot } from "./enter-root.ts";
import { type Instruction, type Owner, parseDockerfile, type Stage } from "./parse-dockerfile.ts";
import { cacheMount, copyTree, keepStage, sweepStages } from "./stage-store.ts";

/** What a container of an image starts with. */
export interface ImageConfig {
  env: Record<string, string>;
  workdir: string;
  user: Owner;
  ports: number[];
  entrypoint: string[];
  cmd: string[];
  healthcheck: string[] | null;
}

/** A stage that was run. */
export interface BuiltStage {
  name: string | null;
  /** Its root directory. Nobody writes to it: it is kept for the next build. */
  dir: string;
  /** Of everything that went into it. */
  key: string;
  config: ImageConfig;
  wasKept: boolean;
}

export interface BuildOptions {
  /** The checkout, with its Dockerfile and .dockerignore. */
  contextDir: string;
  /** Where stages, caches of their steps and Debian's root are kept. */
  cacheDir: string;
  say(line: string): void;
}

/** A machine whose registries are reached by a proxy trusts that proxy's authority; so must a build on it. */
const CERTIFICATES = "/etc/ssl/certs";
const AUTHORITIES = existsSync(CERTIFICATES) ? { [CERTIFICATES]: CERTIFICATES } : {};

const FIRST_CONFIG: ImageConfig = {
  env: { PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
  workdir: "/",
  user: { uid: 0, gid: 0 },
  ports: [],
  entrypoint: [],
  cmd: [],
  healthcheck: null,
};

/**
 * Builds an image as its Dockerfile says, without a container engine: each stage in a root directory.
 * @returns the stages in order; the last one is the image
 * @throws Error that names the instruction which failed, with its output
 */
export async function buildImage(options: BuildOptions): Promise<BuiltStage[]> {
  const { contextDir, cacheDir } = options;
  mkdirSync(cacheDir, { recursive: true });
  const isKept = readDockerignore(readFileSync(join(contextDir, ".dockerignore"), "utf8"));
  const files = contextFiles(contextDir, isKept);
  const built: BuiltStage[] = [];
  for (const stage of parseDockerfile(readFileSync(join(contextDir, "Dockerfile"), "utf8")))
    built.push(await buildStage(stage, { ...options, files, built }));
  sweepStages(
    cacheDir,
    built.map(({ dir }) => dir),
  );
  return built;
}

type Builder = BuildOptions & { files: readonly string[]; built: readonly BuiltStage[] };

async function buildStage(stage: Stage, builder: Builder): Promise<BuiltStage> {
  const { cacheDir, say } = builder;
  const parent =
    builder.built.find(({ name }) => name === stage.from) ?? (await fromImage(stage.from, builder));
  const label = stage.name ?? "last";
  const key = keyOf(stage, parent, builder);
  const dir = join(cacheDir, `stage-${label}-${key}`);
  const config = structuredClone(parent.config);
  const wasKept = existsSync(dir);
  const partial = `${dir}.${process.pid}.tmp`;
  try {
    if (!wasKept) copyTree(parent.dir, partial);
    for (const instruction of stage.instructions) {
      if (!wasKept) say(`${label}: ${instruction.text.slice(0, 100)}`);
      configure(instruction, config);
      if (!wasKept) await change(instruction, { root: partial, config, builder });
    }
    keepStage(partial, dir);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return { name: stage.name, dir, key, config, wasKept };
}

async function fromImage(image: string, { cacheDir, say }: Builder): Promise<BuiltStage> {
  const { dir, origin } = await provideImage(image, cacheDir);
  say(`FROM ${image}: ${origin}`);
  return { name: null, dir, key: image, config: FIRST_CONFIG, wasKept: true };
}

/** What an instruction says about the containers, and about the instructions after it. */
function configure(instruction: Instruction, config: ImageConfig): void {
  const expand = (text: string) => expandVariables(text, new Map(Object.entries(config.env)));
  switch (instruction.kind) {
    case "env": {
      // Values of one ENV do not see each other.
      const values = instruction.values.map(([name, value]) => [name, expand(value)] as const);
      Object.assign(config.env, Object.fromEntries(values));
      break;
    }
    case "workdir":
      config.workdir = posix.resolve(config.workdir, expand(instruction.path));
      break;
    case "user":
      config.user = instruction.user;
      break;
    case "expose":
      config.ports.push(instruction.port);
      break;
    case "entrypoint":
    case "cmd":
    case "healthcheck":
      config[instruction.kind] = instruction.command;
      break;
  }
}

/** What an instruction does to the files. */
async function change(
  instruction: Instruction,
  { root, config, builder }: { root: string; config: ImageConfig; builder: Builder },
): Promise<void> {
  if (instruction.kind === "workdir") mkdirSync(join(root, config.workdir), { recursive: true });
  if (instruction.kind === "copy") {
    const { from, owner, sources } = instruction;
    const expand = (text: string) => expandVariables(text, new Map(Object.entries(config.env)));
    const target = expand(instruction.target);
    copyFiles({
      fromDir: from === null ? builder.contextDir : stageNamed(from, builder).dir,
      sources: sources.map(expand),
      files: from === null ? builder.files : null,
      root,
      target: posix.resolve(config.workdir, target) + (/(^|\/)\.?$/.test(target) ? "/" : ""),
      owner,
    });
  }
  if (instruction.kind === "run") {
    const { command, cacheDirs, line, text } = instruction;
    const caches = cacheDirs.map((dir) => [dir, cacheMount(builder.cacheDir, dir)]);
    const mounts = { ...AUTHORITIES, ...Object.fromEntries(caches) };
    const { env, user, workdir } = config;
    const { exitCode, output } = await runInRoot({ root, command, env, user, workdir, mounts });
    if (exitCode !== 0)
      throw new Error(`Dockerfile, line ${line}: ${text} ended with ${exitCode}:\n${output}`);
  }
}

function stageNamed(name: string, { built }: Builder): BuiltStage {
  const stage = built.find((each) => each.name === name);
  if (!stage) throw new Error(`Dockerfile: COPY --from=${name} names no stage before it`);
  return stage;
}

/** Two stages of one key have the same content, but for what packages of the day say. */
function keyOf(stage: Stage, parent: BuiltStage, builder: Builder): string {
  const hash = new Bun.CryptoHasher("sha256").update(parent.key);
  for (const instruction of stage.instructions) {
    hash.update(`\0${instruction.text}`);
    if (instruction.kind !== "copy") continue;
    if (instruction.from !== null) hash.update(stageNamed(instruction.from, builder).key);
    else
      for (const file of builder.files.filter((each) =>
        instruction.sources.some((source) => isOf(each, source)),
      ))
        hash.update(`\0${file}\0`).update(readFileSync(join(builder.contextDir, file)));
  }
  return hash.digest("hex").slice(0, 16);
}
