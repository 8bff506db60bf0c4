import assert from "node:assert/strict";
import type { StatusParams } from "../../../server/src/lsp/protocol.js";
import { modern } from "../capabilities.js";
import { items, privileged, pull, type Test, uri } from "./check.js";

export function ownTests(test: Test): void {
  test("every rule can be explained without a network", pull, async ({ request }) => {
    const rules = await request<{ id: string; title: string; severity: string }[]>("watertight/rules", null);
    assert.ok(rules.length > 0);
    assert.deepEqual(await request("watertight/rules", undefined), rules);
    for (const { id, title } of rules) {
      const { markdown } = await request<{ markdown: string }>("watertight/explain", { rule: id });
      assert.ok(markdown.startsWith(`# ${title}\n`), id);
      assert.ok(markdown.includes(`\`${id}\``), id);
    }
    assert.deepEqual(await request("watertight/explain", { rule: "no-such-rule" }), { markdown: null });
  });

  test("the state of each check is told to those who want it", { capabilities: modern, options: { status: true } }, async ({
    open,
    pull: ask,
    next,
  }) => {
    open(uri, privileged);
    const { length } = items(await ask(uri));
    assert.deepEqual(await next<StatusParams>("watertight/status", () => true), {
      uri,
      state: "checked",
      findings: length,
      preset: "recommended",
      reasons: [],
    });
  });

  test("and to nobody else", pull, async ({ open, pull: ask, received }) => {
    open(uri, privileged);
    await ask(uri);
    assert.deepEqual(received("watertight/status"), []);
  });
}
