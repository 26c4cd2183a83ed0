import type { MessageTable } from "./message-table.ts";

/** Answers in Discord: buttons, pages, threads, feedback, refusals. */
export const DISCORD_ASK_MESSAGES = {
  "pt-BR": {
    discordDraftNote: "Escrevendo… esta resposta ainda não foi conferida com as fontes.",
    discordAnswerSources: "Fontes",
    discordAnswerContinue: "Continuar",
    discordAnswerPageOf: "{page} de {pages}",
    discordAnswerFile: "arquivo",
    discordAnswerIndex: "Índice {tag}",
    discordAnswerNearest: "O que há de mais próximo, embora não responda à pergunta:",
    discordAnswerQuoteAltered: "a citação não é igual à da fonte",
    discordAnswerReferenceUnsupported: "a fonte não traz este dispositivo",
    discordAskWaitTitle: "Um momento",
    discordAskCooldown: "Você acabou de perguntar. Pergunte de novo daqui a {seconds} s.",
    discordAskGuildBusy: "Há muitas perguntas deste servidor na fila. Pergunte de novo daqui a um minuto.",
    discordAskBusy: "Há perguntas demais sendo respondidas agora. Pergunte de novo daqui a um minuto.",
    discordAskStoppingTitle: "O bot está sendo reiniciado",
    discordAskStopping: "Desculpe: esta pergunta ficou sem resposta. Pergunte de novo daqui a um minuto.",
    discordAskNotReadyTitle: "O índice ainda não está pronto",
    discordAskNotReady:
      "Os documentos ainda estão sendo carregados. Pergunte de novo daqui a alguns minutos; `/status` mostra como vai.",
    discordAskTimeoutTitle: "A resposta não ficou pronta a tempo",
    discordAskTimeout:
      "Pergunte de novo. Uma pergunta mais curta, ou sobre um só documento, é respondida mais depressa.",
    discordAskNothingTitle: "Sem resposta nos documentos",
    discordAskNothing: "Os documentos não dizem o bastante sobre isto.",
    discordAskFailedTitle: "Não deu certo",
    discordAskFailed:
      "A pergunta não pôde ser respondida por um erro do bot, que ficou registrado. Pergunte de novo; se continuar assim, avise quem cuida deste servidor.",
    discordAskEmptyTitle: "Falta a pergunta",
    discordAskEmpty:
      "Escreva a pergunta em palavras, por exemplo: Qual é o prazo para desistir de uma compra pela internet?",
    discordAskTargetEmptyTitle: "Esta mensagem não tem texto",
    discordAskTargetEmpty:
      "Só consigo responder ao que está escrito na própria mensagem: imagens, anexos e cartões não são lidos. Use `/perguntar` e escreva a pergunta.",
    discordAskTooLongTitle: "A pergunta é longa demais",
    discordAskTooLong:
      "Ela tem {chars} caracteres, e o máximo é {max}. Resuma-a: o que aconteceu, e o que você quer saber.",
    discordAskDocumentTitle: "Documento não encontrado",
    discordAskDocumentUnknown:
      "O índice não tem “{document}”. Escolha um dos que aparecem enquanto você digita; `/fontes` mostra todos.",
    discordAskDocumentNearest: "Os nomes mais próximos: {documents}.",
    discordAskDocumentElsewhere:
      "Neste servidor as respostas vêm só destes documentos, e “{document}” não é um deles: {documents}.",
    discordAskElsewhereTitle: "Aqui não",
    discordAskElsewhere: "Neste servidor as perguntas são feitas em {channels}.",
    discordFeedbackThanks: "Obrigado! Sua avaliação foi registrada.",
    discordFeedbackThanksTitle: "Avaliação registrada",
    discordFeedbackSorry: "Obrigado por avisar. Se quiser, diga o que faltou ou o que está errado.",
    discordFeedbackWhy: "Dizer por quê",
    discordFeedbackReasonTitle: "O que está errado?",
    discordFeedbackReason: "Motivo (opcional)",
    discordFeedbackReasonHint: "Ex.: citou o artigo errado; faltou a exceção do § 2º",
    discordFeedbackReasonThanks: "Obrigado! O motivo foi registrado com a sua avaliação.",
    discordAskGoneTitle: "Esta resposta não está mais guardada",
    discordAskGone:
      "Respostas são guardadas por {days} dias, ou até que quem perguntou as apague. Pergunte de novo com `/perguntar`.",
    discordAskNoSources: "A resposta não cita trecho nenhum dos documentos.",
    discordAskSourcesTitle: "Fontes de: {question}",
    discordAskSourcesChanged:
      "A resposta citou o índice {answered}; os trechos são do índice {current}, em uso agora.",
    discordAskSourceRemoved: "Este trecho não está mais nos documentos em uso.",
    discordThreadTitle: "Conversa aberta",
    discordThreadOpened: "Continue em {thread}: lá a conversa lembra desta pergunta.",
    discordThreadGreetingTitle: "Vamos continuar",
    discordThreadGreeting:
      "Escreva aqui as próximas perguntas; o assunto da primeira continua valendo. Mensagens que começam com `//` são só entre vocês.",
    discordThreadGreetingMention:
      "Escreva aqui as próximas perguntas e mencione-me em cada uma; o assunto da primeira continua valendo.",
    discordAskSourcesIndex: "Textos do índice {tag}",
    discordThreadAlready: "Esta já é uma conversa: é só escrever a próxima pergunta aqui mesmo.",
    discordThreadAlreadyMention: "Para continuar, escreva a próxima pergunta aqui mesmo e mencione-me.",
    discordThreadTitleFailed: "A conversa não pôde ser aberta",
    discordThreadOtherAsker: "Só quem perguntou pode continuar esta conversa. Faça a sua com `/perguntar`.",
    discordThreadPrivate:
      "Esta resposta é só sua, e uma conversa aberta aqui seria vista por todos. Continue por mensagem direta comigo.",
    discordThreadNoPermission:
      "Neste canal não tenho estas permissões: {permissions}. Peça-as a quem cuida do servidor.",
    discordThreadNotHere: "Neste tipo de canal não há conversas. Pergunte em um canal de texto.",
    discordThreadExists: "A conversa desta resposta já foi aberta: {thread}",
    discordThreadCreatePublic: "Criar tópicos públicos",
    discordThreadSend: "Enviar mensagens em tópicos",
    discordThreadUnnamed: "Conversa",
    discordConversationHowTo:
      "Mencione-me com uma pergunta sobre a lei, use `/perguntar` ou me mande uma mensagem direta. `/ajuda` mostra o resto.",
    discordConversationHowToTitle: "Pergunte sobre a lei",
    discordConversationTextOnlyTitle: "Só leio texto",
    discordConversationTextOnly: "Imagens e anexos não são lidos: escreva a pergunta em palavras.",
    discordConversationUnreadableTitle: "Não consigo ler esta mensagem",
    discordConversationUnreadable:
      "Neste servidor só recebo o texto das mensagens que me mencionam. Mencione-me na pergunta, ou use `/perguntar`.",
  },
  en: {
    discordDraftNote: "Writing… this answer has not been checked against its sources yet.",
    discordAnswerSources: "Sources",
    discordAnswerContinue: "Continue",
    discordAnswerPageOf: "{page} of {pages}",
    discordAnswerFile: "file",
    discordAnswerIndex: "Index {tag}",
    discordAnswerNearest: "What comes nearest, but does not answer the question:",
    discordAnswerQuoteAltered: "the quotation differs from the source",
    discordAnswerReferenceUnsupported: "the source does not have this provision",
    discordAskWaitTitle: "One moment",
    discordAskCooldown: "You have just asked. Ask again in {seconds} s.",
    discordAskGuildBusy: "Many questions of this server are waiting. Ask again in a minute.",
    discordAskBusy: "Too many questions are being answered now. Ask again in a minute.",
    discordAskStoppingTitle: "The bot is being restarted",
    discordAskStopping: "Sorry: this question was left without an answer. Ask again in a minute.",
    discordAskNotReadyTitle: "The index is not ready yet",
    discordAskNotReady:
      "The documents are still being loaded. Ask again in a few minutes; `/status` shows how far it is.",
    discordAskTimeoutTitle: "The answer was not ready in time",
    discordAskTimeout: "Ask again. A shorter question, or one about a single document, is answered faster.",
    discordAskNothingTitle: "No answer in the documents",
    discordAskNothing: "The documents do not say enough about this.",
    discordAskFailedTitle: "That did not work",
    discordAskFailed:
      "The question could not be answered because of an error of the bot, which is in its log. Ask again; if it goes on, tell those who run this server.",
    discordAskEmptyTitle: "The question is missing",
    discordAskEmpty:
      "Write the question in words, for example: How long do I have to withdraw from a purchase on the internet?",
    discordAskTargetEmptyTitle: "This message has no text",
    discordAskTargetEmpty:
      "I can only answer what is written in the message itself: pictures, attachments and embeds are not read. Use `/ask` and write the question.",
    discordAskTooLongTitle: "The question is too long",
    discordAskTooLong:
      "It has {chars} characters, and the most is {max}. Sum it up: what happened, and what you want to know.",
    discordAskDocumentTitle: "Document not found",
    discordAskDocumentUnknown:
      "The index does not have “{document}”. Choose one of those that appear while you type; `/sources` shows them all.",
    discordAskDocumentNearest: "The names that come nearest: {documents}.",
    discordAskDocumentElsewhere:
      "In this server answers come from these documents alone, and “{document}” is none of them: {documents}.",
    discordAskElsewhereTitle: "Not here",
    discordAskElsewhere: "In this server questions are asked in {channels}.",
    discordFeedbackThanks: "Thank you! Your feedback has been saved.",
    discordFeedbackThanksTitle: "Feedback saved",
    discordFeedbackSorry: "Thank you for telling. If you like, say what was missing or what is wrong.",
    discordFeedbackWhy: "Say why",
    discordFeedbackReasonTitle: "What is wrong?",
    discordFeedbackReason: "Reason (optional)",
    discordFeedbackReasonHint: "E.g. it cited the wrong article; the exception of § 2 was missing",
    discordFeedbackReasonThanks: "Thank you! The reason has been saved with your feedback.",
    discordAskGoneTitle: "This answer is no longer kept",
    discordAskGone:
      "Answers are kept for {days} days, or until who asked deletes them. Ask again with `/ask`.",
    discordAskNoSources: "The answer cites no passage of the documents.",
    discordAskSourcesTitle: "Sources of: {question}",
    discordAskSourcesChanged:
      "The answer cited index {answered}; the passages are those of index {current}, in use now.",
    discordAskSourceRemoved: "This passage is no longer in the documents in use.",
    discordThreadTitle: "Conversation opened",
    discordThreadOpened: "Go on in {thread}: the conversation there remembers this question.",
    discordThreadGreetingTitle: "Let us go on",
    discordThreadGreeting:
      "Write your next questions here; the subject of the first still holds. Messages that begin with `//` are between yourselves.",
    discordThreadGreetingMention:
      "Write your next questions here and mention me in each; the subject of the first still holds.",
    discordAskSourcesIndex: "Texts of index {tag}",
    discordThreadAlready: "This is a conversation already: just write the next question here.",
    discordThreadAlreadyMention: "To go on, write the next question here and mention me.",
    discordThreadTitleFailed: "The conversation could not be opened",
    discordThreadOtherAsker: "Only who asked can go on with this conversation. Ask your own with `/ask`.",
    discordThreadPrivate:
      "This answer is yours alone, and a conversation opened here would be seen by all. Go on by direct message with me.",
    discordThreadNoPermission:
      "In this channel I lack these permissions: {permissions}. Ask those who run the server.",
    discordThreadNotHere: "Channels of this kind have no threads. Ask in a text channel.",
    discordThreadExists: "The conversation of this answer was opened before: {thread}",
    discordThreadCreatePublic: "Create Public Threads",
    discordThreadSend: "Send Messages in Threads",
    discordThreadUnnamed: "Conversation",
    discordConversationHowTo:
      "Mention me with a question about the law, use `/ask`, or write me a direct message. `/help` shows the rest.",
    discordConversationHowToTitle: "Ask about the law",
    discordConversationTextOnlyTitle: "I read text only",
    discordConversationTextOnly: "Pictures and attachments are not read: write the question in words.",
    discordConversationUnreadableTitle: "I cannot read this message",
    discordConversationUnreadable:
      "In this server I receive the text of messages that mention me alone. Mention me in the question, or use `/ask`.",
  },
} as const satisfies MessageTable;
