import type { MessageTable } from "./message-table.ts";

/** Why an interaction was not answered as it should have been. */
export const DISCORD_ERROR_MESSAGES = {
  "pt-BR": {
    discordErrorStoppingTitle: "Reiniciando",
    discordErrorStopping: "O bot está sendo reiniciado. Tente de novo em um minuto.",
    discordErrorUnknownTitle: "Não funciona mais",
    discordErrorUnknown:
      "Isto foi criado por outra versão do bot. Use o comando de novo; com `/ajuda` você vê todos.",
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
    discordErrorFailedTitle: "Something went wrong",
    discordErrorFailed:
      "The bot failed to answer. Try again; if it goes on, tell whoever runs it, with the code `{id}`.",
  },
} as const satisfies MessageTable;
