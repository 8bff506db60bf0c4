import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, Engine } from "../../server/src/engine/index.js";
import { engineWith, findings, shown, uri } from "./check.js";

const lines = [
  "services:",
  "  app:",
  "    image: x:1",
  "    cap_drop: [ALL]",
  "    security_opt: [no-new-privileges:true]",
  "    privileged: true",
  "    pid: host",
];

/** The rules that are left when a line is put in before the line of a number (from 0), or a comment behind it. */
function left(at: number, comment: string, behind = false): string {
  const text = behind ? lines.with(at, `${lines[at]} ${comment}`) : lines.toSpliced(at, 0, comment);
  return shown(`${text.join("\n")}\n`)
    .map((one) => one.split(" ")[1])
    .join();
}

test("nothing is ignored without a comment", () => {
  assert.equal(left(0, "# a comment"), "privileged-container,host-pid-ipc");
});

test("the next line, this line, the service and the file", () => {
  assert.equal(left(5, "    # watertight-ignore-next-line privileged-container -- it has to"), "host-pid-ipc");
  assert.equal(left(5, "# watertight-ignore-line privileged-container -- it has to", true), "host-pid-ipc");
  assert.equal(left(3, "    # watertight-ignore-service privileged-container, host-pid-ipc -- both"), "");
  assert.equal(left(0, "# watertight-ignore-file host-pid-ipc -- a demo"), "privileged-container");
});

test("only the rules that are named, and only where it says", () => {
  assert.equal(left(5, "    # watertight-ignore-next-line host-pid-ipc -- another"), "privileged-container,host-pid-ipc,ignore-unused");
  assert.equal(
    left(3, "    # watertight-ignore-next-line privileged-container -- too far"),
    "privileged-container,host-pid-ipc,ignore-unused",
  );
  assert.equal(left(5, "    # watertight-ignore-next-line"), "privileged-container,ignore-unknown,host-pid-ipc");
});

test("a key on the service does the same", () => {
  assert.equal(left(3, "    x-watertight: {ignore: {privileged-container: it has to, host-pid-ipc: watches}}"), "");
});

test("an absence that is ignored leaves the folded hint", () => {
  const text = "services:\n  # watertight-ignore-next-line hardening-missing -- short-lived\n  app:\n    image: x:1\n    cap_drop: [ALL]\n";
  assert.deepEqual(shown(text), []);
  const one =
    "services:\n  app:\n    # watertight-ignore-service no-new-privileges-missing -- sudo\n    image: x:1\n    cap_drop: [ALL]\n    read_only: true\n";
  assert.deepEqual(shown(one), []);
});

test("the comment that is offered has the line's indentation and line break, and an empty reason", () => {
  for (const eol of ["\n", "\r\n"]) {
    const text = `\uFEFFservices:${eol}  app:${eol}    image: x:1${eol}    privileged: true${eol}`;
    const engine = engineWith(text);
    const [finding] = engine.check(uri).findings;
    assert.ok(finding);
    const edit = engine.ignoreEdit(uri, finding);
    assert.ok(edit);
    assert.equal(edit.text, `    # watertight-ignore-next-line privileged-container -- ${eol}`);
    assert.ok(!findings(applyEdits(text, [edit])).some(({ rule }) => rule === "privileged-container"));
  }
});

test("inside brackets that span lines no comment is offered", () => {
  const text = "services: {app: {image: x:1,\n  privileged: true}}\n";
  const engine = engineWith(text);
  const [finding] = engine.check(uri).findings;
  assert.ok(finding);
  assert.equal(engine.ignoreEdit(uri, finding), undefined);
});

test("each rule of a comment has its own reason where a semicolon parts them", () => {
  const both = "    # watertight-ignore-service privileged-container -- it has to; host-pid-ipc -- watches";
  assert.equal(left(3, both), "");
  // A semicolon within a reason parts nothing.
  assert.equal(left(3, "    # watertight-ignore-service privileged-container -- it has to; see host-pid-ipc"), "host-pid-ipc");
});

test("a last day counts by the day at hand, and without one for ever", () => {
  const day = (until: string, today?: string) =>
    shown(`${lines.toSpliced(5, 0, `    # watertight-ignore-service privileged-container, host-pid-ipc -- until ${until}`).join("\n")}\n`, {
      ...(today !== undefined && { today }),
    });
  assert.deepEqual(day("2026-11-25", "2026-11-25"), []);
  assert.deepEqual(day("2026-11-24"), []);
  const expired = ["error privileged-container", "warning host-pid-ipc", "warning ignore-expired", "warning ignore-expired"];
  assert.deepEqual(day("2026-11-24", "2026-11-25").toSorted(), expired.toSorted());
});

test("the engine takes the day from its clock", () => {
  const text =
    "services:\n  app:\n    image: x:1\n    # watertight-ignore-next-line privileged-container -- until 2026-01-31\n    privileged: true\n";
  for (const [today, expected] of [
    ["2026-01-31", false],
    ["2026-02-01", true],
  ] as const) {
    const engine = new Engine(() => today);
    engine.setText(uri, text);
    for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
    assert.equal(
      engine.check(uri).findings.some(({ rule }) => rule === "ignore-expired"),
      expected,
    );
  }
});

test("an ignore that one project of a file needs is not unused", () => {
  const base =
    "services:\n  app:\n    image: x:1\n    # watertight-ignore-next-line image-tag-mutable -- see the override\n    user: '1'\n";
  const text = base.replace("image-tag-mutable", "privileged-container").replace("user: '1'", "privileged: ${P:-true}");
  const engine = new Engine();
  engine.setText(uri, text);
  engine.provide("file:///project/prod.yml", "services:\n  app:\n    privileged: false\n");
  const projects = [{ files: [uri] }, { files: [uri, "file:///project/prod.yml"] }];
  const unused = (of: typeof projects) => {
    engine.configure(uri, { preset: "recommended", rules: {}, projects: of });
    for (let { wanted } = engine.check(uri); wanted.length > 0; { wanted } = engine.check(uri))
      for (const one of wanted) engine.provide(one, undefined);
    return engine.check(uri).findings.filter(({ rule }) => rule === "ignore-unused").length;
  };
  assert.equal(unused(projects.slice(1)), 1);
  assert.equal(unused(projects), 0);
});

test("a finding about an ignore is not ignored by a comment of the lightbulb, but by one for the file", () => {
  const text =
    "services:\n  app:\n    image: x:1\n    cap_drop: [ALL]\n    # watertight-ignore-next-line host-pid-ipc -- gone\n    user: '1'\n";
  const engine = engineWith(text);
  const finding = engine.check(uri).findings.find(({ rule }) => rule === "ignore-unused");
  assert.ok(finding);
  assert.equal(engine.ignoreEdit(uri, finding), undefined);
  assert.ok(!shown(`# watertight-ignore-file ignore-unused -- a template\n${text}`).includes("hint ignore-unused"));
});

test("in the strict preset a missing reason weighs more", () => {
  const text =
    "services:\n  app:\n    image: x:1\n    cap_drop: [ALL]\n    # watertight-ignore-next-line privileged-container\n    privileged: true\n";
  assert.ok(shown(text).includes("information ignore-without-reason"));
  assert.ok(shown(text, { preset: "strict" }).includes("warning ignore-without-reason"));
  assert.deepEqual(
    shown(text, { preset: "strict", rules: { "ignore-without-reason": "hint" } }).filter((one) => one.includes("reason")),
    ["hint ignore-without-reason"],
  );
});
