import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { matchesGlob } from "../../server/src/glob.js";
import { mayRead } from "../../server/src/lsp/files.js";
import { describe as describeError, guard, type Log, request } from "../../server/src/lsp/handle.js";
import { plainText } from "../../server/src/lsp/markdown.js";
import { schedule } from "../../server/src/lsp/schedule.js";
import { defaultDocumentSettings, readSettings } from "../../server/src/lsp/settings.js";

describe("globs", () => {
  const cases: readonly [glob: string, path: string, matches: boolean][] = [
    ["compose.yml", "/a/compose.yml", true],
    ["compose.yml", "/a/Compose.YML", true],
    ["compose.yml", "/a/xcompose.yml", false],
    ["compose.*.{yml,yaml}", "/a/compose.prod.yaml", true],
    ["compose.*.{yml,yaml}", "/a/compose.yaml", false],
    ["docker-stack*.yml", "/a/docker-stack.yml", true],
    ["a?c", "/x/abc", true],
    ["a?c", "/x/ac", false],
    ["deploy/*.yml", "/p/deploy/x.yml", true],
    ["deploy/*.yml", "/p/deploy/y/x.yml", false],
    ["deploy/**/*.yml", "/p/deploy/x.yml", true],
    ["deploy/**/*.yml", "/p/deploy/y/z/x.yml", true],
    ["**/x.yml", "/x.yml", true],
    ["./x.yml", "/p/x.yml", true],
    ["{a,b}/{c,d}.yml", "/p/b/c.yml", true],
    ["[ab].yml", "/p/a.yml", false],
    ["", "/p/a.yml", false],
    ["*", "/p/🚢.yml", true],
  ];
  for (const [glob, path, expected] of cases) {
    it(`${glob} ${expected ? "matches" : "does not match"} ${path}`, () => assert.equal(matchesGlob(glob, path), expected));
  }

  it("takes no time for globs made to take much", () => {
    const started = performance.now();
    matchesGlob(`${"*a".repeat(100)}b`, `/${"a".repeat(2000)}`);
    matchesGlob(`${"**/a/".repeat(50)}b`, `/${"a/".repeat(500)}`);
    matchesGlob("{a,b}".repeat(30), "/x");
    assert.ok(performance.now() - started < 500);
  });
});

describe("which files a document may lead to", () => {
  const cases: readonly [wanted: string, asker: string, allowed: boolean][] = [
    ["file:///p/.env", "file:///p/compose.yml", true],
    ["file:///p/sub/.env", "file:///p/compose.yml", true],
    ["file:///.env", "file:///compose.yml", true],
    ["file:///other/.env", "file:///p/compose.yml", false],
    ["file:///work/base.yml", "file:///work/a/compose.yml", true],
    ["file:///p/../etc/passwd", "file:///p/compose.yml", false],
    ["file:///p/%2e%2e/etc/passwd", "file:///p/compose.yml", false],
    ["file:///prefix-more/.env", "file:///prefix/compose.yml", false],
    ["file://attacker/share/.env", "file:///p/compose.yml", false],
    ["file://host/p/.env", "file://host/p/compose.yml", true],
    ["https://example.com/.env", "file:///p/compose.yml", false],
    ["vscode-vfs://github/o/r/.env", "vscode-vfs://github/o/r/compose.yml", true],
    ["untitled:.env", "untitled:Untitled-1", false],
    ["file:///c%3A/p/.env", "file:///C:/p/compose.yml", true],
  ];
  for (const [wanted, asker, allowed] of cases) {
    it(`${asker} ${allowed ? "may" : "may not"} lead to ${wanted}`, () => assert.equal(mayRead(wanted, asker, ["file:///work"]), allowed));
  }
});

describe("plain text of Markdown", () => {
  const cases: readonly [markdown: string, text: string][] = [
    ["**NET_ADMIN** - routes", "NET_ADMIN - routes"],
    ["see [capabilities(7)](https://example.com/a)", "see capabilities(7) (https://example.com/a)"],
    ["use `cap_drop`", "use cap_drop"],
    ["a\n\n---\n\nb", "a\n\nb"],
    ["- one\n- two", "- one\n- two"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    ["## Why\n\ntext", "Why\n\ntext"],
    ["a \\* b", "a * b"],
  ];
  for (const [markdown, text] of cases) it(JSON.stringify(markdown), () => assert.equal(plainText(markdown), text));
});

describe("settings", () => {
  it("are the defaults where nothing usable was sent", () => {
    for (const sent of [undefined, null, 3, "x", [], {}, { enable: "no", run: 1, rules: "all", files: 7 }])
      assert.deepEqual(readSettings(sent), defaultDocumentSettings);
  });

  it("may have dotted keys", () => {
    assert.deepEqual(readSettings({ "files.include": ["a"] }).include, ["a"]);
    assert.deepEqual(readSettings({ files: { include: ["a", 1] } }).include, ["a"]);
  });

  it("keep only severities that exist", () => {
    const sent = { rules: { "gpu-all": "off", "flat-network": "fatal", "no-such-rule": "off", "use-api-socket": 1, __proto__: "error" } };
    assert.deepEqual(readSettings(sent).engine.rules, { "gpu-all": "off" });
    assert.deepEqual(readSettings(sent).unknownRules, ["no-such-rule"]);
  });
});

describe("the wrapper around handlers", () => {
  const secret = "hunter2";
  const token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose: () => undefined }) };

  it("answers empty when a handler fails, and logs where but not what", async () => {
    const lines: string[] = [];
    const fail = request(logTo(lines), "hover", null, () => {
      throw new RangeError(`unexpected ${secret}`);
    });
    assert.equal(await fail({}, token), null);
    await guard(logTo(lines), "save", () => {
      throw new Error(secret);
    })();
    assert.ok(lines.some((line) => line.startsWith("hover failed: RangeError\n")));
    assert.ok(lines.some((line) => line.startsWith("save failed: Error\n")));
    assert.ok(
      lines.every((line) => !line.includes(secret)),
      lines.join("\n"),
    );
  });

  it("leaves messages of several lines out as well", () => {
    assert.ok(!describeError(new Error(`first\n${secret}\nlast`)).includes(secret));
    assert.equal(describeError(secret), "unknown error");
  });
});

describe("the schedule", () => {
  it("works on a document once per pause, and at once when told", async () => {
    const done: string[] = [];
    const { soon, now, cancel } = schedule(20, (uri) => done.push(uri));
    soon("a");
    soon("a");
    soon("b");
    soon("c");
    cancel("c");
    now("b");
    assert.deepEqual(done, ["b"]);
    await new Promise((resolve) => setTimeout(resolve, 60));
    assert.deepEqual(done, ["b", "a"]);
  });
});

function logTo(lines: string[]): Log {
  const write = (line: string): void => {
    lines.push(line);
  };
  return { error: write, info: write, debug: write };
}
