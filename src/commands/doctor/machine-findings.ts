import { mkdtempSync, rmSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { join } from "node:path";
import packageJson from "../../../package.json";
import type { Config } from "../../config.ts";
import type { Log } from "../../domain/log.ts";
import { FAISS_INDEX_FILE, type Manifest } from "../../domain/manifest.ts";
import { fingerprintModel, requireSameModel } from "../../embedding/model.ts";
import { openStorage, readManifest } from "../../revisions/storage.ts";
import { freeBytes } from "../../revisions/sync/free-space.ts";
import { openVectorIndex } from "../../vectors/open-index.ts";
import { loadScanKernel } from "../../vectors/scan-kernel.ts";
import { findModel } from "../embedding-setup.ts";
import { examine, type Finding, ok, warn } from "./finding.ts";

const LOW_DISK_BYTES = 1e9;
const LOW_MEMORY_BYTES = 1e9;
const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

/** What is to be seen on this machine. Nothing is changed but for a file that is written and removed. */
export async function examineMachine(options: {
  config: Config;
  log: Log;
  /** What is in service on the Hub, where that is known. */
  inService: Manifest | null;
}): Promise<Finding[]> {
  const { config, log, inService } = options;
  return [
    await examine("storage", () => describeStorage(config)),
    await examine("local index", () => describeLocalIndex(config, inService)),
    await examine("kernel", () => describeKernel(config)),
    await examine("engine", () => describeEngine(config, log)),
    await examine("model", () => describeModel(config, inService)),
    describeMemory(),
    describeRuntime(),
  ];
}

async function describeStorage({ storageDir }: Config): Promise<Finding> {
  const { dir } = openStorage(storageDir);
  rmSync(mkdtempSync(join(dir, "doctor-")), { recursive: true });
  const free = await freeBytes(dir);
  if (free === null)
    return ok("storage", `${dir} can be written; its file system does not tell what is free`);
  const detail = `${dir} can be written, ${gigabytes(free)} free`;
  return free < LOW_DISK_BYTES
    ? warn("storage", detail, "free some space, or choose another LOCAL_STORAGE_DIR")
    : ok("storage", detail);
}

function describeLocalIndex({ storageDir }: Config, inService: Manifest | null): Finding {
  const storage = openStorage(storageDir);
  const current = storage.current();
  if (current === null)
    return warn("local index", "none", "./vade sync brings the one in service; ./vade reindex builds one");
  const { tag, files, num_documents, num_chunks } = readManifest(storage.revisionDir(current));
  const detail = `${tag}: ${num_documents} documents, ${num_chunks} chunks`;
  return inService !== null && !Bun.deepEquals(files, inService.files)
    ? warn(
        "local index",
        `${detail}; on the Hub ${inService.tag} is in service`,
        "./vade sync brings that one, ./vade publish publishes this one",
      )
    : ok("local index", detail);
}

async function describeKernel({ kernelPath }: Config): Promise<Finding> {
  if (!(await Bun.file(kernelPath).exists()))
    return warn(
      "kernel",
      `${kernelPath} is not built; the slower wasm engine serves`,
      "install a C compiler (cc, gcc or clang) and run ./vade again, which builds it",
    );
  const { variant } = loadScanKernel({ path: kernelPath });
  return ok("kernel", `${kernelPath}, for ${variant}`);
}

async function describeEngine(config: Config, log: Log): Promise<Finding> {
  const storage = openStorage(config.storageDir);
  const current = storage.current();
  if (current === null) return ok("engine", `${config.vectorEngine}; not tried, there is no local index`);
  const { index, skipped } = await openVectorIndex({
    path: join(storage.revisionDir(current), FAISS_INDEX_FILE),
    engine: config.vectorEngine,
    kernelPath: config.kernelPath,
    log,
  });
  const detail = `${index.engine} (${index.variant}) opens the local index of ${index.count} rows`;
  index.close();
  return skipped.length === 0
    ? ok("engine", detail)
    : warn(
        "engine",
        `${detail}; not loaded: ${skipped.map(({ engine, reason }) => `${engine}: ${reason}`).join("; ")}`,
        "it answers the same, more slowly; see the kernel's line",
      );
}

async function describeModel(config: Config, inService: Manifest | null): Promise<Finding> {
  const model = findModel(config, inService?.embed_model ?? config.embedModel);
  if (inService !== null) {
    await requireSameModel(model, inService.embed_fingerprint);
    return ok("model", `${model.name} (${model.dtype}) is the one that made the index in service`);
  }
  return ok("model", `${model.name} (${model.dtype}), fingerprint ${await fingerprintModel(model)}`);
}

function describeMemory(): Finding {
  // In a container the limit of its group counts, not what the machine has.
  const limit = process.constrainedMemory();
  const total = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  const free = Math.min(freemem(), total);
  const detail = `${gigabytes(free)} free of ${gigabytes(total)}`;
  return total < LOW_MEMORY_BYTES
    ? warn("memory", detail, "the embedding model alone needs about 0.5 GB; give it more")
    : ok("memory", detail);
}

function describeRuntime(): Finding {
  const wanted = packageJson.engines.bun;
  const detail = `Bun ${Bun.version}, vademecum ${packageJson.version}`;
  return Bun.semver.satisfies(Bun.version, wanted)
    ? ok("runtime", detail)
    : warn("runtime", `${detail}; expected Bun ${wanted}`, "./vade sets the right one up");
}
