import { describe, expect, test } from "bun:test";
import { makeDocx, paragraph } from "../fixtures/make-docx.ts";
import { makeZip } from "../fixtures/make-zip.ts";
import { parseDocx } from "./parse-docx.ts";

const lines = async (bytes: Uint8Array): Promise<string[]> =>
  (await parseDocx(bytes)).blocks.map(({ text, heading }) => (heading ? `# ${text}` : text));

const styles = [
  '<w:style w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/></w:style>',
  '<w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
  '<w:style w:type="paragraph" w:styleId="Secao"><w:name w:val="Seção"/><w:basedOn w:val="Ttulo1"/></w:style>',
  '<w:style w:type="paragraph" w:styleId="Artigo"><w:name w:val="Artigo"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>',
].join("");

const numbering = [
  '<w:abstractNum w:abstractNumId="7">',
  '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Art. %1º"/></w:lvl>',
  '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%2 -"/></w:lvl>',
  "</w:abstractNum>",
  '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>',
  '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>',
].join("");

const place = (numId: number, level: number) =>
  `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${numId}"/></w:numPr>`;

describe("parseDocx", () => {
  test("knows headings by what their style is, not by what its id is called in English", async () => {
    const body =
      paragraph("CAPÍTULO I", '<w:pStyle w:val="Ttulo1"/>') +
      paragraph("Seção I", '<w:pStyle w:val="Secao"/>') +
      paragraph("Texto comum.", '<w:pStyle w:val="Normal"/>');
    expect(await lines(makeDocx({ body, styles }))).toEqual(["# CAPÍTULO I", "# Seção I", "Texto comum."]);
  });

  test("takes a bold paragraph in the middle for a heading", async () => {
    const body =
      '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>TÍTULO I</w:t><w:br/><w:t>Das Penas</w:t></w:r></w:p>';
    expect(await lines(makeDocx({ body }))).toEqual(["# TÍTULO I", "# Das Penas"]);
  });

  test("writes the numbers that Word shows, of paragraphs and of styles", async () => {
    const body =
      paragraph("Fica criado:", '<w:pStyle w:val="Artigo"/>') +
      paragraph("o fundo;", place(1, 1)) +
      paragraph("o conselho.", place(1, 1)) +
      paragraph("Revogam-se.", '<w:pStyle w:val="Artigo"/>');
    expect(await lines(makeDocx({ body, styles, numbering }))).toEqual([
      "Art. 1º Fica criado:",
      "I - o fundo;",
      "II - o conselho.",
      "Art. 2º Revogam-se.",
    ]);
  });

  test("gives headings with an empty number, as LibreOffice writes them, no number", async () => {
    const body = paragraph("CAPÍTULO I", `<w:pStyle w:val="Ttulo1"/>${place(2, 0)}`);
    expect(await lines(makeDocx({ body, styles, numbering }))).toEqual(["# CAPÍTULO I"]);
  });

  test("reads tables row by row and notes behind the paragraph that refers to them", async () => {
    const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`;
    const body =
      '<w:p><w:r><w:t>Texto com nota</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>' +
      `<w:tbl><w:tr>${cell("Faixa")}${cell("Alíquota")}</w:tr><w:tr>${cell("até 10")}${cell("5%")}</w:tr></w:tbl>` +
      paragraph("Fim.");
    const footnotes = `<w:footnote w:id="2">${paragraph("Nota da redação.")}</w:footnote>`;
    expect(await lines(makeDocx({ body, footnotes }))).toEqual([
      "Texto com nota",
      "Nota da redação.",
      "Faixa Alíquota",
      "até 10 5%",
      "Fim.",
    ]);
  });

  test("leaves out what a tracked change deleted, and reads what one inserted", async () => {
    const body =
      "<w:p><w:r><w:t>O prazo é de </w:t></w:r><w:del><w:r><w:delText>dez</w:delText></w:r></w:del>" +
      "<w:ins><w:r><w:t>quinze</w:t></w:r></w:ins><w:r><w:t> dias.</w:t></w:r></w:p>";
    expect(await lines(makeDocx({ body }))).toEqual(["O prazo é de quinze dias."]);
  });

  test("refuses an archive that states more than a document holds, without unpacking it", async () => {
    const bomb = makeZip({ "word/document.xml": "<w:document/>" }, 1024 ** 3);
    expect(parseDocx(bomb)).rejects.toMatchObject({ code: "DOCUMENT_TOO_LARGE" });
  });

  test("refuses a file that is cut off", async () => {
    const docx = makeDocx({ body: paragraph("Lei ".repeat(500)) });
    expect(parseDocx(docx.subarray(0, docx.length - 60))).rejects.toMatchObject({ code: "DOCUMENT_DAMAGED" });
  });
});
