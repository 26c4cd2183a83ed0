import type { Context } from "hono";
import { VademecumError } from "../domain/errors.ts";
import { LANGUAGES, type Language } from "../domain/messages.ts";
import { readDocument } from "../retrieval/read-document.ts";
import type { QuestionService } from "../serving/question-service.ts";
import { renderSourcePage } from "./source-page.ts";

const PREFIX = /^\/fonte\/([^/]+)\/(.+)$/;

/**
 * `GET /fonte/<revision>/<document>`: a document's text as it was indexed; as JSON with `?format=json` or where that is
 * what is accepted. Where the revision is no longer the one in service, the text in service is shown and said to be that.
 * @throws VademecumError `NOT_FOUND`
 */
export function showSource(c: Context, service: QuestionService): Response | Promise<Response> {
  const { askedFor, path } = readAddress(c.req.path);
  const { manifest, passages } = service.revision;
  const found = readDocument(passages, path);
  if (found === null) throw noDocument(path);
  const { document, sections } = found;
  const link = service.links.document(path, null);
  const isOther = askedFor !== manifest.revision;
  if (wantsJson(c)) {
    const { revision, tag } = manifest;
    return c.json({ revision, tag, asked_for: askedFor, document, link, sections });
  }
  const language = readLanguage(c.req.query("lang"));
  const askedForOther = isOther ? askedFor : null;
  return c.html(
    renderSourcePage({
      document,
      sections,
      language,
      link,
      revision: manifest.revision,
      askedFor: askedForOther,
    }),
  );
}

function readAddress(requestPath: string): { askedFor: string; path: string } {
  const [, askedFor = "", encoded = ""] = PREFIX.exec(requestPath) ?? [];
  try {
    return {
      askedFor: decodeURIComponent(askedFor),
      path: encoded.split("/").map(decodeURIComponent).join("/"),
    };
  } catch {
    throw noDocument(encoded); // an escape that is none
  }
}

function wantsJson(c: Context): boolean {
  const format = c.req.query("format");
  if (format !== undefined) return format === "json";
  const accept = c.req.header("Accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}

function readLanguage(text: string | undefined): Language {
  return LANGUAGES.find((language) => language === text) ?? "pt-BR";
}

function noDocument(path: string): VademecumError {
  return new VademecumError({
    code: "NOT_FOUND",
    message: `the index in service has no document ${path.slice(0, 300)}`,
    hint: "it may have been removed since the answer was given; ask again for what is in service now",
  });
}
