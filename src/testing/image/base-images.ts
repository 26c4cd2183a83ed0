import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A root directory that stands in for an image of a registry. */
export interface BaseImage {
  dir: string;
  /** What it was made of. */
  origin: string;
}

/** As the slim images leave them out. */
const LEFT_OUT = ["/usr/share/man/*", "/usr/share/locale/*", "/usr/share/doc/*", "/usr/share/info/*"];
/** As these images are set up: what apt has fetched and worked out is in no layer. */
const APT_CLEAN = `DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
`;
const DEBIAN = /^debian:(bookworm|trixie)(?:-\d{8})?-slim(?:@sha256:[0-9a-f]{64})?$/;
/** Lists of packages of its own where the machine's are missing or old; nothing is installed. */
const FETCH_MMDEBSTRAP = `
lists="-o Dir::State::lists=$PWD/lists"
apt-get download mmdebstrap || {
  mkdir -p lists/partial && apt-get $lists update && apt-get $lists download mmdebstrap
} && dpkg -x mmdebstrap_*.deb .`;
const REGISTRIES_WITHIN_SECONDS = "60";
const BUN = /^oven\/bun:(\d+\.\d+\.\d+)(?:-\w+)?$/;

/** Why no image can be put together here; null where it can. */
export async function imagesMissing(): Promise<string | null> {
  if (process.platform !== "linux") return "it needs Linux";
  if (process.getuid?.() !== 0) return "only root may change the root directory";
  for (const name of ["unshare", "nsenter", "chroot", "ip", "apt-get", "dpkg", "perl"])
    if (Bun.which(name, { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }) === null)
      return `${name} is not installed`;
  const probe = Bun.spawnSync([
    "unshare",
    "--mount",
    "--pid",
    "--net",
    "--ipc",
    "--fork",
    "chroot",
    "/",
    "true",
  ]);
  if (probe.exitCode !== 0) return "this machine allows no namespaces";
  const dir = mkdtempSync(join(tmpdir(), "vademecum-apt-"));
  try {
    const [debian, npm] = await Promise.all([
      runIn(dir, ["timeout", REGISTRIES_WITHIN_SECONDS, "sh", "-c", FETCH_MMDEBSTRAP]),
      runIn(dir, ["timeout", REGISTRIES_WITHIN_SECONDS, process.execPath, "info", "zod", "version"]),
    ]);
    if (debian.exitCode !== 0) return "Debian's packages are not reached";
    return npm.exitCode === 0 ? null : "the registry of packages is not reached";
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/**
 * The root directory for an image by its name. Debian's is put together from Debian's packages, of today and not of the
 * day that a digest names; Bun's is nothing but the program that runs this.
 * @param cacheDir where Debian's is kept
 * @throws Error for an image that is not known here
 */
export async function provideImage(image: string, cacheDir: string): Promise<BaseImage> {
  const suite = DEBIAN.exec(image)?.[1];
  if (suite !== undefined) return await provideDebian(suite, cacheDir);
  const version = BUN.exec(image)?.[1];
  if (version === undefined) throw new Error(`no image is known here by the name ${image}`);
  if (version !== Bun.version) throw new Error(`${image} is wanted, and this is Bun ${Bun.version}`);
  const dir = join(cacheDir, `bun-${version}`);
  const program = join(dir, "usr/local/bin/bun");
  if (!existsSync(program)) {
    mkdirSync(join(program, ".."), { recursive: true });
    copyFileSync(process.execPath, `${program}.tmp`);
    chmodSync(`${program}.tmp`, 0o755);
    renameSync(`${program}.tmp`, program);
  }
  return { dir, origin: `Bun ${version} from ${process.execPath}, and nothing else` };
}

async function provideDebian(suite: string, cacheDir: string): Promise<BaseImage> {
  const dir = join(cacheDir, `debian-${suite}-${process.arch}`);
  const origin = `Debian ${suite} from Debian's packages, by mmdebstrap`;
  if (existsSync(dir)) return { dir, origin: `${origin}, kept in ${dir}` };
  const tools = mkdtempSync(join(tmpdir(), "vademecum-mmdebstrap-"));
  const partial = `${dir}.${process.pid}.tmp`;
  try {
    // Not installed: this machine stays as it is.
    await mustRun(tools, ["sh", "-c", FETCH_MMDEBSTRAP]);
    await mustRun(tools, [
      ...[join(tools, "usr/bin/mmdebstrap"), "--mode=root", "--variant=minbase"],
      "--dpkgopt=force-unsafe-io",
      ...LEFT_OUT.map((path) => `--dpkgopt=path-exclude=${path}`),
      ...[suite, partial],
    ]);
    writeFileSync(join(partial, "etc/apt/apt.conf.d/docker-clean"), APT_CLEAN);
    renameSync(partial, dir);
  } finally {
    rmSync(tools, { recursive: true, force: true });
    rmSync(partial, { recursive: true, force: true });
  }
  return { dir, origin: `${origin}, just now` };
}

async function mustRun(dir: string, command: string[]): Promise<void> {
  const { exitCode, output } = await runIn(dir, command);
  if (exitCode !== 0) throw new Error(`${command[0]} ended with ${exitCode}:\n${output}`);
}

async function runIn(dir: string, command: string[]): Promise<{ exitCode: number; output: string }> {
  const child = Bun.spawn(command, {
    cwd: dir,
    env: { PATH: `${join(dir, "usr/bin")}:/usr/sbin:/usr/bin:/sbin:/bin`, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { exitCode: await child.exited, output: stdout + stderr };
}
