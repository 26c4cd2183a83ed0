import { expect, test } from "bun:test";
import { ButtonStyle, ComponentType } from "discord.js";
import { drawConversation } from "./draw-conversation.ts";
import { drawMessage } from "./draw-message.ts";
import type { DrawnComponent } from "./drawn-message.ts";

const BOT = { name: "Vademecum", isBot: true };
const HOSTILE = '</title></style><script>alert("1")</script><img src=x onerror=a>';

/** Texts of the elements that a selector finds. */
function textsOf(html: string, selector: string): string[] {
  const texts: string[] = [];
  new HTMLRewriter()
    .on(selector, {
      element: () => void texts.push(""),
      text: ({ text }) => void texts.push(`${texts.pop() ?? ""}${text}`),
    })
    .transform(html);
  return texts;
}

/** Names of the elements of a document and their attributes. */
function elementsOf(html: string): { tag: string; attributes: string[] }[] {
  const found: { tag: string; attributes: string[] }[] = [];
  new HTMLRewriter()
    .on("*", {
      element: ({ tagName, attributes }) =>
        void found.push({ tag: tagName, attributes: [...attributes].map(([name = ""]) => name) }),
    })
    .transform(html);
  return found;
}

test("a bot's message says that an app wrote it, a member's does not", () => {
  expect(textsOf(drawMessage({ author: BOT, content: "oi" }), ".app")).toEqual(["APP"]);
  expect(textsOf(drawMessage({ author: { name: "Ana" }, content: "oi" }), ".app")).toEqual([]);
});

test("an embed shows its parts in their order, with its colour", () => {
  const html = drawMessage({
    author: BOT,
    embeds: [
      {
        color: 0x2b6c,
        author: { name: "Lei" },
        title: "Título",
        url: "https://a.b/t",
        description: "**dez anos** [[1]](https://a.b/1)",
        fields: [
          { name: "Documento", value: "CC", inline: true },
          { name: "Artigo", value: "`205`", inline: true },
          { name: "Nota", value: "x" },
        ],
        footer: { text: "página 1/3" },
      },
    ],
  });
  expect(html).toContain("border-left-color:#002b6c");
  expect(textsOf(html, ".embed a")).toEqual(["Título", "[1]"]);
  expect(textsOf(html, ".field-name")).toEqual(["Documento", "Artigo", "Nota"]);
  expect(html.match(/grid-column:span (\d+)/g)).toEqual([
    "grid-column:span 6",
    "grid-column:span 6",
    "grid-column:span 12",
  ]);
  expect(html.indexOf("página 1/3")).toBeGreaterThan(html.indexOf("Nota"));
});

test("buttons show their style and whether they can be pressed", () => {
  const button = (style: ButtonStyle, label: string, disabled = false): DrawnComponent => {
    return { type: ComponentType.Button, style, label, disabled };
  };
  const components = [
    {
      type: ComponentType.ActionRow,
      components: [
        button(ButtonStyle.Primary, "a"),
        button(ButtonStyle.Danger, "b", true),
        button(ButtonStyle.Link, "c"),
      ],
    },
  ];
  const html = drawMessage({ author: BOT, components });
  expect(html.match(/<button[^>]*>/g)).toEqual([
    '<button type="button" class="primary">',
    '<button type="button" class="danger" disabled>',
    '<button type="button" class="secondary">',
  ]);
  expect(() => drawMessage({ author: BOT, components: [{ type: 1, components: [{ type: 99 }] }] })).toThrow(
    "type 99",
  );
});

test("what the client itself says is in the member's language", () => {
  const message = { author: BOT, isEphemeral: true, isEdited: true, content: "x", isLoading: true };
  const command = { author: { name: "Ana" }, name: "perguntar" };
  const portuguese = drawMessage({ ...message, command });
  const english = drawMessage({ ...message, command }, { language: "en" });
  for (const text of ["Só você pode ver", "(editado)", "usou", "está pensando"])
    expect(portuguese).toContain(text);
  for (const text of ["Only you can see this", "(edited)", "used", "is thinking"])
    expect(english).toContain(text);
});

test("the time is that of the member's place", () => {
  const sentAt = new Date("2026-11-25T02:03:00Z");
  const author = { name: "Ana" };
  expect(textsOf(drawMessage({ author, sentAt }), "time")).toEqual(["24/11/2026 23:03"]);
  expect(textsOf(drawMessage({ author, sentAt }, { timeZone: "UTC" }), "time")).toEqual(["25/11/2026 02:03"]);
});

test("no text of a message becomes an element, and nothing is fetched", () => {
  const author = { name: HOSTILE };
  const html = drawConversation(
    [
      {
        author,
        content: HOSTILE,
        embeds: [
          {
            author: { name: HOSTILE, url: "javascript:alert(1)" },
            title: HOSTILE,
            url: 'https://a.b/"><script>',
            description: HOSTILE,
            fields: [{ name: HOSTILE, value: HOSTILE }],
            image: { url: "https://a.b/x.png" },
            footer: { text: HOSTILE },
          },
        ],
        components: [
          {
            type: ComponentType.ActionRow,
            components: [
              { type: ComponentType.Button, label: HOSTILE, style: ButtonStyle.Primary },
              { type: ComponentType.StringSelect, placeholder: HOSTILE },
            ],
          },
        ],
        files: [{ name: HOSTILE, bytes: 1 }],
        replyTo: { author, content: HOSTILE },
        thread: { name: HOSTILE, messages: 1 },
      },
      { author: BOT, command: { author, name: HOSTILE } },
    ],
    { channel: HOSTILE, names: { users: new Map([["1", HOSTILE]]) } },
  );
  const elements = elementsOf(html);
  expect(elements.filter(({ tag }) => ["script", "img", "link", "iframe"].includes(tag))).toEqual([]);
  expect([...new Set(elements.flatMap(({ attributes }) => attributes))].sort()).toEqual([
    "charset",
    "class",
    "content",
    "href",
    "http-equiv",
    "lang",
    "rel",
    "style",
    "type",
  ]);
  expect(html).not.toMatch(/href="(?!https?:)|url\(/);
});
