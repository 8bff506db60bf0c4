import assert from "node:assert/strict";
import { test } from "node:test";
import type { ComposeProject, Service } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { sourcesOf } from "../sources.js";
import { problems, project, short, shorts, uri } from "./check.js";

const beside = (path: string) => `file:///work/app/${path}`;

/** A project of several own files, the main one first. */
function merged(...texts: readonly string[]): ComposeProject {
  const files = texts.map((text, index) => [beside(index === 0 ? "compose.yaml" : `${index}.yaml`), text] as const);
  return resolve({ files: files.map(([one]) => one) }, sourcesOf(Object.fromEntries(files)));
}

function only({ services }: ComposeProject, name = "a"): Service {
  const found = services.get(name);
  assert.ok(found, `no service ${name}`);
  return found;
}

function hostPaths({ mounts }: Service): string {
  return mounts.items.map(({ hostPath }) => hostPath ?? "-").join(" ");
}

test("a later file replaces scalars, extends lists and merges mappings; each value knows its file", () => {
  const a = only(
    merged(
      "services: {a: {image: i, user: '1', cap_add: [NET_ADMIN], environment: {A: 1, B: 2}, privileged: true}}",
      "services: {a: {user: '2', cap_add: [SYS_TIME], environment: [B=3], privileged: }}",
    ),
  );
  assert.deepEqual([short(a.user), a.user?.at.file], ["2", beside("1.yaml")]);
  assert.deepEqual([shorts(a.capAdd), a.capAdd.items.map(({ at }) => at.file)], ["NET_ADMIN | SYS_TIME", [uri, beside("1.yaml")]]);
  assert.deepEqual(a.environment.items.map(({ name, value }) => `${name.value}=${short(value)}`).join(), "A=1,B=3");
  assert.deepEqual([short(a.privileged), a.privileged?.at.file, a.partial], ["true", uri, false]);
  assert.deepEqual([a.name.at.file, a.body.at.file], [uri, uri]);
  assert.deepEqual(
    a.written.map(({ key }) => key.file),
    [uri, beside("1.yaml")],
  );
});

test("!reset and !override in a later file take away what earlier files say", () => {
  const a = only(
    merged(
      "services: {a: {image: i, privileged: true, cap_add: [SYS_ADMIN], ports: ['80:80']}, b: {image: i}}",
      "services: {a: {privileged: !reset null, cap_add: !override [CHOWN], ports: !reset []}, b: !reset null}",
      "services: {a: {ports: ['81:81']}}",
    ),
  );
  assert.deepEqual([short(a.privileged), shorts(a.capAdd), a.ports.items.length], ["-", "CHOWN", 1]);
  assert.equal(merged("services: {b: {image: i}}", "services: {b: !reset null}").services.size, 0);
});

test("extends is resolved in each file before files are merged", () => {
  const found = merged(
    "services: {base: {image: b, cap_add: [A]}, web: {extends: base}}",
    "services: {base: {cap_add: [B], privileged: true}, web: {cap_add: [C]}}",
  );
  assert.deepEqual([shorts(only(found, "web").capAdd), short(only(found, "web").privileged)], ["A | C", "-"]);
});

test("what a base resets in its own base stays outside of the one that extends it", () => {
  const found = merged(
    "services: {web: {image: i, privileged: true}}",
    "services: {root: {image: r, pid: host}, base: {extends: root, pid: !reset null, privileged: !reset null}, web: {extends: base}}",
  );
  assert.deepEqual([short(only(found, "web").privileged), short(only(found, "web").pid)], ["true", "-"]);
});

test("a service of another file is extended with its own bases, paths from where it is written", () => {
  const found = project("services: {a: {extends: {file: common/base.yml, service: hard}, volumes: ['./w:/w']}}", {
    "common/base.yml":
      "services: {hard: {extends: {file: ../deep/root.yml, service: root}, read_only: true, volumes: ['./c:/c', /etc:/e]}}",
    "deep/root.yml": "services: {root: {extends: more, volumes: ['./r:/r', '../../up:/u']}, more: {image: base, privileged: true}}",
  });
  const a = only(found);
  assert.deepEqual(problems(found), []);
  assert.deepEqual([short(a.image), short(a.readOnly), a.partial], ["base", "true", false]);
  assert.equal(hostPaths(a), "./deep/r /work/up ./common/c /etc ./w");
  assert.deepEqual(
    a.privileged?.via.map(({ kind, name, at }) => `${kind} ${name} ${at.file}`),
    [`extends hard ${uri}`, `extends root ${beside("common/base.yml")}`, `extends more ${beside("deep/root.yml")}`],
  );
  assert.equal(a.privileged?.at.file, beside("deep/root.yml"));
});

test("a circle through files is a problem", () => {
  const found = project("services: {a: {image: i, extends: {file: b.yml, service: a}}}", {
    "b.yml": "services: {a: {extends: {file: compose.yaml, service: a}}}",
  });
  assert.deepEqual(problems(found), ["extends-cycle!"]);
  const around = project("include: [b.yml]\nservices: {a: {image: i}}", { "b.yml": "include: [compose.yaml]" });
  assert.deepEqual(problems(around), ["include-cycle!"]);
  assert.deepEqual(problems(project("include: [compose.yaml]\nservices: {a: {image: i}}")), ["include-cycle!"]);
});

test("an include brings its services, with its own variables and paths", () => {
  const found = project(
    "include:\n- {path: [mon/compose.yaml, mon/hard.yaml], project_directory: pd, env_file: mon.env}\nservices: {web: {image: 'web:${TAG:-none}'}}",
    {
      "mon.env": "TAG=m1\n",
      "mon/compose.yaml": "name: other\nservices: {mon: {image: 'mon:${TAG}', privileged: true, volumes: ['./d:/d']}}",
      "mon/hard.yaml": "services: {mon: {privileged: false}}",
      "mon/compose.override.yaml": "services: {mon: {privileged: true}}",
    },
  );
  const mon = only(found, "mon");
  assert.deepEqual(problems(found), []);
  assert.deepEqual([short(only(found, "web").image), short(mon.image), short(mon.privileged)], ["web:none", "mon:m1", "false"]);
  assert.deepEqual([hostPaths(mon), found.name], ["./pd/d", undefined]);
  assert.deepEqual([...found.included.keys()], [beside("mon/compose.yaml"), beside("mon/hard.yaml")]);
});

test("of several includes the earlier wins, and the including file wins over all", () => {
  const found = project("include: [one.yml, two.yml]\nservices: {a: {cap_add: [C]}}", {
    "one.yml": "services: {a: {image: one, user: '1', cap_add: [A]}}",
    "two.yml": "services: {a: {image: two, user: '2', cap_add: [B], init: true}, b: {image: b}}",
  });
  const a = only(found);
  assert.deepEqual([short(a.image), short(a.user), short(a.init), shorts(a.capAdd)], ["one", "1", "true", "B | A | C"]);
  assert.equal(a.name.at.file, uri);
  const extended = project("include: [one.yml]\nservices: {b: {extends: a, user: '3'}}", {
    "one.yml": "services: {a: {image: one, user: '1'}}",
  });
  assert.deepEqual([short(only(extended, "b").image), short(only(extended, "b").user), problems(extended)], ["one", "3", []]);
});

test("the variables outside win over those of an include", () => {
  const found = project("include: [sub/one.yml]", {
    ".env": "A=outer\n",
    "sub/.env": "A=inner\nB=inner\n",
    "sub/one.yml": "services: {a: {image: '${A}-${B}'}}",
  });
  assert.equal(short(only(found).image), "outer-inner");
});

test("what is not read is said, never passed over", () => {
  const rows: readonly (readonly [text: string, expected: string])[] = [
    ["include: [oci://registry.example/x:1]\nservices: {a: {image: i}}", "include-unread"],
    ["include: [https://github.com/x/y.git]\nservices: {a: {image: i}}", "include-unread"],
    ["include: ['git@github.com:x/y.git']\nservices: {a: {image: i}}", "include-unread"],
    ["include: ['${WHERE}']\nservices: {a: {image: i}}", "include-unread"],
    ["include: [~/x.yml]\nservices: {a: {image: i}}", "include-unread"],
    ["include: [gone.yml]\nservices: {a: {image: i}}", "include-missing!"],
    ["include: gone.yml\nservices: {a: {image: i}}", "bad-include!"],
    ["include: [{project_directory: x}]\nservices: {a: {image: i}}", "bad-include!"],
    ["include: [{path: gone.yml, env_file: gone.env}]\nservices: {a: {image: i}}", "include-missing!"],
    ["services: {a: {image: i, extends: {file: gone.yml, service: b}}}", "extends-missing!"],
    ["services: {a: {image: i, extends: {file: 'oci://x/y', service: b}}}", "extends-unread"],
    ["services: {a: {image: i, extends: {file: empty.yml, service: b}}}", "extends-unknown!"],
  ];
  for (const [text, expected] of rows) assert.deepEqual(problems(project(text, { "empty.yml": "services: {}" })), [expected], text);
  const outside = project("include: [../x.yml]\nservices: {a: {image: i}}", {}, { refused: "it lies outside" });
  assert.match(outside.problems[0]?.message ?? "", /"x\.yml" is not read.*it lies outside/u);
  assert.equal(outside.partial, true);
});

test("named files with variables take the place of .env, later ones win, and a missing one is a problem", () => {
  const text = "services: {a: {image: '${A}${B}${C-no}'}}";
  const files = { [uri]: text, [beside(".env")]: "C=never\n", [beside("1.env")]: "A=1\nB=1\n", [beside("2.env")]: "B=2$A\n" };
  const found = resolve({ files: [uri], envFiles: [beside("1.env"), beside("2.env")] }, sourcesOf(files));
  assert.equal(short(only(found).image), "121no");
  assert.deepEqual(problems(resolve({ files: [uri], envFiles: [beside("3.env")] }, sourcesOf(files))), ["env-file-missing!"]);
});

test("relative paths of every file of a project start in its directory", () => {
  const files = {
    [beside("deploy/a.yml")]: "services: {a: {image: i, volumes: ['./x:/x']}}",
    [beside("b.yml")]: "services: {a: {volumes: ['./y:/y'], extends: {file: base.yml, service: b}}}",
    [beside("deploy/base.yml")]: "services: {b: {user: '7'}}",
  };
  const found = resolve({ files: [beside("deploy/a.yml"), beside("b.yml")] }, sourcesOf(files));
  assert.deepEqual([hostPaths(only(found)), short(only(found).user), problems(found)], ["./x ./y", "7", []]);
});

test("many and deeply nested includes end with a message", () => {
  const many = Array.from({ length: 300 }, (_, index) => [`f${index}.yml`, `services: {s${index}: {image: i}}`] as const);
  const wide = project(`include: [${many.map(([name]) => name).join()}]`, Object.fromEntries(many));
  assert.ok(wide.services.size > 100 && wide.services.size < 300);
  assert.match(wide.problems[0]?.message ?? "", /^At most 200 files of a project are read/u);
  const deep = Array.from({ length: 60 }, (_, index) => [`f${index}.yml`, `include: [f${index + 1}.yml]`] as const);
  const found = project("include: [f0.yml]\nservices: {a: {image: i}}", Object.fromEntries(deep));
  assert.match(found.problems[0]?.message ?? "", /too deeply/u);
});

test("files that include the same ones twice over are followed only so far, and quickly", () => {
  const files = Array.from(
    { length: 20 },
    (_, index) => [`f${index}.yml`, `include: [f${index + 1}.yml, f${index + 1}.yml]\nservices: {}`] as const,
  );
  const started = performance.now();
  const found = project("include: [f0.yml]\nservices: {a: {image: i}}", {
    ...Object.fromEntries(files),
    "f20.yml": "services: {z: {image: i}}",
  });
  assert.ok(performance.now() - started < 10_000);
  assert.deepEqual(problems(found), ["too-many-files"]);
  assert.match(found.problems[0]?.message ?? "", /over and over/u);
  assert.ok(found.services.has("a"));
});

test("a diamond of includes brings its services once", () => {
  const found = project("include: [l.yml, r.yml]\nservices: {a: {image: i, depends_on: [z]}}", {
    "l.yml": "include: [b.yml]\nservices: {l: {image: i}}",
    "r.yml": "include: [b.yml]\nservices: {r: {image: i}}",
    "b.yml": "services: {z: {image: i, cap_add: [CHOWN]}}",
  });
  assert.deepEqual([problems(found), [...found.services.keys()].toSorted()], [[], ["a", "l", "r", "z"]]);
  assert.equal(shorts(only(found, "z").capAdd), "CHOWN");
});

test("a hundred includes with a .env of their own are read whole", () => {
  const many = Array.from({ length: 150 }, (_, index) => index);
  const files = Object.fromEntries(
    many.flatMap((index) => [
      [`s${index}/compose.yml`, `services: {s${index}: {image: 'x:\${TAG}'}}`],
      [`s${index}/.env`, `TAG=${index}\n`],
    ]),
  );
  const found = project(`include: [${many.map((index) => `s${index}/compose.yml`).join()}]`, files);
  assert.deepEqual(problems(found), []);
  assert.equal(short(only(found, "s149").image), "x:149");
});

test("too many services in a row of extends are a gap, not a circle", () => {
  const row = Array.from({ length: 80 }, (_, index) => `s${index}: {image: i, extends: s${index + 1}}`).join(", ");
  const found = project(`services: {${row}, s80: {image: i, privileged: true}}`);
  assert.deepEqual([...new Set(problems(found))], ["extends-unread"]);
  assert.match(found.problems[0]?.message ?? "", /by way of too many others/u);
  assert.equal(only(found, "s0").partial, true);
});

test("many services that extend from one large file are read whole", () => {
  const bases = Array.from({ length: 1000 }, (_, index) => `b${index}: {image: i, environment: [A=1, B=2], user: '${index}'}`).join(", ");
  const users = Array.from({ length: 200 }, (_, index) => `s${index}: {extends: {file: base.yml, service: b${index}}}`).join(", ");
  const found = project(`services: {${users}}`, { "base.yml": `services: {${bases}}` });
  assert.deepEqual([problems(found), short(only(found, "s199").user)], [[], "199"]);
});

test("aliases that unfold to too much end with a message", () => {
  const levels = Array.from({ length: 9 }, (_, index) => `x-${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`).join()}]`).join(
    "\n",
  );
  const found = project(
    `x-0: &l0 [NET_ADMIN]\n${levels}\nservices: {a: {image: i, cap_add: *l9}, b: {image: i, volumes: *l9, ports: *l9}}`,
  );
  assert.ok(found.services.has("a"));
  const merges = Array.from(
    { length: 20 },
    (_, index) => `x-m${index + 1}: &m${index + 1}\n  a: {<<: *m${index}}\n  b: {<<: *m${index}}`,
  ).join("\n");
  const unfolded = project(
    `x-m0: &m0 {c: 1}\n${merges}\nservices:\n${Array.from({ length: 4000 }, (_, index) => `  s${index}: {image: i, environment: &e${index} {A: 1, B: 2, C: 3}, labels: {<<: [*e${index}, *e${index}]}, cap_add: [${Array(40).fill("CHOWN").join()}]}`).join("\n")}`,
  );
  assert.deepEqual(problems(unfolded), ["too-much"]);
  assert.match(unfolded.problems[0]?.message ?? "", /more than can be checked/u);
});
