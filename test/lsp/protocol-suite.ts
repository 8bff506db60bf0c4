import { describe, it } from "node:test";
import { type Editor, type EditorOptions, edit } from "./editor.js";
import { clientTests } from "./suite/clients.js";
import { actionTests } from "./suite/code-actions.js";
import { cursorTests } from "./suite/cursor.js";
import { diagnosticTests } from "./suite/diagnostics.js";
import { freshnessTests } from "./suite/freshness.js";
import { hardenTests } from "./suite/harden.js";
import { hintTests } from "./suite/hints.js";
import { initializeTests } from "./suite/initialize.js";
import { ownTests } from "./suite/own-requests.js";
import { projectTests } from "./suite/projects.js";
import { surroundingTests } from "./suite/surroundings.js";
import { teamFileTests } from "./suite/team-file.js";
import { versionTests } from "./suite/versions.js";
import { fileTests } from "./suite/which-files.js";
import { workspaceTests } from "./suite/workspace.js";
import type { Transport } from "./transport.js";

/**
 * What any client may expect of the server, whatever runs it: the server's own process, this process, or a browser's worker. All documents
 * are of scheme `memfs`, which no server reads by itself.
 */
export function protocolSuite(name: string, connect: () => Promise<Transport>): void {
  /** Runs a test in an editor of its own. */
  function test(title: string, options: EditorOptions, run: (editor: Editor) => Promise<void>): void {
    it(title, async () => {
      const editor = await edit(await connect(), options);
      try {
        await run(editor);
      } finally {
        await editor.close();
      }
    });
  }

  describe(`${name}: initialize`, () => initializeTests(test));
  describe(`${name}: diagnostics`, () => diagnosticTests(test));
  describe(`${name}: which files`, () => fileTests(test));
  describe(`${name}: newest version`, () => versionTests(test));
  describe(`${name}: settings and files around`, () => surroundingTests(test));
  describe(`${name}: code actions`, () => actionTests(test));
  describe(`${name}: hardening`, () => hardenTests(test));
  describe(`${name}: hover and completion`, () => cursorTests(test));
  describe(`${name}: inlay hints and lenses`, () => hintTests(test));
  describe(`${name}: files that change`, () => freshnessTests(test));
  describe(`${name}: projects of several files`, () => projectTests(test));
  describe(`${name}: the team's file`, () => teamFileTests(test));
  describe(`${name}: other editors`, () => clientTests(test));
  describe(`${name}: the whole workspace`, () => workspaceTests(test));
  describe(`${name}: own requests`, () => ownTests(test));
}
