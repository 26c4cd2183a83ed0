import { expandVariables, splitWords } from "./dockerfile-words.ts";

/** What a stage is told to do. Paths and owners are as they stand in the file, variables of its `ENV` included. */
export type Instruction = { line: number; text: string } & (
  | { kind: "run"; command: string[]; cacheDirs: string[] }
  | { kind: "copy"; from: string | null; owner: Owner; sources: string[]; target: string }
  | { kind: "workdir"; path: string }
  | { kind: "env"; values: [name: string, value: string][] }
  | { kind: "user"; user: Owner }
  | { kind: "expose"; port: number }
  | { kind: "healthcheck"; command: string[]; options: Record<string, string> }
  | { kind: "entrypoint" | "cmd"; command: string[] }
);

export interface Owner {
  uid: number;
  gid: number;
}

export interface Stage {
  /** After `AS`; null for one that nothing can refer to. */
  name: string | null;
  /** An image, or the name of a stage before. */
  from: string;
  instructions: Instruction[];
}

interface Statement {
  line: number;
  keyword: string;
  rest: string;
}

const ROOT: Owner = { uid: 0, gid: 0 };

/**
 * Reads a Dockerfile. It knows what ours is written with; what it does not know (another instruction, flag or form) is an
 * error, lest something is run otherwise than an engine would run it.
 * @throws Error that names the line
 */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  const globals = new Map<string, string>();
  for (const statement of readStatements(text)) {
    const stage = stages.at(-1);
    if (statement.keyword === "FROM") stages.push(readFrom(statement, globals, stages));
    else if (statement.keyword === "ARG" && !stage) readArg(statement, globals);
    else if (stage) stage.instructions.push(readInstruction(statement));
    else throw wrong(statement, "comes before the first FROM");
  }
  if (stages.length === 0) throw new Error("Dockerfile: has no FROM");
  return stages;
}

/** Joins continued lines; comments and empty lines between them do not count. */
function readStatements(text: string): Statement[] {
  const statements: Statement[] = [];
  let parts: string[] = [];
  let start = 0;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (/^#\s*(?:syntax|escape|check)\s*=/.test(line))
      throw new Error(`Dockerfile, line ${index + 1}: directives are not known here`);
    if (line === "" || line.startsWith("#")) continue;
    if (parts.length === 0) start = index + 1;
    parts.push(line.replace(/\s*\\$/, ""));
    if (line.endsWith("\\")) continue;
    const [, keyword = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(parts.join(" ")) ?? [];
    statements.push({ line: start, keyword: keyword.toUpperCase(), rest });
    parts = [];
  }
  if (parts.length > 0) throw new Error("Dockerfile: ends in a continued line");
  return statements;
}

function readFrom(
  statement: Statement,
  globals: ReadonlyMap<string, string>,
  before: readonly Stage[],
): Stage {
  const [image = "", as, name, ...more] = splitWords(statement.rest);
  if (image === "" || image.startsWith("--") || more.length > 0)
    throw wrong(statement, "is not FROM IMAGE [AS NAME]");
  if (as !== undefined && (as.toUpperCase() !== "AS" || name === undefined))
    throw wrong(statement, "is not FROM IMAGE [AS NAME]");
  if (name !== undefined && before.some((stage) => stage.name === name))
    throw wrong(statement, `names ${name} twice`);
  return { name: name ?? null, from: expandVariables(image, globals), instructions: [] };
}

function readArg(statement: Statement, globals: Map<string, string>): void {
  const [, name, value] = /^([A-Za-z_]\w*)=(\S+)$/.exec(statement.rest) ?? [];
  if (name === undefined || value === undefined) throw wrong(statement, "is not ARG NAME=DEFAULT");
  globals.set(name, value);
}

function readInstruction(statement: Statement): Instruction {
  const { line, keyword } = statement;
  const at = { line, text: `${keyword} ${statement.rest}` };
  const { flags, rest } = readFlags(statement);
  const only = (...known: string[]) => refuseOthers(statement, flags, known);
  switch (keyword) {
    case "RUN":
      only("mount");
      if (/<<-?["']?\w/.test(rest)) throw wrong(statement, "has a here-document");
      return {
        ...at,
        kind: "run",
        command: rest.startsWith("[") ? readJson(statement, rest) : ["/bin/sh", "-c", rest],
        cacheDirs: flags.map(([, value]) => readCacheMount(statement, value)),
      };
    case "COPY": {
      only("from", "chown");
      const words = splitWords(rest);
      const target = words.pop();
      if (target === undefined || words.length === 0) throw wrong(statement, "needs sources and a target");
      if (words.some((word) => /[*?[<]/.test(word))) throw wrong(statement, "has a pattern");
      const chown = flagOf(flags, "chown");
      const owner = chown === null ? ROOT : readOwner(statement, chown);
      return { ...at, kind: "copy", from: flagOf(flags, "from"), owner, sources: words, target };
    }
    case "WORKDIR":
      only();
      return { ...at, kind: "workdir", path: rest };
    case "ENV":
      only();
      return { ...at, kind: "env", values: splitWords(rest).map((word) => readPair(statement, word)) };
    case "USER":
      only();
      return { ...at, kind: "user", user: readOwner(statement, rest) };
    case "EXPOSE":
      only();
      if (!/^\d+$/.test(rest)) throw wrong(statement, "is not one port");
      return { ...at, kind: "expose", port: Number(rest) };
    case "HEALTHCHECK": {
      only("interval", "timeout", "start-period", "retries");
      const [, command = ""] = /^CMD\s+(\[.*\])$/.exec(rest) ?? [];
      return {
        ...at,
        kind: "healthcheck",
        command: readJson(statement, command),
        options: Object.fromEntries(flags),
      };
    }
    case "ENTRYPOINT":
    case "CMD":
      only();
      return { ...at, kind: keyword === "CMD" ? "cmd" : "entrypoint", command: readJson(statement, rest) };
    default:
      throw wrong(statement, "is not known here");
  }
}

type Flags = [name: string, value: string][];

function readFlags(statement: Statement): { flags: Flags; rest: string } {
  const flags: Flags = [];
  let rest = statement.rest;
  for (;;) {
    const found = /^--([a-z-]+)=(\S+)\s*/.exec(rest);
    if (!found) return { flags, rest };
    flags.push([found[1] ?? "", found[2] ?? ""]);
    rest = rest.slice(found[0].length);
  }
}

function refuseOthers(statement: Statement, flags: Flags, known: readonly string[]): void {
  const other = flags.find(([name]) => !known.includes(name));
  if (other) throw wrong(statement, `has --${other[0]}, which is not known here`);
}

function flagOf(flags: Flags, sought: string): string | null {
  return flags.find(([name]) => name === sought)?.[1] ?? null;
}

function readCacheMount(statement: Statement, value: string): string {
  const [, dir] = /^type=cache,target=(\/[^,]+)$/.exec(value) ?? [];
  if (dir === undefined) throw wrong(statement, "has a mount other than type=cache,target=/DIR");
  return dir;
}

function readOwner(statement: Statement, text: string): Owner {
  const [, uid, gid] = /^(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (uid === undefined) throw wrong(statement, "names its user otherwise than by number");
  return { uid: Number(uid), gid: Number(gid ?? 0) };
}

function readPair(statement: Statement, word: string): [string, string] {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
  if (name === undefined || value === undefined) throw wrong(statement, "is not NAME=VALUE");
  return [name, value];
}

/** Only the form that starts a program without a shell: with one, signals do not arrive. */
function readJson(statement: Statement, text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === "string"))
      return value;
  } catch {
    // Said below.
  }
  throw wrong(statement, 'is not of the form ["PROGRAM", "WORD", …]');
}

function wrong({ line, keyword }: Statement, message: string): Error {
  return new Error(`Dockerfile, line ${line}: ${keyword} ${message}`);
}
