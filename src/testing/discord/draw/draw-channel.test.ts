import { expect, test } from "bun:test";
import { type DrawnWorld, drawChannel, viewOf } from "./draw-channel.ts";

const ANA = "1";
const BOT = "2";
const CHANNEL = "10";

const message = {
  authorId: BOT,
  content: "",
  embeds: [],
  components: [],
  attachments: [],
  isLoading: false,
  visibleTo: null,
  pinged: { everyone: false, here: false, userIds: [] },
  replyTo: null,
  interaction: null,
  createdAtMs: Date.UTC(2026, 10, 25, 14, 3),
  editedAtMs: null,
  isDeleted: false,
};

const world: DrawnWorld = {
  users: new Map([
    [ANA, { username: "ana", displayName: "Ana", isBot: false }],
    [BOT, { username: "Vademecum", displayName: null, isBot: true }],
  ]),
  guilds: new Map([["9", { roles: [{ id: "8", name: "estudantes" }] }]]),
  channels: new Map([
    [CHANNEL, { name: "direito-civil" }],
    ["102", { name: "Prescrição" }],
  ]),
  messages: new Map([
    [
      CHANNEL,
      [
        { ...message, id: "101", authorId: ANA, content: "<@2> e os <@&8>?" },
        {
          ...message,
          id: "102",
          embeds: [{ description: "Dez anos." }],
          interaction: { userId: ANA, name: "perguntar" },
          editedAtMs: 1,
        },
        { ...message, id: "103", content: "só para Ana", visibleTo: ANA },
        { ...message, id: "104", content: "só para outro", visibleTo: "3" },
        { ...message, id: "105", content: "apagada", isDeleted: true },
        {
          ...message,
          id: "106",
          content: "resposta",
          replyTo: "101",
          pinged: { ...message.pinged, userIds: [ANA] },
        },
      ],
    ],
    ["102", [{ ...message, id: "107", content: "no fio" }]],
  ]),
};

test("a member sees what is there for them", () => {
  expect(viewOf(world, CHANNEL, ANA)).toMatchObject([
    { author: { name: "Ana", isBot: false }, isEphemeral: false },
    {
      command: { author: { name: "Ana" }, name: "perguntar" },
      isEdited: false,
      thread: { name: "Prescrição", messages: 1 },
    },
    { content: "só para Ana", isEphemeral: true },
    { content: "resposta", replyTo: { author: { name: "Ana" } }, isPing: true },
  ]);
  expect(viewOf(world, CHANNEL, "3").map(({ content }) => content)).toContain("só para outro");
});

test("a channel is drawn with the names of its world", () => {
  const html = drawChannel(world, { channelId: CHANNEL, viewerId: ANA });
  for (const text of ["direito-civil", "@Vademecum", "@estudantes", "Dez anos.", "1 mensagem", "só para Ana"])
    expect(html).toContain(text);
  expect(html).not.toMatch(/só para outro|apagada/);
});
