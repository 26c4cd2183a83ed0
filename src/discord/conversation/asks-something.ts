/** Fewer words are a greeting, or go on from what others wrote. */
const MIN_WORDS = 3;

/** Code, quotes of others and addresses ask nothing. */
const NOT_SAID = /```[\s\S]*?(?:```|(?![\s\S]))|`[^`\n]*`|^>.*$|\bhttps?:\/\/\S+/gmu;
/** How questions begin that are written without a question mark. */
const BEGINNING =
  /^\W*(?:(?:oi|ol[áa]|bom dia|boa tarde|boa noite|gente|pessoal|galera|hi|hello|hey|guys)\W+)*(?:qual (?:é |e |o |a |seria |lei|artigo|prazo)|quais (?:são|sao|os|as)|quant[oa]s? (?:tempo|dias|anos|custa|é|e)|o que (?:diz|é|e|são|sao|acontece|significa|fala|prev[êe])|quem (?:pode|deve|tem|é|e)|como (?:funciona|faço|faco|fazer|se faz|pedir|recorrer|posso)|por ?qu[eê] |quando (?:cabe|se aplica|prescreve|posso|começa|comeca)|(?:tenho|estou com|uma|minha)? ?d[úu]vidas?\b|algu[ée]m (?:sabe|pode)|(?:gostaria|queria|quero|preciso) (?:de )?saber|(?:é|e) poss[íi]vel |what (?:is|are|does|do|happens)|which (?:law|article)|how (?:do|does|long|many|can)|who (?:can|may|must)|when (?:can|does|may)|why (?:is|does|do)|(?:does|do) anyone know|i (?:have a question|would like to know|want to know))/iu;

/**
 * Whether a message that nobody addressed to the bot asks something. What is no question must not be answered; what is none
 * and looks like one finds no strong evidence, and is not answered either.
 */
export function asksSomething(text: string): boolean {
  const said = text.replace(NOT_SAID, " ").trim();
  const words = said.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length >= MIN_WORDS && (said.includes("?") || BEGINNING.test(said));
}
