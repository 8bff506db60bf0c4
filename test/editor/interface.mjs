// What a person sees and does, with the packaged extension installed.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Opens a folder with nothing in the editor. */
export async function openFolder(page, { editor }, folder) {
  await page.goto(`${editor.url}/?folder=${encodeURIComponent(folder)}`);
  await page.waitForSelector(".monaco-workbench .part.statusbar .statusbar-item", { timeout: 60_000 });
  await page.waitForTimeout(1500);
}

/** Runs a command by the palette, which lists those of extensions only when it is opened after they were found. */
export async function run(page, title) {
  for (let turn = 1; ; turn++) {
    await page.keyboard.press("F1");
    await page.waitForSelector(".quick-input-widget input");
    await page.keyboard.type(title, { delay: 5 });
    const row = page.locator(`.quick-input-list .monaco-list-row.focused:has-text("${title}")`);
    const came = await row.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (came) break;
    assert.ok(turn < 5, `the palette has no ${title}`);
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("Enter");
}

/** Opens a file of the workspace and waits for its first squiggle. */
export async function open(page, { editor, workspace }, path, { squiggles = true } = {}) {
  const file = `vscode-remote://${editor.authority}${join(workspace, path)}`;
  const payload = JSON.stringify([["openFile", file]]);
  await page.goto(`${editor.url}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(payload)}`);
  await page.waitForSelector(".monaco-editor .view-line", { timeout: 60_000 });
  if (squiggles) await page.waitForSelector(".squiggly-error, .squiggly-warning", { timeout: 60_000 });
}

/** The visible lines of the editor, from top to bottom. */
export async function visibleText(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".monaco-editor .view-lines .view-line")]
      .toSorted((a, b) => Number.parseInt(a.style.top, 10) - Number.parseInt(b.style.top, 10))
      .map((line) => line.textContent.replaceAll("\u00A0", " "))
      .join("\n"),
  );
}

/** The visible text, once it has what is waited for. */
export async function textWith(page, pattern) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const text = await visibleText(page);
    if (pattern.test(text)) return text;
    if (Date.now() > deadline) assert.match(text, pattern);
    await page.waitForTimeout(100);
  }
}

/** Puts the cursor into a line (counted from 1). */
export async function goTo(page, line, column = 1) {
  await page.keyboard.press("Control+g");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(`:${line}:${column}`.slice(1), { delay: 10 });
  await page.keyboard.press("Enter");
  await page.waitForTimeout(400);
}

/** The titles of the lightbulb's menu at the cursor. A menu that is asked for while the editor is busy does not come: then again. */
export async function lightbulb(page) {
  const row = page.locator(".action-widget .monaco-list-row");
  for (let turn = 1; ; turn++) {
    await page.keyboard.press("Control+.");
    const came = await row
      .first()
      .waitFor({ timeout: 8000 })
      .then(
        () => true,
        () => false,
      );
    if (came) break;
    assert.ok(turn < 4, "the lightbulb's menu did not come");
    await page.keyboard.press("Escape");
  }
  await page.waitForTimeout(300);
  return row.allTextContents();
}

/** Shows the security report of the file at hand; answers its page. */
export async function showReport(page) {
  await page.keyboard.press("F1");
  await page.waitForTimeout(500);
  await page.keyboard.type("Watertight: Show Security Report");
  await page.waitForTimeout(500);
  await page.keyboard.press("Enter");
  const report = panelIn(page);
  await report.locator("a.node").first().waitFor({ timeout: 60_000 });
  return report;
}

function panelIn(page) {
  return page.frameLocator("iframe.webview.ready").frameLocator("iframe#active-frame");
}

/** The text of a file, once it is there. */
async function written(path) {
  const deadline = Date.now() + 20_000;
  while (!existsSync(path) && Date.now() < deadline) await new Promise((done) => setTimeout(done, 100));
  return readFileSync(path, "utf8");
}

/** The entries of the command palette for what is typed. */
async function palette(page, text) {
  await page.keyboard.press("F1");
  await page.waitForSelector(".quick-input-widget input");
  await page.keyboard.type(text, { delay: 10 });
  await page.waitForTimeout(1200);
  return (await page.locator(".quick-input-list .monaco-list-row .quick-input-list-row").allTextContents()).map((row) =>
    row.replaceAll("\u00A0", " "),
  );
}

/** Opens the language status and answers what stands in it. */
async function languageStatus(page, pattern) {
  const item = page.locator('[id="status.languageStatus"]');
  await item.waitFor({ timeout: 20_000 });
  const hover = page.locator(".hover-language-status");
  const deadline = Date.now() + 20_000;
  for (;;) {
    await item.click();
    const came = await hover
      .first()
      .waitFor({ timeout: 3000 })
      .then(
        () => true,
        () => false,
      );
    const text = came ? (await hover.allTextContents()).join(" ").replaceAll("\u00A0", " ") : "";
    if (pattern.test(text)) return text;
    if (Date.now() > deadline) assert.match(text, pattern);
    await page.keyboard.press("Escape");
    await page.waitForTimeout(300);
  }
}

const lines = { web: 5, db: 25, postgres: 26, privileged: 41 };

const inherited = `x-base: &base
  cap_drop: [ALL]
  restart: always
x-caps: &caps [CHOWN, SETUID, SETGID]
services:
  web:
    <<: *base
    image: nginx:1.27.3
    cap_add: *caps
    ports:
      - "8080:80"
  worker:
    extends: web
    image: example/worker:1
`;

export const interfaceTests = [
  [
    "installed: squiggles, the lightbulb's titles, and a fix by one click",
    async (context) => {
      const { page, pictures } = context;
      mkdirSync(pictures, { recursive: true });
      await open(page, context, "insecure/compose.yml");
      await page.screenshot({ path: join(pictures, "squiggles.png") });
      await goTo(page, lines.db, 3);
      const titles = await lightbulb(page);
      await page.screenshot({ path: join(pictures, "lightbulb.png") });
      assert.ok(
        titles.some((title) => title.includes("Drop all, add back what postgres needs")),
        titles.join(" | "),
      );
      await page.locator(".action-widget .monaco-list-row", { hasText: "Drop all, add back what postgres needs" }).click();
      const text = await textWith(page, /cap_drop/u);
      await page.screenshot({ path: join(pictures, "fixed.png") });
      assert.match(text, /image: postgres:17\n {4}cap_drop:\n {6}- ALL\n {4}cap_add:\n {6}- CHOWN\n/u);
    },
  ],
  [
    "installed: the privileged line offers its replacements and a chooser",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      await goTo(page, lines.privileged, 8);
      const titles = await lightbulb(page);
      await page.screenshot({ path: join(pictures, "privileged.png") });
      for (const expected of ["Replace privileged by NET_ADMIN", "Choose capabilities...", "Remove privileged: true"]) {
        assert.ok(
          titles.some((title) => title.includes(expected)),
          `${expected} is not among ${titles.join(" | ")}`,
        );
      }
      await page.locator(".action-widget .monaco-list-row", { hasText: "Choose capabilities" }).click();
      await page.waitForSelector(".quick-input-widget .quick-input-list .monaco-list-row", { timeout: 20_000 });
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(pictures, "chooser.png") });
      const rows = await page.locator(".quick-input-widget .quick-input-list .monaco-list-row").allTextContents();
      assert.match(rows[0] ?? "", /NET_ADMIN/u);
      await page.keyboard.press("Enter");
      await page.waitForTimeout(1500);
      await page.screenshot({ path: join(pictures, "chosen.png") });
      assert.match(await textWith(page, /cap_add/u), /cap_add:\n {6}- NET_ADMIN/u);
    },
  ],
  [
    "installed: an ignore comment comes with its reason selected, and silences the line",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      await goTo(page, lines.privileged, 8);
      await lightbulb(page);
      await page.locator(".action-widget .monaco-list-row", { hasText: "Ignore privileged-container here, with a reason" }).click();
      await textWith(page, /# watertight-ignore-next-line privileged-container -- reason/u);
      await page.screenshot({ path: join(pictures, "ignore.png") });
      // The reason is selected: what is typed takes its place.
      await page.keyboard.type("it flashes the device", { delay: 10 });
      const text = await textWith(page, /-- it flashes the device/u);
      assert.match(text, /\n {4}# watertight-ignore-next-line privileged-container -- it flashes the device\n {4}privileged: true/u);
      await page.waitForTimeout(2000);
      await page.screenshot({ path: join(pictures, "ignored.png") });
    },
  ],
  [
    "installed: a hover explains the finding",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      await goTo(page, lines.privileged, 19);
      await page.keyboard.press("Control+k");
      await page.keyboard.press("Control+i");
      await page.waitForSelector(".monaco-hover .hover-contents", { timeout: 20_000 });
      await page.waitForTimeout(800);
      await page.screenshot({ path: join(pictures, "hover.png") });
      assert.match((await page.locator(".monaco-hover").allTextContents()).join(" "), /switches off|seccomp/u);
    },
  ],
  [
    "installed: the palette's Explain Rule lists the rules and opens the page of one",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      await page.keyboard.press("F1");
      await page.waitForTimeout(500);
      await page.keyboard.type("Watertight: Explain");
      await page.waitForTimeout(500);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".quick-input-title:has-text('Explain a rule')", { timeout: 20_000 });
      await page.keyboard.type("docker-socket-tool");
      await page.waitForSelector(".quick-input-list .monaco-list-row:has-text('docker-socket-tool')", { timeout: 20_000 });
      await page.screenshot({ path: join(pictures, "rules.png") });
      await page.keyboard.press("Enter");
      await page.waitForSelector(".tab:has-text('docker-socket-tool')", { timeout: 20_000 });
      await page.waitForTimeout(3000);
      await page.screenshot({ path: join(pictures, "explained.png") });
    },
  ],
  [
    "installed: hints and lenses, once they are switched on; a lens hardens its own service",
    async (context) => {
      const { page, pictures, workspace } = context;
      const kinds = ["inlayHints.capabilities", "inlayHints.bindAddress", "inlayHints.inheritedValues", "codeLens"];
      const on = Object.fromEntries(kinds.map((kind) => [`watertight.${kind}`, true]));
      const settings = join(workspace, ".vscode");
      mkdirSync(settings, { recursive: true });
      try {
        for (const [name, theme] of [
          ["light", "Default Light Modern"],
          ["dark", "Default Dark Modern"],
        ]) {
          writeFileSync(join(settings, "settings.json"), JSON.stringify({ ...on, "workbench.colorTheme": theme }));
          await open(page, context, "insecure/compose.yml");
          await page.waitForSelector(".codelens-decoration a:has-text('Harden this service')", { timeout: 20_000 });
          const text = await textWith(page, /0\.0\.0\.0:/u);
          assert.match(text, /\d+ capabilities/u);
          await page.screenshot({ path: join(pictures, `in-text-${name}.png`) });
        }
        writeFileSync(join(workspace, "inherited.compose.yml"), inherited);
        await open(page, context, "inherited.compose.yml", { squiggles: false });
        assert.match(
          await textWith(page, /from line/u),
          /\*basefrom line 2: cap_drop, restart\n.*\*capsfrom line 4\n.*webfrom line \d+: [\w, ]+…\n/su,
        );
        await page.screenshot({ path: join(pictures, "in-text-inherited.png") });
        await open(page, context, "insecure/compose.yml");
        await page.locator(".codelens-decoration a:has-text('Harden this service')").first().click();
        // All that "web" lacks suits most images: nothing of it asks to be confirmed.
        const hardened = await textWith(page, /web:\s*3 capabilities.*no-new-privileges:true.*depends_on/su);
        assert.match(hardened, /api:\s*14 capabilities/u);
        await page.waitForTimeout(500);
        await page.screenshot({ path: join(pictures, "lens-hardens.png") });
      } finally {
        rmSync(settings, { recursive: true, force: true });
        rmSync(join(workspace, "inherited.compose.yml"), { force: true });
      }
    },
  ],
  [
    "installed: the security report leads to the lines by mouse and keyboard, and follows the text",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      const report = await showReport(page);
      assert.match(await report.locator(".verdict").textContent(), /^2 ways from outside to the host\./u);
      assert.deepEqual(await report.locator("a.node .name").allTextContents(), ["web", "api", "db", "cache", "vpn", "logs"]);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(pictures, "report.png") });

      await report.locator("#node-s3").click();
      await page.waitForSelector(".statusbar-item:has-text('Ln 25, Col 3')", { timeout: 20_000 });

      // From the privileged service to the one below it, and to its line, by the keyboard alone.
      await report.locator("#node-s5").focus();
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(200);
      assert.equal(await report.locator("a.node:focus").getAttribute("id"), "node-s6");
      await page.screenshot({ path: join(pictures, "report-focus.png") });
      await page.keyboard.press("Enter");
      await page.waitForSelector(".statusbar-item:has-text('Ln 45, Col 3')", { timeout: 20_000 });

      await report.locator("#p1 li a", { hasText: "runs privileged" }).click();
      await page.waitForSelector(".statusbar-item:has-text('Ln 41, Col 5')", { timeout: 20_000 });

      // The line that the cursor is led to is taken away: the page changes in place.
      await page.keyboard.press("Control+Shift+k");
      await report.locator(".verdict", { hasText: "1 way from outside to the host." }).waitFor({ timeout: 20_000 });
      assert.equal(await report.locator("#p2").count(), 0);
      await page.screenshot({ path: join(pictures, "report-changed.png") });

      await report.locator("#save").click();
      await page.waitForSelector(".quick-input-widget input", { timeout: 20_000 });
      await page.waitForTimeout(1000);
      await page.screenshot({ path: join(pictures, "report-save.png") });
      await page.keyboard.press("Enter");
      assert.match(await written(join(context.workspace, "insecure/security-report.html")), /^<!DOCTYPE html>/u);

      // The panel is there again when the window is.
      // In a browser the editor writes down its open panels every few seconds, and a page that is left may lose what it had not written yet.
      await page.waitForTimeout(10_000);
      await page.goto(`${context.editor.url}/?folder=${encodeURIComponent(context.workspace)}`);
      await panelIn(page).locator(".verdict", { hasText: "1 way from outside to the host." }).waitFor({ timeout: 60_000 });
    },
  ],
  [
    "installed: the hardened stack stays calm",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "hardened/compose.yml", { squiggles: false });
      await page.waitForTimeout(4000);
      await page.screenshot({ path: join(pictures, "hardened.png") });
      assert.equal(await page.locator(".squiggly-error, .squiggly-warning, .squiggly-info, .squiggly-hint").count(), 0);
    },
  ],
  [
    "installed: the language status tells counts, preset and time, and leads to the settings",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      const text = await languageStatus(page, /last check/u);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(pictures, "status.png") });
      assert.match(text, /Watertight: \d+ findings/u);
      assert.match(text, /\d+ errors?, \d+ warnings/u);
      assert.match(text, /Preset recommended.*last check \d+ ms/u);
      for (const title of ["Show Log", "Open Settings"])
        assert.ok(await page.locator(".hover-language-status a", { hasText: title }).isVisible());
      await page.locator(".hover-language-status a", { hasText: "Open Settings" }).click();
      await page.waitForSelector(".settings-editor", { timeout: 20_000 });
      await page.waitForSelector(".settings-editor .setting-item-category:has-text('Watertight')", { timeout: 20_000 });
      await page.screenshot({ path: join(pictures, "settings.png") });
    },
  ],
  [
    "installed: what could not be read is a warning in the language status, in the dark too",
    async (context) => {
      const { page, pictures, workspace } = context;
      writeFileSync(join(workspace, "gap.compose.yml"), "include: [gone.yml]\nservices:\n  web:\n    image: x:1\n    privileged: true\n");
      await page.emulateMedia({ colorScheme: "dark" });
      await open(page, context, "gap.compose.yml");
      await page.keyboard.press("F1");
      await page.waitForSelector(".quick-input-widget input");
      await page.keyboard.type("Preferences: Toggle between Light/Dark Themes", { delay: 10 });
      await page.waitForTimeout(1200);
      await page.keyboard.press("Enter");
      const text = await languageStatus(page, /partly checked/u);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(pictures, "status-dark.png") });
      assert.match(text, /The included file "gone\.yml" does not exist\./u);
      // VS Code's number for a warning.
      assert.ok((await page.locator(".hover-language-status .severity.sev2.show").count()) > 0);
    },
  ],
  [
    "installed: commands are listed for compose files and not for Kubernetes'",
    async (context) => {
      const { page, pictures, workspace } = context;
      writeFileSync(join(workspace, "pod.yml"), "apiVersion: v1\nkind: Pod\nspec: {hostPID: true}\n");
      await open(page, context, "pod.yml", { squiggles: false });
      await page.waitForTimeout(4000);
      const elsewhere = await palette(page, "Watertight: ");
      await page.screenshot({ path: join(pictures, "palette-kubernetes.png") });
      await page.keyboard.press("Escape");
      assert.ok(
        elsewhere.some((row) => row.includes("Check All Compose Files")),
        elsewhere.join(" | "),
      );
      assert.deepEqual(
        elsewhere.filter((row) => /Watertight: (?:Harden|Segment|Fix All|Check This)/u.test(row)),
        [],
      );
      await open(page, context, "insecure/compose.yml");
      await page.waitForTimeout(1000);
      const here = await palette(page, "Watertight: ");
      await page.screenshot({ path: join(pictures, "palette.png") });
      for (const title of [
        "Harden Service",
        "Harden File",
        "Segment Networks",
        "Fix All Safe",
        "Check This File",
        "Restart Server",
        "Show Log",
      ])
        assert.ok(
          here.some((row) => row.includes(title)),
          `${title} is not among ${here.join(" | ")}`,
        );
    },
  ],
  [
    "installed: the documentation of a rule is opened on the web, and asked for first",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "insecure/compose.yml");
      await goTo(page, lines.privileged, 8);
      await palette(page, "Watertight: Open Rule Documentation");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".quick-input-title:has-text('Open the documentation of a rule')", { timeout: 20_000 });
      const [first] = await page.locator(".quick-input-list .monaco-list-row").allTextContents();
      assert.match(first ?? "", /^privileged-container/u);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".monaco-dialog-box:has-text('docs/rules/privileged-container.md')", { timeout: 20_000 });
      await page.screenshot({ path: join(pictures, "documentation.png") });
      await page.keyboard.press("Escape");
    },
  ],
  [
    "installed: all compose files are checked, with one line of answer",
    async (context) => {
      const { page, pictures } = context;
      await open(page, context, "hardened/compose.yml", { squiggles: false });
      await palette(page, "Watertight: Check All Compose Files");
      await page.keyboard.press("Enter");
      const toast = page.locator(".notification-list-item-message", { hasText: /compose files checked/u });
      await toast.waitFor({ timeout: 30_000 });
      assert.match((await toast.textContent()) ?? "", /^\d+ compose files checked, (?:\d+ of them only partly, )?\d+ findings$/u);
      await page.keyboard.press("Control+Shift+m");
      await page.waitForSelector(".markers-panel .monaco-list-row:has-text('insecure')", { timeout: 20_000 });
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(pictures, "all-files.png") });
    },
  ],
  [
    "installed: it speaks German and Chinese where the editor does",
    async (context) => {
      const { page, pictures } = context;
      const rows = [
        [
          "de",
          "Watertight: Datei härten",
          /Root in „vpn“ ist root auf dem Host/u,
          "privileged: true entfernen",
          "privileged-container erklären",
          "Privilegierter Container",
        ],
        ["zh-cn", "Watertight: 加固文件", /vpn.*root/u, "移除 privileged: true", "解释 privileged-container", "特权容器"],
      ];
      for (const [language, title, message, fix, explain, heading] of rows) {
        // What VS Code's own language packs would set; without one its own texts stay English.
        await page.addInitScript((name) => {
          globalThis._VSCODE_NLS_LANGUAGE = name;
        }, language);
        await open(page, context, "insecure/compose.yml");
        await goTo(page, lines.privileged, 8);
        const titles = await lightbulb(page);
        await page.screenshot({ path: join(pictures, `language-${language}.png`) });
        assert.ok(
          titles.some((one) => one.includes(fix)),
          titles.join(" | "),
        );
        await page.keyboard.press("Escape");
        const entries = await palette(page, title);
        assert.ok(
          entries.some((entry) => entry.includes(title)),
          entries.join(" | "),
        );
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+Shift+M");
        const problem = page.locator(".markers-panel .monaco-list-row", { hasText: message });
        await problem.first().waitFor({ timeout: 20_000 });
        await page.screenshot({ path: join(pictures, `problems-${language}.png`) });
        await page.keyboard.press("Control+Shift+M");
        await goTo(page, lines.privileged, 8);
        await lightbulb(page);
        await page.locator(".action-widget .monaco-list-row", { hasText: explain }).click();
        await panelIn(page).getByRole("heading", { name: heading }).waitFor({ timeout: 30_000 });
        await page.screenshot({ path: join(pictures, `page-${language}.png`) });
      }
    },
  ],
];
