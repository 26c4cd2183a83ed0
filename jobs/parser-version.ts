import { parserVersion as version } from "vademecum:build";

/** What reads documents in this program: the same as of the checkout that it was compiled of. */
export async function parserVersion(): Promise<string> {
  return version;
}
