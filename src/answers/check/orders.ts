import { provisionAt } from "../../legal/provisions.ts";
import { TEMPLATES } from "../prompt/templates.ts";
import { foldCased, foldText } from "./fold-text.ts";

/** What only a text says that is written to a language model. Accents folded, small letters. */
const ORDER = new RegExp(
  [
    String.raw`\b(?:ignor(?:e|ar|ando|em|ing)|desconsider(?:e|ar|ando|em)|esqueca|esquecer|disregard|forget|overrid(?:e|ing))\b.{0,40}\b(?:instruc\w*|instruct\w*|regras|rules|ordens|prompt|acima|above|anterior\w*|previous)`,
    String.raw`(?:^|\n|[.>\]|])\s*(?:system|sistema|assistant|assistente|developer|user|usuario)\s*(?:\||\]|>)?\s*:\s`,
    String.raw`\bto\s+the\s+(?:assistant|model|ai|bot)\b`,
    String.raw`<\|?\s*\/?\s*(?:im_start|im_end|system|assistant|user|endoftext)|\[\/?(?:inst|sys\w*)\]|<<\/?sys>>`,
    String.raw`\b(?:voce|vc)\s+(?:agora\s+)?(?:e|sera|passa\s+a\s+ser|deve\s+agir)\s+(?:agora\s+)?(?:um|uma|o|a|como)?\s*(?:\w+bot|pirata|dan|assistente|ia|modelo|robo|administrador)`,
    String.raw`\byou\s+are\s+(?:now|no\s+longer)\b|\bfrom\s+now\s+on,?\s+you\b|\ba\s+partir\s+de\s+agora,?\s+(?:voce|responda|aja)`,
    String.raw`\b(?:system|developer)\s+(?:prompt|message|override)|\bprompt\s+(?:do\s+sistema|inicial|secreto)|\bmensagem\s+do\s+sistema`,
    String.raw`\b(?:diga|peca|avise|tell|ask)\s+(?:ao|a|aos|the|o|os)\s+(?:usuari|leitor|membro|user|reader|member)`,
    String.raw`\b(?:modelo\s+de\s+linguagem|inteligencia\s+artificial|language\s+model|chatbot|llm)\b.{0,60}\b(?:deve|responda|escreva|diga|must|should|reply|write|say)\b`,
    String.raw`\b(?:responda|reply|respond|answer|escreva|write|repita|repeat|imprima|print|output|diga|say|reveal|revele|mencione|mention|cite|inclua|include|acrescente|append)\b.{0,120}\b(?:prompt|instruc\w*|instruct\w*|@?everyone|@?here|\[?99\]?|na\s+resposta|in\s+(?:the|your)\s+(?:answer|reply))`,
    // In the neighbours' languages.
    String.raw`\b(?:ignor\w+|olvid\w+|omit\w+|oubli\w+|neglige\w+|vergiss|vergesst|vergessen|ignoriere\w*|missachte\w*|dimentic\w+|trascur\w+)\b.{0,40}\b(?:instruc\w*|instruz\w*|istruz\w*|consignes?|anweisung\w*|regeln|regles|reglas|regole|vorherig\w*|precedent\w*)`,
    "忽略|无视|忘记.{0,12}指令|无視|игнорируй|забудь",
    // Messages as they are handed to a model, the end of the data, a task.
    String.raw`\brole["']?\s*[:=]\s*["']?(?:system|developer|assistant|user|tool)\b`,
    String.raw`\b(?:fim|final|end|fin)\s+(?:d[aeo]s?|of(?:\s+the)?)\s+(?:trechos?|documentos?|contexto|passagens|dados|fontes|passages?|documents?|context|data)\b`,
    String.raw`\b(?:nova|proxima|sua|verdadeira|new|next|your|real)\s+(?:tarefa|missao|task|mission)\s*(?::|is\b)`,
    String.raw`\b(?:decodifi(?:que|car)|desencripte|decode|base64|rot13)\b`,
    // Whoever answers is told how, or what to have the reader do.
    String.raw`\b(?:assistente|atendente|agente|assistant|agent)\s+(?:virtual|digital|artificial|de\s+ia|inteligente)\b|\b(?:atencao|aviso|nota|prezad[oa]|cara|caro|attention|dear|hey|ola)\s*[,:]?\s+(?:(?:a[oa]?|para|to)\s+)?(?:ia|ai|assistente|assistant|modelo|robo|bot|llm|chatbot|chatgpt)\b`,
    String.raw`\b(?:inici\w+|comec\w+|abr\w+|encerr\w+|termin\w+|finaliz\w+|conclu\w+|begin|start|end|finish)\b.{0,20}\b(?:a|sua|cada|toda|tua|your|every|each)\s+(?:respostas?|answers?|repl(?:y|ies))\b`,
    String.raw`\b(?:instrua|oriente|convenca|peca|diga|avise|informe|instruct|tell|ask|convince)\s+(?:a\s+)?(?:quem\s+(?:pergunt|le|consult|us)\w*|[oa]\s+(?:consulente|usuari[oa]|leitora?|cliente|estudante)|the\s+(?:user|reader|student|asker))`,
  ].join("|"),
  "u",
);
/** Lines, as the payload stands beside the order. */
const LINE = /[^\n]+/gu;

function isFoldedOrder(folded: string): boolean {
  return ORDER.test(folded.toLowerCase());
}

/** What hides text from readers or turns it round, and letters that only look like Latin ones: nobody writes them into a law. */
const HIDING =
  /[\u{e0000}-\u{e007f}\u202a-\u202e\u2066-\u2069]|[\p{Script=Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο]\p{Script=Latin}|\p{Script=Latin}[\p{Script=Cyrillic}ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο]/u;

/**
 * A passage folded (`foldCased`) and without the lines in which it speaks to a language model or hides something, up to
 * the next provision: they bear no statement about the law; and whether it does either.
 */
export function leaveOutOrders(passage: string): { text: string; hasOrders: boolean } {
  const folded = foldCased(passage);
  const isHiding = HIDING.test(passage);
  if (!isHiding && !isFoldedOrder(folded.replaceAll("\n", " \n "))) return { text: folded, hasOrders: false };
  let isPayload = false;
  const text = passage.replace(LINE, (line) => {
    const plain = foldCased(line);
    isPayload = HIDING.test(line) || isFoldedOrder(plain) || (isPayload && !beginsProvision(line));
    return isPayload ? "[...]" : plain;
  });
  return { text, hasOrders: true };
}

function beginsProvision(line: string): boolean {
  return /^\s*["“]?Art(?:igo|\.)?\s/iu.test(line) || provisionAt(line.trim()) !== null;
}

/** First person of the one who answers, in a text that should speak of the law. */
const OF_ITSELF =
  /\b(?:eu\s+sou|sou\s+(?:agora\s+)?(?:um|uma|o|a|seu|sua)\b|agora\s+(?:eu\s+)?sou\b|a\s+partir\s+de\s+agora|meu\s+nome\s+e|me\s+chamo|como\s+(?:um|uma)?\s*(?:ia|inteligencia\s+artificial|modelo\s+de\s+linguagem|assistente)\b|(?:minhas?|meu)\s+(?:instruc\w+|regras|prompt|programacao)|fui\s+(?:instruid|programad|treinad)\w|modo\s+(?:dan|desenvolvedor|administrador)|i\s+am\s+(?:now|an?|the|your)\b|i'?m\s+(?:now|an?|the|your)\b|my\s+name\s+is|as\s+an?\s+(?:ai|language\s+model|assistant)|my\s+(?:instructions|rules|prompt)|i\s+was\s+(?:told|instructed|trained)|(?:developer|dan|admin)\s+mode|system\s+prompt|prompt\s+do\s+sistema|mensagem\s+do\s+sistema|system\s+message|jailbr\w+)/u;

/** As many words in a row as these are the prompt's own, not a coincidence. */
const LEAK_WORDS = 6;
const RULES: ReadonlySet<string> = new Set(
  Object.values(TEMPLATES).flatMap(({ system, reminder }) => runsOfWords(`${system} ${reminder}`)),
);

/** Whether a text tells of the prompt, or speaks as somebody else than the one who answers. */
export function leavesRole(text: string): boolean {
  if (OF_ITSELF.test(foldText(text))) return true;
  return runsOfWords(text).some((run) => RULES.has(run));
}

/** Every run of so many words, as it stands in the text but for what parts the words. */
function runsOfWords(text: string): string[] {
  const words = foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.join(" ");
  const runs: string[] = [];
  let from = 0;
  let to = words.slice(0, LEAK_WORDS).join(" ").length;
  for (let first = 0; first + LEAK_WORDS <= words.length; first++) {
    runs.push(joined.slice(from, to));
    from += (words[first]?.length ?? 0) + 1;
    to += (words[first + LEAK_WORDS]?.length ?? 0) + 1;
  }
  return runs;
}
