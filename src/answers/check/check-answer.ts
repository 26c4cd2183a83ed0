import type { Language } from "../../domain/messages.ts";
import type { Statement, StatementFlag } from "../answer.ts";
import type { NumberedPassage } from "../prompt/numbered-passage.ts";
import { bareQuotation, type CheckedQuotations, checkQuotations } from "./check-quotations.ts";
import { namesSomethingOf, referencesSupported } from "./check-references.ts";
import { type CheckedPassage, toCheckedPassage } from "./checked-passage.ts";
import { cleanModelText } from "./clean-model-text.ts";
import { sharedStems } from "./content-stems.ts";
import { leavesRole } from "./orders.ts";
import { parseStatements, type RawStatement } from "./parse-statements.ts";
import { countWords, isConnecting, isNotCovered } from "./statement-kinds.ts";

/**
 * An answer of which less than this share, by words, is supported is not given: the passages speak for themselves. Where
 * a passage holds orders to a language model, all of it must be.
 */
export const MIN_SUPPORTED_SHARE = 0.6;

/**
 * Share of a statement's content words that a passage has where the statement rests on it without quoting or naming it.
 * An English one shares only words of the same root with a Portuguese passage.
 */
const MIN_SHARED_STEMS: Readonly<Record<Language, number>> = { "pt-BR": 0.4, en: 0.15 };

/** The same where the passage has said something to the model as well: a word of the law in its payload is soon found. */
const MIN_SHARED_BESIDE_ORDERS = 0.75;

/** Clean text seldom has one of these, and an address or markup always. */
const MAY_NEED_CLEANING = / {2}| \n|\n{3}|[@<>`*_~|\\#&]|:\S|\.[a-z]|\]\(|!\[|^[-=+]/iu;

export interface CheckedAnswer {
  statements: Statement[];
  /** Numbers of the passages that the statements cite, ascending. */
  cited: number[];
  /** Those of which everything that the answer says was found in them. */
  verified: number[];
  /** Share of the words that say something of the law and are supported, in [0, 1]. */
  supportedShare: number;
  /** Whether the answer may be given: supported enough, and nowhere out of its role. */
  isSupported: boolean;
  /** Whether the model said nothing but that the passages do not answer the question. */
  isRefusal: boolean;
}

interface Judged {
  statement: Statement;
  /** Numbers that the statement was found to rest on. */
  supporting: number[];
  kind: "content" | "connecting" | "not-covered" | "out-of-role";
}

/**
 * Checks a model's answer against the passages that it was given: what it says, cut into statements, each with the
 * citations that bear it and what is wrong with it. Statements in which the model speaks of itself or of its rules are
 * left out, and the answer is not supported.
 * @param text as the model wrote it
 */
export function checkAnswer(options: {
  text: string;
  passages: readonly NumberedPassage[];
  language: Language;
}): CheckedAnswer {
  const passages = options.passages.map(toCheckedPassage).sort((a, b) => a.number - b.number);
  const known = new Set(passages.map(({ number }) => number));
  const raw = parseStatements(cleanModelText(options.text), known);
  const judged = raw.map((statement, index) =>
    judge({ raw: statement, isLast: index === raw.length - 1, passages, language: options.language }),
  );
  const shown = judged.filter(({ kind }) => kind !== "out-of-role");
  const cited = new Set(shown.flatMap(({ statement }) => statement.citations));
  const unverified = new Set(
    shown.flatMap(({ statement, supporting }) =>
      statement.citations.filter((number) => !supporting.includes(number)),
    ),
  );
  const supportedShare = shareOfSupported(judged);
  // Where a document speaks to the model, what no passage bears may be what it was told to say.
  const minShare = passages.some((passage) => passage.hasOrders()) ? 1 : MIN_SUPPORTED_SHARE;
  return {
    statements: shown.map(({ statement }) => statement),
    cited: [...cited].sort((a, b) => a - b),
    verified: [...cited].filter((number) => !unverified.has(number)).sort((a, b) => a - b),
    supportedShare,
    isSupported: supportedShare >= minShare && shown.length === judged.length,
    isRefusal: judged.length > 0 && judged.every(({ kind }) => kind === "not-covered"),
  };
}

function judge(options: {
  raw: RawStatement;
  isLast: boolean;
  passages: readonly CheckedPassage[];
  language: Language;
}): Judged {
  const { raw, isLast, passages, language } = options;
  const checked = checkQuotations(raw, passages);
  // Marks that were taken out may have parted what is now an address or a mention.
  const text = MAY_NEED_CLEANING.test(checked.text) ? cleanModelText(checked.text) : checked.text;
  const { block, marker } = raw;
  const made = (flags: StatementFlag[], citations: number[]): Statement => ({
    text: checked.isQuotation ? bareQuotation(text) : text,
    citations,
    quoted: checked.isQuotation,
    flags,
    block,
    marker,
  });
  if (leavesRole(checked.ownWords)) {
    return { statement: made(["uncited"], []), supporting: [], kind: "out-of-role" };
  }
  if (checked.citations.length === 0) {
    const kind = kindOfUncited({ text, altered: checked.altered, standsAlone: raw.standsAlone, isLast });
    const flags: StatementFlag[] = checked.altered ? ["uncited", "quote-altered"] : ["uncited"];
    return { statement: made(kind === "content" ? flags : [], []), supporting: [], kind };
  }
  const cited = passages.filter(({ number }) => checked.citations.includes(number));
  const flags: StatementFlag[] = [
    ...(checked.altered ? (["quote-altered"] as const) : []),
    ...(referencesSupported(checked.ownWords, cited) ? [] : (["reference-unsupported"] as const)),
  ];
  const supporting = flags.length > 0 ? [] : cited.filter((passage) => bears({ passage, checked, language }));
  return {
    statement: made(flags, checked.citations),
    supporting: supporting.map(({ number }) => number),
    kind: "content",
  };
}

/** What a statement without a citation is: content, unless it says nothing that needs one. */
function kindOfUncited(statement: {
  text: string;
  altered: boolean;
  standsAlone: boolean;
  isLast: boolean;
}): Judged["kind"] {
  const { text, altered, standsAlone, isLast } = statement;
  if (altered) return "content";
  if (isNotCovered(text)) return "not-covered";
  return !isLast && isConnecting(text, standsAlone) ? "connecting" : "content";
}

/** Whether a passage holds a quotation of a statement, a provision that it names, or enough of its words. */
function bears(options: {
  passage: CheckedPassage;
  checked: CheckedQuotations;
  language: Language;
}): boolean {
  const { passage, checked, language } = options;
  if (checked.holding.has(passage.number)) return true;
  const shared = sharedStems(checked.ownWords, passage.stems(), passage.hasOrders());
  if (passage.hasOrders()) return shared >= MIN_SHARED_BESIDE_ORDERS;
  if (shared >= MIN_SHARED_STEMS[language]) return true;
  return namesSomethingOf(checked.ownWords, passage);
}

function shareOfSupported(judged: readonly Judged[]): number {
  let supported = 0;
  let all = 0;
  for (const { statement, supporting, kind } of judged) {
    if (kind === "connecting" || kind === "not-covered") continue;
    const words = countWords(statement.text);
    all += words;
    if (supporting.length > 0) supported += words;
  }
  return all === 0 ? 0 : supported / all;
}
