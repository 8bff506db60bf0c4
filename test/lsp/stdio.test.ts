import assert from "node:assert/strict";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { rulePageText, rules } from "../../server/src/engine/index.js";
import type { ExplainResult } from "../../server/src/lsp/protocol.js";
import { modern, plain } from "./capabilities.js";
import { edit } from "./editor.js";
import { protocolSuite } from "./protocol-suite.js";
import { commandLine, serverScript, spawnNode, spawnServer } from "./stdio.js";
import { connectInProcess, type Transport } from "./transport.js";

protocolSuite("dist/server.js --stdio", () => Promise.resolve(spawnServer("--stdio")));

describe("the server's process", () => {
  it("exits with 0 after a shutdown", async () => {
    const server = spawnServer("--stdio");
    const editor = await edit(server);
    await editor.close();
    assert.equal(await server.ended, 0);
  });

  it("exits with 1 without one", async () => {
    const server = spawnServer("--stdio");
    await edit(server);
    await server.close();
    assert.equal(await server.ended, 1);
  });

  it("ends when its input does", async () => {
    const server = spawnServer("--stdio");
    await edit(server);
    server.process.stdin.end();
    assert.equal(await server.ended, 1);
  });

  it("prints its version and its usage", async () => {
    assert.match(await output("--version"), /^\d+\.\d+\.\d+\n$/u);
    assert.match(await output("--help"), /--stdio/u);
  });

  it("refuses to run without a transport", async () => {
    assert.equal(await spawnServer().ended, 2);
  });

  it("explains rules as their pages say, also where a command line became the server", async () => {
    for (const server of [spawnServer("--stdio"), spawnNode(commandLine, ["lsp"])]) {
      const editor = await edit(server);
      for (const rule of rules) {
        const { markdown } = await editor.request<ExplainResult>("watertight/explain", { rule: rule.id });
        assert.equal(markdown, rulePageText(rule));
      }
      await editor.close();
    }
  });

  it("explains rules in short where the file with their pages is missing", async () => {
    const folder = await mkdtemp(join(tmpdir(), "watertight-"));
    try {
      await copyFile(serverScript, join(folder, "server.cjs"));
      const editor = await edit(spawnNode(join(folder, "server.cjs"), ["--stdio"]));
      const { markdown } = await editor.request<ExplainResult>("watertight/explain", { rule: "privileged-container" });
      assert.match(markdown ?? "", /^# Privileged container\n.*\n## Where to silence it\n.*\n## References\n/su);
      assert.match(markdown ?? "", /\n## Why\n.*\n## What to do\n/su);
      assert.doesNotMatch(markdown ?? "", /## (?:How the attack goes|What it rests on|Examples)/u);
      await editor.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("hovers say what they say before they are bundled, which leaves out what only pages say", async () => {
    const text = await readFile(new URL("../../../examples/insecure/compose.yml", import.meta.url), "utf8");
    const uri = "memfs:/project/compose.yml";
    const hoversOf = async (transport: Transport) => {
      const editor = await edit(transport, { capabilities: modern });
      editor.open(uri, text);
      await editor.pull(uri);
      const lines = text.split("\n");
      const hovers: unknown[] = [];
      for (const [line, words] of lines.entries())
        for (const { index } of words.matchAll(/[^\s:"[\],]+/gu))
          hovers.push((await editor.hover(uri, { line, character: index }))?.contents ?? null);
      await editor.close();
      return hovers;
    };
    const bundled = await hoversOf(spawnServer("--stdio"));
    assert.ok(bundled.filter((one) => one !== null).length > 30);
    assert.deepEqual(bundled, await hoversOf(await connectInProcess()));
  });

  it("writes nothing but protocol to its output", async () => {
    const server = spawnServer("--stdio");
    const chunks: Buffer[] = [];
    server.process.stdout.on("data", (chunk) => chunks.push(chunk));
    const editor = await edit(server, { capabilities: plain });
    editor.open("memfs:/compose.yml", "services:\n  web:\n    image: nginx\n    privileged: true\n");
    await editor.published("memfs:/compose.yml", 1);
    await editor.close();
    let rest = Buffer.concat(chunks).toString("latin1");
    while (rest !== "") {
      const header = /^Content-Length: (?<length>\d+)\r\n\r\n/u.exec(rest);
      assert.ok(header, `no message: ${rest.slice(0, 80)}`);
      rest = rest.slice(header[0].length + Number(header.groups?.length));
    }
  });
});

describe("watertight lsp", () => {
  for (const options of [["lsp"], ["lsp", "--stdio"]]) {
    it(`${options.join(" ")} is the same server, in one process`, async () => {
      const server = spawnNode(commandLine, options);
      const editor = await edit(server, { capabilities: plain });
      assert.equal(editor.server?.name, "watertight");
      editor.open("memfs:/compose.yml", "services:\n  web:\n    image: nginx\n    privileged: true\n");
      assert.ok((await editor.published("memfs:/compose.yml", 1)).some(({ code }) => code === "privileged-container"));
      await editor.close();
      assert.equal(await server.ended, 0);
    });
  }

  it("ends with the editor that started it", async () => {
    const server = spawnNode(commandLine, ["lsp"]);
    await edit(server);
    server.process.stdin.end();
    assert.equal(await server.ended, 1);
  });

  it("takes no file", async () => {
    assert.equal(await spawnNode(commandLine, ["lsp", "compose.yml"]).ended, 2);
  });
});

describe("files of the disk", () => {
  const compose = `services:\n  web:\n    image: nginx:1.27.3\n    cap_add: ["\${CAP}"]\n`;

  it("the .env beside a document is read, and again when it changes", async () => {
    const folder = await mkdtemp(join(tmpdir(), "watertight-"));
    try {
      await writeFile(join(folder, ".env"), "CAP=SYS_ADMIN\n");
      const editor = await edit(spawnServer("--stdio"), { capabilities: modern });
      const uri = pathToFileURL(join(folder, "compose.yml")).href;
      editor.open(uri, compose);
      const first = await editor.pull(uri);
      assert.ok(first.kind === "full" && first.items.some(({ code }) => code === "cap-add-host-takeover"));
      await writeFile(join(folder, ".env"), "CAP=NET_BIND_SERVICE\n");
      const refreshed = new Promise<void>((resolve) => editor.answer("workspace/diagnostic/refresh", () => resolve()));
      editor.notify("workspace/didChangeWatchedFiles", { changes: [{ uri: pathToFileURL(join(folder, ".env")).href, type: 2 }] });
      await refreshed;
      const second = await editor.pull(uri, first.resultId);
      assert.ok(second.kind === "full" && !second.items.some(({ code }) => code === "cap-add-host-takeover"));
      await editor.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("a client that watches nothing has it read again on saving", async () => {
    const folder = await mkdtemp(join(tmpdir(), "watertight-"));
    try {
      await writeFile(join(folder, ".env"), "CAP=NET_BIND_SERVICE\n");
      const editor = await edit(spawnServer("--stdio"), { capabilities: plain });
      const uri = pathToFileURL(join(folder, "compose.yml")).href;
      editor.open(uri, compose);
      await editor.published(uri, 1);
      await writeFile(join(folder, ".env"), "CAP=SYS_ADMIN\n");
      editor.notify("textDocument/didSave", { textDocument: { uri } });
      await editor.next<{ diagnostics: { code: string }[] }>("textDocument/publishDiagnostics", ({ diagnostics }) =>
        diagnostics.some(({ code }) => code === "cap-add-host-takeover"),
      );
      await editor.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("a folder named .env is no reason to fail", async () => {
    const folder = await mkdtemp(join(tmpdir(), "watertight-"));
    try {
      await mkdir(join(folder, ".env"));
      const editor = await edit(spawnServer("--stdio"), { capabilities: modern });
      const uri = pathToFileURL(join(folder, "compose.yml")).href;
      editor.open(uri, compose);
      assert.equal((await editor.pull(uri)).kind, "full");
      await editor.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

async function output(option: string): Promise<string> {
  const { process, ended } = spawnServer(option);
  let text = "";
  process.stdout.on("data", (chunk) => {
    text += chunk;
  });
  await ended;
  return text;
}
