import assert from "node:assert/strict";
import { test } from "node:test";
import { editBuilder } from "../../server/src/engine/edit/builder.js";
import type { Change, Operation } from "../../server/src/engine/edit/change.js";
import type { Service } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { applyEdits } from "../../server/src/engine/text/span.js";
import { sourcesOf } from "../sources.js";

const folder = "file:///project/";

type Files = Readonly<Record<string, string>>;
type Wish = (service: Service) => readonly Operation[];

/** The change for the service "a"; each file but those named base... and part... is the project's own. */
function changeOf(files: Files, wish: Wish): Change {
  const uris = Object.fromEntries(Object.entries(files).map(([path, text]) => [folder + path, text]));
  const own = Object.keys(files).filter((path) => !/base|part/u.test(path));
  const project = resolve({ files: own.map((path) => folder + path) }, sourcesOf(uris));
  const service = project.services.get("a");
  assert.ok(service, JSON.stringify(project.problems));
  return editBuilder(project.files)
    .for(service)
    .change(...wish(service));
}

interface Row {
  readonly files: Files;
  readonly wish: Wish;
  /** The files that change, and how they read then. */
  readonly here?: Files;
  readonly note?: RegExp;
  /** The same for the change at the origin, where one is given beside or instead. */
  readonly there?: Files;
  readonly origin?: string;
  readonly refused?: RegExp;
}

function checkRows(rows: readonly Row[]): void {
  for (const row of rows) {
    const change = changeOf(row.files, row.wish);
    const where = JSON.stringify(row.files);
    if ("refused" in change) {
      assert.match(change.refused, row.refused ?? /never/u, where);
      continue;
    }
    const here = change.origin === undefined ? change : undefined;
    const there = change.origin === undefined ? change.atOrigin : change;
    assert.deepEqual(here && after(row.files, here), row.here, where);
    assert.deepEqual(there && after(row.files, there), row.there, where);
    assert.equal(there?.origin, row.origin, where);
    if (row.note !== undefined) assert.match(here?.note ?? "", row.note, where);
  }
}

function after(files: Files, change: Extract<Change, { readonly edits: unknown }>): Files {
  return Object.fromEntries(
    Object.entries(files).flatMap(([path, text]) => {
      const own = change.edits.filter(({ at }) => at.file === folder + path);
      return own.length === 0 ? [] : [[path, applyEdits(text, own)]];
    }),
  );
}

const main = "compose.yml";
const unprivileged: Wish = ({ privileged }) => (privileged === undefined ? [] : [{ op: "remove", target: privileged }]);
const noPid: Wish = ({ pid }) => (pid === undefined ? [] : [{ op: "remove", target: pid }]);
const lastCap: Wish = ({ capAdd: { items } }) => items.slice(-1).map((target) => ({ op: "remove", target }));
const firstCap: Wish = ({ capAdd: { items } }) => items.slice(0, 1).map((target) => ({ op: "remove", target }));
const dropAll: Wish = ({ body }) => [{ op: "append", into: body, key: "cap_drop", items: ["ALL"] }];
const mountReadOnly: Wish = ({ mounts: { items } }) =>
  items.slice(0, 1).map(({ item }) => ({ op: "splice", target: item, part: "end", text: ":ro" }));
const longReadOnly: Wish = ({ mounts: { items } }) =>
  items.slice(0, 1).map(({ item }) => ({ op: "set", into: { ...item, value: "mapping" }, key: "read_only", value: true }));
const loopback: Wish = ({ ports: { items } }) =>
  items.slice(0, 1).map(({ item }) => ({ op: "splice", target: item, part: "start", text: "127.0.0.1:" }));
const noSecret: Wish = ({ environment: { items } }) =>
  items
    .filter(({ name }) => name.value === "S")
    .map(({ item, form }) => ({ op: "replace", target: item, value: form === "list" ? "S=${S:?}" : "${S:?}" }));
const fromFile: Wish = ({ environment: { list, items } }) =>
  list === undefined
    ? []
    : [
        { op: "set", into: { ...list, value: "mapping" }, key: "S_FILE", value: "/s" },
        ...items.filter(({ name }) => name.value === "S").map(({ item }): Operation => ({ op: "remove", target: item })),
      ];

test("a service that is nothing but an alias gets settings beside it", () => {
  const base = "x-b: &b\n  image: x\n  privileged: true\n  pid: host\n";
  checkRows([
    {
      files: { [main]: `${base}services:\n  a: *b # all\n` },
      wish: dropAll,
      here: { [main]: `${base}services:\n  a:\n    <<: *b\n    cap_drop: [ALL] # all\n` },
      there: { [main]: `${base.replace("true\n", "true\n  cap_drop: [ALL]\n")}services:\n  a: *b # all\n` },
      origin: "&b",
    },
    {
      files: { [main]: `${base}services: {a: *b }\n` },
      wish: unprivileged,
      here: { [main]: `${base}services: {a: {<<: *b , privileged: false} }\n` },
      there: { [main]: `${base.replace("  privileged: true\n", "")}services: {a: *b }\n` },
      origin: "&b",
    },
    {
      files: { [main]: `${base}services:\n  a: *b\n` },
      wish: noPid,
      here: { [main]: `${base}services:\n  a:\n    image: x\n    privileged: true\n` },
      note: /written out here/u,
      there: { [main]: `${base.replace("  pid: host\n", "")}services:\n  a: *b\n` },
      origin: "&b",
    },
  ]);
});

test("where all services stand behind one alias, they are at home at the anchor", () => {
  const text = "x-s: &s {a: {image: x, privileged: true}}\nservices: *s\n";
  checkRows([{ files: { [main]: text }, wish: unprivileged, here: { [main]: text.replace(", privileged: true", "") } }]);
});

test("a merge key cannot lose a key, so that what else it brings is written instead", () => {
  const base = "x-b: &b\n  init: true\n  pid: host\n  environment: {A: 1}\n";
  checkRows([
    {
      files: { [main]: `${base}services:\n  a:\n    <<: *b\n    image: x\n` },
      wish: noPid,
      here: { [main]: `${base}services:\n  a:\n    image: x\n    init: true\n    environment:\n      A: 1\n` },
      note: /What else came from &b is written out/u,
      there: { [main]: `${base.replace("  pid: host\n", "")}services:\n  a:\n    <<: *b\n    image: x\n` },
      origin: "&b",
    },
  ]);
});

test("the environment behind an alias or a merge key is overridden in part", () => {
  const env = "x-e: &e {S: secret, B: 2}\n";
  const alone = `${env}services:\n  a:\n    image: x\n    environment: *e\n`;
  const merged = `${env}services:\n  a:\n    image: x\n    environment:\n      <<: *e\n      C: 3 # c\n`;
  checkRows([
    {
      files: { [main]: alone },
      wish: noSecret,
      here: { [main]: alone.replace(" *e\n", "\n      <<: *e\n      S: ${S:?}\n") },
      there: { [main]: alone.replace("S: secret", 'S: "${S:?}"') },
      origin: "&e",
    },
    {
      files: { [main]: merged },
      wish: noSecret,
      here: { [main]: merged.replace("C: 3 # c\n", "C: 3 # c\n      S: ${S:?}\n") },
      there: { [main]: merged.replace("S: secret", 'S: "${S:?}"') },
      origin: "&e",
    },
    {
      files: { [main]: alone },
      wish: fromFile,
      here: { [main]: alone.replace(" *e\n", "\n      B: 2\n      S_FILE: /s\n") },
      there: { [main]: alone.replace("S: secret, B: 2", "B: 2, S_FILE: /s") },
      origin: "&e",
    },
  ]);
});

test("what a service extends is overridden by the rules of merging", () => {
  const here = "services:\n  a:\n    extends: {file: base.yml, service: b}\n    image: x\n";
  const base = (lines: string): string => `services:\n  b:\n    init: true\n${lines.replaceAll(/^(?=.)/gmu, "    ")}`;
  const row = (lines: string, wish: Wish, added: string, changed: string | undefined, note?: RegExp): Row => ({
    files: { [main]: here, "base.yml": base(lines) },
    wish,
    here: { [main]: here + added.replaceAll(/^(?=.)/gmu, "    ") },
    ...(changed !== undefined && { there: { "base.yml": base(changed) }, origin: 'the extended service "b"' }),
    ...(note !== undefined && { note }),
  });
  checkRows([
    row("privileged: true\n", unprivileged, "privileged: false\n", "", /comes from the extended service "b"\.$/u),
    row("pid: host\n", noPid, "pid: !reset null\n", "", /Needs Compose 2\.24\.4/u),
    row("cap_add: [A, B]\n", lastCap, "cap_add: !override [A]\n", "cap_add: [A]\n", /Needs Compose 2\.24\.4/u),
    row("cap_add: [A]\n", lastCap, "cap_add: !reset null\n", "", /Needs Compose 2\.24\.4/u),
    row("volumes: ['/etc:/e']\n", mountReadOnly, "volumes:\n  - /etc:/e:ro\n", "volumes: ['/etc:/e:ro']\n"),
    row(
      "volumes:\n  - {type: bind, source: /etc, target: /e}\n",
      longReadOnly,
      "volumes:\n  - type: bind\n    source: /etc\n    target: /e\n    read_only: true\n",
      "volumes:\n  - {type: bind, source: /etc, target: /e, read_only: true}\n",
    ),
    row(
      "ports: ['5432:5432', '80:80']\n",
      loopback,
      'ports: !override\n  - 127.0.0.1:5432:5432\n  - "80:80"\n',
      "ports: ['127.0.0.1:5432:5432', '80:80']\n",
      /Needs Compose/u,
    ),
    row("environment: {S: x, B: z}\n", noSecret, "environment:\n  S: ${S:?}\n", 'environment: {S: "${S:?}", B: z}\n'),
    row("environment: [S=x, B=z]\n", noSecret, "environment:\n  - S=${S:?}\n", 'environment: ["S=${S:?}", B=z]\n'),
    row(
      "environment: {S: x, B: z}\n",
      fromFile,
      "environment: !override\n  B: z\n  S_FILE: /s\n",
      "environment: {B: z, S_FILE: /s}\n",
      /Needs Compose/u,
    ),
    row("cap_drop: [A]\n", dropAll, "cap_drop: [ALL]\n", undefined),
  ]);
});

test("an extended service is overridden beside what the service says itself", () => {
  const base = "services: {b: {image: y, cap_add: [A, B], environment: [S=x], privileged: true}}\n";
  const a = (lines: string): string => `services:\n  a:\n    extends: {file: base.yml, service: b}\n${lines}`;
  const caps = (list: string): string => base.replace("[A, B]", list);
  checkRows([
    {
      files: { [main]: a("    cap_add:\n      - C # why\n"), "base.yml": base },
      wish: firstCap,
      here: { [main]: a("    cap_add: !override\n      - B\n      - C # why\n") },
      there: { "base.yml": caps("[B]") },
      origin: 'the extended service "b"',
    },
    {
      files: { [main]: a("    cap_add: [C]\n"), "base.yml": base },
      wish: (service) => [...firstCap(service), { op: "append", into: service.body, key: "cap_add", items: ["D"] }],
      here: { [main]: a("    cap_add: !override [B, C, D]\n") },
    },
    {
      files: { [main]: a("    environment: {B: 1}\n"), "base.yml": base },
      wish: noSecret,
      here: { [main]: a("    environment: {B: 1, S: '${S:?}'}\n").replaceAll("'", '"') },
      there: { "base.yml": base.replace("S=x", '"S=${S:?}"') },
      origin: 'the extended service "b"',
    },
    {
      files: {
        [main]: "services: {a: {extends: {file: base.yml, service: b}}}\n",
        "base.yml": base,
        "over.yml": "services: {a: {cap_add: [C]}}\n",
      },
      wish: firstCap,
      here: { [main]: "services: {a: {extends: {file: base.yml, service: b}, cap_add: !override [B]}}\n" },
      there: { "base.yml": caps("[B]") },
      origin: 'the extended service "b"',
    },
    {
      files: { [main]: "services: {a: {image: i, cap_add: [Z]}}\n", "base.yml": base, "over.yml": a("    init: true\n") },
      wish: lastCap,
      here: { "over.yml": a("    init: true\n    cap_add: !override [Z, A]\n") },
      there: { "base.yml": caps("[A]") },
      origin: 'the extended service "b"',
    },
  ]);
});

test("a base in another folder keeps its relative paths to itself", () => {
  const text = "services: {a: {extends: {file: sub/base.yml, service: b}, image: x}}\n";
  const base = "services: {b: {volumes: ['/etc:/e', './d:/d'], ports: ['5432:5432']}}\n";
  const gone: Wish = ({ mounts: { items } }) => items.slice(0, 1).map(({ item }) => ({ op: "remove", target: item }));
  checkRows([
    {
      files: { [main]: text, "sub/base.yml": base },
      wish: gone,
      there: { "sub/base.yml": base.replace("'/etc:/e', ", "") },
      origin: 'the extended service "b"',
    },
    {
      files: { [main]: text, "sub/base.yml": base },
      wish: mountReadOnly,
      here: { [main]: text.replace("image: x", "image: x, volumes: [/etc:/e:ro]") },
      there: { "sub/base.yml": base.replace("/etc:/e", "/etc:/e:ro") },
      origin: 'the extended service "b"',
    },
  ]);
});

test("a value of an override or included file is changed there", () => {
  const override = { [main]: "services: {a: {image: x}}\n", "over.yml": "services:\n  a:\n    privileged: true\n" };
  const included = {
    [main]: "include: [part.yml]\nservices: {a: {init: true}}\n",
    "part.yml": "services: {a: {image: x, privileged: true}}\n",
  };
  checkRows([
    { files: override, wish: unprivileged, here: { "over.yml": "services:\n  a: {}\n" } },
    { files: included, wish: unprivileged, here: { "part.yml": "services: {a: {image: x}}\n" } },
  ]);
});

test("a new value goes where later files leave it in force", () => {
  const files = { [main]: "services: {a: {image: x, cap_drop: [A]}}\n", "over.yml": "services: {a: {cap_drop: !override [B]}}\n" };
  checkRows([
    { files, wish: dropAll, here: { "over.yml": "services: {a: {cap_drop: !override [B, ALL]}}\n" } },
    {
      files: { ...files, "over.yml": "services: {a: {user: root}}\n" },
      wish: ({ body }) => [{ op: "set", into: body, key: "user", value: "www" }],
      here: { "over.yml": "services: {a: {user: www}}\n" },
    },
  ]);
});

test("what is taken away and what is added meet in one list", () => {
  const swap: Wish = (service) => [...firstCap(service), { op: "append", into: service.body, key: "cap_add", items: ["NEW"] }];
  const list = "x-c: &c [A, B]\nservices:\n  a:\n    image: x\n    cap_add: *c\n";
  const merged = "x-b: &b {cap_add: [A, B]}\nservices:\n  a:\n    <<: *b\n    image: x\n";
  checkRows([
    { files: { [main]: list }, wish: swap, here: { [main]: list.replace("*c", "[B, NEW]") } },
    { files: { [main]: merged }, wish: swap, here: { [main]: `${merged}    cap_add: [B, NEW]\n` } },
  ]);
});
