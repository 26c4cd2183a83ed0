import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import type { Language } from "../../domain/messages.ts";
import type { LanguageModel, ModelRequest } from "../model/model.ts";
import { ModelError } from "../model/model-error.ts";
import type { Turn } from "../prompt/render-prompt.ts";
import { followDiscussion } from "./follow-discussion.ts";
import { isSelfContained } from "./is-self-contained.ts";
import { rewriteByRules } from "./rewrite-by-rules.ts";
import { rewriteWithModel } from "./rewrite-with-model.ts";

/** What asking a model for a rewriting used. */
export interface RewritingCost {
  model: string;
  promptTokens: number | null;
  completionTokens: number | null;
  costUsd: number | null;
}

export interface FollowUp {
  /** Self-contained as far as the conversation allows. */
  question: string;
  rewritten: boolean;
  by: "model" | "rules" | null;
  /** Null where no model was asked. It is to be recorded whether or not the model's words were taken. */
  cost: RewritingCost | null;
}

export interface RewriteFollowUpOptions {
  question: string;
  /** Of the same conversation, oldest first. */
  turns: readonly Turn[];
  language: Language;
  /** Null: rules alone. */
  model: LanguageModel | null;
  signal: AbortSignal;
  /** Hears what a rewriting cost that was aborted. */
  onGivenUp?: ModelRequest["onGivenUp"];
  log: Log;
}

/**
 * Makes a question of a conversation one that can be looked up by itself. A question that is clear alone stays as it is,
 * and no model is asked. Where the model fails, or writes anything but one question that adds nothing to what was said,
 * rules complete the question by the law, article and subject under discussion.
 * @throws the signal's reason where it was aborted
 */
export async function rewriteFollowUp(options: RewriteFollowUpOptions): Promise<FollowUp> {
  const { question, turns } = options;
  if (turns.length === 0 || isSelfContained(question))
    return { question, rewritten: false, by: null, cost: null };
  const { question: byModel, cost } = await askModel(options);
  if (byModel !== null) return { question: byModel, rewritten: true, by: "model", cost };
  const discussion = followDiscussion(turns);
  const byRules = discussion === null ? null : rewriteByRules(question, discussion);
  return byRules === null
    ? { question, rewritten: false, by: null, cost }
    : { question: byRules.question, rewritten: true, by: "rules", cost };
}

async function askModel(
  options: RewriteFollowUpOptions,
): Promise<{ question: string | null; cost: RewritingCost | null }> {
  const { model, signal, log } = options;
  if (model === null) return { question: null, cost: null };
  try {
    const { question, reply } = await rewriteWithModel({ ...options, model });
    if (question === null)
      log.warn({ model: reply.model }, "the model did not write one question that adds nothing: rules do");
    return {
      question,
      cost: {
        model: reply.model,
        promptTokens: reply.usage?.promptTokens ?? null,
        completionTokens: reply.usage?.completionTokens ?? null,
        costUsd: reply.costUsd,
      },
    };
  } catch (error) {
    if (signal.aborted && error instanceof ModelError && error.costUsd !== null)
      options.onGivenUp?.({ model: error.model, costUsd: error.costUsd });
    if (signal.aborted || !(error instanceof VademecumError)) throw error;
    log.warn({ error }, "no model could rewrite the question: rules do");
    const cost =
      error instanceof ModelError && error.costUsd !== null
        ? { model: error.model, promptTokens: null, completionTokens: null, costUsd: error.costUsd }
        : null;
    return { question: null, cost };
  }
}
