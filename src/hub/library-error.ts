import * as library from "@huggingface/hub";
import { HubError } from "./hub-error.ts";

/**
 * What the Hub's client library throws of its own, in words that help: a token of another form, and answers that it cannot
 * read, at which it fails in any way. Other errors come back as they are.
 */
export function explainLibraryError(error: unknown, url: string): unknown {
  if (error instanceof TypeError && error.message.includes("must start with 'hf_'")) {
    return new HubError({
      code: "HUB_UNAUTHORIZED",
      message: "HF_TOKEN is not a token of a Hub",
      expected: "hf_ at its beginning",
      hint: "copy the token again (https://huggingface.co/settings/tokens)",
      url,
    });
  }
  const isUnread =
    error instanceof TypeError ||
    error instanceof SyntaxError ||
    error instanceof library.InvalidApiResponseFormatError ||
    (error instanceof Error && /^(malformed response|Invalid server response)/.test(error.message));
  if (!isUnread) return error;
  return new HubError({
    code: "HUB_BAD_ANSWER",
    message: `${url} gave an answer that is not what a Hub gives: ${error.message}`,
    hint: "check that HF_ENDPOINT is a Hub and that no proxy stands between",
    url,
    cause: error,
  });
}
