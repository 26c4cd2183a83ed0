import { z } from "zod";

/** What one event of a stream says. */
export interface ChunkParts {
  /** Text of the answer; never reasoning, never a tool's arguments. */
  text: string;
  /** The model writes or thinks: the event carries more than a role, a count or nothing. */
  isAlive: boolean;
  /** The model, or its provider's filter, declines to answer. */
  isRefusal: boolean;
  /** Why the answer ends here, null where it does not. */
  finish: string | null;
  usage: { promptTokens: number; completionTokens: number } | null;
  costUsd: number | null;
}

const TextPartSchema = z
  .object({ type: z.literal("text"), text: z.string() })
  .nullable()
  .catch(null);
const count = z.number().int().nonnegative();
const amount = z.number().nonnegative().nullish().catch(null);

const DeltaSchema = z.looseObject({
  /** Some servers send parts, of which thinking is another kind than text. */
  content: z.union([z.string(), z.array(TextPartSchema)]).nullish(),
  refusal: z.string().nullish().catch(null),
});

const ChunkSchema = z.object({
  choices: z
    .array(
      z.object({
        index: z.number().nullish(),
        delta: DeltaSchema.nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({
      prompt_tokens: count.nullish().catch(null),
      completion_tokens: count.nullish().catch(null),
      // OpenRouter's; `cost` is what its account pays, the provider's own price comes on top for a key of one's own.
      cost: amount,
      is_byok: z.boolean().nullish().catch(null),
      cost_details: z.object({ upstream_inference_cost: amount }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});
type Usage = z.infer<typeof ChunkSchema>["usage"];

/** Fields of a delta that say nothing of progress. */
const SILENT_FIELDS = new Set(["role", "content", "refusal"]);
const REFUSALS = new Set(["content_filter", "refusal"]);

/** Reads an event of a stream of chat completions; null where it is none. */
export function readChunk(event: unknown): ChunkParts | null {
  const parsed = ChunkSchema.safeParse(event);
  if (!parsed.success) return null;
  const { choices, usage } = parsed.data;
  const choice = choices?.find(({ index }) => (index ?? 0) === 0);
  const delta = choice?.delta ?? {};
  const text = textOf(delta.content);
  const finish = choice?.finish_reason || null;
  return {
    text,
    isAlive:
      text !== "" || Object.entries(delta).some(([name, value]) => !SILENT_FIELDS.has(name) && holds(value)),
    isRefusal: Boolean(delta.refusal) || (finish !== null && REFUSALS.has(finish)),
    finish,
    usage: usageOf(usage),
    costUsd: costOf(usage),
  };
}

function textOf(content: z.infer<typeof DeltaSchema>["content"]): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((part) => part?.text ?? "").join("");
}

/** Empty strings and lists come with every event of some servers. */
function holds(value: unknown): boolean {
  return Array.isArray(value) || typeof value === "string"
    ? value.length > 0
    : value !== null && value !== undefined;
}

function usageOf(usage: Usage): ChunkParts["usage"] {
  const { prompt_tokens: promptTokens = null, completion_tokens: completionTokens = null } = usage ?? {};
  return promptTokens === null || completionTokens === null ? null : { promptTokens, completionTokens };
}

function costOf(usage: Usage): number | null {
  if (usage?.cost === null || usage?.cost === undefined) return null;
  return usage.cost + (usage.is_byok ? (usage.cost_details?.upstream_inference_cost ?? 0) : 0);
}
