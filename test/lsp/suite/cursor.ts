import assert from "node:assert/strict";
import { clean, pull, push, type Test, uri } from "./check.js";

export function cursorTests(test: Test): void {
  const capabilities = `services:\n  web:\n    image: nginx:1.27.3\n    cap_add: [NET_ADMIN]\n`;

  test("a capability is explained in Markdown", pull, async ({ open, hover }) => {
    open(uri, capabilities);
    const found = await hover(uri, { line: 3, character: 16 });
    assert.ok(found !== null && typeof found.contents === "object" && "kind" in found.contents);
    assert.equal(found.contents.kind, "markdown");
    assert.match(found.contents.value, /\*\*NET_ADMIN\*\*/u);
    assert.deepEqual(found.range, { start: { line: 3, character: 14 }, end: { line: 3, character: 23 } });
  });

  test("and in plain text where the client reads no Markdown", push, async ({ open, hover }) => {
    open(uri, capabilities);
    const found = await hover(uri, { line: 3, character: 16 });
    assert.ok(found !== null && typeof found.contents === "object" && "kind" in found.contents);
    assert.equal(found.contents.kind, "plaintext");
    assert.match(found.contents.value, /NET_ADMIN/u);
    assert.doesNotMatch(found.contents.value, /\*\*|\]\(|`/u);
  });

  test("there is no hover on what the schema explains", pull, async ({ open, hover }) => {
    open(uri, clean);
    assert.equal(await hover(uri, { line: 0, character: 3 }), null);
  });

  test("capabilities are completed in place", pull, async ({ open, complete }) => {
    open(uri, `${capabilities.replace("[NET_ADMIN]", "")}      - NET_\n`);
    const offered = await complete(uri, { line: 4, character: 12 });
    const item = offered.find(({ label }) => label === "NET_RAW");
    assert.deepEqual(item?.textEdit, { range: { start: { line: 4, character: 8 }, end: { line: 4, character: 12 } }, newText: "NET_RAW" });
    assert.equal(item?.filterText, "NET_RAW CAP_NET_RAW");
    assert.ok((item?.detail ?? "").length > 0);
    const order = [...offered].sort((a, b) => (a.sortText ?? a.label).localeCompare(b.sortText ?? b.label)).map(({ label }) => label);
    assert.ok(order.indexOf("NET_BIND_SERVICE") < order.indexOf("SYS_ADMIN"));
  });

  test("what sets a completion apart stands beside it where the client has room for it", pull, async ({ open, complete }) => {
    open(uri, `${capabilities}    pid: \n`);
    const offered = await complete(uri, { line: 4, character: 9 });
    assert.deepEqual(offered.find(({ label }) => label === "host")?.labelDetails, { description: "opens the host" });
  });

  test("and nowhere where it has not", push, async ({ open, complete }) => {
    open(uri, `${capabilities}    pid: \n`);
    const host = (await complete(uri, { line: 4, character: 9 })).find(({ label }) => label === "host");
    assert.ok(host !== undefined && host.labelDetails === undefined);
  });

  test("rules are completed in an ignore comment", pull, async ({ open, complete }) => {
    open(uri, `${capabilities}    # watertight-ignore-next-line \n    privileged: true\n`);
    const offered = await complete(uri, { line: 4, character: 34 });
    const [first] = [...offered].sort((a, b) => (a.sortText ?? a.label).localeCompare(b.sortText ?? b.label));
    assert.equal(first?.label, "privileged-container");
  });

  test("nothing is completed elsewhere", pull, async ({ open, complete }) => {
    open(uri, capabilities);
    assert.deepEqual(await complete(uri, { line: 2, character: 11 }), []);
  });
}
