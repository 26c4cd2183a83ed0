/**
 * Makes `src/documents/fixtures/scan.pdf`, a page of a law as a scanner leaves it: a PDF that holds a picture and no text. Needs
 * pdftoppm of poppler-utils. The tests read the stored file; making it again is only needed to change what stands on it.
 *
 *   bun scripts/make-scan-fixture.ts
 */
import { join } from "node:path";
import { makePdf } from "../src/documents/fixtures/make-pdf.ts";
import { makeScan } from "../src/documents/fixtures/make-scan.ts";

const DPI = 150;
const LINES = [
  "LEI Nº 70.002, DE 2 DE MARÇO DE 2002",
  "Art. 1º A biblioteca pública empresta livros por quinze dias a quem nela",
  "se inscreve, sem cobrança de taxa nem exigência de caução pela munici-",
  "palidade.",
  "§ 1º O prazo é renovado uma vez, a pedido do leitor.",
  "§ 2º Quem perde um livro repõe outro igual.",
  "Art. 2º Esta lei entra em vigor na data de sua publicação.",
];
/** The part of the sheet that is kept, in pixels: the rest is white. */
const KEPT_ROWS = 700;

const texts = LINES.map((text, index) => ({ text, x: 90, y: 770 - index * 26, size: 12 }));
const pdftoppm = Bun.spawnSync(["pdftoppm", "-gray", "-r", String(DPI), "-"], {
  stdin: makePdf([{ texts }]),
});
if (!pdftoppm.success) throw new Error(`pdftoppm failed: ${pdftoppm.stderr}`);
const header = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pdftoppm.stdout.subarray(0, 100).toString("latin1"));
if (header === null) throw new Error("pdftoppm wrote no PGM");
const width = Number(header[1]);
const pixels = new Uint8Array(pdftoppm.stdout.subarray(header[0].length)).slice(0, width * KEPT_ROWS);
const target = join(import.meta.dir, "../src/documents/fixtures/scan.pdf");
const bytes = makeScan([{ image: { width, height: KEPT_ROWS, pixels, dpi: DPI }, strips: 3 }]);
await Bun.write(target, bytes);
process.stdout.write(`${target}: ${(bytes.length / 1000).toFixed(1)} kB\n`);
