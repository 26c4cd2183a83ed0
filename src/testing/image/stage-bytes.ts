import type { BuiltStage } from "./build-image.ts";

/** How much room a stage takes, all stages before it included. */
export function stageBytes({ dir }: BuiltStage): number {
  const { stdout } = Bun.spawnSync(["du", "--summarize", "--block-size=1", dir]);
  return Number(stdout.toString().split("\t")[0]);
}
