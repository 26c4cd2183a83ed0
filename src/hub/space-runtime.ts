import { z } from "zod";

export const SpaceRuntimeSchema = z
  .object({
    stage: z.string(),
    hardware: z.object({ current: z.string().nullish(), requested: z.string().nullish() }).nullish(),
    gcTimeout: z.number().nullish(),
    errorMessage: z.string().nullish(),
    volumes: z.array(z.object({ type: z.string(), source: z.string(), mountPath: z.string() })).nullish(),
  })
  .transform(({ stage, hardware, gcTimeout, errorMessage, volumes }) => ({
    /** BUILDING, APP_STARTING, RUNNING, RUNNING_BUILDING, PAUSED, BUILD_ERROR, RUNTIME_ERROR, … */
    stage,
    hardware: hardware?.current ?? null,
    requestedHardware: hardware?.requested ?? null,
    /** Seconds without a request after which it is put to sleep; null where it never is, or the Hub does not say. */
    sleepAfterSeconds: gcTimeout ?? null,
    errorMessage: errorMessage ?? null,
    volumes: volumes ?? [],
  }));

/** How a Space is doing. */
export type SpaceRuntime = z.output<typeof SpaceRuntimeSchema>;
