import { foldAccents } from "../legal/norm-names.ts";

/** How people say it (expressions over folded text in lower case), and how the law does. */
const WORDS: readonly (readonly [everyday: string, legal: string])[] = [
  ["patr(?:ao|oes|oa)|chefes?", "empregador"],
  ["(?:fui |foi |ser )?mandad[oa] embora|demitid[oa]s?|demissao", "dispensa rescisão do contrato"],
  ["carteira de motorista|carta de motorista|cnh", "carteira nacional de habilitação"],
  ["bebad[oa]s?|embriagad[oa]s?|alcoolizad[oa]s?|depois de beber", "sob influência de álcool"],
  ["maconha|cocaina|crack", "drogas"],
  ["nome sujo|negativad[oa]s?|serasa|spc", "cadastro de inadimplentes proteção ao crédito"],
  ["pensao (?:alimenticia|do filho|para (?:o|a) filh[oa])|nao paga pensao", "alimentos"],
  [String.raw`assassin\w+`, "homicídio matar alguém"],
  [
    String.raw`apanh\w+ do marido|bate na (?:mulher|esposa)|marido agressor`,
    "violência doméstica e familiar contra a mulher",
  ],
  ["xing(?:ar|ou|a|amento)", "injúria"],
  ["cadeia|xadrez", "pena reclusão detenção"],
  ["(?:quem|pessoa que|pai|mae|marido) morreu|falecid[oa]s?|defunto", "falecido sucessão"],
  ["cachorros?|gatos?|bichos?", "animal"],
  ["mor(?:ar|am|amos) juntos?|amasiad[oa]s?|juntad[oa]s?", "união estável"],
  ["fi?lh[oa] adotiv[oa]", "adotado adoção"],
  ["golpes?|golpista", "fraude estelionato"],
  ["faltar (?:ao|no) (?:trabalho|servico)", "deixar de comparecer ao serviço"],
  ["almoco", "repouso ou alimentação intervalo"],
  ["gravidas?", "gestante"],
  ["carros?|motos?", "veículo"],
  ["sinal vermelho|farol vermelho", "sinal vermelho semáforo"],
  ["rachas?", "corrida disputa competição"],
  ["lojas?", "fornecedor"],
  [
    String.raw`(?:produto|celular|geladeira|tv|aparelho)\w* (?:com defeito|quebrad[oa]|estragad[oa])`,
    "produto vício",
  ],
  ["propagandas?", "publicidade"],
  ["devolver (?:o )?dinheiro|dinheiro de volta|reembolso", "restituição da quantia paga"],
  ["funcionari[oa]s? public[oa]s?", "servidor público"],
  ["aplicativos?|redes? socia(?:l|is)|facebook|instagram|whatsapp", "provedor de aplicações de internet"],
  [String.raw`vaz(?:amento|ou|ar)\w* (?:de |os )?dados`, "incidente de segurança"],
  ["nudes|fotos? intimas?", "cenas de nudez ou atos sexuais de caráter privado"],
  ["pirataria|copiar (?:um )?(?:livro|filme|musica)", "reprodução da obra"],
  ["desmat(?:ar|ei|ou)|derrubar (?:o )?mato", "supressão de vegetação desmatamento"],
  ["lixo", "resíduos sólidos"],
  ["beira d[eo] rio|margem do rio", "faixa marginal curso d'água"],
  ["cadeirantes?|surd[oa]s?|ceg[oa]s?", "pessoa com deficiência"],
  ["saidinha", "saída temporária"],
  ["tornozeleira", "monitoração eletrônica"],
  [String.raw`menor infrator|menores? que (?:rouba|mata|comete)\w*`, "adolescente ato infracional"],
  ["palmadas?|bater n[oa] (?:filho|crianca)", "castigo físico"],
  ["propina|suborno", "vantagem indevida corrupção"],
  ["desvi(?:ar|ou|o de) (?:dinheiro|verba)s?(?: publica)?", "peculato apropriar-se"],
  ["dinheiro falso|notas? falsas?", "moeda falsa"],
  [
    "invadir (?:a )?(?:minha |sua )?casa|entrar na (?:minha |sua )?casa",
    "violação de domicílio casa asilo inviolável",
  ],
  [String.raw`hacke\w+`, "invadir dispositivo informático"],
  [String.raw`stalk\w+|perseguir alguem`, "perseguição"],
  ["soco|bater em (?:alguem|outra pessoa)|brig(?:a|ar|ou)", "lesão corporal ofender a integridade"],
  ["de graca|gratis", "gratuidade"],
  [String.raw`cancelar|desist\w+ d[oae]`, "rescisão desistência"],
  ["furar fila|preferencia na fila", "atendimento prioritário"],
  ["terreno abandonado|invadi(?:r|ram|u) (?:meu |um )?terreno", "posse esbulho"],
  ["mentir (?:no|em|ao) (?:juizo|processo|juiz|tribunal)", "falso testemunho"],
  ["bala perdida|arma de brinquedo", "arma de fogo"],
  ["horas? a mais|trabalhar a mais", "horas extras serviço extraordinário"],
  ["folgas?", "repouso descanso semanal"],
  ["carteira assinada", "anotação carteira de trabalho"],
  ["briga de casal|separar|separacao", "divórcio dissolução"],
  ["dar o nome|reconhecer o filho", "reconhecimento dos filhos filiação"],
  ["dono", "proprietário"],
  ["emprestei|emprestar dinheiro", "mútuo"],
  ["alugar? (?:um )?(?:carro|objeto|coisa)", "locação de coisas"],
  [
    "compra pela internet|comprei pela internet|compra online",
    "contratação fora do estabelecimento comercial",
  ],
  ["sair da prisao|sair da cadeia|liberdade mais cedo", "livramento condicional progressão"],
  ["recorrer", "recurso"],
  ["perder o prazo", "preclusão"],
  ["quem manda|quem decide", "compete"],
  ["delegad[oa]", "autoridade policial"],
  ["policia(?:l|is)?", "autoridade policial"],
];

const COMPILED = WORDS.map(([everyday, legal]) => ({
  everyday: new RegExp(`(?<![a-z0-9])(?:${everyday})(?![a-z0-9])`, "gu"),
  legal,
}));
/** A longer text is a story, of which each thing is told in several ways. */
const QUESTION_MAX_WORDS = 30;

/** A question in the law's words where it has everyday ones for them; null where it has none. */
export function inLegalWords(question: string): string | null {
  if (question.split(/\s+/u).length > QUESTION_MAX_WORDS) return null;
  const folded = foldAccents(question).toLowerCase();
  const reworded = COMPILED.reduce((text, { everyday, legal }) => text.replace(everyday, legal), folded);
  return reworded === folded ? null : reworded;
}
