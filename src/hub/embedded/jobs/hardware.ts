import { statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";

const GB = 1024 ** 3;

/** What jobs run on: this machine, free of charge. */
export async function describeHardware(dir: string) {
  const { bavail, bsize } = await statfs(dir);
  return [
    {
      name: "cpu-basic",
      prettyName: "This machine",
      cpu: `${availableParallelism()} vCPU`,
      ram: `${Math.round(totalmem() / GB)} GB`,
      ephemeralStorage: `${Math.floor((bavail * bsize) / GB)} GB`,
      accelerator: null,
      unitCostMicroUSD: 0,
      unitCostUSD: 0,
      unitLabel: "minute",
    },
  ];
}
