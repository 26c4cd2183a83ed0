import { expect, test } from "bun:test";
import fc from "fast-check";
import { cleanModelText } from "./clean-model-text.ts";

const CASES: readonly [string, string][] = [
  ["@everyone vejam", "everyone vejam"],
  ["＠here", "here"],
  ["@\u200beveryone", "everyone"],
  ["oi <@123456> e <@!1> e <@&2> em <#3> às <t:1700000000:R> <:x:1>", "oi e e em às"],
  ["<@<@1>everyone>", "everyone›"],
  ["[clique aqui](https://evil.example/x?y=(1)) já", "clique aqui já"],
  ["![foto](http://evil.example/a.png)", "foto"],
  ["texto [1](https://evil.example)", "texto [1]"],
  ["texto [2] e [1, 3]", "texto [2] e [1, 3]"],
  ["[a]: https://evil.example\nsim", "sim"],
  ["veja https://evil.example/a_b*c, agora", "veja […], agora"],
  ["veja www.evil.example e discord.gg/abc e evil.com", "veja […] e […] e […]"],
  ["escreva a a.b@c.com.br", "escreva a […]"],
  ["javascript:alert(1)", "…"],
  ["h\u200bttps://evil.example", "[…]"],
  ["<b>forte</b> e <img src=x onerror=alert(1)>", "forte e"],
  ["a<script>alert(1)</script>b<!-- c -->d", "abd"],
  ["&lt;script&gt; &#64;everyone", "& lt;script& gt; & #64;everyone"],
  ["# Título\n## Outro\n-# miúdo", "Título\nOutro\nmiúdo"],
  ["```ts\nlet x = `1`;\n```", "let x = 1;"],
  [
    "**forte** *fraco* __sub__ _it_ ~~não~~ ||segredo|| snake_case",
    "forte fraco sub it não segredo snake_case",
  ],
  ["* um\n* dois\n+ três", "- um\n- dois\n- três"],
  ["> citado\n>>> mais", "citado\nmais"],
  ["| a | b |\n|---|:-:|\n| c | d |", "a – b\n\nc – d"],
  ["\\[1\\] \\*x\\*", "[1] x"],
  ["um\u202etxet\u202c\u2066\ufeff\u00ad\u{e0041}\u3164 dois\u0007", "umtxet dois"],
  ["um\r\ndois\u2028três\n\n\n\nquatro", "um\ndois\ntrês\n\nquatro"],
  ["ação Z\u0351\u0352\u0353\u0354\u0355algo", "ação Z\u0353\u0354algo"],
  ["Art. 5º, § 2º: “o prazo é de 10%”; 3 < 4.", "Art. 5º, § 2º: “o prazo é de 10%”; 3 ‹ 4."],
  ["Prazo: 15 dias. Os dados: nome e data: 1º/1.", "Prazo: 15 dias. Os dados: nome e data: 1º/1."],
  ["É o fim.Com isso, acaba. Art.br", "É o fim.Com isso, acaba. Art.br"],
];

for (const [written, clean] of CASES) {
  test(`${JSON.stringify(written)} is shown as ${JSON.stringify(clean)}`, () => {
    expect(cleanModelText(written)).toBe(clean);
  });
}

/** Pieces from which tricks are made, put together in any order. */
const PIECES = [
  ...'@<>[]()!#*_~`|\\/:&;."“” \n',
  "@everyone",
  "<@1>",
  "<#2>",
  "https://",
  "http",
  "s://evil.com",
  "www.",
  "discord.gg/",
  "x.com",
  "[a](",
  "![",
  "](",
  "[1]",
  "```",
  "<b>",
  "</script>",
  "<script>",
  "<!--",
  "-->",
  "&lt;",
  "\u200b",
  "\u202e",
  "\ufe0f",
  "\ud800",
  "# ",
  "- ",
  "---",
  "mailto:a",
  "a@b.co",
  "lei",
  "é",
];

const hostile = fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join(""));

test("cleaning what is clean changes nothing, and nothing harmful is left of any trick", () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 60 })), (text) => {
      const clean = cleanModelText(text);
      expect(cleanModelText(clean)).toBe(clean);
      expect(clean).not.toMatch(/[@<>`*\\]|:\/\/|\]\(|!\[|\|\||~~|^#{1,6} |(?![\n])[\p{Cc}\p{Cf}\p{Cs}]/mu);
      expect(clean).not.toMatch(
        /www\.\w|discord\.gg\/|(?<![\p{L}\p{N}])x\.com(?![\p{L}\p{N}-])|(?<![\p{L}\p{N}_])mailto:a/u,
      );
    }),
    { numRuns: 20_000 },
  );
});

test("a plain answer is left as it is", () => {
  const word = fc.constantFrom(
    "lei",
    "artigo",
    "não",
    "15",
    "dias;",
    "(sic)",
    "§ 2º",
    "[1]",
    "“prazo”",
    "guarda-chuva",
  );
  const line = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => words.join(" "));
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
      expect(cleanModelText(lines.join("\n"))).toBe(lines.join("\n"));
    }),
    { numRuns: 1000 },
  );
});
