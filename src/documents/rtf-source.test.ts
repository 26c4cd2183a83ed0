import { describe, expect, test } from "bun:test";
import { repairRtf } from "./rtf-source.ts";

describe("repairRtf", () => {
  test("writes non-breaking hyphens and blanks as such", () => {
    expect(repairRtf("{\\rtf1 guarda\\_chuva art.\\~5}").source).toBe("{\\rtf1 guarda-chuva art.\\'a05}");
  });

  test("leaves an escaped backslash alone", () => {
    expect(repairRtf("{\\rtf1 a\\\\_b\\\\~c}").source).toBe("{\\rtf1 a\\\\_b\\\\~c}");
  });

  test("makes the label of a list item text, and drops bullets", () => {
    expect(repairRtf("{\\rtf1 {\\listtext\\pard\\plain\\f0 Art. 1\\'ba\\tab}Fica}").source).toBe(
      "{\\rtf1 {Art. 1\\'ba }Fica}",
    );
    expect(repairRtf("{\\rtf1 {\\pntext\\f1\\'B7\\tab}item}").source).toBe("{\\rtf1 item}");
  });

  test("does not look into binary data", () => {
    const source = "{\\rtf1 {\\pict\\bin4 {\\_\\}a}";
    expect(repairRtf(source)).toEqual({ source, unclosedGroups: 0 });
  });

  test("counts the groups that are open at the end", () => {
    expect(repairRtf("{\\rtf1 {\\b a").unclosedGroups).toBe(2);
    expect(repairRtf("{\\rtf1 a\\}}").unclosedGroups).toBe(0);
    expect(repairRtf("{\\rtf1 a}}").unclosedGroups).toBe(0);
  });
});
