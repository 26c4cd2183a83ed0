import { afterAll, expect, test } from "bun:test";
import { openSampleService, SAMPLE_PATHS } from "../../serving/testing/sample-service.ts";
import { readAllowed } from "./allowed-documents.ts";

const [MARCO_CIVIL, LGPD, MANDADO, TNU] = SAMPLE_PATHS;
const service = await openSampleService();
afterAll(() => service.close());
const { lookUps } = service;

test("where nothing was chosen everything is allowed", () => {
  const allowed = readAllowed(lookUps, []);
  expect(allowed.allows(MANDADO)).toBe(true);
  expect(allowed.choices(lookUps.completeLaw("", 25))).toHaveLength(3);
});

test("a folder and a document allow what lies in them, by path, name and choice", () => {
  const allowed = readAllowed(lookUps, ["docs_rag/legislacao/digital/", TNU]);
  expect([MARCO_CIVIL, LGPD, MANDADO, TNU].map(allowed.allows)).toEqual([true, true, false, true]);
  expect(["LGPD", "12.016/2009", "TNU", "CDC"].map(allowed.allowsNamed)).toEqual([true, false, true, false]);
  expect(allowed.choices(lookUps.completeLaw("", 25)).map(({ value }) => value)).toEqual([MARCO_CIVIL, LGPD]);
});

test("what was chosen and has left the index allows nothing, and not everything", () => {
  const allowed = readAllowed(lookUps, ["docs_rag/excluído.pdf"]);
  expect(SAMPLE_PATHS.some(allowed.allows)).toBe(false);
  expect(allowed.choices(lookUps.completeDocument("", 25))).toEqual([]);
});
