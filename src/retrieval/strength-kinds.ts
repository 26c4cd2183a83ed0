import { foldAccents } from "../legal/norm-names.ts";

/** How people ask for what no collection of norms answers: expressions over folded text, in lower case. */
const KINDS: readonly (readonly [what: string, lines: readonly string[]])[] = [
  [
    "What is so today or was lately, who did what.",
    [
      "hoje|ontem|amanha|agora|atual|atualmente",
      "(?:deste|neste|este|proximo|ultimo|passado) (?:ano|mes|semestre)",
      "(?:desta|nesta|esta|proxima|ultima) (?:semana|eleicao|prova)|(?:ano|mes|semana) passad[oa]|ate hoje",
      "quem (?:foi|venceu|ganhou|escreveu|descobriu)|onde nasceu|em que (?:ano|dia) (?:foi|caiu|nasceu)",
      "quando (?:foi|sai|saiu|comeca a valer)",
      "quant[oa]s .* (?:existem|ha|tem) (?:hoje|no (?:pais|brasil)|no mundo)",
    ],
  ],
  [
    "Prices, pay and rates.",
    [
      "quanto (?:custa|custam|cobra|cobram|ganha|ganham)|preco (?:medio|do|da)|cotacao",
      "valor (?:da|do|de) (?:taxa|inscricao|anuidade|hora|consulta|ingresso)|em media|mais barat[oa]",
      "paga melhor|tabela de honorarios|taxa selic|salario atual",
    ],
  ],
  [
    "Addresses, sites and how to use them.",
    [
      "telefone|endereco|horario|sites? d[oa]|aplicativo|app|baixar|senha|login|online|passo a passo",
      "como (?:agendar|emitir|emito|baixar|instalar|consultar|desbloquear|acessar|preencher|tirar|falar|imprimir|configurar|estudar|passar|chegar)",
      String.raw`agendar|segunda via|onde (?:compro|encontro|fica)|que onibus|word|pdf|(?:quando sai o|proximo) edital|gov\.br|pje|eproc`,
    ],
  ],
  [
    "Texts to be written, and advice on study and choice.",
    [
      "modelo de",
      "(?:me )?(?:da|faz|faca|escreva|redija|corrige|corrija|traduz|traduza|monte|crie|recomenda|recomende|indica|indique|sugira|conta|explica como se) (?:para mim|um|uma|o|a|me|esta|este)",
      "como (?:escrever|redigir|fazer um|montar)|dicas?|resumo|mapa mental|curriculo",
      String.raw`melhor(?:es)? (?:\w+ )?(?:livro|faculdade|curso|cursinho|escritorio|advogad[oa]|sites? d[oa]|banco|\w+ para)`,
      "cursinho|nota de corte|exame da ordem|preciso acertar|vale a pena",
    ],
  ],
  [
    "Opinions and forecasts.",
    [
      "(?:voce|vc) (?:acha|concorda|gosta|prefere)|sua opiniao|na opiniao|concorda com|devo votar|e justo",
      String.raw`deveria(?:m)?|devia(?:m)?|qual partido|quem voce|demais\??$|culpa de quem|vai aumentar|vai acabar`,
    ],
  ],
  [
    "Other countries' law, and law of the past.",
    [
      "portugal|francesa?s?|franca|ingles(?:a|es)?|inglaterra|aleman?h?a|alemao|alema|italian[oa]s?|italia",
      String.raw`espanhol(?:a)?|espanha|argentin[oa]s?|chilen[oa]s?|chile|uruguai\w*|paragua\w*|mexic\w+|colombian[oa]`,
      String.raw`japao|japones(?:a)?|china|chines(?:a)?|russi?[oa]|suic[oa]|canada\w*|canadense|angola\w*|holanda`,
      "holandes(?:a)?|estados unidos|norte-american[oa]s?|american[oa]s?|eua|texas|nova york|california|londres",
      "europeia?|uniao europeia",
      "(?:direito|codigo|constituicao|lei|justica|leis) (?:civil |penal |trabalhista )?portugues(?:a)?",
      String.raw`common law|direito romano|romanos|hamurabi|doze tabuas|imperio de 18\d\d`,
      "constituicao de 19(?:34|37|46|67)|gdpr|uk|us|england|federal court",
    ],
  ],
  [
    "Sources by number that stand beside the norms.",
    [
      String.raw`(?:portaria|resolucao|instrucao normativa|enunciado|tema|informativo|orientacao jurisprudencial|oj|circular|parecer|nr) (?:n\S* )?(?:\w+ )?\d\S*`,
    ],
  ],
  [
    "Small talk.",
    [
      "bom dia|boa (?:tarde|noite)|oi|ola|muito obrigad[oa]|obrigad[oa] (?:pela|por)|quem e voce|que horas sao|me conta",
    ],
  ],
  [
    "How long things take, what to look out for.",
    ["quanto tempo demora|na pratica|que cuidados|preciso pagar para"],
  ],
];

const EXPRESSIONS = KINDS.flatMap(([, lines]) => lines).join("|");
const ASKED = new RegExp(`(?<![a-z0-9])(?:${EXPRESSIONS})(?![a-z0-9])`, "u");

/** Whether a question asks, by its wording, for something other than what norms say: a fact of today, a price, an opinion. */
export function asksForOtherThanLaw(question: string): boolean {
  return ASKED.test(foldAccents(question).toLowerCase());
}
