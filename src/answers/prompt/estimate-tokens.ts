/**
 * Portuguese takes 3.2 to 4 bytes of UTF-8 to a token in the models' tokenizers; no tokenizer of theirs is at hand, so
 * the estimate stays on the safe side.
 */
const BYTES_PER_TOKEN = 3;
/** What a message costs beside its words. */
const MESSAGE_TOKENS = 8;

/** Tokens that a text takes, rather too many than too few. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

/** The same for a whole message. */
export function estimateMessageTokens({ content }: { content: string }): number {
  return estimateTokens(content) + MESSAGE_TOKENS;
}
