// A whole repair without a mouse: to the problem, to its fix, through the preview of a large edit, and back.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { open } from "./interface.mjs";

const path = "insecure/compose.yml";
const db = "  db:\n    image: postgres:17\n";
const dropped = `${db}    cap_drop:\n      - ALL\n    cap_add:\n      - CHOWN\n      - DAC_OVERRIDE\n      - SETGID\n      - SETUID\n`;

/** Moves down a list until the focused row has a text; what a screen reader would read on the way is what is compared. */
async function down(page, list, text) {
  const focused = page.locator(`${list} .monaco-list-row.focused`);
  const seen = [];
  for (let turn = 0; turn < 60; turn++) {
    const now = (await focused.count()) === 0 ? "" : ((await focused.first().textContent()) ?? "");
    if (now.includes(text)) return focused.first();
    seen.push(now);
    await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(60);
  }
  return assert.fail(`${text} is not among ${[...new Set(seen)].join(" | ")}`);
}

/** The file on the disk, once it is what is waited for; a person saves by the keyboard. */
async function saved(page, workspace, condition, what) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    await page.keyboard.press("Control+s");
    await page.waitForTimeout(300);
    const text = readFileSync(join(workspace, path), "utf8");
    if (condition(text)) return text;
    assert.ok(Date.now() < deadline, `${what}:\n${text}`);
  }
}

export const keyboardTests = [
  [
    "keyboard: F8 to a problem, Ctrl+. to its fix, Harden through its preview, and undo of all",
    async (context) => {
      const { page, workspace, pictures } = context;
      mkdirSync(pictures, { recursive: true });
      const original = readFileSync(join(workspace, path), "utf8");
      assert.ok(original.includes(db));
      await open(page, context, path);
      await page.keyboard.press("Control+1");

      // F8 goes from problem to problem, with its message below the line.
      const message = page.locator(".marker-widget .descriptioncontainer");
      for (let turn = 0; ; turn++) {
        await page.keyboard.press("F8");
        await message.waitFor({ timeout: 20_000 });
        await page.waitForTimeout(250);
        const text = ((await message.textContent()) ?? "").replaceAll("\u00A0", " ");
        if (text.includes('A break-in to "db"') && text.includes("cap-drop-missing")) break;
        assert.ok(turn < 60, "F8 never came to the capabilities of db");
      }
      await page.screenshot({ path: join(pictures, "keyboard-problem.png") });

      await page.keyboard.press("Control+.");
      await page.waitForSelector(".action-widget .monaco-list-row", { timeout: 20_000 });
      await page.waitForTimeout(300);
      await down(page, ".action-widget", "Drop all, add back what postgres needs");
      await page.screenshot({ path: join(pictures, "keyboard-fixes.png") });
      await page.keyboard.press("Enter");
      const fixed = await saved(page, workspace, (text) => text.includes(dropped), "the fix did not come");
      assert.equal(fixed, original.replace(db, dropped));

      // The same menu has the refactorings of the line where F8 has led.
      await page.keyboard.press("Escape");
      await page.keyboard.press("Control+1");
      await page.keyboard.press("Control+.");
      await page.waitForSelector(".action-widget .monaco-list-row", { timeout: 20_000 });
      await page.waitForTimeout(300);
      await down(page, ".action-widget", 'Harden "db"');
      await page.keyboard.press("Enter");

      // In the preview: what may cut clients off is not ticked, Space ticks it, Ctrl+Enter applies.
      const preview = ".bulk-edit-panel";
      await page.waitForSelector(`${preview} .monaco-list-row`, { timeout: 20_000 });
      await page.waitForTimeout(500);
      const port = await down(page, preview, "127.0.0.1");
      const box = port.locator("[role=checkbox]");
      assert.equal(await box.getAttribute("aria-checked"), "false");
      await page.keyboard.press("Space");
      await page.waitForTimeout(200);
      await page.screenshot({ path: join(pictures, "keyboard-preview.png") });
      assert.equal(await box.getAttribute("aria-checked"), "true");
      await page.keyboard.press("Control+Enter");
      await page
        .locator(preview)
        .waitFor({ state: "hidden", timeout: 20_000 })
        .catch(() => undefined);
      await page.keyboard.press("Control+1");
      const hardened = await saved(page, workspace, (text) => text.includes("127.0.0.1:5432:5432"), "the edit did not come");
      const options = "    security_opt:\n      - no-new-privileges:true\n";
      assert.equal(hardened, original.replace(db, dropped + options).replace('"5432:5432"', '"127.0.0.1:5432:5432"'));

      await page.keyboard.press("Control+z");
      await saved(page, workspace, (text) => text === fixed, "one undo did not take the hardening back");
      await page.keyboard.press("Control+z");
      await saved(page, workspace, (text) => text === original, "two did not take everything back");
      await page.screenshot({ path: join(pictures, "keyboard-undone.png") });
    },
  ],
];
