import { z } from "zod";
import { SCHEMA_VERSION } from "./meta.ts";

/** Folder of the index repo that holds the gate's verdicts: `gate/<tag>.json`. */
export const GATE_DIR = "gate";

const CheckSchema = z.object({
  /** files: hashes and sizes; smoke: a question is answered; size: nothing shrank too much; golden: known answers are found. */
  name: z.enum(["files", "smoke", "size", "golden"]),
  passed: z.boolean(),
  /** What was found against what was expected, for the operator. */
  detail: z.string(),
});
export type GateCheck = z.infer<typeof CheckSchema>;

/** What the gate says of a candidate revision, before it is tied to a tag. */
export interface GateJudgement {
  passed: boolean;
  checks: GateCheck[];
  /** Figures of the golden questions, which become the manifest's `evaluation`; null where there are none. */
  evaluation: Record<string, number> | null;
}

/** `gate/<tag>.json` of the index repo: why a revision may or may not be put into service. */
export const GateVerdictSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  tag: z.string(),
  revision: z.string().regex(/^[0-9a-f]{40}$/),
  decided_at: z.iso.datetime(),
  passed: z.boolean(),
  checks: z.array(CheckSchema),
  evaluation: z.record(z.string(), z.number()).nullable(),
  /** Why a person put a refused revision into service all the same, null where nobody did. */
  forced: z.object({ reason: z.string(), at: z.iso.datetime() }).nullable(),
});
export type GateVerdict = z.infer<typeof GateVerdictSchema>;
