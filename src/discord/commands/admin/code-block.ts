const FENCE = "```";
/** Terminals' colours, and signs that nobody sees. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /\u001b\[[0-9;]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** The end of a program's output as it stands there, at most so many characters; it cannot leave its block. */
export function codeBlock(output: string, maxChars: number): string {
  // A sign of no width behind each backtick keeps several from closing the block.
  const safe = output.replace(UNSEEN, "").replaceAll("`", "`\u200b");
  const room = maxChars - 2 * FENCE.length - 2;
  const tail = safe.length <= room ? safe : safe.slice(-room).replace(/^[\udc00-\udfff]/, "");
  return `${FENCE}\n${tail || " "}\n${FENCE}`;
}
