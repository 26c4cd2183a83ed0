/** One step of a pattern: a run of any length, any one character, or one character of a set. */
type Step = { kind: "run" } | { kind: "any" } | { kind: "one"; matches(char: string): boolean };

/**
 * Compiles a pattern as Python's `fnmatch` reads it, which the Hub's own tools use: `*` is any run of characters, `/`
 * among them; `?` is any one character, `[abc]`, `[a-z]` and `[!a]` one of a set. A `[` that is never closed stands for itself.
 * Matching takes at most (length of the pattern) × (length of the text) steps, whatever the pattern.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const steps = readSteps(Array.from(pattern));
  return (text) => matchSteps(steps, Array.from(text));
}

function readSteps(chars: readonly string[]): Step[] {
  const steps: Step[] = [];
  for (let at = 0; at < chars.length; at++) {
    const char = chars[at] ?? "";
    if (char === "*") {
      if (steps.at(-1)?.kind !== "run") steps.push({ kind: "run" });
    } else if (char === "?") {
      steps.push({ kind: "any" });
    } else {
      const end = char === "[" ? findSetEnd(chars, at) : -1;
      if (end < 0) steps.push({ kind: "one", matches: (other) => other === char });
      else {
        steps.push({ kind: "one", matches: readSet(chars.slice(at + 1, end)) });
        at = end;
      }
    }
  }
  return steps;
}

/** Where a set that begins at `start` is closed, -1 where it never is. A `]` right at its beginning belongs to the set. */
function findSetEnd(chars: readonly string[], start: number): number {
  let at = start + 1;
  if (chars[at] === "!") at++;
  if (chars[at] === "]") at++;
  return chars.indexOf("]", at);
}

function readSet(content: readonly string[]): (char: string) => boolean {
  const isNegated = content[0] === "!";
  const members = isNegated ? content.slice(1) : content;
  const ranges: { from: number; to: number }[] = [];
  for (let at = 0; at < members.length; at++) {
    const isRange = members[at + 1] === "-" && members[at + 2] !== undefined;
    const from = members[at]?.codePointAt(0) ?? 0;
    ranges.push({ from, to: isRange ? (members[at + 2]?.codePointAt(0) ?? 0) : from });
    if (isRange) at += 2;
  }
  return (char) => {
    const code = char.codePointAt(0) ?? 0;
    return ranges.some(({ from, to }) => from <= code && code <= to) !== isNegated;
  };
}

/** Goes back only to the last run: an earlier one need not grow, since the last one can take over whatever it would. */
function matchSteps(steps: readonly Step[], text: readonly string[]): boolean {
  let [step, at] = [0, 0];
  let [runStep, runAt] = [-1, 0];
  while (at < text.length) {
    const current = steps[step];
    if (current?.kind === "run") {
      [runStep, runAt] = [step++, at];
    } else if (current && (current.kind === "any" || current.matches(text[at] ?? ""))) {
      step++;
      at++;
    } else if (runStep >= 0) {
      step = runStep + 1;
      at = ++runAt;
    } else return false;
  }
  while (steps[step]?.kind === "run") step++;
  return step === steps.length;
}
