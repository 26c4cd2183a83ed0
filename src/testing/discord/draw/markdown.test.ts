import { expect, test } from "bun:test";
import fc from "fast-check";
import { drawMarkdown } from "./block-markdown.ts";
import { drawInline } from "./inline-markdown.ts";
import "../../property-seed.ts";

const INLINE: [string, string][] = [
  ["**negrito** e *itálico*", "<strong>negrito</strong> e <em>itálico</em>"],
  ["***ambos***", "<strong><em>ambos</em></strong>"],
  ["*a **b** c*", "<em>a <strong>b</strong> c</em>"],
  ["_assim_ e __sublinhado__ e ~~riscado~~", "<em>assim</em> e <u>sublinhado</u> e <s>riscado</s>"],
  ["||segredo||", '<span class="spoiler">segredo</span>'],
  ["um_nome_de_arquivo e 2 * 3 * 4", "um_nome_de_arquivo e 2 * 3 * 4"],
  ["`**código**` e ``a`b``", "<code>**código**</code> e <code>a`b</code>"],
  ["**aberto", "**aberto"],
  [
    "[art. 5º](https://planalto.gov.br/x)",
    '<a href="https://planalto.gov.br/x" rel="noreferrer">art. 5º</a>',
  ],
  ["[x](javascript:alert(1))", "[x](javascript:alert(1))"],
  ["[a (b)](https://a.b/c_(d)) fim", '<a href="https://a.b/c_(d)" rel="noreferrer">a (b)</a> fim'],
  ["veja https://a.b/c.", 'veja <a href="https://a.b/c" rel="noreferrer">https://a.b/c</a>.'],
  ['<b> & "aspas"', "&lt;b&gt; &amp; &quot;aspas&quot;"],
];

test.each(INLINE)("%s", (text, html) => {
  expect(drawInline(text)).toBe(html);
});

test("what is escaped is text, without its backslashes", () => {
  expect(drawInline("\\*nada\\* \\_disso\\_ \\[x\\](x) \\\\ C:\\dir")).toBe(
    "*nada* _disso_ [x](x) \\ C:\\dir",
  );
});

test("mentions show names where they are known", () => {
  const names = { users: new Map([["7", "ana"]]), channels: new Map([["9", "geral"]]) };
  expect(drawInline("<@7> <@!6> <#9> @here", { names })).toBe(
    ["@ana", "@unknown-user", "# geral", "@here"]
      .map((name) => `<span class="mention">${name}</span>`)
      .join(" "),
  );
});

const BLOCKS: [string, string][] = [
  ["# Título\ntexto", '<h1>Título</h1><div class="text">texto</div>'],
  ["### **T**", "<h3><strong>T</strong></h3>"],
  ["#sem espaço\n#### quatro", '<div class="text">#sem espaço\n#### quatro</div>'],
  ["-# nota", "<small>nota</small>"],
  ["> a\n> b\nc", '<blockquote><div class="text">a\nb</div></blockquote><div class="text">c</div>'],
  [">>> a\nb", '<blockquote><div class="text">a\nb</div></blockquote>'],
  ["- a\n- b\n  - c\n- d", "<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>"],
  ["3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'],
  [
    "a\n```ts\n**x** <y>\n```\nb",
    '<div class="text">a</div><pre><code>**x** &lt;y&gt;</code></pre><div class="text">b</div>',
  ],
  ["**a\nb**", '<div class="text"><strong>a\nb</strong></div>'],
  ["a\n\n> b", '<div class="text">a\n\n</div><blockquote><div class="text">b</div></blockquote>'],
  ["a\n\nb", '<div class="text">a\n\nb</div>'],
  ["\\# a", '<div class="text"># a</div>'],
  ["", ""],
];

test.each(BLOCKS)("%j", (text, html) => {
  expect(drawMarkdown(text)).toBe(html);
});

const TAG =
  /<\/?(?:strong|em|u|s|code|pre|h[123]|small|blockquote|ul|li|ol)>|<ol start="\d+">|<div class="text">|<\/div>|<span class="(?:mention|spoiler|emoji|time)">|<\/span>|<a href="https?:[^"<>]*" rel="noreferrer">|<\/a>/g;

test("no text makes a tag, an attribute or a link of its own", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ..."* ** _ __ ~~ || ` ``` [ ]( ) < > > \" ' & \\ # - -# 1. https://a.b <@1> <t:1:R> javascript: \n".split(
        " ",
      ),
    ),
    fc.string({ unit: "grapheme", maxLength: 6 }),
    fc.constantFrom("\n", "<script>", '" onclick="x', "<img src=x>"),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const left = drawMarkdown(pieces.join("")).replaceAll(TAG, "");
      expect(left).not.toMatch(/[<>"]/);
    }),
    { numRuns: 2000 },
  );
});

test("text that is no Markdown stays as it is", () => {
  const word = fc.stringMatching(/^[\p{L}\p{N}]{1,12}$/u);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      expect(drawInline(words.join(" "))).toBe(words.join(" "));
    }),
  );
});
