import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { findProgram, run, setting } from "./in-editor.js";

const helix = findProgram("hx", "helix");

test("Helix takes the settings and knows the server of a compose file", {
  skip: helix === undefined && "there is no hx on the path, and Debian 12 has none",
}, () => {
  const home = mkdtempSync(join(tmpdir(), "watertight-helix-"));
  try {
    mkdirSync(join(home, "config/helix"), { recursive: true });
    copyFileSync(setting("helix.toml"), join(home, "config/helix/languages.toml"));
    const { status, stdout, stderr } = run(helix ?? "hx", ["--health", "docker-compose"], home, { HOME: home });
    assert.equal(status, 0, `${stdout}${stderr}`);
    assert.match(stdout, /watertight/u);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
