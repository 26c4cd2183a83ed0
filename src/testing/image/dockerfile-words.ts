/** Words as a Dockerfile separates them: at blanks that are not inside quotes, which are taken away. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (const [found] of text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+|\S/g)) {
    if (/^["']$/.test(found)) throw new Error(`Dockerfile: a quote is not closed in ${text}`);
    words.push(found.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
  }
  return words;
}

/**
 * Puts values in place of `$NAME` and `${NAME}`.
 * @throws Error for a name without a value, which an engine would take for an empty one, and for forms like `${NAME:-x}`
 */
export function expandVariables(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\$(?:\{([^}]*)\}|(\w+))?/g, (found, braced, plain) => {
    const value = values.get(braced ?? plain ?? "");
    if (value === undefined) throw new Error(`Dockerfile: ${found} in ${text} has no value`);
    return value;
  });
}
