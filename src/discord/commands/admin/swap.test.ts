import { afterEach, expect, test } from "bun:test";
import { VademecumError } from "../../../domain/errors.ts";
import { buttonsOf, createFakeResponder, textOf } from "../../testing/fake-responder.ts";
import { rollbackCustomId, shortName } from "./custom-id.ts";
import { type AdminBench, createAdminBench, FIRST, REFUSED, SECOND } from "./testing/admin-bench.ts";

let bench: AdminBench;
afterEach(() => bench.close());

/** The custom id of a button by its label. */
function labelled(respond: { shown: Parameters<typeof buttonsOf>[0] }, label: string): string {
  const found = buttonsOf(respond.shown).find((one) => one.label === label);
  if (found === undefined) throw new Error(`no button ${label} in ${textOf(respond.shown)}`);
  return found.customId;
}
const served = () => bench.lines().find(({ isInService }) => isInService)?.tag;

test("publishing tells what changes, does nothing before it is confirmed, and says what it did", async () => {
  bench = createAdminBench();
  const later = await bench.give("publicar", { etiqueta: FIRST.tag });
  expect(later.isEphemeral).toBe(true);
  const text = textOf(later.shown);
  for (const part of [FIRST.tag, SECOND.tag, "Lei nova", "Art. 49"]) expect(text).toContain(part);
  expect(bench.deeds).toEqual([]);
  const done = await bench.press(labelled(later, "Publicar"));
  expect(bench.deeds).toEqual([`promote ${FIRST.tag}`]);
  expect(textOf(done.shown)).toContain(`${SECOND.tag} → **${FIRST.tag}**`);
  expect(buttonsOf(done.shown)).toEqual([]);
  expect(bench.services.logged).toContainEqual({
    level: "info",
    fields: { userId: "42", guildId: "300", how: "promote", from: SECOND.tag, to: FIRST.tag },
    message: "an operator in Discord puts a revision into service",
  });
});

test("a beginning of a commit names a revision; an unknown tag is told with the newest", async () => {
  bench = createAdminBench();
  expect(textOf((await bench.give("publicar", { etiqueta: "1111111" })).shown)).toContain(
    `Publicar ${FIRST.tag}?`,
  );
  const unknown = textOf((await bench.give("publicar", { etiqueta: "idx-1999" })).shown);
  expect(unknown).toContain("idx-1999");
  expect(unknown).toContain(SECOND.tag);
  const already = await bench.give("publicar", { etiqueta: SECOND.tag });
  expect(textOf(already.shown)).toContain("já está em serviço");
  expect(buttonsOf(already.shown)).toEqual([]);
});

test("pressed twice at once and once more later, the swap is made once and everybody is told", async () => {
  bench = createAdminBench();
  const id = labelled(await bench.give("voltar"), "Voltar");
  const both = await Promise.all([bench.press(id), bench.press(id, { language: "en", userId: "43" })]);
  expect(both.map(({ shown }) => shown?.embeds?.[0]?.title)).toEqual(["Índice trocado", "Index swapped"]);
  const again = await bench.press(id);
  expect(textOf(again.shown)).toContain("já está em serviço");
  expect(bench.deeds).toEqual([`rollback ${FIRST.tag}`]);
});

test("rolling back goes to what was before, or to the tag that is named", async () => {
  bench = createAdminBench();
  await bench.press(labelled(await bench.give("voltar"), "Voltar"));
  expect(served()).toBe(FIRST.tag);
  await bench.press(labelled(await bench.give("voltar", { etiqueta: SECOND.tag }), "Voltar"));
  expect(served()).toBe(SECOND.tag);
});

test("where nothing was in service before there is nothing to roll back to", async () => {
  bench = createAdminBench({ lines: [SECOND] });
  const respond = await bench.give("voltar");
  expect(textOf(respond.shown)).toContain(`Antes de ${SECOND.tag} nada esteve em serviço`);
  expect(buttonsOf(respond.shown)).toEqual([]);
});

test("a button holds only for what was in service when it was offered", async () => {
  bench = createAdminBench();
  const id = labelled(await bench.give("voltar"), "Voltar");
  const [_, how, __, ...rest] = id.split(":");
  const stale = ["admin", how, shortName(REFUSED.revision), ...rest].join(":");
  const respond = await bench.press(stale);
  expect(textOf(respond.shown)).toContain(`Agora está em serviço ${SECOND.tag}`);
  expect(bench.deeds).toEqual([]);
});

test("a button expires", async () => {
  bench = createAdminBench();
  const id = labelled(await bench.give("voltar"), "Voltar");
  bench.passMinutes(5.1);
  expect(textOf((await bench.press(id)).shown)).toContain("não vale mais");
  expect(bench.deeds).toEqual([]);
});

test("cancelling takes the buttons away and does nothing", async () => {
  bench = createAdminBench();
  const respond = await bench.press(labelled(await bench.give("voltar"), "Cancelar"));
  expect(textOf(respond.shown)).toContain("Nada foi feito");
  expect(buttonsOf(respond.shown)).toEqual([]);
});

test("whoever may not manage the server is refused, for commands, buttons and forms", async () => {
  bench = createAdminBench();
  const swap = labelled(await bench.give("voltar"), "Voltar");
  const force = labelled(await bench.give("publicar", { etiqueta: REFUSED.tag }), "Publicar à força…");
  const nobody = { userPermissions: 0n };
  const refused = [
    ...(await Promise.all(
      ["revisoes", "publicar", "voltar", "reindexar", "diferencas", "canais", "lacunas", "custo"].map(
        (name) => bench.give(name, {}, nobody),
      ),
    )),
    ...(await Promise.all(
      [swap, force, rollbackCustomId(SECOND.revision, FIRST.revision)].map((id) => bench.press(id, nobody)),
    )),
    await bench.send(force, { reason: "porque eu quero assim" }, nobody),
    await bench.give("revisoes", {}, { guildId: null }),
  ];
  for (const respond of refused) {
    expect(respond.acknowledged).toBe("replied");
    expect(respond.isEphemeral).toBe(true);
    expect(respond.shown?.embeds?.[0]?.title).toBe("Só para quem administra");
  }
  expect(bench.deeds).toEqual([]);
});

test("a server that does not operate the index is told what allows it, and changes nothing", async () => {
  bench = createAdminBench({ operators: ["999"] });
  for (const name of ["publicar", "voltar", "reindexar", "lacunas", "custo"])
    expect(textOf((await bench.give(name, { etiqueta: FIRST.tag })).shown)).toContain(
      "DISCORD_OPERATOR_GUILDS=300",
    );
  const id = rollbackCustomId(SECOND.revision, FIRST.revision);
  expect(textOf((await bench.press(id)).shown)).toContain("DISCORD_OPERATOR_GUILDS=300");
  // What only shows what every member may know is for every server.
  expect(textOf((await bench.give("revisoes")).shown)).toContain(SECOND.tag);
  expect(bench.deeds).toEqual([]);
});

test("a revision that the gate refused is published only with a written reason", async () => {
  bench = createAdminBench();
  const offered = await bench.give("publicar", { etiqueta: REFUSED.tag });
  expect(textOf(offered.shown)).toContain("size: 90 documents became 10");
  expect(buttonsOf(offered.shown).map(({ label }) => label)).toEqual(["Publicar à força…", "Cancelar"]);
  const asked = await bench.press(labelled(offered, "Publicar à força…"));
  const form = asked.form;
  if (form === null) throw new Error("no form");
  expect(JSON.stringify(form)).toContain('"min_length":10');
  const short = await bench.send(form.custom_id, { reason: "   quero    \n" });
  expect(textOf(short.shown)).toContain("pelo menos 10 letras");
  expect(bench.deeds).toEqual([]);
});

test("a reason of white space is no reason; a good one is kept", async () => {
  bench = createAdminBench();
  const offered = await bench.give("publicar", { etiqueta: REFUSED.tag });
  const id = labelled(offered, "Publicar à força…");
  const blank = await bench.send(id, { reason: " \n ".repeat(20) });
  expect(textOf(blank.shown)).toContain("curto demais");
  expect(bench.deeds).toEqual([]);
  const done = await bench.send(id, { reason: "  saíram 80 leis\nrevogadas " });
  expect(bench.deeds).toEqual([`promote ${REFUSED.tag}: saíram 80 leis revogadas`]);
  expect(textOf(done.shown)).toContain(`**${REFUSED.tag}**`);
});

test("what goes wrong is told with what to do, and can be tried again", async () => {
  let isDown = true;
  bench = createAdminBench({
    operations: {
      rollback: async ({ tag }) => {
        if (!isDown) return { tag: tag ?? "", before: SECOND.tag, changed: true };
        throw new VademecumError({ code: "HUB_UNREACHABLE", message: "the *Hub* is away", hint: "wait" });
      },
    },
  });
  const id = labelled(await bench.give("voltar"), "Voltar");
  const failed = await bench.press(id);
  expect(failed.shown?.embeds?.[0]?.title).toBe("Não deu certo");
  expect(textOf(failed.shown)).toContain("\\*Hub\\*");
  isDown = false;
  expect(textOf((await bench.press(id)).shown)).toContain(`**${FIRST.tag}**`);
});

test("a defect is not explained away", async () => {
  bench = createAdminBench({ operations: { revisions: async () => Promise.reject(new TypeError("x")) } });
  expect(bench.give("revisoes")).rejects.toThrow(TypeError);
});

test("where the reply could never come, the shell's command is named and nothing is done", async () => {
  bench = createAdminBench();
  const id = labelled(await bench.give("voltar"), "Voltar");
  for (const ask of [
    (respond: ReturnType<typeof createFakeResponder>) => bench.give("voltar", {}, { respond }),
    (respond: ReturnType<typeof createFakeResponder>) => bench.press(id, { respond }),
    (respond: ReturnType<typeof createFakeResponder>) =>
      bench.press(rollbackCustomId(SECOND.revision, FIRST.revision), { respond }),
  ]) {
    const respond = await ask(createFakeResponder({ canEditLater: false }));
    expect(textOf(respond.shown)).toContain("./vade rollback");
  }
  expect(bench.deeds).toEqual([]);
});

test("the button of an announcement offers the roll-back while what it tells of is in service", async () => {
  bench = createAdminBench();
  const id = rollbackCustomId(SECOND.revision, FIRST.revision);
  const offered = await bench.press(id);
  expect(offered.isEphemeral).toBe(true);
  expect(bench.deeds).toEqual([]);
  await bench.press(labelled(offered, "Voltar"));
  expect(served()).toBe(FIRST.tag);
  const late = await bench.press(id);
  expect(textOf(late.shown)).toContain(`Agora está em serviço ${FIRST.tag}`);
  expect(bench.deeds).toHaveLength(1);
});
