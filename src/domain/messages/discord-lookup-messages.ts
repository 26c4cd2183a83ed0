import type { MessageTable } from "./message-table.ts";

/** Passages, articles, documents, state and help in Discord. */
export const DISCORD_LOOKUP_MESSAGES = {
  "pt-BR": {
    discordLookupPrevious: "Anterior",
    discordLookupNext: "Próxima",
    discordLookupPageOf: "Página {page} de {pages}",
    discordLookupGoneTitle: "Esta página não pode mais ser virada",
    discordLookupGone: "O que ela mostrava não está mais guardado, ou saiu do índice. Use o comando de novo.",

    discordSearchTitle: "Trechos para: {text}",
    discordSearchWeak:
      "Nada nos documentos fala claramente disto; estes são os trechos mais próximos, e podem ser de outro assunto.",
    discordSearchNothingTitle: "Nenhum trecho",
    discordSearchNothing: "Os documentos não têm nenhuma dessas palavras, nem nada parecido. Tente outras.",
    discordSearchEmptyTitle: "Falta o que procurar",
    discordSearchEmpty: "Escreva algumas palavras, por exemplo: prazo para desistir da compra.",

    discordUnitPart: "{label}, {part}",
    discordUnitWhole: "O texto inteiro está nas páginas seguintes.",
    discordUnitMissingPart: "Não há “{part}” em {label}; este é o texto inteiro.",
    discordUnitSeveral: "Este número está em {count} lugares; as páginas seguintes mostram os outros.",
    discordUnitNoSuchTitle: "{label} não está no documento",
    discordUnitNoSuch: "“{title}” não tem {label}.",
    discordUnitNearest: "O que há perto: {units}.",
    discordUnitNoLawTitle: "Lei não encontrada",
    discordUnitNoLaw:
      "Nenhum documento do índice é “{asked}”. Escolha um dos que aparecem enquanto você digita; `/fontes` mostra todos.",
    discordUnitNoCourtTitle: "Súmulas não encontradas",
    discordUnitNoCourt:
      "O índice não tem súmulas de “{asked}”. Escolha um dos tribunais que aparecem enquanto você digita.",
    discordUnitMaybe: "Você quis dizer: {titles}?",
    discordUnitNotAnArticleTitle: "Isto não é um artigo",
    discordUnitNotAnArticle:
      "“{asked}” não é o número de um artigo. Escreva, por exemplo: 5, 5º, LXXIV, 58-A ou 121, § 2º.",
    discordUnitNotASumulaTitle: "Isto não é uma súmula",
    discordUnitNotASumula: "“{asked}” não é o número de uma súmula. Escreva só o número: 7.",
    discordUnitElsewhereTitle: "Documento fora deste servidor",
    discordUnitElsewhere: "Neste servidor só se consultam estes documentos: {documents}.",

    discordDocumentsTitle: "Documentos no índice: {count}",
    discordDocumentsIndexed:
      "Índice {tag}, feito em {when}. Os textos são os que os documentos tinham nesse momento.",
    discordDocumentsRevision: "Versão dos documentos: {revision}",
    discordDocumentsPages: "{count} p.",
    discordDocumentsUnits: "artigos ou súmulas: {count}",
    discordDocumentsNoUnits: "texto corrido",
    discordDocumentsNone: "O índice não tem nenhum documento.",

    discordStatusTitle: "Estado do bot",
    discordStatusReady: "Pronto para responder",
    discordStatusNotReady: "Carregando o índice: perguntas são respondidas assim que ele estiver pronto",
    discordStatusIndex: "Índice em uso",
    discordStatusIndexLine: "{tag}\nrevisão {revision}",
    discordStatusPublished: "Feito em",
    discordStatusSince: "Em uso desde",
    discordStatusContents: "Conteúdo",
    discordStatusContentsLine: "documentos: {documents}\ntrechos: {chunks}",
    discordStatusEngine: "Busca",
    discordStatusUptime: "No ar há",
    discordStatusDays: "{days} d {hours} h",
    discordStatusHours: "{hours} h {minutes} min",
    discordStatusMinutes: "{minutes} min",
    discordStatusBudget: "Respostas por modelo, hoje",
    discordStatusBudgetLeft:
      "resta {percent}% do limite do dia (US$ {left} de US$ {budget}); ele recomeça à meia-noite UTC",
    discordStatusBudgetGone:
      "o limite do dia foi atingido: até a meia-noite UTC as respostas são feitas só de trechos",
    discordStatusBudgetUnknown: "não se sabe agora",
    discordStatusBot: "Conexão com o Discord",
    discordStatusBotUp: "ativa: esta resposta chegou por ela",
    discordStatusGateway: "gateway: conectado",
    discordStatusGatewayDown: "gateway: reconectando; menções e mensagens diretas esperam",
    discordStatusGatewayOff:
      "gateway: sem ligação; menções e mensagens diretas esperam. Quem cuida do bot vê por quê em `/api/status`",
    discordStatusHttp: "comandos por HTTP: ativos",
    discordStatusUpdating: "Novo índice",
    discordStatusUpdatingLine: "{tag} está sendo carregado ({percent}%); o atual responde enquanto isso",
    discordStatusTrouble: "Aviso",
    discordStatusTroubleLine:
      "a última procura por um índice novo falhou ({code}); o atual continua respondendo",
    discordStatusVersion: "vademecum {version}",

    discordHelpTitle: "O que sei fazer",
    discordHelpIntro:
      "Respondo a perguntas sobre direito a partir dos documentos deste índice e digo de onde vem cada afirmação. O que os documentos não dizem eu não invento: mostro o que há de mais próximo.",
    discordHelpElsewhereTitle: "Sem comando",
    discordHelpElsewhere:
      "Mencione-me num canal ou me mande uma mensagem direta, e eu respondo. Numa conversa que abri, é só continuar escrevendo: eu me lembro do assunto. Em qualquer mensagem: Aplicativos › {menu}.",
    discordHelpTipsTitle: "Bom saber",
    discordHelpTips:
      "Com a opção `documento` a resposta vem só daquele documento ou pasta. Com `privado` só você a vê. Os números entre colchetes levam ao documento, na página.",
    discordHelpNotAdvice: "Isto é informação, não aconselhamento jurídico.",
  },
  en: {
    discordLookupPrevious: "Back",
    discordLookupNext: "Next",
    discordLookupPageOf: "Page {page} of {pages}",
    discordLookupGoneTitle: "This page cannot be turned any more",
    discordLookupGone: "What it showed is no longer kept, or has left the index. Give the command again.",

    discordSearchTitle: "Passages for: {text}",
    discordSearchWeak:
      "Nothing in the documents clearly speaks of this; these are the nearest passages, and may be about something else.",
    discordSearchNothingTitle: "No passage",
    discordSearchNothing:
      "The documents have none of these words, nor anything like them. Try others; the documents are in Portuguese.",
    discordSearchEmptyTitle: "What to look for is missing",
    discordSearchEmpty: "Write a few words, such as: prazo para desistir da compra.",

    discordUnitPart: "{label}, {part}",
    discordUnitWhole: "The whole text is on the following pages.",
    discordUnitMissingPart: "There is no “{part}” in {label}; this is the whole text.",
    discordUnitSeveral: "This number stands in {count} places; the following pages show the others.",
    discordUnitNoSuchTitle: "{label} is not in the document",
    discordUnitNoSuch: "“{title}” has no {label}.",
    discordUnitNearest: "What is near: {units}.",
    discordUnitNoLawTitle: "Law not found",
    discordUnitNoLaw:
      "No document of the index is “{asked}”. Choose one of those that appear while you type; `/sources` shows all.",
    discordUnitNoCourtTitle: "Súmulas not found",
    discordUnitNoCourt:
      "The index has no súmulas of “{asked}”. Choose one of the courts that appear while you type.",
    discordUnitMaybe: "Did you mean: {titles}?",
    discordUnitNotAnArticleTitle: "This is not an article",
    discordUnitNotAnArticle:
      "“{asked}” is not the number of an article. Write, for example: 5, 5º, LXXIV, 58-A or 121, § 2º.",
    discordUnitNotASumulaTitle: "This is not a súmula",
    discordUnitNotASumula: "“{asked}” is not the number of a súmula. Write the number alone: 7.",
    discordUnitElsewhereTitle: "A document outside this server",
    discordUnitElsewhere: "In this server only these documents are looked into: {documents}.",

    discordDocumentsTitle: "Documents in the index: {count}",
    discordDocumentsIndexed:
      "Index {tag}, made on {when}. The texts are those that the documents had at that moment.",
    discordDocumentsRevision: "Version of the documents: {revision}",
    discordDocumentsPages: "{count} pp.",
    discordDocumentsUnits: "articles or súmulas: {count}",
    discordDocumentsNoUnits: "running text",
    discordDocumentsNone: "The index has no document.",

    discordStatusTitle: "State of the bot",
    discordStatusReady: "Ready to answer",
    discordStatusNotReady: "Loading the index: questions are answered as soon as it is ready",
    discordStatusIndex: "Index in use",
    discordStatusIndexLine: "{tag}\nrevision {revision}",
    discordStatusPublished: "Made on",
    discordStatusSince: "In use since",
    discordStatusContents: "Contents",
    discordStatusContentsLine: "documents: {documents}\npassages: {chunks}",
    discordStatusEngine: "Search",
    discordStatusUptime: "Up for",
    discordStatusDays: "{days} d {hours} h",
    discordStatusHours: "{hours} h {minutes} min",
    discordStatusMinutes: "{minutes} min",
    discordStatusBudget: "Answers by a model, today",
    discordStatusBudgetLeft:
      "{percent}% of the day's limit is left (US$ {left} of US$ {budget}); it begins anew at midnight UTC",
    discordStatusBudgetGone:
      "the day's limit is reached: until midnight UTC answers are made of passages alone",
    discordStatusBudgetUnknown: "not known right now",
    discordStatusBot: "Connection with Discord",
    discordStatusBotUp: "up: this answer came by it",
    discordStatusGateway: "gateway: connected",
    discordStatusGatewayDown: "gateway: reconnecting; mentions and direct messages have to wait",
    discordStatusGatewayOff:
      "gateway: not connected; mentions and direct messages have to wait. Whoever runs the bot sees why at `/api/status`",
    discordStatusHttp: "commands over HTTP: taken",
    discordStatusUpdating: "New index",
    discordStatusUpdatingLine: "{tag} is being loaded ({percent}%); the present one answers meanwhile",
    discordStatusTrouble: "Notice",
    discordStatusTroubleLine:
      "the last look for a new index failed ({code}); the present one goes on answering",
    discordStatusVersion: "vademecum {version}",

    discordHelpTitle: "What I can do",
    discordHelpIntro:
      "I answer questions about Brazilian law from the documents of this index, and say where each statement comes from. What the documents do not say I do not make up: I show what comes nearest.",
    discordHelpElsewhereTitle: "Without a command",
    discordHelpElsewhere:
      "Mention me in a channel, or write to me in a direct message, and I answer. In a conversation that I opened just go on writing: I remember the subject. On any message: Apps › {menu}.",
    discordHelpTipsTitle: "Good to know",
    discordHelpTips:
      "With the option `document` the answer comes from that document or folder alone. With `private` only you see it. The numbers in brackets lead to the document, at the page.",
    discordHelpNotAdvice: "This is information, not legal advice.",
  },
} as const satisfies MessageTable;
