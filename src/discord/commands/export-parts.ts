import type { MemberExport } from "../../records/member-records.ts";

type Kind = keyof MemberExport;
const KINDS = ["turns", "answers", "feedback"] as const satisfies readonly Kind[];

/**
 * What is kept of a member as JSON documents of one shape, each of at most so many bytes where no single record is longer
 * than that; one document where it fits.
 */
export function exportParts(exported: MemberExport, maxBytes: number): Uint8Array[] {
  const encoder = new TextEncoder();
  const write = (part: MemberExport) => encoder.encode(`${JSON.stringify(part, null, 2)}\n`);
  const whole = write(exported);
  const count = KINDS.reduce((sum, kind) => sum + exported[kind].length, 0);
  if (whole.length <= maxBytes || count <= 1) return [whole];
  const [head, tail] = halves(exported, Math.ceil(count / 2));
  return [...exportParts(head, maxBytes), ...exportParts(tail, maxBytes)];
}

/** The first `count` records, of one kind after the other, and the rest. */
function halves({ turns, answers, feedback }: MemberExport, count: number): [MemberExport, MemberExport] {
  const fromAnswers = Math.max(0, count - turns.length);
  const fromFeedback = Math.max(0, fromAnswers - answers.length);
  return [
    {
      turns: turns.slice(0, count),
      answers: answers.slice(0, fromAnswers),
      feedback: feedback.slice(0, fromFeedback),
    },
    {
      turns: turns.slice(count),
      answers: answers.slice(fromAnswers),
      feedback: feedback.slice(fromFeedback),
    },
  ];
}
