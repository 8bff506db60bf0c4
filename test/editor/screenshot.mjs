// Makes the pictures in docs/images: first-light.png, two real screenshots beside each other, a finding with its hover and one with its fixes;
// security-report.png, the report beside its file.

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  freePort,
  installEditor,
  installExtension,
  launchChromium,
  quietSettings,
  root,
  startEditor,
} from "../../scripts/editor-tools.mjs";
import { goTo, lightbulb, open, showReport } from "./interface.mjs";

installEditor();
const folder = mkdtempSync(join(tmpdir(), "watertight-picture-"));
const paths = { workspace: join(folder, "examples"), data: join(folder, "data"), extensions: join(folder, "extensions") };
cpSync(join(root, "examples"), paths.workspace, { recursive: true });
mkdirSync(paths.extensions);
const settings = {
  ...quietSettings,
  "workbench.colorTheme": "Default Dark Modern",
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "workbench.activityBar.location": "hidden",
  "breadcrumbs.enabled": false,
  "editor.fontSize": 14,
};
for (const place of ["Machine", "User"]) {
  mkdirSync(join(paths.data, "data", place), { recursive: true });
  writeFileSync(join(paths.data, "data", place, "settings.json"), JSON.stringify(settings));
}
const vsix = join(folder, "watertight.vsix");
spawnSync("node", ["scripts/package.mjs", vsix], { cwd: root, stdio: "inherit" });
installExtension({ vsix, ...paths });
const editor = await startEditor({ port: await freePort(), ...paths });
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 900, height: 620 } });
  await open(page, { editor, workspace: paths.workspace }, "insecure/compose.yml");
  await page.keyboard.press("Control+b");
  await goTo(page, 41, 19);
  await page.keyboard.press("Control+k");
  await page.keyboard.press("Control+i");
  await page.waitForSelector(".monaco-hover .hover-contents");
  await page.waitForTimeout(1500);
  const hover = await page.screenshot();
  await page.keyboard.press("Escape");
  await goTo(page, 25, 3);
  await lightbulb(page);
  await page.waitForTimeout(500);
  const fixes = await page.screenshot();
  const sheet = await browser.newPage({ viewport: { width: 1820, height: 620 } });
  const image = (bytes) => `<img src="data:image/png;base64,${bytes.toString("base64")}" style="border-radius:8px">`;
  await sheet.setContent(`<body style="margin:0;display:flex;gap:20px;background:transparent">${image(hover)}${image(fixes)}</body>`);
  mkdirSync(join(root, "docs/images"), { recursive: true });
  await sheet.screenshot({ path: join(root, "docs/images/first-light.png"), omitBackground: true });

  const wide = await browser.newPage({ viewport: { width: 1400, height: 720 } });
  await open(wide, { editor, workspace: paths.workspace }, "insecure/compose.yml");
  await wide.keyboard.press("Control+b");
  await goTo(wide, 41, 8);
  const report = await showReport(wide);
  await report.locator("#node-s5").focus();
  await wide.waitForTimeout(1500);
  await wide.screenshot({ path: join(root, "docs/images/security-report.png") });
} finally {
  await browser.close();
  await editor.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
}
