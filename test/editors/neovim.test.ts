import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { compose, driver, findProgram, inEditor, names, repaired, strictRule } from "./in-editor.js";

interface Report {
  readonly filetype: string;
  readonly codes: readonly string[];
  readonly codesAfter: readonly string[];
  readonly hover: { readonly kind: string; readonly value: string };
  readonly titles: readonly string[];
  readonly text: string;
  readonly other: { readonly filetype: string; readonly clients: number; readonly findings: number };
  readonly filetypes: Readonly<Record<string, string>>;
}

const nvim = findProgram("nvim");

test("Neovim shows the findings, repairs one, and leaves a Kubernetes file alone", {
  skip: nvim === undefined && "there is no nvim on the path",
}, () => {
  if (nvim === undefined) return;
  const [, minor = "0"] = /^NVIM v0\.(\d+)/u.exec(spawnSync(nvim, ["--version"], { encoding: "utf8" }).stdout) ?? [];
  const snippet = Number(minor) >= 11 ? "neovim.lua" : "neovim-before-0.11.lua";
  const report = inEditor<Report>(nvim, snippet, (file) => ["--headless", "-u", file, "-c", `luafile ${driver("neovim.lua")}`]);
  assert.equal(report.filetype, "yaml.docker-compose");
  assert.ok(report.codes.includes("privileged-container"), report.codes.join(" "));
  assert.ok(report.codes.includes(strictRule), report.codes.join(" "));
  assert.equal(report.hover.kind, "markdown");
  assert.match(report.hover.value, /^\*\*privileged\*\*/u);
  assert.ok(report.titles.includes("Remove privileged: true (check first)"), report.titles.join("; "));
  assert.notEqual(repaired, compose);
  assert.equal(report.text, repaired.trimEnd());
  assert.ok(report.codesAfter.length > 0 && !report.codesAfter.includes("privileged-container"), report.codesAfter.join(" "));
  assert.deepEqual(report.other, { filetype: "yaml", clients: 0, findings: 0 });
  assert.deepEqual(
    report.filetypes,
    Object.fromEntries(Object.entries(names).map(([name, isOurs]) => [name, isOurs ? "yaml.docker-compose" : "yaml"])),
  );
});
