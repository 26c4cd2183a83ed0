import { z } from "zod";

/** Hardware that the Hub offers. Here it is only recorded: every job runs on this machine. */
export const FLAVORS = [
  "cpu-basic",
  "cpu-upgrade",
  "cpu-performance",
  "cpu-xl",
  "sprx8",
  "zero-a10g",
  "t4-small",
  "t4-medium",
  "l4x1",
  "l4x4",
  "l40sx1",
  "l40sx4",
  "l40sx8",
  "a10g-small",
  "a10g-large",
  "a10g-largex2",
  "a10g-largex4",
  "a100-large",
  "a100x4",
  "a100x8",
  "h200",
  "h200x2",
  "h200x4",
  "h200x8",
  "rtx-pro-6000",
  "rtx-pro-6000x2",
  "rtx-pro-6000x4",
  "rtx-pro-6000x8",
  "inf2x6",
] as const;

export const DEFAULT_TIMEOUT_SECONDS = 30 * 60;
/** Timers hold no more than 2^31 ms. */
const MAX_TIMEOUT_SECONDS = 2_000_000;

export const LabelsSchema = z.record(
  z
    .string()
    .max(100)
    .regex(/^[a-zA-Z0-9._-]+$/),
  z
    .string()
    .max(100)
    .regex(/^[a-zA-Z0-9._-]*$/),
);

const VariablesSchema = z.record(
  z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
  z.string().refine((value) => !value.includes("\0"), "no NUL character"),
  { error: ({ code }) => (code === "invalid_key" ? "not a name for an environment variable" : undefined) },
);

const NOT_HERE = "jobs of the embedded Hub run on this machine, not in a container";

/** What a client asks to be run. */
export const JobRequestSchema = z
  .object({
    spaceId: z.string().min(1).nullish(),
    dockerImage: z.string().min(1).nullish(),
    command: z.array(z.string().min(1)).min(1, "the embedded Hub needs a command: it opens no image"),
    arguments: z.array(z.string()).nullish(),
    environment: VariablesSchema.nullish(),
    secrets: VariablesSchema.nullish(),
    flavor: z.enum(FLAVORS),
    arch: z.enum(["amd64", "arm64"]).nullish(),
    timeoutSeconds: z.int().min(1).max(MAX_TIMEOUT_SECONDS).nullish(),
    attempts: z.int().min(1).max(10).nullish(),
    labels: LabelsSchema.nullish(),
    volumes: z
      .array(z.unknown())
      .max(0, `${NOT_HERE}: no volume can be mounted, read the repository`)
      .nullish(),
    expose: z
      .undefined({ error: `${NOT_HERE}: no port is exposed, the job can listen on 127.0.0.1` })
      .optional(),
    ssh: z
      .object({ enabled: z.literal(false, `${NOT_HERE}: there is no SSH into it`).optional() })
      .optional(),
  })
  .refine((job) => !job.spaceId !== !job.dockerImage, "either dockerImage or spaceId, not both");

/** What is run, as it is kept: secrets apart. */
export const JobSpecSchema = z.object({
  spaceId: z.string().nullable(),
  dockerImage: z.string().nullable(),
  command: z.array(z.string()),
  arguments: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  secretNames: z.array(z.string()),
  flavor: z.enum(FLAVORS),
  arch: z.enum(["amd64", "arm64"]).nullable(),
  timeoutSeconds: z.int(),
  attempts: z.int(),
});
export type JobSpec = z.infer<typeof JobSpecSchema>;

export type Labels = Record<string, string>;
export type Secrets = Record<string, string>;

/** A request taken apart: what may be shown, and what may not. */
export interface JobOrder {
  spec: JobSpec;
  labels: Labels;
  secrets: Secrets;
}

/** Fills in the defaults. */
export function toOrder(request: z.infer<typeof JobRequestSchema>): JobOrder {
  const secrets = request.secrets ?? {};
  const spec: JobSpec = {
    spaceId: request.spaceId ?? null,
    dockerImage: request.dockerImage ?? null,
    command: request.command,
    arguments: request.arguments ?? [],
    environment: request.environment ?? {},
    secretNames: Object.keys(secrets),
    flavor: request.flavor,
    arch: request.arch ?? null,
    timeoutSeconds: request.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    attempts: request.attempts ?? 1,
  };
  return { spec, labels: request.labels ?? {}, secrets };
}
