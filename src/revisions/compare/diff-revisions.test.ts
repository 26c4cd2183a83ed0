import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Norm } from "../../domain/meta.ts";
import "../../testing/property-seed.ts";
import { diffRevisions } from "./diff-revisions.ts";
import { isSameContent, summarizeDiff } from "./revision-diff.ts";
import { type SampleDocument, type SampleUnit, sampleMeta } from "./testing/sample-meta.ts";

const article = (unit: string, ...texts: string[]): SampleUnit => ({ unit, texts });
const loose = (...texts: string[]): SampleUnit => ({ unit: null, texts });
const lei = (number: string): Norm => ({ kind: "lei", number, year: 2001 });
const diff = (before: SampleDocument[], after: SampleDocument[]) =>
  diffRevisions(sampleMeta(before), sampleMeta(after));
const law = (...units: SampleUnit[]): SampleDocument[] => [{ path: "leis/a.docx", units }];

test("documents that came and went are listed, with how many units they have", () => {
  const [a] = law(article("art1", "um"), article("art2", "dois"));
  const b = { path: "leis/b.docx", title: "Lei B", units: [article("art1", "outro")] };
  if (!a) throw new Error("no law");
  const forth = diff([a], [a, b]);
  expect(forth).toMatchObject({ added: [{ path: "leis/b.docx", title: "Lei B", units: 1 }], unchanged: 1 });
  expect(forth.removed).toEqual([]);
  expect(diff([a, b], [a]).removed).toEqual([{ path: "leis/b.docx", title: "Lei B", units: 1 }]);
});

test("articles that were added, removed and changed, with the words that changed", () => {
  const before = law(article("art1", "multa de um real"), article("art2", "fica"), article("art3", "cai"));
  const after = law(
    article("art1", "multa de dois reais"),
    article("art2", "fica"),
    article("art2-A", "vem"),
  );
  const [change] = diff(before, after).changed;
  expect(change).toMatchObject({
    path: "leis/a.docx",
    isOtherFile: true,
    added: [{ unit: "art2-A", text: "vem" }],
    removed: [{ unit: "art3", text: "cai" }],
    moved: [],
  });
  expect(change?.changed).toEqual([
    {
      unit: "art1",
      path: "art1",
      previousPath: null,
      changes: [
        { kind: "same", text: "multa de" },
        { kind: "removed", text: "um real" },
        { kind: "added", text: "dois reais" },
      ],
    },
  ]);
});

test("a unit is compared as a whole: other cuts, line breaks and pages are no change", () => {
  const before = law(
    { unit: "art1", page: 1, texts: ["o prazo é de", "vinte dias"] },
    loose("Ementa da", "lei"),
  );
  const after = law(
    { unit: "art1", page: 2, texts: ["o prazo é", "de vinte", "dias"] },
    loose("Ementa da lei"),
  );
  const found = diff(before, after);
  expect(summarizeDiff(found)).toMatchObject({
    documentsChanged: 1,
    unitsChanged: 0,
    unitsAdded: 0,
    unitsRemoved: 0,
  });
  expect(found.changed[0]?.isOtherFile).toBe(true);
});

test("a unit under another heading has moved, not changed", () => {
  const before = law({ unit: "art1", path: "Título I › Art. 1º", texts: ["texto"] });
  const after = law({ unit: "art1", path: "Título II › Art. 1º", texts: ["texto"] });
  const [change] = diff(before, after).changed;
  expect(change).toMatchObject({ changed: [], added: [], removed: [] });
  expect(change?.moved).toEqual([{ unit: "art1", from: "Título I › Art. 1º", to: "Título II › Art. 1º" }]);
});

test("a unit that changed and moved says where it was", () => {
  const before = law({ unit: "art1", path: "Título I › Art. 1º", texts: ["um"] });
  const after = law({ unit: "art1", path: "Título II › Art. 1º", texts: ["dois"] });
  expect(diff(before, after).changed[0]?.changed[0]).toMatchObject({
    path: "Título II › Art. 1º",
    previousPath: "Título I › Art. 1º",
  });
});

test("another rubric is a change of the unit", () => {
  const before = law({ unit: "art121", rubric: "Homicídio", texts: ["Matar alguém"] });
  const after = law({ unit: "art121", rubric: "Homicídio simples", texts: ["Matar alguém"] });
  expect(diff(before, after).changed[0]?.changed[0]?.changes).toContainEqual({
    kind: "added",
    text: "simples",
  });
});

test("the same file at another path is renamed", () => {
  const units = [article("art1", "um")];
  const found = diff([{ path: "a/x.docx", units }], [{ path: "b/y.docx", title: "a/x.docx", units }]);
  expect(found).toMatchObject({ added: [], removed: [], changed: [], unchanged: 0 });
  expect(found.renamed).toEqual([{ from: "a/x.docx", to: "b/y.docx", title: "a/x.docx" }]);
});

test("the same norm at another path, with another text, has moved and changed", () => {
  const before = [{ path: "a/x.docx", norm: lei("1"), units: [article("art1", "um")] }];
  const after = [{ path: "b/y.pdf", norm: lei("1"), units: [article("art1", "dois")] }];
  const found = diff(before, after);
  expect(found).toMatchObject({ added: [], removed: [], renamed: [] });
  expect(found.changed[0]).toMatchObject({
    path: "b/y.pdf",
    previousPath: "a/x.docx",
    changed: [{ unit: "art1" }],
  });
});

test("norms that differ in number, and collections of súmulas of other courts, are not taken for one another", () => {
  const sumulas: Norm = { kind: "sumulas", number: null, year: null };
  const units = [article("art1", "um")];
  const others = [article("art1", "dois")];
  expect(
    diff([{ path: "a", norm: lei("1"), units }], [{ path: "b", norm: lei("2"), units: others }]).changed,
  ).toEqual([]);
  const stj = { path: "a", title: "Súmulas do STJ", norm: sumulas, units };
  expect(diff([stj], [{ path: "b", title: "Súmulas do TST", norm: sumulas, units: others }]).changed).toEqual(
    [],
  );
  expect(diff([stj], [{ ...stj, path: "b", units: others }]).changed).toHaveLength(1);
});

test("a norm that two documents hold is not guessed at", () => {
  const before = [{ path: "a", norm: lei("1"), units: [article("art1", "um")] }];
  const after = ["b", "c"].map((path) => ({ path, norm: lei("1"), units: [article("art1", path)] }));
  expect(summarizeDiff(diff(before, after))).toMatchObject({ documentsAdded: 2, documentsRemoved: 1 });
});

test("an old version kept under another name does not hide what changed under its own", () => {
  const old = { path: "lei.docx", title: "Lei", units: [article("art1", "um")] };
  const found = diff(
    [old],
    [
      { ...old, units: [article("art1", "dois")] },
      { ...old, path: "lei-antiga.docx" },
    ],
  );
  expect(found.added.map(({ path }) => path)).toEqual(["lei-antiga.docx"]);
  expect(found.changed[0]).toMatchObject({
    path: "lei.docx",
    previousPath: null,
    changed: [{ unit: "art1" }],
  });
});

test("two files that change names with each other are renamed", () => {
  const [x, y] = [[article("art1", "um")], [article("art1", "dois")]];
  const at = (path: string, units: SampleUnit[]) => ({ path, title: "t", units });
  const found = diff([at("a", x), at("b", y)], [at("a", y), at("b", x)]);
  expect(found.changed).toEqual([]);
  expect(found.renamed.map(({ from, to }) => `${from}→${to}`)).toEqual(["b→a", "a→b"]);
});

test("the same file that is read differently says so", () => {
  const before = [{ path: "a", bytes: "x", units: [article("art1", "um")] }];
  const after = [{ path: "a", bytes: "x", units: [article("art1", "um dois")] }];
  expect(diff(before, after).changed[0]).toMatchObject({ isOtherFile: false, changed: [{ unit: "art1" }] });
});

test("another title is a change of the document", () => {
  const document = { path: "a", units: [article("art1", "um")] };
  const found = diff([{ ...document, title: "Lei" }], [{ ...document, title: "Lei nº 1" }]);
  expect(found.changed[0]).toMatchObject({ title: "Lei nº 1", previousTitle: "Lei", isOtherFile: false });
});

test("articles of one name are told apart by their words, then by their place", () => {
  const act = { unit: "art1", path: "Lei › Art. 1º", texts: ["aprova o código"] };
  const annex = { unit: "art1", path: "Anexo › Art. 1º", texts: ["o prazo é de vinte dias"] };
  const found = diff(law(act, annex), law(act, { ...annex, texts: ["o prazo é de trinta dias"] }));
  expect(found.changed[0]?.changed.map(({ path }) => path)).toEqual(["Anexo › Art. 1º"]);
  const inserted = diff(law(annex), law({ ...act, path: "Lei › Art. 1º" }, annex));
  expect(inserted.changed[0]).toMatchObject({ changed: [], added: [{ path: "Lei › Art. 1º" }], moved: [] });
});

test("text outside units is compared by lines and words; a line that only moved is no change", () => {
  const before = law(loose("A", "Ementa antiga da lei", "B", "C"));
  const after = law(loose("C", "A", "Ementa nova da lei", "B"));
  const [change] = diff(before, after).changed;
  expect(change).toMatchObject({ added: [], removed: [] });
  expect(change?.changed).toHaveLength(1);
  expect(change?.changed[0]?.changes).toContainEqual({ kind: "removed", text: "antiga" });
  const grown = diff(law(loose("A")), law(loose("A", "anexo novo"))).changed[0];
  expect(grown?.added).toEqual([{ unit: null, path: "", text: "anexo novo" }]);
  expect(diff(law(loose("A", "anexo")), law(loose("A"))).changed[0]?.removed).toMatchObject([
    { text: "anexo" },
  ]);
});

test("a line that is there twice and moves once is counted", () => {
  const found = diff(law(loose("x", "y", "x")), law(loose("y", "x"))).changed[0];
  expect(found?.removed.map(({ text }) => text)).toEqual(["x"]);
});

const words = fc.array(fc.constantFrom("lei", "prazo", "dia", "multa", "juiz", "réu"), {
  minLength: 1,
  maxLength: 12,
});
const units = fc.uniqueArray(
  fc.record({ name: fc.integer({ min: 1, max: 9 }), words, page: fc.nat({ max: 3 }) }),
  {
    maxLength: 6,
    selector: ({ name }) => name,
  },
);
const library = fc
  .uniqueArray(fc.record({ path: fc.constantFrom("a", "b", "c", "d"), units }), {
    selector: ({ path }) => path,
  })
  .filter(
    (documents) =>
      new Set(documents.map((document) => JSON.stringify(document.units))).size === documents.length,
  );
type Library = (typeof library extends fc.Arbitrary<infer T> ? T : never)[number][];

/** Cuts every unit into chunks of `size` words and puts it on a page, neither of which is content. */
const cut = (documents: Library, size: number, page: number) =>
  sampleMeta(
    documents.map((document) => ({
      path: document.path,
      bytes: JSON.stringify(document.units.map((unit) => [unit.name, unit.words])),
      units: document.units.map(({ name, words: all }) => ({
        unit: `art${name}`,
        page,
        texts: Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
          all.slice(i * size, (i + 1) * size).join(" "),
        ),
      })),
    })),
  );

test("a revision does not differ from itself, however it is cut into chunks and pages", () => {
  fc.assert(
    fc.property(
      library,
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 5 }),
      (documents, a, b) => {
        const found = diffRevisions(cut(documents, a, 1), cut(documents, b, 2));
        expect(isSameContent(found)).toBe(true);
        expect(found.unchanged).toBe(documents.length);
      },
    ),
  );
});

test("the way back has what was added removed and what was removed added", () => {
  fc.assert(
    fc.property(library, library, (before, after) => {
      const [a, b] = [cut(before, 3, 1), cut(after, 3, 1)];
      const [forth, back] = [summarizeDiff(diffRevisions(a, b)), summarizeDiff(diffRevisions(b, a))];
      expect(back).toEqual({
        ...forth,
        documentsAdded: forth.documentsRemoved,
        documentsRemoved: forth.documentsAdded,
        unitsAdded: forth.unitsRemoved,
        unitsRemoved: forth.unitsAdded,
      });
    }),
  );
});

test("every document and every unit of both revisions is accounted for", () => {
  fc.assert(
    fc.property(library, library, (before, after) => {
      const found = diffRevisions(cut(before, 3, 1), cut(after, 3, 1));
      const paired = found.unchanged + found.renamed.length + found.changed.length;
      expect(found.removed.length + paired).toBe(before.length);
      expect(found.added.length + paired).toBe(after.length);
      for (const change of found.changed) {
        const old = before.find(({ path }) => path === (change.previousPath ?? change.path));
        const fresh = after.find(({ path }) => path === change.path);
        expect((fresh?.units.length ?? 0) - (old?.units.length ?? 0)).toBe(
          change.added.length - change.removed.length,
        );
        for (const unit of change.changed) {
          const text = unit.changes
            .filter(({ kind }) => kind !== "removed")
            .flatMap((c) => c.text.trim().split(/\s+/));
          expect(text).toEqual(fresh?.units.find(({ name }) => `art${name}` === unit.unit)?.words ?? []);
        }
      }
    }),
  );
});
