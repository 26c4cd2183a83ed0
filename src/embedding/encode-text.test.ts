import { beforeAll, expect, test } from "bun:test";
import { resolve } from "node:path";
import { AutoTokenizer, env } from "@huggingface/transformers";
import fc from "fast-check";
import { type EncodeText, encodeByWord } from "./encode-text.ts";
import { configureTransformers } from "./load-transformers.ts";
import { resolveModel } from "./model.ts";

let encodeWhole: EncodeText;
beforeAll(async () => {
  const modelsDir = resolve(import.meta.dir, "../../assets/models");
  const model = resolveModel({
    name: "e5-small-pt",
    modelsDir,
    hubUrl: "http://127.0.0.1:1",
    cacheDir: modelsDir,
  });
  configureTransformers(env, model);
  const tokenizer = await AutoTokenizer.from_pretrained(model.name);
  encodeWhole = (text) => tokenizer.encode(text);
});

test("the words of a law have the tokens that they have in the whole text", () => {
  const encode = encodeByWord(encodeWhole);
  for (const text of [
    "",
    " ",
    "Lei de Concessões\nArt. 35. Extingue-se a concessão por: rescisão;\n§ 1º Extinta.",
    "fim \n\n de linha \n",
    "passage: Art. 5º, LXXIV – o Estado prestará assistência jurídica integral e gratuita (CF/1988); § 1º-A.",
    "query: qual o prazo?  e depois",
    " R$ 1.500,00 ½ ² ª º “aspas” ‹a › b› ‘x’ … • item",
    "linha\numa\tduas três",
    "a´ ´b ¨ ¸ x̂ ̂y",
    "<s> <mask> a</s>b <unk> x<pad>",
    "▁sublinhado ▁ ﬁm ① ｆｕｌｌ 中文 😀",
  ])
    expect([text, encode(text)]).toEqual([text, encodeWhole(text)]);
});

test("so have any words", () => {
  const encode = encodeByWord(encodeWhole);
  const char = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(..."aeiosrdntmáãçéêíóõúARTº°ª§ .,;:()-–“”0123456789") },
    { weight: 2, arbitrary: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCodePoint(code)) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(" ", "  ", "›", "<s>", "</s>", "<mask>", "\n", "\u2028", "…", "•"),
    },
  );
  fc.assert(
    fc.property(fc.array(char, { maxLength: 60 }), (chars) => {
      const text = chars.join("");
      expect(encode(text)).toEqual(encodeWhole(text));
    }),
    { numRuns: 1500 },
  );
});

test("a tokenizer without both marks is left to itself", () => {
  const other: EncodeText = (text) => [...text].map((char) => char.codePointAt(0) ?? 0);
  expect(encodeByWord(other)).toBe(other);
});
