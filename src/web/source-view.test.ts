import { afterAll, expect, test } from "bun:test";
import { Hono } from "hono";
import { z } from "zod";
import { openSampleIndex } from "../retrieval/testing/sample-index.ts";
import type { QuestionService } from "../serving/question-service.ts";
import { showSource } from "./source-view.ts";

const index = openSampleIndex([
  { title: "Lei das pontes", units: [{ unit: "art1", path: "Art. 1º", texts: ["A ponte é de todos."] }] },
  {
    title: "Lei <dos> parques",
    units: [
      { unit: null, texts: ["Preâmbulo."] },
      {
        unit: "art1",
        path: "Título I › Art. 1º",
        rubric: "Dos horários",
        texts: ["O parque fecha", "às <dez> horas."],
      },
      { unit: "art1", path: "Anexo › Art. 1º", texts: ["Outra vez."] },
    ],
  },
  { title: "Última", units: [{ unit: "art9", texts: ["Fim."] }] },
]);
afterAll(() => index.close());

const service = {
  revision: { manifest: { revision: "a".repeat(40), tag: "idx-1" }, passages: index.passages },
  links: { document: (path: string) => `https://example.org/${path}`, source: () => "" },
} as unknown as QuestionService;
const app = new Hono();
app.get("/fonte/:revision/*", (c) => showSource(c, service));
app.onError((error, c) => c.text(error.message, 404));

const get = (path: string, headers = {}) => app.request(path, { headers });

test("a document is shown as a page whose units can be linked to, and its text cannot become markup", async () => {
  const response = await get(`/fonte/${"a".repeat(40)}/docs/1.docx`);
  const page = await response.text();
  expect(response.headers.get("Content-Type")).toContain("text/html");
  expect(page.match(/id="art1"/g)).toHaveLength(1);
  expect(page).toContain("Título I › Art. 1º · Dos horários");
  expect(page).toContain("O parque fecha\nàs &lt;dez&gt; horas.");
  expect(page).toContain("Lei &lt;dos&gt; parques");
  expect(page).toContain('href="https://example.org/docs/1.docx"');
  expect(page).not.toContain("A ponte");
  expect(page).not.toContain("Fim.");
  expect(page).not.toContain("citou a revisão");
});

const SourceSchema = z.object({
  revision: z.string(),
  asked_for: z.string(),
  sections: z.array(z.object({ unit: z.string().nullable(), text: z.string() })),
});

test("the same as JSON, for programs", async () => {
  for (const response of [
    await get("/fonte/old/docs/1.docx?format=json"),
    await get("/fonte/old/docs/1.docx", { Accept: "application/json" }),
  ]) {
    const source = SourceSchema.parse(await response.json());
    expect(source.asked_for).toBe("old");
    expect(source.sections.map(({ unit }) => unit)).toEqual([null, "art1", "art1"]);
  }
});

test("a citation of an earlier revision is shown as it is now, and the page says so", async () => {
  const page = await (await get("/fonte/0123456789abcdef/docs/0.docx?lang=en")).text();
  expect(page).toContain("The answer cited revision 0123456789ab");
});

test("a document that the index does not hold is not found", async () => {
  for (const path of ["docs/7.docx", "..%2f..%2fetc/passwd", "docs/%E0%A4%A.docx"]) {
    expect((await get(`/fonte/x/${path}`)).status).toBe(404);
  }
});
