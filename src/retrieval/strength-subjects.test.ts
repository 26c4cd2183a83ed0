import { expect, test } from "bun:test";
import type { DocumentRecord } from "../domain/meta.ts";
import { isSubjectMissing } from "./strength-subjects.ts";

type Held = Pick<DocumentRecord, "title" | "norm">;

const code: Held = { title: "Código Civil", norm: { kind: "lei", number: "10406", year: 2002 } };
const tenancy: Held = { title: "Lei 8.245/1991", norm: { kind: "lei", number: "8245", year: 1991 } };
const sumulas: Held = { title: "Súmulas do STJ", norm: { kind: "sumulas", number: null, year: null } };

test.each([
  ["o inquilino pode sublocar?", "about a norm that is not held", [code], true],
  ["O LOCATÁRIO responde?", "whatever the letters", [code], true],
  ["o inquilino pode sublocar?", "about a norm that is held", [code, tenancy], false],
  [
    "o inquilino pode sublocar?",
    "where a document is called after it",
    [{ title: "Manual do inquilino", norm: null }],
    false,
  ],
  ["há súmula sobre despejo?", "that asks súmulas, which are held", [code, sumulas], false],
  ["há súmula sobre despejo?", "that asks súmulas, which are not held", [code], true],
  [
    "quando vence o aluguel?",
    "of an index of local law alone",
    [{ title: "Lei das praias", norm: { kind: "lei", number: "12", year: 2020 } }],
    false,
  ],
  ["o que é posse?", "of a subject that no norm of its own governs", [code], false],
  ["qual o IPVA de Goiás?", "of state law", [code, tenancy], true],
  [
    "limite de despesa do município",
    "by whole words alone, not by parts (`munic` of `munições`)",
    [code],
    false,
  ],
  ["o inquilino tem arma de fogo com porte de arma?", "of two norms, one held", [tenancy], true],
] as const)("%s: a question %s", (question, _, documents, missing) => {
  expect(isSubjectMissing(question, documents)).toBe(missing);
});
