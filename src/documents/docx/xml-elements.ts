/** An element of a document part: its attributes as they are written, and what stands between its tags. */
export interface XmlElement {
  attributes: string;
  content: string;
}

/**
 * Finds the elements of a name that do not lie in one another, in order. Made for the two parts that list styles and
 * numberings, which programs write: no comments, no CDATA, the prefix `w`.
 */
export function* elementsOf(xml: string, name: string): Generator<XmlElement> {
  const opening = new RegExp(`<${name}(?=[\\s/>])([^>]*)>`, "g");
  for (let match = opening.exec(xml); match !== null; match = opening.exec(xml)) {
    const attributes = match[1] ?? "";
    if (attributes.endsWith("/")) {
      yield { attributes, content: "" };
      continue;
    }
    const end = xml.indexOf(`</${name}>`, opening.lastIndex);
    if (end < 0) return;
    yield { attributes, content: xml.slice(opening.lastIndex, end) };
    opening.lastIndex = end;
  }
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The value of an attribute, null where there is none. */
export function attributeOf(attributes: string, name: string): string | null {
  const value = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  if (value === null) return null;
  return (value[1] ?? value[2] ?? "").replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex, decimal, entity) => {
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      return ENTITIES[entity] ?? whole;
    },
  );
}
