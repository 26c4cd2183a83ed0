import { expect, test } from "bun:test";
import { diffRevisions } from "./diff-revisions.ts";
import { renderColouredDiff, renderDiff } from "./render-diff.ts";
import { sampleMeta } from "./testing/sample-meta.ts";

const many = (word: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${word}${i}`).join(" ");
const before = sampleMeta([
  {
    path: "leis/a.docx",
    title: "Lei A",
    units: [
      {
        unit: "art1",
        path: "Cap. I › Art. 1º",
        texts: [`${many("a", 30)} vinte dias. ${many("z", 30)}`, "§ 1º Fim"],
      },
      { unit: "art2", path: "Cap. I › Art. 2º", texts: ["cai"] },
      { unit: "art3", path: "Cap. I › Art. 3º", texts: ["fica"] },
      { unit: "art4", path: "Cap. I › Art. 4º", texts: ["fica também"] },
    ],
  },
  { path: "leis/c.docx", title: "Lei C", units: [{ unit: "art1", texts: ["c"] }] },
  { path: "leis/d.docx", title: "Lei D", units: [{ unit: "art1", texts: ["d"] }] },
  { path: "leis/e.docx", title: "Lei E", units: [{ unit: "art1", texts: ["e"] }] },
]);
const after = sampleMeta([
  {
    path: "leis/a.docx",
    title: "Lei A",
    units: [
      {
        unit: "art1",
        path: "Cap. I › Art. 1º",
        texts: [`${many("a", 30)} quinze dias. ${many("z", 30)}`, "§ 1º Fim"],
      },
      { unit: "art2-A", path: "Cap. I › Art. 2º-A", texts: ["vem"] },
      { unit: "art3", path: "Cap. II › Art. 3º", texts: ["fica"] },
      { unit: "art4", path: "Cap. II › Art. 4º", texts: ["fica também"] },
      { unit: null, path: "Anexo", texts: ["tabela"] },
    ],
  },
  { path: "leis/b.docx", title: "Lei B", units: [{ unit: "art1", texts: ["b"] }] },
  { path: "leis/dd.docx", title: "Lei D", units: [{ unit: "art1", texts: ["d"] }] },
  { path: "leis/e.docx", title: "Lei E", units: [{ unit: "art1", texts: ["e"] }] },
]);
const diff = diffRevisions(before, after);

test("a diff is readable Portuguese: documents, articles, the words that changed, the rest left out", () => {
  expect(renderDiff(diff, "pt-BR")).toBe(`1 documento incluído:
+ leis/b.docx  Lei B (1 dispositivo)

1 documento excluído:
- leis/c.docx  Lei C (1 dispositivo)

1 documento renomeado:
  leis/d.docx → leis/dd.docx

leis/a.docx  Lei A (2 incluídos, 1 excluído, 1 alterado, 2 deslocados)
  Art. 1º
    […] ${many("a", 30).split(" ").slice(-12).join(" ")} [-vinte-]{+quinze+} dias. ${many("z", 11)} […]
  Art. 2º-A
    {+vem+}
  Anexo (texto fora de artigos e súmulas)
    {+tabela+}
  Art. 2º
    [-cai-]
  Art. 3º … Art. 4º (2): agora em Cap. II, antes em Cap. I

1 documento incluído, 1 documento excluído, 1 documento renomeado, 1 documento alterado, 1 documento sem alteração`);
});

test("the same in English", () => {
  const text = renderDiff(diff, "en");
  expect(text).toContain("1 document added:\n+ leis/b.docx  Lei B (1 provision)");
  expect(text).toContain("(2 added, 1 removed, 1 changed, 2 moved)");
  expect(text).toContain("now under Cap. II, formerly under Cap. I");
});

test("on a terminal colours stand for the marks", () => {
  expect(renderColouredDiff(diff, "en")).toContain(
    "\u001b[9;31mvinte\u001b[0m\u001b[32mquinze\u001b[0m dias.",
  );
});

test("no difference is said in one line", () => {
  expect(renderDiff(diffRevisions(before, before), "en")).toBe(
    "Both revisions have the same documents with the same texts.",
  );
});

test("a paragraph that was added begins on a line of its own", () => {
  const of = (text: string) =>
    sampleMeta([{ path: "a", units: [{ unit: "art1", path: "Art. 1º", texts: [text] }] }]);
  const text = renderDiff(
    diffRevisions(of("Caput.\n§ 2º Dois."), of("Caput.\n§ 1º Um.\n§ 2º Dois.")),
    "pt-BR",
  );
  expect(text).toMatch(/Caput\.\n {4}.*§ \{\+1º Um\.\n|Caput\.\n {4}\{\+§ 1º Um\.\+\}\n {4}§ 2º Dois\./);
});

test("what is another file, was elsewhere or was read differently is said", () => {
  const norm = { kind: "lei" as const, number: "1", year: 2001 };
  const units = [{ unit: "art1", texts: ["um"] }];
  const moved = diffRevisions(
    sampleMeta([{ path: "a", title: "Antes", norm, bytes: "1", units }]),
    sampleMeta([{ path: "b", title: "Depois", norm, bytes: "2", units }]),
  );
  const text = renderDiff(moved, "pt-BR");
  for (const part of ["(antes em a)", "(título anterior: Antes)", "(o arquivo mudou; o texto, não)"])
    expect(text).toContain(part);
  const reread = diffRevisions(
    sampleMeta([{ path: "a", bytes: "1", units }]),
    sampleMeta([{ path: "a", bytes: "1", units: [{ unit: "art1", texts: ["dois"] }] }]),
  );
  expect(renderDiff(reread, "pt-BR")).toContain("(o mesmo arquivo, lido de outro modo)");
});

test("another title of the very same file is no other file", () => {
  const units = [{ unit: "art1", texts: ["um"] }];
  const of = (title: string) => sampleMeta([{ path: "a", title, bytes: "1", units }]);
  const text = renderDiff(diffRevisions(of("Antes"), of("Depois")), "en");
  expect(text).toContain("(former title: Antes)\n  (the same file, read differently)");
  expect(text).not.toContain("another file");
});

test("a colour ends with its line, so that a pager shows every line in it", () => {
  const of = (unit: string, text: string) =>
    sampleMeta([{ path: "a", units: [{ unit, path: unit, texts: [text] }] }]);
  const text = renderColouredDiff(diffRevisions(of("art1", "um"), of("art2", "dois\ntrês")), "en");
  expect(text).toContain("    \u001b[32mdois\u001b[0m\n    \u001b[32mtrês\u001b[0m");
});
