import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "../../server/src/engine/index.js";
import { engineWith, uri } from "../lint/check.js";

function complete(marked: string) {
  const offset = marked.indexOf("<|>");
  const text = marked.replace("<|>", "");
  const items = engineWith(text)
    .completions(uri, offset)
    .toSorted((a, b) => a.sortText.localeCompare(b.sortText));
  return {
    labels: items.map(({ label }) => label),
    apply: (label: string) =>
      applyEdits(
        text,
        items.filter((one) => one.label === label).map(({ edit }) => edit),
      ),
  };
}

const cap = (item: string) => `services:\n  a:\n    image: nginx:1.30\n    cap_add:\n      - CHOWN\n${item}`;

test("what the image needs first, what is there left out, what opens the host last", () => {
  const { labels } = complete(cap("      - <|>\n"));
  assert.deepEqual(labels.slice(0, 2), ["SETGID", "SETUID"]);
  assert.ok(!labels.includes("CHOWN"));
  assert.equal(labels.at(-1), "ALL");
  assert.ok(labels.indexOf("NET_RAW") < labels.indexOf("SYS_ADMIN"));
});

test("for cap_drop ALL comes first, then Docker's defaults", () => {
  const { labels } = complete("services:\n  a:\n    image: x\n    cap_drop: [<|>]\n");
  assert.equal(labels[0], "ALL");
  assert.ok(labels.indexOf("CHOWN") < labels.indexOf("SYS_ADMIN"));
});

test("the word that is typed is replaced, in the file's own spelling", () => {
  assert.equal(complete(cap("      - NET_<|>\n")).apply("NET_RAW"), cap("      - NET_RAW\n"));
  assert.equal(complete(cap('      - "NET_<|>"\n')).apply("NET_RAW"), cap('      - "NET_RAW"\n'));
  const lower = complete("services:\n  a:\n    image: x\n    cap_add: [cap_net_admin, <|>]\n");
  assert.ok(lower.labels.includes("cap_sys_time"), lower.labels.join());
});

test("below and beside an empty key the list is begun", () => {
  const head = "services:\n  a:\n    image: x\n    cap_drop:";
  assert.equal(complete(`${head}\n      <|>\n`).apply("ALL"), `${head}\n      - ALL\n`);
  assert.equal(complete(`${head} <|>\n`).apply("ALL"), `${head} [ALL]\n`);
});

test("security options, the weakening ones last", () => {
  const { labels } = complete("services:\n  a:\n    image: x\n    security_opt:\n      - <|>\n");
  assert.equal(
    labels.find((label) => label.startsWith("no-new")),
    "no-new-privileges:true",
  );
  assert.ok(labels.indexOf("no-new-privileges:true") < labels.indexOf("seccomp=unconfined"));
});

test("nothing elsewhere", () => {
  for (const text of [
    "services:\n  a:\n    image: <|>\n",
    "services:\n  a:\n    cap_<|>\n",
    "cap_add: [<|>]\napiVersion: v1\n",
    "services:\n  a:\n    image: x\n    cap_add: [A] # <|>\n",
  ]) {
    assert.deepEqual(complete(text).labels, [], text);
  }
});
