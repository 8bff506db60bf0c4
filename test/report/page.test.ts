import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { reportPage, reportPanel, styleHash } from "../../server/src/engine/report/page.js";
import { pageStyle } from "../../server/src/engine/report/style.js";
import { reportOf } from "./report-of.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const read = (path: string): string => readFileSync(root + path, "utf8");

/** A project with each kind of connection, entry and network. */
const connected = read("test/report/connected.yml");

test("the page allows its own style and nothing else", () => {
  assert.equal(styleHash, `sha256-${createHash("sha256").update(pageStyle).digest("base64")}`);
  const page = reportPage(reportOf(connected));
  const policy = /http-equiv="Content-Security-Policy" content="(?<policy>[^"]*)"/u.exec(page)?.groups?.["policy"];
  assert.equal(policy, `default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`);
  assert.doesNotMatch(page, /<script|\sstyle=|\son\w+=|https?:(?!\/\/www\.w3\.org\/2000\/svg)|url\((?!#)|@import/u);
});

test("examples as they are printed", () => {
  const sources = { insecure: read("examples/insecure/compose.yml"), hardened: read("examples/hardened/compose.yml"), connected };
  for (const [name, source] of Object.entries(sources)) {
    const page = reportPage(reportOf(source)).replace(pageStyle, "");
    const path = `test/report/golden/${name}.html.golden`;
    if (process.env["UPDATE"] === "1") writeFileSync(root + path, page);
    assert.equal(page, read(path), `${path}: UPDATE=1 writes it anew; look at the difference`);
    assert.equal(reportPage(reportOf(source)).replace(pageStyle, ""), page, "the same each time");
  }
});

test("elements are closed, ids are there once, and every link leads to one", () => {
  for (const html of [reportPage(reportOf(connected)), reportPanel(reportOf(connected)).html]) {
    const open: string[] = [];
    for (const [, close, name = "", self] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>/gu)) {
      if (self === "/" || ["meta", "br"].includes(name)) continue;
      if (close === "/") assert.equal(open.pop(), name);
      else open.push(name);
    }
    assert.deepEqual(open, []);
    const ids = [...html.matchAll(/\sid="([^"]*)"/gu)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length);
    const links = [...html.matchAll(/\shref="#([^"]+)"/gu)].map(([, id]) => id);
    assert.ok(links.length > 10);
    for (const id of [...links, ...[...html.matchAll(/aria-labelledby="([^"]*)"/gu)].map(([, one]) => one)])
      assert.ok(ids.includes(id), id);
  }
});

test("nothing of the file is read as HTML", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>&lt;\u202e\u0007'`;
  const text = [
    `name: ${JSON.stringify(evil)}`,
    "services:",
    `  a: {image: x, ports: ['80:80'], user: ${JSON.stringify(evil)}, profiles: [${JSON.stringify(evil)}], privileged: true, volumes: [{type: bind, source: ${JSON.stringify(`/etc/${evil}`)}, target: /x}, {type: bind, source: ${JSON.stringify(`./${evil}`)}, target: /y}], devices: [${JSON.stringify(`/dev/${evil}`)}]}`,
    `  b: {image: x, ports: [${JSON.stringify(`${evil}:80:80`)}], volumes: [{type: bind, source: ${JSON.stringify(`./${evil}`)}, target: /y}]}`,
    "",
  ].join("\n");
  for (const html of [reportPage(reportOf(text)), reportPanel(reportOf(text)).html]) {
    assert.ok(html.includes("&#62;&#60;script"), "it is printed");
    assert.doesNotMatch(html, /<script|<img|&lt;/u);
    assert.ok(!html.includes("\u0007") && !html.includes("\u202e"));
  }
});

test("a panel leads from every node and step to its place, a page tells no path of the machine", () => {
  const report = reportOf(connected);
  const { html: panel, files } = reportPanel(report);
  assert.deepEqual(files, [report.services[0]?.at.uri]);
  for (const { id, at } of report.services) {
    const node = new RegExp(`<a id="node-${id}"[^>]* data-file="0" data-line="${at.line}" data-character="${at.character}"`, "u");
    assert.match(panel, node);
  }
  for (const { steps } of report.paths)
    for (const { at, text } of steps) {
      const escaped = text.replaceAll(/["']/gu, (one) => `&#${one.charCodeAt(0)};`);
      assert.ok(panel.includes(`data-line="${at.line}" data-character="${at.character}" title="line ${at.line + 1}">${escaped}</a>`), text);
    }
  assert.ok(!reportPage(report).includes("file:"));
});

test("a project without services, and one whose name is empty, are pages, too", () => {
  for (const text of ["services: {}", "name: ''\nservices: {a: {image: x}}", ""])
    assert.match(reportPage(reportOf(text)), /<main>.*<\/main>/su);
});
