import { parseReferences } from "../../legal/references.ts";
import type { Turn } from "../prompt/render-prompt.ts";
import type { Discussion } from "./discussion.ts";
import { isSelfContained } from "./is-self-contained.ts";
import { rewriteByRules } from "./rewrite-by-rules.ts";

/** Turns further back are another conversation. */
const MAX_TURNS = 10;
/** A question that the rules have completed: what they added stands in brackets at its end. */
const COMPLETED = /^(?<asked>[^()]*)\s\((?<added>.*)\)$/su;

/** Follows a conversation from its first turn to its last, the oldest first; null where there was none. */
export function followDiscussion(turns: readonly Turn[]): Discussion | null {
  let discussion: Discussion | null = null;
  for (const { question, answer } of turns.slice(-MAX_TURNS)) {
    const answered = parseReferences(answer).references;
    discussion = { ...next(discussion, question), answered };
  }
  return discussion;
}

function next(before: Discussion | null, question: string): Omit<Discussion, "answered"> {
  if (before === null || isSelfContained(question)) return startOf(withoutCompletion(question));
  const rewriting = rewriteByRules(question, before);
  if (rewriting === null) return before;
  const { cited, norm } = startOf(rewriting.question);
  return { subject: rewriting.subject, cited: cited ?? before.cited, norm: norm ?? before.norm };
}

function startOf(question: string): Omit<Discussion, "answered"> {
  const { references, norms } = parseReferences(question);
  const cited = references[0] ?? null;
  return { subject: question, cited, norm: cited?.norm ?? norms[0] ?? null };
}

/** The subject of a question that was completed before it was kept, so that completions do not pile up. */
function withoutCompletion(question: string): string {
  const { asked, added } = COMPLETED.exec(question)?.groups ?? {};
  return asked === undefined || added === undefined || isSelfContained(asked) ? question : added;
}
