const BETWEEN = "[^\\p{L}\\p{N}]*";
const ALL_OF = (words: string) =>
  new RegExp(`^${BETWEEN}(?:(?:${words})(?![\\p{L}\\p{N}])${BETWEEN})+$`, "iu");

const GREETING = ALL_OF(
  "oi+e?|ol[áa]|opa|e a[íi]|bom dia|boa tarde|boa noite|tudo (?:bem|bom|certo)|a todos|pessoal|gente|bot|" +
    "hi|hello|hey|good (?:morning|afternoon|evening)|everyone",
);
const THANKS = ALL_OF(
  "muito|obrigad[oa]s?|brigad[oa]|valeu|vlw|agradeço|pela (?:ajuda|resposta)|ok|okay|certo|entendi|perfeito|" +
    "beleza|blz|ótimo|thanks?|thank you|thx|very|so|much|got it|great|for your help",
);
const MENTION = /<@[!&]?\d+>/g;

/** What a message is that says nothing but a courtesy: no question, and nothing that documents could answer. */
export function courtesyOf(text: string): "greeting" | "thanks" | null {
  const said = text.replace(MENTION, " ");
  if (GREETING.test(said)) return "greeting";
  return THANKS.test(said) ? "thanks" : null;
}
