import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Owner } from "./parse-dockerfile.ts";

/** A program that runs in a root directory of its own, with processes and mounts of its own. */
export interface RootRun {
  root: string;
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  user: Owner;
  workdir: string;
  /** What is mounted, by its place in the root: a directory of this machine, or null for an empty one in memory. */
  mounts?: Readonly<Record<string, string | null>>;
  /** A container's root cannot be written to and it reaches nobody; a build's can and does. */
  isContainer?: boolean;
}

/** Runs in the new namespaces, as root, before the program takes its place: it is process 1 there. */
const ENTER = `
set -e
root=$1; readonly=$2; mounts=$3; shift 3
touch "$root/etc/resolv.conf"
mkdir -p "$root/proc" "$root/sys" "$root/dev" "$root/tmp"
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --bind /sys "$root/sys"
mount -o remount,bind,ro "$root/sys"
mount -t tmpfs -o mode=755 dev "$root/dev"
for node in null zero full random urandom tty; do
  touch "$root/dev/$node"; mount --bind "/dev/$node" "$root/dev/$node"
done
mkdir -m 1777 "$root/dev/shm"; ln -s /proc/self/fd "$root/dev/fd"
for n in $(seq "$mounts"); do
  mkdir -p "$root$1"
  if [ -n "$2" ]; then mount --bind "$2" "$root$1"; else mount -t tmpfs -o mode=1777 tmpfs "$root$1"; fi
  shift 2
done
if [ "$readonly" = 1 ]; then
  ip link set lo up
  mount -o remount,bind,ro "$root"
else
  mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
fi
exec chroot "$@"
`;

/** Starts a program in a root. Its end is that of the process that is returned; signals go to `firstProcessOf` it. */
export function startInRoot(run: RootRun): Bun.Subprocess<"ignore", "pipe", "pipe"> {
  const { root, isContainer = false, mounts = {} } = run;
  const namespaces = ["--mount", "--pid", "--ipc", ...(isContainer ? ["--net"] : [])];
  const places = Object.entries(mounts).flatMap(([place, dir]) => [place, dir ?? ""]);
  return Bun.spawn(
    [
      ...["unshare", ...namespaces, "--fork", "--kill-child", "sh", "-c", ENTER, "sh", root],
      ...[isContainer ? "1" : "0", String(Object.keys(mounts).length), ...places, ...inside(run)],
    ],
    { env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, stdio: ["ignore", "pipe", "pipe"] },
  );
}

/** Runs a further program in a container that runs, as `docker exec` does. */
export async function runBeside(pid: number, run: RootRun): Promise<{ exitCode: number; output: string }> {
  const child = Bun.spawn(
    ["nsenter", `--target=${pid}`, "--mount", "--pid", "--ipc", "--net", "chroot", ...inside(run)],
    { env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, stdio: ["ignore", "pipe", "pipe"] },
  );
  return await outcomeOf(child);
}

/** Runs a program in a root to its end. */
export async function runInRoot(run: RootRun): Promise<{ exitCode: number; output: string }> {
  return await outcomeOf(startInRoot(run));
}

/** The process that is number 1 in the namespace, by its number here; null while there is none. */
export async function firstProcessOf(pid: number): Promise<number | null> {
  const children = await Bun.file(`/proc/${pid}/task/${pid}/children`).text();
  return children.trim() === "" ? null : Number(children.trim().split(" ")[0]);
}

/** What `chroot` is given. The environment is set inside, so that it holds nothing but what is given. */
function inside({ root, user, workdir, env, command }: RootRun): string[] {
  const values = Object.entries({ HOME: homeOf(root, user), ...env }).map(
    ([name, value]) => `${name}=${value}`,
  );
  return [`--userspec=${user.uid}:${user.gid}`, root, "env", "-i", "-C", workdir, ...values, ...command];
}

/** An engine tells a program the home that the image's list of users names. */
function homeOf(root: string, { uid }: Owner): string {
  const path = join(root, "etc/passwd");
  const users = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  return users.map((line) => line.split(":")).find((fields) => fields[2] === String(uid))?.[5] ?? "/";
}

async function outcomeOf(child: Bun.Subprocess<"ignore", "pipe", "pipe">) {
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { exitCode: await child.exited, output: stdout + stderr };
}
