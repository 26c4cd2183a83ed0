import type { MessageTable } from "./message-table.ts";

/** What is kept of members, and how it is had or deleted. */
export const DISCORD_PRIVACY_MESSAGES = {
  "pt-BR": {
    discordPrivacyTitle: "O que guardo sobre você",
    discordPrivacyKept:
      "As suas perguntas e as respostas que recebeu, para que a conversa tenha memória e os botões funcionem, e as suas avaliações. Tudo sob um pseudônimo: nem o seu nome nem o seu ID do Discord são gravados. Perguntas sem resposta nos documentos ficam também numa lista sem autor, e respostas podem ser reaproveitadas, sem autor, para quem pergunte o mesmo.",
    discordPrivacyLong: "Depois de {days} dias, tudo isso é apagado automaticamente.",
    discordPrivacyModel:
      "Para escrever uma resposta, a pergunta e os trechos encontrados podem ir a um modelo de linguagem de terceiros, sem o seu nome.",
    discordPrivacyMine: "O que há seu agora",
    discordPrivacyCounts: "perguntas em conversas: {turns}\nrespostas: {answers}\navaliações: {feedback}",
    discordPrivacyExport: "Exportar",
    discordPrivacyDelete: "Apagar",
    discordPrivacyExported: "Tudo o que está guardado sobre você neste momento.",
    discordPrivacyFile: "meus-dados.json",
    discordPrivacyPartFile: "meus-dados-{part}.json",
    discordPrivacyConfirmTitle: "Apagar tudo o que é seu?",
    discordPrivacyConfirm:
      "Suas perguntas, respostas, avaliações e conversas saem do banco de dados, sem volta. Botões de respostas antigas deixam de funcionar, e conversas em tópicos só seus deixam de ser continuadas.",
    discordPrivacyErase: "Apagar de vez",
    discordPrivacyKeep: "Manter",
    discordPrivacyErasedTitle: "Apagado",
    discordPrivacyErased: "Registros apagados: {count}.",
    discordPrivacyNothing: "Não havia nada seu guardado.",
    discordPrivacyNotErased:
      "O que não posso apagar: as mensagens que já estão no Discord (apague-as lá, ou peça a quem administra o servidor), o que você exportou, e o que um modelo de linguagem já recebeu.",
    discordPrivacyKeptAll: "Nada foi apagado.",
    discordPrivacyExpired: "Este botão não vale mais. Use `/privacidade` de novo.",
    discordPrivacyFailedTitle: "Não deu certo",
    discordPrivacyBusy: "O banco de dados está ocupado e nada foi apagado. Tente de novo daqui a um minuto.",
  },
  en: {
    discordPrivacyTitle: "What I keep about you",
    discordPrivacyKept:
      "Your questions and the answers you were given, so that a conversation has a memory and the buttons work, and your feedback. All of it under a pseudonym: neither your name nor your Discord ID is written down. Questions that the documents did not answer also stand in a list without an author, and answers may be given again, without an author, to whoever asks the same.",
    discordPrivacyLong: "After {days} days all of this is deleted automatically.",
    discordPrivacyModel:
      "To have an answer written, the question and the passages that were found may go to a third party's language model, without your name.",
    discordPrivacyMine: "Yours, now",
    discordPrivacyCounts: "questions in conversations: {turns}\nanswers: {answers}\nfeedback: {feedback}",
    discordPrivacyExport: "Export",
    discordPrivacyDelete: "Delete",
    discordPrivacyExported: "All that is kept about you at this moment.",
    discordPrivacyFile: "my-data.json",
    discordPrivacyPartFile: "my-data-{part}.json",
    discordPrivacyConfirmTitle: "Delete all that is yours?",
    discordPrivacyConfirm:
      "Your questions, answers, feedback and conversations leave the database for good. Buttons of old answers stop working, and conversations in threads of yours alone are not continued.",
    discordPrivacyErase: "Delete for good",
    discordPrivacyKeep: "Keep",
    discordPrivacyErasedTitle: "Deleted",
    discordPrivacyErased: "Records deleted: {count}.",
    discordPrivacyNothing: "Nothing of yours was kept.",
    discordPrivacyNotErased:
      "What I cannot delete: messages that are in Discord already (delete them there, or ask whoever runs the server), what you have exported, and what a language model has already been given.",
    discordPrivacyKeptAll: "Nothing was deleted.",
    discordPrivacyExpired: "This button is no longer valid. Use `/privacy` again.",
    discordPrivacyFailedTitle: "That did not work",
    discordPrivacyBusy: "The database is busy and nothing was deleted. Try again in a minute.",
  },
} as const satisfies MessageTable;
