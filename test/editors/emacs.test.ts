import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { driver, findProgram, inEditor, names, repaired, strictRule } from "./in-editor.js";

interface Report {
  readonly mode: string;
  readonly messages: readonly string[];
  readonly messagesAfter: readonly string[];
  readonly hover: { readonly kind: string; readonly value: string };
  readonly titles: readonly string[];
  readonly text: string;
  readonly other: { readonly mode: string; readonly managed: boolean };
  readonly modes: Readonly<Record<string, string>>;
}

const emacs = findProgram("emacs");
const packages = ["--batch", "--eval", "(package-initialize)"];

test("Emacs shows the findings by eglot, repairs one, and leaves a Kubernetes file alone", { skip: lacking() }, () => {
  const report = inEditor<Report>(emacs ?? "emacs", "emacs.el", (file) => [...packages, "-l", file, "-l", driver("emacs.el")]);
  assert.equal(report.mode, "docker-compose-mode");
  const isPrivileged = (message: string) => message.includes("[privileged-container]");
  assert.ok(report.messages.some(isPrivileged), report.messages.join("\n"));
  assert.ok(
    report.messages.some((message) => message.includes(`[${strictRule}]`)),
    report.messages.join("\n"),
  );
  assert.match(report.hover.value, /privileged/u);
  assert.ok(report.titles.includes("Remove privileged: true (check first)"), report.titles.join("; "));
  assert.equal(report.text, repaired);
  assert.ok(report.messagesAfter.length > 0 && !report.messagesAfter.some(isPrivileged), report.messagesAfter.join("\n"));
  assert.deepEqual(report.other, { mode: "yaml-mode", managed: false });
  assert.deepEqual(
    report.modes,
    Object.fromEntries(Object.entries(names).map(([name, isOurs]) => [name, isOurs ? "docker-compose-mode" : "yaml-mode"])),
  );
});

function lacking(): string | false {
  if (emacs === undefined) return "there is no emacs on the path";
  const has = "(kill-emacs (if (and (require 'eglot nil t) (require 'yaml-mode nil t)) 0 1))";
  return spawnSync(emacs, [...packages, "--eval", has]).status === 0 ? false : "this Emacs lacks eglot or yaml-mode";
}
