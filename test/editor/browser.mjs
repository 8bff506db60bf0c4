// The installed extension in the browser's own extension host, a web worker, as where there is no machine behind the editor: nothing of it runs in
// Node. The files still lie on the machine, and are read through VS Code.
import assert from "node:assert/strict";
import { join } from "node:path";
import { goTo, lightbulb, open, run, showReport, textWith } from "./interface.mjs";

/** Has the extension run in the browser although a remote extension host is there. */
export const browserSettings = { "remote.extensionKind": { "watertight.watertight": ["web"] } };

export const browserTests = [
  [
    "browser: findings, fixes and variables of a file beside it, from a server in a worker",
    async (context) => {
      const { page, pictures } = context;
      const workers = [];
      page.on("worker", (worker) => workers.push(worker.url()));
      await open(page, context, "insecure/compose.yml");
      await page.screenshot({ path: join(pictures, "browser.png") });
      await goTo(page, 25, 3);
      const titles = await lightbulb(page);
      assert.ok(
        titles.some((title) => title.includes("Drop all, add back what postgres needs")),
        titles.join(" | "),
      );
      await page.locator(".action-widget .monaco-list-row", { hasText: "Drop all, add back what postgres needs" }).click();
      await textWith(page, /image: postgres:17\n {4}cap_drop:\n {6}- ALL\n {4}cap_add:\n {6}- CHOWN\n/u);
      // In the remote extension host the folder would be of scheme `file`.
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await run(page, "Watertight: Copy Diagnostic Report");
      await page.locator(".notification-toast", { hasText: "diagnostic report is in the clipboard" }).waitFor({ timeout: 20_000 });
      const report = await page.evaluate(() => navigator.clipboard.readText());
      await run(page, "Watertight: Restart Server");
      await page.waitForTimeout(2000);
      await page.waitForSelector(".squiggly-error, .squiggly-warning", { timeout: 30_000 });
      assert.match(report, /^Workspace: 1 folders, vscode-remote, trusted$/mu);
      assert.match(report, /^Server: running, \d+\.\d+\.\d+, pull diagnostics/mu);
    },
  ],
  [
    "browser: all compose files are checked, and the security report is drawn",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      await run(page, "Watertight: Check All Compose Files");
      await page.locator(".notification-toast", { hasText: /\d+ compose files checked/u }).waitFor({ timeout: 60_000 });
      const report = await showReport(page);
      assert.ok((await report.locator("a.node").count()) > 3);
      await page.screenshot({ path: join(pictures, "browser-report.png") });
    },
  ],
];
