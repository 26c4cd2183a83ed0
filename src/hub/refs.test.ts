import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { commitFiles } from "./commit-files.ts";
import { createBranch } from "./create-branch.ts";
import { createTag } from "./create-tag.ts";
import { deleteBranch } from "./delete-branch.ts";
import { deleteTag } from "./delete-tag.ts";
import { listRefs } from "./list-refs.ts";
import { type HubBehindFaults, startHubBehindFaults } from "./testing/hub-behind-faults.ts";
import { failureOf } from "./testing/watched-hub.ts";

let setUp: HubBehindFaults;
let first: string;
let second: string;
beforeEach(async () => {
  setUp = await startHubBehindFaults();
  const commit = async (text: string) => {
    const operations = [{ kind: "add", path: "a.txt", content: new Blob([text]) } as const];
    return (await commitFiles({ hub: setUp.direct, repo: setUp.repo, title: text, operations })).commit;
  };
  first = await commit("first");
  second = await commit("second");
});
afterEach(() => setUp.stop());

const kinds = {
  branch: {
    create: (name: string, revision: string) => createBranch({ ...through(), branch: name, revision }),
    remove: (name: string) => deleteBranch({ ...through(), branch: name }),
    list: async () => (await listRefs(through())).branches.filter(({ name }) => name !== "main"),
  },
  tag: {
    create: (name: string, revision: string) => createTag({ ...through(), tag: name, revision }),
    remove: (name: string) => deleteTag({ ...through(), tag: name }),
    list: async () => (await listRefs(through())).tags,
  },
};
const through = () => ({ hub: setUp.watched().hub, repo: setUp.repo });

for (const [kind, { create, remove, list }] of Object.entries(kinds)) {
  describe(`a ${kind}`, () => {
    test("is made once, found where it is there, and taken away", async () => {
      expect(await create("x/é", first)).toEqual({ created: true });
      expect(await create("x/é", first)).toEqual({ created: false });
      expect(await list()).toEqual([{ name: "x/é", commit: first }]);
      expect(await remove("x/é")).toEqual({ deleted: true });
      expect(await remove("x/é")).toEqual({ deleted: false });
      expect(await list()).toEqual([]);
    });

    test("that names another commit is a conflict", async () => {
      await create("x", first);
      expect(await failureOf(create("x", second))).toMatchObject({ code: "HUB_CONFLICT", status: 409 });
      expect(await list()).toEqual([{ name: "x", commit: first }]);
    });

    test("is there though the answer was lost", async () => {
      setUp.faulty.inject({ kind: "lost-answer" });
      expect(await create("x", first)).toEqual({ created: false });
      expect(await list()).toEqual([{ name: "x", commit: first }]);
    });

    test("is gone though the answer was lost", async () => {
      await create("x", first);
      setUp.faulty.inject({ kind: "lost-answer" });
      expect(await remove("x")).toEqual({ deleted: false });
      expect(await list()).toEqual([]);
    });

    test("of a repository that is not there is an error", async () => {
      setUp.repo = { ...setUp.repo, name: "local/nothing" };
      expect(await failureOf(create("x", first))).toMatchObject({ code: "HUB_NOT_FOUND" });
      expect(await failureOf(remove("x"))).toMatchObject({ code: "HUB_NOT_FOUND" });
    });
  });
}
