// The first minute: the sample and the walkthrough, from a folder in which there is no compose file.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { openFolder, run, textWith, visibleText } from "./interface.mjs";

const title = "Make compose files watertight";

/** The walkthrough, from the list of all. */
async function openWalkthrough(page) {
  await run(page, "Welcome: Open Walkthrough...");
  await page.waitForSelector(`.quick-input-list .monaco-list-row:has-text("${title}")`, { timeout: 20_000 });
  await page.keyboard.type(title);
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
  await step(page, "Open the sample").waitFor({ timeout: 20_000 });
}

/** A step of the walkthrough, by the beginning of its title. */
function step(page, name) {
  return page.locator(".getting-started-step", { hasText: name });
}

async function press(page, name, button) {
  await step(page, name).locator(".step-title").click();
  // A step takes the focus when it has slid open, half a second later: nobody is as quick as a test.
  await page.waitForTimeout(1000);
  await page.locator(".getting-started-step.expanded .monaco-button", { hasText: button }).click();
}

export const walkthroughTests = [
  [
    "walkthrough: the sample opens from the palette, in a folder without a compose file",
    async (context) => {
      const { page, workspace } = context;
      const empty = join(workspace, "empty");
      mkdirSync(empty, { recursive: true });
      await openFolder(page, context, empty);
      await run(page, "Watertight: Open Sample");
      await page.waitForSelector(".squiggly-error", { timeout: 60_000 });
      assert.match(await visibleText(page), /# A sample to try Watertight on/u);
      assert.match((await page.locator(".tab.active").allTextContents()).join(" "), /Untitled/u);
    },
  ],
  [
    "walkthrough: its four steps, in light and in dark",
    async (context) => {
      const { page, workspace, pictures } = context;
      const picture = async (name) => {
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          await page.waitForTimeout(900);
          await page.screenshot({ path: join(pictures, `walkthrough-${name}-${colorScheme}.png`) });
        }
      };
      const folder = join(workspace, "empty");
      mkdirSync(folder, { recursive: true });
      await page.setViewportSize({ width: 1600, height: 900 });
      await openFolder(page, context, folder);
      await run(page, "Watertight: Open Sample");
      await page.waitForSelector(".squiggly-error", { timeout: 60_000 });
      await run(page, "View: Close All Editors");
      await page.waitForTimeout(500);
      if ((await page.locator(".monaco-dialog-box").count()) > 0)
        await page.locator(".monaco-dialog-box .monaco-button", { hasText: "Don't Save" }).click();

      await openWalkthrough(page);
      await picture("sample");
      await press(page, "Open the sample", "Open the Sample");
      await page.waitForSelector(".squiggly-error", { timeout: 60_000 });

      await press(page, "Hover a capability", "Show the Hover");
      await page.locator(".monaco-hover:visible", { hasText: "NET_ADMIN" }).first().waitFor({ timeout: 20_000 });
      await picture("hover");

      await press(page, "Harden a service", "Harden the Database");
      await page.locator(".bulk-edit-panel .monaco-list-row", { hasText: "127.0.0.1" }).waitFor({ timeout: 20_000 });
      const rows = await page
        .locator(".bulk-edit-panel .monaco-list-row")
        .evaluateAll((all) => all.map((row) => ({ text: row.textContent, ticked: row.querySelector("[role=checkbox]")?.ariaChecked })));
      const row = (text) => rows.find((one) => one.text.includes(text));
      assert.equal(row("cap_drop")?.ticked, "true", JSON.stringify(rows));
      assert.equal(row("127.0.0.1")?.ticked, "false", JSON.stringify(rows));
      await picture("harden");
      await page.locator(".bulk-edit-panel .monaco-button", { hasText: "Apply" }).click();
      await textWith(page, /cap_drop:\n {6}- ALL/u);

      await press(page, "Share the rules", "Create Team File");
      await page.locator(".tab.active", { hasText: ".watertight.json" }).waitFor({ timeout: 20_000 });
      await picture("share");
      assert.ok(existsSync(join(folder, ".watertight.json")));
    },
  ],
];
