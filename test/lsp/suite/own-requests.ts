import assert from "node:assert/strict";
import type { ReportResult, RuleSummary, ServerReport, StatusParams } from "../../../server/src/lsp/protocol.js";
import { modern } from "../capabilities.js";
import { at, items, privileged, pull, type Test, until, uri } from "./check.js";

export function ownTests(test: Test): void {
  test("every rule can be explained without a network", pull, async ({ request }) => {
    const rules = await request<RuleSummary[]>("watertight/rules", null);
    assert.ok(rules.length > 0);
    for (const { id, page } of rules) assert.match(page, new RegExp(`^https://.*/docs/rules/${id}\\.md$`, "u"));
    assert.deepEqual(await request("watertight/rules", undefined), rules);
    for (const { id, title } of rules) {
      const { markdown } = await request<{ markdown: string }>("watertight/explain", { rule: id });
      assert.ok(markdown.startsWith(`# ${title}\n`), id);
      assert.ok(markdown.includes(`\`${id}\``), id);
    }
    assert.deepEqual(await request("watertight/explain", { rule: "no-such-rule" }), { markdown: null });
  });

  test("a report is drawn for a panel and as a page, and changes with the text", pull, async ({ request, open, change }) => {
    open(uri, privileged);
    const panel = await request<ReportResult>("watertight/report", { uri, format: "panel" });
    assert.match(panel.title ?? "", /^Security report: /u);
    assert.deepEqual(panel.files, [uri]);
    assert.match(panel.html ?? "", /^<main>/u);
    assert.match(panel.html ?? "", /data-file="0" data-line="\d+"[^>]*>runs privileged</u);
    assert.match(panel.style ?? "", /--vscode-editor-background/u);
    const page = await request<ReportResult>("watertight/report", { uri, format: "page" });
    assert.deepEqual(Object.keys(page), ["html"]);
    assert.match(page.html ?? "", /^<!DOCTYPE html>/u);
    change(uri, 2, privileged.replace("privileged: true", "read_only: true"));
    const calm = await request<ReportResult>("watertight/report", { uri, format: "panel" });
    assert.doesNotMatch(calm.html ?? "", /runs privileged/u);
  });

  test("there is no report on what is no compose file, is not open or cannot be read", pull, async ({ request, open }) => {
    open(uri, "kind: Pod\n");
    for (const asked of [uri, "file:///nowhere/compose.yml"])
      assert.deepEqual(await request("watertight/report", { uri: asked, format: "panel" }), { html: null });
  });

  test("a client's catalogue speaks for findings and fixes, with what is put in; English is what it lacks", {
    capabilities: modern,
    options: {
      catalogue: { '"{0}" holds data.': "unused", "Remove privileged: true": "privileged: true entfernen", bad: 1 as unknown as string },
    },
  }, async (editor) => {
    editor.open(uri, privileged);
    const [found] = items(await editor.pull(uri));
    assert.match(String(found?.message), /^Root in "web" is root on the host/u);
    const titles = (await editor.actions(uri, found?.range ?? at(0, 0))).map(({ title }) => title);
    assert.ok(titles.includes("privileged: true entfernen"), titles.join("; "));
  });

  test("the state of each check is told to those who want it", { capabilities: modern, options: { status: true } }, async ({
    open,
    pull: ask,
    next,
    received,
  }) => {
    open(uri, privileged);
    const found = items(await ask(uri));
    const { milliseconds, ...told } = await next<StatusParams>("watertight/status", () => true);
    const of = (severity: number): number => found.filter((item) => item.severity === severity).length;
    assert.deepEqual(told, {
      uri,
      state: "checked",
      counts: { error: of(1), warning: of(2), information: of(3), hint: of(4) },
      preset: "recommended",
      reasons: [],
    });
    assert.ok(told.counts.error > 0 && milliseconds > 0 && milliseconds < 1000, String(milliseconds));
    await ask(uri);
    await until(() => received<StatusParams>("watertight/status").length === 2);
    // Nothing has changed, so nothing was checked: the time of the last check stays.
    assert.equal(received<StatusParams>("watertight/status")[1]?.milliseconds, milliseconds);
  });

  test("and to nobody else", pull, async ({ open, pull: ask, received }) => {
    open(uri, privileged);
    await ask(uri);
    assert.deepEqual(received("watertight/status"), []);
  });

  test("a report tells how the server does, and nothing of what stands in files", pull, async ({ open, pull: ask, request }) => {
    open("memfs:/project/s3cret-name.compose.yml", privileged);
    await ask("memfs:/project/s3cret-name.compose.yml");
    const report = await request<ServerReport>("watertight/serverReport", null);
    assert.deepEqual([report.version.length > 0, report.diagnostics, report.documents], [true, "pull", 1]);
    const timing = report.timings.find(({ name }) => name === "diagnostics");
    assert.ok(timing !== undefined && timing.count > 0 && timing.longest >= timing.median && timing.longest > 0, JSON.stringify(timing));
    assert.doesNotMatch(JSON.stringify(report), /s3cret|project|nginx|privileged/u);
  });
}
