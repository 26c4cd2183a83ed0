import type { MessageTable } from "./message-table.ts";

/** Why an interaction was not answered as it should have been. */
export const DISCORD_ERROR_MESSAGES = {
  "pt-BR": {
    discordErrorStoppingTitle: "Reiniciando",
    discordErrorStopping: "O bot está sendo reiniciado. Tente de novo em um minuto.",
    discordErrorUnknownTitle: "Não funciona mais",
    discordErrorUnknown:
      "Isto foi criado por outra versão do bot. Use o comando de novo; com `/ajuda` você vê todos.",
    discordErrorLateTitle: "Demorou demais",
    discordErrorLate: "O bot não conseguiu responder a tempo. Tente de novo em um minuto.",
    discordErrorGoneTitle: "Não existe mais",
    discordErrorGone: "Um canal ou uma mensagem de que o bot precisava foi apagada.",
    discordErrorForbiddenTitle: "O bot não pode fazer isto aqui",
    discordErrorForbidden:
      "Falta ao bot uma permissão neste canal: “Ver canal”, “Enviar mensagens”, “Inserir links” ou as de tópicos. Quem administra o servidor pode dá-la. Código `{id}`.",
    discordErrorFailedTitle: "Algo deu errado",
    discordErrorFailed:
      "O bot falhou ao responder. Tente de novo; se continuar assim, avise quem o administra e informe o código `{id}`.",
  },
  en: {
    discordErrorStoppingTitle: "Restarting",
    discordErrorStopping: "The bot is being restarted. Try again in a minute.",
    discordErrorUnknownTitle: "This no longer works",
    discordErrorUnknown:
      "This was made by another version of the bot. Use the command again; `/help` shows all of them.",
    discordErrorLateTitle: "It took too long",
    discordErrorLate: "The bot could not answer in time. Try again in a minute.",
    discordErrorGoneTitle: "It is no longer there",
    discordErrorGone: "A channel or a message that the bot needed was deleted.",
    discordErrorForbiddenTitle: "The bot may not do this here",
    discordErrorForbidden:
      "The bot lacks a permission in this channel: “View Channel”, “Send Messages”, “Embed Links” or those of threads. Whoever manages the server can give it. Code `{id}`.",
    discordErrorFailedTitle: "Something went wrong",
    discordErrorFailed:
      "The bot failed to answer. Try again; if it goes on, tell whoever runs it, with the code `{id}`.",
  },
} as const satisfies MessageTable;
