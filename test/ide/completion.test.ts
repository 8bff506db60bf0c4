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
    items,
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

test("what the image sometimes needs comes next, and each that stands out has a note", () => {
  const { items } = complete(cap("      - <|>\n"));
  const note = (label: string) => items.find((one) => one.label === label)?.note;
  assert.equal(items[2]?.label, "DAC_OVERRIDE");
  assert.equal(note("SETGID"), "nginx needs it");
  assert.equal(note("DAC_OVERRIDE"), "nginx, sometimes");
  assert.equal(note("SYS_ADMIN"), "opens the host");
  assert.equal(note("KILL"), "Docker's default");
});

test("half-typed: a dash alone, brackets and quotes that nobody closed yet, an item between others", () => {
  const head = "services:\n  a:\n    image: x\n    cap_add:";
  const rows: readonly (readonly [marked: string, after: string])[] = [
    [`${head}\n      - <|>`, `${head}\n      - KILL`],
    [`${head}\n    - <|>`, `${head}\n    - KILL`],
    [`${head} [NET_<|>`, `${head} [KILL`],
    [`${head} [<|>`, `${head} [KILL`],
    [`${head} [CHOWN, <|>`, `${head} [CHOWN, KILL`],
    [`${head} [CHOWN, <|>]\n`, `${head} [CHOWN, KILL]\n`],
    [`${head} [CHOWN, KI<|>, FOWNER]\n`, `${head} [CHOWN, KILL, FOWNER]\n`],
    [`${head} ["<|>"]\n`, `${head} ["KILL"]\n`],
    [`${head} ['KI<|>', CHOWN]\n`, `${head} ['KILL', CHOWN]\n`],
    [`${head}\n      - CHOWN\n      - K<|>\n      - FOWNER\n`, `${head}\n      - CHOWN\n      - KILL\n      - FOWNER\n`],
    [`${head}\n      - CHOWN\n      - <|>\n    read_only: true\n`, `${head}\n      - CHOWN\n      - KILL\n    read_only: true\n`],
    [`${head}\n      - CHOWN\n      - <|> # why\n`, `${head}\n      - CHOWN\n      - KILL # why\n`],
    ["x-one: &one\n  cap_add: [<|>]\n", "x-one: &one\n  cap_add: [KILL]\n"],
  ];
  for (const [marked, after] of rows) {
    const whole = marked.startsWith("x-") ? `services: {a: {image: x}}\n${marked}` : marked;
    assert.equal(complete(whole).apply("KILL"), marked.startsWith("x-") ? `services: {a: {image: x}}\n${after}` : after, marked);
  }
});

test("no-new-privileges is offered once", () => {
  const { labels } = complete("services:\n  a:\n    image: x\n    security_opt: ['no-new-privileges:true', <|>]\n");
  assert.ok(labels.length > 3 && !labels.some((label) => label.startsWith("no-new")));
});

test("namespaces: one's own first, then each other service, the host's last and marked", () => {
  const of = (key: string) => complete(`services:\n  a:\n    image: x\n    ${key}: <|>\n  db:\n    image: y\n`);
  assert.deepEqual(of("network_mode").labels, ["none", "service:db", "bridge", "container:", "host"]);
  assert.deepEqual(of("pid").labels, ["service:db", "container:", "host"]);
  assert.deepEqual(of("ipc").labels, ["private", "shareable", "none", "service:db", "container:", "host"]);
  assert.deepEqual(of("uts").labels, ["host"]);
  assert.deepEqual(of("userns_mode").labels, ["host"]);
  // Its values are in the schema, which others offer.
  assert.deepEqual(of("cgroup").labels, []);
  const host = of("pid").items.at(-1);
  assert.deepEqual([host?.note, host?.dangerous], ["opens the host", true]);
});

test("half-typed namespaces keep their quotes and are no list", () => {
  const head = "services:\n  db: {image: y}\n  a:\n    image: x\n    ";
  for (const [marked, after] of [
    ["pid: <|>", "pid: service:db"],
    ["pid: serv<|>", "pid: service:db"],
    ["pid: service:<|>", "pid: service:db"],
    ["pid: service:d<|>\n", "pid: service:db\n"],
    ['pid: "service:<|>"\n', 'pid: "service:db"\n'],
    ["pid: '<|>'\n", "pid: 'service:db'\n"],
  ] as const) {
    assert.equal(complete(head + marked).apply("service:db"), head + after, marked);
  }
  assert.equal(
    complete("services: {db: {image: y}, a: {image: x, pid: <|>}}").apply("service:db"),
    "services: {db: {image: y}, a: {image: x, pid: service:db}}",
  );
});

const risky = (comment: string) => `services:\n  a:\n    image: x:1\n    ${comment}\n    privileged: true\n`;

test("ignore comments: the form, then what is found there, then the reason", () => {
  assert.deepEqual(complete(risky("# w<|>")).labels, [
    "watertight-ignore-next-line",
    "watertight-ignore-service",
    "watertight-ignore-file",
  ]);
  assert.deepEqual(complete("services:\n  a:\n    image: x # wat<|>\n").labels, ["watertight-ignore-line", "watertight-ignore-service"]);
  assert.equal(complete(risky("# wat<|>")).apply("watertight-ignore-service"), risky("# watertight-ignore-service "));
  const { labels, items, apply } = complete(risky("# watertight-ignore-next-line <|>"));
  assert.equal(labels[0], "privileged-container");
  assert.deepEqual(
    items.filter(({ note }) => note === "found here").map(({ label }) => label),
    ["privileged-container"],
  );
  assert.ok(labels.length > 90);
  assert.equal(apply("privileged-container"), risky("# watertight-ignore-next-line privileged-container"));
  assert.equal(
    complete(risky("# watertight-ignore-next-line priv<|>il")).apply("privileged-container"),
    risky("# watertight-ignore-next-line privileged-container"),
  );
  const next = complete(risky("# watertight-ignore-next-line privileged-container <|>"));
  assert.equal(next.labels[0], "--");
  assert.ok(!next.labels.includes("privileged-container"));
  const service = complete(
    "services:\n  a:\n    image: x:1\n    pid: host\n    # watertight-ignore-service <|>\n    cap_add: [SYS_ADMIN]\n",
  );
  const noted = service.items.filter(({ note }) => note === "found here").map(({ label }) => label);
  assert.ok(noted.includes("host-pid-ipc") && noted.includes("cap-add-host-takeover"), noted.join());
  const rest = complete(risky("# watertight-ignore-next-line pid<|>, privileged-container -- why")).labels;
  assert.ok(rest.includes("host-pid-ipc") && !rest.includes("privileged-container"));
});

test("behind the semicolon of a reason another rule begins, once its first letter stands there", () => {
  const reason = "# watertight-ignore-next-line user-not-set -- it has to;";
  assert.deepEqual(complete(risky(`${reason} <|>`)).labels, []);
  const { labels, apply } = complete(risky(`${reason} pri<|>`));
  assert.ok(labels[0] === "privileged-container" && !labels.includes("user-not-set") && !labels.includes("--"), labels.join());
  assert.equal(apply("privileged-container"), risky(`${reason} privileged-container`));
  assert.ok(complete(risky(`${reason} image-no-digest, pri<|>`)).labels.includes("privileged-container"));
  assert.deepEqual(complete(risky(`${reason} as we said<|>`)).labels, []);
});

test("rules about ignores are not offered, since nothing ignores them", () => {
  const { labels } = complete(risky("# watertight-ignore-next-line <|>"));
  assert.ok(labels.includes("user-not-set") && !labels.some((label) => label.startsWith("ignore-")), labels.join());
});

test("no rule within a reason, in other comments, or before the form is whole", () => {
  for (const comment of [
    "# watertight-ignore-next-line privileged-container -- be<|>",
    "# watertight-ignore-next-line privileged-container -- <|>",
    "# watertight-ignore-next-line privileged-container -<|>",
    "# watertight-ignore-nothing <|>",
    "# nothing of ours <|>",
    "# <|>",
    "# we talk of water<|>",
  ]) {
    assert.deepEqual(complete(risky(comment)).labels, [], comment);
  }
});

test("the keys of x-watertight", () => {
  const head = "services:\n  a:\n    image: x:1\n    privileged: true\n";
  const rows: readonly (readonly [marked: string, label: string, after: string])[] = [
    ["    x-<|>\n", "x-watertight", "    x-watertight:\n"],
    ["    x-wat<|>: {}\n", "x-watertight", "    x-watertight: {}\n"],
    ["    x-watertight:\n      <|>\n", "ignore", "    x-watertight:\n      ignore:\n"],
    ["    x-watertight:\n      ign<|>\n", "ignore", "    x-watertight:\n      ignore:\n"],
    ["    x-watertight: {<|>}\n", "ignore", "    x-watertight: {ignore: }\n"],
    [
      "    x-watertight:\n      ignore:\n        <|>\n",
      "privileged-container",
      "    x-watertight:\n      ignore:\n        privileged-container: \n",
    ],
    [
      "    x-watertight:\n      ignore:\n        user-not-set: b\n        priv<|>\n",
      "privileged-container",
      "    x-watertight:\n      ignore:\n        user-not-set: b\n        privileged-container: \n",
    ],
    [
      "    x-watertight:\n      ignore:\n        priv<|>: why\n",
      "privileged-container",
      "    x-watertight:\n      ignore:\n        privileged-container: why\n",
    ],
    [
      "    x-watertight:\n      ignore:\n        privileged-container:\n          <|>\n",
      "reason",
      "    x-watertight:\n      ignore:\n        privileged-container:\n          reason: \n",
    ],
    [
      "    x-watertight: {ignore: {privileged-container: {reason: why, u<|>}}}\n",
      "until",
      "    x-watertight: {ignore: {privileged-container: {reason: why, until: }}}\n",
    ],
    ["    x-watertight: {ignore: {<|>}}\n", "privileged-container", "    x-watertight: {ignore: {privileged-container: }}\n"],
  ];
  for (const [marked, label, after] of rows) {
    const { labels, apply } = complete(head + marked);
    assert.equal(labels[0], label, marked);
    assert.equal(apply(label), head + after, marked);
  }
  assert.ok(!complete(`${head}    x-watertight:\n      ignore:\n        user-not-set: b\n        <|>\n`).labels.includes("user-not-set"));
});

test("nothing elsewhere", () => {
  for (const text of [
    "services:\n  a:\n    image: <|>\n",
    "services:\n  a:\n    cap_<|>\n",
    "cap_add: [<|>]\napiVersion: v1\n",
    "services:\n  a:\n    image: x\n    cap_add: [A] # <|>\n",
    "services:\n  a:\n    image: x\n    labels:\n      pid: <|>\n",
    "services:\n  a:\n    image: x\n    build:\n      network_mode: <|>\n",
    "pid: <|>\nservices: {}\n",
    "apiVersion: v1\n# watertight-ignore-file <|>\nkind: Pod\n",
  ]) {
    assert.deepEqual(complete(text).labels, [], text);
  }
});
