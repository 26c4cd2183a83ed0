import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedHub, startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import { createHfCli, type HfCli, type HfRun, installHfCli } from "../testing/hf-cli.ts";
import { silentLog } from "../testing/silent-log.ts";

setDefaultTimeout(400_000);

const binary = await installHfCli();
const dir = mkdtempSync(join(tmpdir(), "vademecum-hf-cli-"));
const REPO = "local/rag-docs";
const DATASET = ["--repo-type", "dataset"];

let hub: EmbeddedHub;
let cli: HfCli;
beforeAll(async () => {
  hub = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log: silentLog });
  cli = createHfCli({ binary: binary ?? "", url: hub.url, token: hub.token, home: join(dir, "home") });
});
afterAll(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Runs `hf` and expects it to succeed; the output of a failure is what the test shows. */
async function hf(...args: string[]): Promise<string> {
  const run = await cli.run(args, { cwd: dir });
  if (run.exitCode !== 0)
    throw new Error(`hf ${args.join(" ")}: ${run.exitCode}\n${run.stdout}\n${run.stderr}`);
  return run.stdout;
}

/** The same with a result for programs. */
async function hfJson(...args: string[]): Promise<unknown> {
  return JSON.parse(await hf(...args, "--format", "json"));
}

/** Name of the job or schedule that a command made. */
function idIn(output: string): string {
  const id = /\bid: (\w{10,})/.exec(output)?.[1];
  if (id === undefined) throw new Error(`there is no id in ${output}`);
  return id;
}

const said = ({ stdout, stderr }: HfRun) => `${stdout}${stderr}`;

/** Everything below a folder, sorted, without what the command line keeps for itself. */
function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.startsWith(".cache"))
    .sort();
}

describe.skipIf(binary === null)("the Hub's own command line against the embedded Hub", () => {
  test("whoami tells the account, and a wrong token is refused", async () => {
    expect(await hf("auth", "whoami")).toContain("local");
    const stranger = await cli.run(["auth", "whoami"], { token: `hf_${"x".repeat(34)}` });
    expect(stranger.exitCode).not.toBe(0);
    expect(said(stranger)).toContain("Invalid user token");
  });

  test("repos are created once, private ones hidden from strangers", async () => {
    await hf("repos", "create", "rag-docs", ...DATASET, "--private");
    const again = await cli.run(["repos", "create", "rag-docs", ...DATASET, "--private"]);
    expect(again.exitCode).not.toBe(0);
    await hf("repos", "create", "rag-docs", ...DATASET, "--private", "--exist-ok");
    const anonymous = await cli.run(["download", REPO, ...DATASET], { token: null });
    expect(anonymous.exitCode).not.toBe(0);
  });

  test("a folder is uploaded by include and exclude, and read back as it was", async () => {
    const docs = join(dir, "docs_rag");
    mkdirSync(join(docs, "leis", "__pycache__"), { recursive: true });
    const pdf = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(300_000, 7)]);
    writeFileSync(join(docs, "leis", "código.pdf"), pdf);
    writeFileSync(join(docs, "leis", "lei nº 1.rtf"), "{\\rtf1 Art. 1}");
    writeFileSync(join(docs, "leis", "rascunho.tmp"), "x");
    writeFileSync(join(docs, "leis", "__pycache__", "a.rtf"), "x");
    const upload = ["upload", REPO, docs, "docs_rag", ...DATASET];
    const patterns = ["--include", "*.pdf", "--include", "*.rtf", "--exclude", "*/__pycache__/*"];
    await hf(...upload, ...patterns);
    const target = join(dir, "copy");
    await hf("download", REPO, ...DATASET, "--local-dir", target);
    expect(filesOf(target).filter((name) => name !== ".gitattributes")).toEqual([
      "docs_rag/leis/código.pdf",
      "docs_rag/leis/lei nº 1.rtf",
    ]);
    expect(readFileSync(join(target, "docs_rag/leis/código.pdf")).equals(pdf)).toBe(true);
    const repeated = await cli.run([...upload, ...patterns], { cwd: dir });
    expect(repeated.exitCode).toBe(0);
  });

  test("a file beyond the limit of regular files travels as an LFS object, also into the cache", async () => {
    const path = join(dir, "faiss.index");
    const bytes = Buffer.from(Uint32Array.from({ length: 3_000_000 }, (_, i) => i * 2_654_435_761).buffer);
    writeFileSync(path, bytes);
    await hf("upload", REPO, path, "artifacts/faiss.index", ...DATASET, "--commit-message", "Index");
    const cached = (await hf("download", REPO, "artifacts/faiss.index", ...DATASET, "--quiet")).trim();
    expect(readFileSync(cached).equals(bytes)).toBe(true);
  });

  test("tags are created, listed and deleted; a tag is read for ever as it was", async () => {
    await hf("repos", "tag", "create", REPO, "v1", ...DATASET, "-m", "first");
    const twice = await cli.run(["repos", "tag", "create", REPO, "v1", ...DATASET]);
    expect(twice.exitCode).not.toBe(0);
    writeFileSync(join(dir, "notes.txt"), "later");
    await hf("upload", REPO, join(dir, "notes.txt"), "notes.txt", ...DATASET);
    await hf("repos", "delete-files", REPO, "docs_rag/leis/código.pdf", ...DATASET);
    const [before, after] = [join(dir, "before"), join(dir, "after")];
    await hf("download", REPO, ...DATASET, "--revision", "v1", "--local-dir", before);
    await hf("download", REPO, ...DATASET, "--local-dir", after);
    expect(existsSync(join(before, "notes.txt"))).toBe(false);
    expect(existsSync(join(before, "docs_rag/leis/código.pdf"))).toBe(true);
    expect(existsSync(join(after, "notes.txt"))).toBe(true);
    expect(existsSync(join(after, "docs_rag/leis/código.pdf"))).toBe(false);
    expect(await hf("repos", "tag", "list", REPO, ...DATASET)).toContain("v1");
    await hf("repos", "tag", "delete", REPO, "v1", ...DATASET, "--yes");
    expect(await hf("repos", "tag", "list", REPO, ...DATASET)).not.toContain("v1");
  });

  test("a job runs, is listed, and its log is read", async () => {
    const log = await hf("jobs", "run", "python:3.12", "--", "sh", "-c", "echo primeira; echo segunda");
    expect(log).toContain("primeira\nsegunda");
    const id = idIn(await hf("jobs", "run", "--detach", "img", "--", "sh", "-c", "echo feito"));
    await hf("jobs", "wait", id);
    expect(await hf("jobs", "ps", "-a")).toContain(id);
    expect(JSON.stringify(await hfJson("jobs", "inspect", id))).toContain("COMPLETED");
  });

  test("environment and secrets reach a job, and the secret is shown nowhere", async () => {
    const command = ["sh", "-c", "echo $WORD; test $KEY = s3cr3t-value && echo known"];
    const options = ["-e", "WORD=olá", "-s", "KEY=s3cr3t-value"];
    const log = await hf("jobs", "run", ...options, "img", "--", ...command);
    expect(log).toContain("olá");
    expect(log).toContain("known");
    const listed = JSON.stringify(await hfJson("jobs", "ps", "-a"));
    expect(listed).not.toContain('s3cr3t-value"');
  });

  test("a job is cancelled, and one that takes too long is ended", async () => {
    const id = idIn(await hf("jobs", "run", "--detach", "img", "--", "sleep", "300"));
    await hf("jobs", "cancel", id);
    expect(JSON.stringify(await hfJson("jobs", "inspect", id))).toContain("CANCELED");
    const late = await cli.run(["jobs", "run", "--timeout", "1s", "img", "--", "sleep", "300"], { cwd: dir });
    expect(said(late)).toMatch(/ERROR|timeout|timed out/i);
  });

  test("a schedule is made, suspended, resumed, triggered and deleted", async () => {
    const id = idIn(await hf("jobs", "scheduled", "run", "0 4 * * *", "img", "--", "echo", "noite"));
    expect(await hf("jobs", "scheduled", "ps", "-a")).toContain(id);
    await hf("jobs", "scheduled", "suspend", id);
    expect(JSON.stringify(await hfJson("jobs", "scheduled", "inspect", id))).toMatch(/"suspend": ?true/);
    await hf("jobs", "scheduled", "resume", id);
    expect(JSON.stringify(await hfJson("jobs", "scheduled", "inspect", id))).toMatch(/"suspend": ?false/);
    await hf("jobs", "scheduled", "trigger", id);
    await hf("jobs", "scheduled", "delete", id);
    expect(await hf("jobs", "scheduled", "ps", "-a")).not.toContain(id);
    const wrong = await cli.run(["jobs", "scheduled", "run", "not a time", "img", "--", "echo"], {
      cwd: dir,
    });
    expect(wrong.exitCode).not.toBe(0);
  });
});
