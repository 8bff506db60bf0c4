import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits } from "../../server/src/engine/index.js";
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
  assert.equal(left(5, "    # watertight-ignore-next-line host-pid-ipc -- another"), "privileged-container,host-pid-ipc");
  assert.equal(left(3, "    # watertight-ignore-next-line privileged-container -- too far"), "privileged-container,host-pid-ipc");
  assert.equal(left(5, "    # watertight-ignore-next-line"), "privileged-container,host-pid-ipc");
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
