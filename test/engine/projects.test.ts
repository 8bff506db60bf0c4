import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, defaultSettings, Engine, type FileReport, type Settings } from "../../server/src/engine/index.js";

const at = (path: string) => `file:///work/app/${path}`;

/** Has an engine look at the files named, each as an open document; answers the engine. */
function opened(files: Readonly<Record<string, string>>, ...paths: readonly string[]): Engine {
  const engine = new Engine();
  for (const path of paths) check(path, files, engine);
  return engine;
}

/** The paths of documents whose report no longer holds. */
function stale(engine: Engine): string {
  return engine
    .takeStale()
    .map((uri) => uri.slice(at("").length))
    .toSorted()
    .join();
}

/** Checks a file with others beside it, as an adapter does: what is wanted is given, until nothing is. */
function complete(engine: Engine, uri: string, files: Readonly<Record<string, string>>): FileReport {
  for (let round = 0; round < 20; round++) {
    const report = engine.check(uri);
    if (report.wanted.length === 0) return report;
    for (const wanted of report.wanted) engine.provide(wanted, files[wanted.slice(at("").length)]);
  }
  assert.fail("something is wanted for ever");
}

function check(path: string, files: Readonly<Record<string, string>>, engine = new Engine()): FileReport {
  engine.setText(at(path), files[path] ?? "");
  return complete(engine, at(path), files);
}

/** Rule and service of each finding that is no absence. */
function grants({ findings }: FileReport): string {
  return findings
    .filter(({ rule }) => !rule.endsWith("-missing"))
    .map(({ rule, service }) => `${rule} ${service}`)
    .join();
}

function absences({ findings }: FileReport): string {
  return findings
    .filter(({ rule }) => rule.endsWith("-missing"))
    .map(({ rule, service }) => `${rule} ${service}`)
    .join();
}

const hardened = "cap_drop: [ALL], security_opt: ['no-new-privileges:true'], read_only: true, mem_limit: 64m, cpus: 0.5";

test("a main file is judged with its override, each finding in the file that holds the evidence", () => {
  const files = {
    "compose.yaml": `services: {web: {image: 'example/web:1'}, db: {image: 'example/db:1', privileged: true}}`,
    "docker-compose.override.yml": `services: {web: {${hardened}, pid: host}, db: {privileged: false, ${hardened}}}`,
  };
  const main = check("compose.yaml", files);
  assert.deepEqual([grants(main), absences(main), main.status], ["", "", "checked"]);
  const override = check("docker-compose.override.yml", files);
  assert.deepEqual([grants(override), absences(override), override.status], ["host-pid-ipc web", "", "checked"]);
  assert.deepEqual(
    override.findings[0]?.related.map(({ at: { file }, message }) => `${file} ${message}`),
    [`${at("compose.yaml")} "web" is defined here.`],
  );
});

test("an override by itself is never told what it lacks", () => {
  const report = check("compose.override.yml", { "compose.override.yml": "services: {web: {ports: ['80:80']}}" });
  assert.equal(absences(report), "");
});

test("only the file that Compose would take is the main one", () => {
  const files = {
    "compose.yml": "services: {a: {image: 'x:1', pid: host}}",
    "docker-compose.yml": "services: {a: {image: 'x:1', privileged: true}}",
    "compose.override.yml": "services: {a: {pid: !reset null}}",
  };
  assert.equal(grants(check("compose.yml", files)), "");
  assert.equal(grants(check("docker-compose.yml", files)), "privileged-container a");
});

test("COMPOSE_FILE in .env names the files", () => {
  const files = {
    ".env": "COMPOSE_FILE=base.yml:deploy/prod.yml\n",
    "base.yml": "services: {a: {image: 'x:1', privileged: true}}",
    "deploy/prod.yml": "services: {a: {privileged: false}}",
    "other.yml": "services: {a: {image: 'x:1', privileged: true}}",
  };
  assert.equal(grants(check("base.yml", files)), "");
  assert.equal(grants(check("other.yml", files)), "privileged-container a");
  const semicolons = { ...files, ".env": "COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=base.yml;deploy/prod.yml\n" };
  assert.equal(grants(check("base.yml", semicolons)), "");
  const missing = check("base.yml", { ...files, ".env": "COMPOSE_FILE=base.yml:gone.yml\n" });
  assert.match(missing.problems[0]?.message ?? "", /"gone\.yml" of this project does not exist/u);
});

test("COMPOSE_PROJECT_NAME names the project, in any .env that it has", () => {
  const of = (env: string, named?: Settings["projects"]) => {
    const engine = new Engine();
    if (named !== undefined) engine.configure(at("compose.yml"), { ...defaultSettings, projects: named });
    check(
      "compose.yml",
      { "compose.yml": "name: mine\nservices: {a: {image: i}}", ".env": env, "other.env": "COMPOSE_PROJECT_NAME=other\n" },
      engine,
    );
    const name = engine.resolved(at("compose.yml"))?.tree.entries.get("name");
    return name?.kind === "scalar" ? name.value : undefined;
  };
  assert.equal(of(""), "mine");
  assert.equal(of("COMPOSE_PROJECT_NAME=Yours\n"), "yours");
  assert.equal(of("COMPOSE_PROJECT_NAME=\n"), "mine");
  assert.equal(of("COMPOSE_PROJECT_NAME=yours\n", [{ files: [at("compose.yml")], envFiles: [at("other.env")] }]), "other");
});

test("settings name projects; a file of several is judged in each of them", () => {
  const files = {
    "base.yml": "services: {a: {image: 'x:1'}}",
    "dev.yml": "services: {a: {pid: host}}",
    "prod.yml": `services: {a: {${hardened}}}`,
  };
  const engine = new Engine();
  const projects = [{ files: [at("base.yml"), at("prod.yml")] }, { files: [at("base.yml"), at("dev.yml")] }];
  for (const path of Object.keys(files)) engine.configure(at(path), { ...defaultSettings, projects });
  assert.equal(absences(check("base.yml", files, engine)), "cap-drop-missing a,hardening-missing a");
  assert.equal(grants(check("dev.yml", files, engine)), "host-pid-ipc a");
  assert.equal(check("prod.yml", files, engine).findings.length, 0);
});

test("an included file is judged in what includes it, once that was checked", () => {
  const files = {
    "stack.yml": `include: [mon.yml]\nservices: {mon: {${hardened}}}`,
    "mon.yml": "services:\n  mon: {image: 'x:1', pid: host}",
  };
  const engine = new Engine();
  assert.equal(absences(check("mon.yml", files, engine)), "cap-drop-missing mon,hardening-missing mon");
  assert.deepEqual(check("stack.yml", files, engine).included, [at("mon.yml")]);
  const within = check("mon.yml", files, engine);
  assert.deepEqual([absences(within), grants(within)], ["", "host-pid-ipc mon"]);
  assert.equal(within.findings[0]?.related.at(-1)?.message, "Included here.");
  engine.setText(at("stack.yml"), "services: {a: {image: 'x:1'}}");
  complete(engine, at("stack.yml"), files);
  assert.equal(absences(engine.check(at("mon.yml"))), "cap-drop-missing mon,hardening-missing mon");
});

test("open documents win over the disk, and a change in any file of the project refreshes the others", () => {
  const files = { "compose.yml": "services: {a: {image: 'x:1'}}", "compose.override.yml": "services: {a: {cap_drop: [ALL]}}" };
  const engine = new Engine();
  assert.equal(absences(check("compose.yml", files, engine)), "hardening-missing a");
  engine.setText(at("compose.override.yml"), "services: {a: {init: true}}");
  assert.equal(absences(engine.check(at("compose.yml"))), "cap-drop-missing a,hardening-missing a");
  engine.drop(at("compose.override.yml"));
  assert.equal(absences(complete(engine, at("compose.yml"), files)), "hardening-missing a");
  engine.provide(at("compose.override.yml"), undefined);
  assert.equal(absences(complete(engine, at("compose.yml"), {})), "cap-drop-missing a,hardening-missing a");
});

test("a fix is made in the file where it has its effect, and is verified over all files", () => {
  const files = {
    "compose.yml": "services:\n  a:\n    image: example/x:1\n    security_opt: ['no-new-privileges:true']\n",
    "compose.override.yml": "services:\n  a:\n    cap_add: [NET_ADMIN]\n    cap_drop: []\n",
  };
  const engine = new Engine();
  const [finding] = check("compose.yml", files, engine).findings;
  assert.equal(finding?.rule, "cap-drop-missing");
  const fix = finding.fixes().find(({ title }) => title === "Drop all capabilities");
  assert.ok(fix !== undefined && fix.refused === undefined, fix?.refused);
  assert.equal(
    applyEdits(files["compose.yml"], fix.edits),
    "services:\n  a:\n    image: example/x:1\n    security_opt: ['no-new-privileges:true']\n    cap_drop: [ALL]\n",
  );
});

test("a profile is told with the finding", () => {
  const [finding] = check("x.yml", { "x.yml": "services: {a: {image: 'x:1', privileged: true, profiles: [debug]}}" }).findings;
  assert.equal(finding?.related.at(-1)?.message, 'Runs only with the profile "debug".');
});

test("what another file of the project could not give is said in each file", () => {
  const files = { "compose.yml": "services: {a: {image: 'x:1'}}", "compose.override.yml": "services: {a: {image: 'x:1', pid: [}}" };
  const report = check("compose.yml", files);
  assert.deepEqual(
    [report.status, report.problems[0]?.message],
    ["partial", '"compose.override.yml", which belongs to this project, could not be read whole.'],
  );
});

test("two spellings of a URI are one file, read before it is opened or after", () => {
  const engine = new Engine();
  const main = "file:///work/a%20b/%40x/compose.yml";
  engine.setText(main, "include: [m.yml]\nservices: {}");
  for (const wanted of engine.check(main).wanted) engine.provide(wanted, wanted.endsWith("/m.yml") ? "services: {}" : undefined);
  assert.deepEqual(engine.check(main).included, ["file:///work/a%20b/%40x/m.yml"]);
  engine.setText("file:///work/a%20b/@x/m.yml", "services: {m: {image: 'x:1', privileged: true}}");
  assert.deepEqual(engine.takeStale(), [main]);
  assert.deepEqual(engine.check(main).included, ["file:///work/a%20b/@x/m.yml"]);
});

test("a later file of a stack is not told what it lacks while a main file beside it defines the service, too", () => {
  const files = {
    "compose.yml": "services: {web: {image: 'x:1', cap_drop: [ALL]}, db: {image: 'y:1'}}",
    "compose.prod.yml": "services: {web: {image: 'x:2', pid: host}, extra: {image: 'z:1'}}",
    "docker-compose.dev.yaml": "services: {db: {build: .}}",
    "compose.override.yml": "services: {web: {image: 'x:3'}}",
    "docker-compose.override.yml": "services: {web: {image: 'x:4'}}",
  };
  const prod = check("compose.prod.yml", files);
  assert.deepEqual([grants(prod), absences(prod)], ["host-pid-ipc web", "cap-drop-missing extra,hardening-missing extra"]);
  assert.equal(absences(check("docker-compose.dev.yaml", files)), "");
  assert.equal(absences(check("docker-compose.override.yml", files)), "");
  const { "compose.yml": _main, ...without } = files;
  assert.equal(
    absences(check("compose.prod.yml", without)),
    "cap-drop-missing web,cap-drop-missing extra,hardening-missing web,hardening-missing extra",
  );
  assert.equal(absences(check("compose.override.yml", without)), "");
  const main = { ...files, "compose.yml": "services: {a: {image: 'x:1', privileged: [}}" };
  assert.deepEqual([check("compose.prod.yml", main).status, check("compose.prod.yml", main).problems], ["checked", []]);
});

test("a document is stale when anything that its report rests on changes, and no longer once it is checked again", () => {
  const files = {
    "compose.yml": "include: [mon.yml]\nservices: {a: {image: 'x:${TAG}', extends: {file: base.yml, service: b}}}",
    "compose.override.yml": "services: {a: {pid: host}}",
    "base.yml": "services: {b: {init: true}}",
    "mon.yml": "services: {m: {image: 'x:1'}}",
    "other.yml": "services: {o: {image: 'x:1'}}",
    ".env": "TAG=1\n",
  };
  const both = "compose.override.yml,compose.yml";
  const rows: readonly (readonly [change: (engine: Engine) => void, expected: string])[] = [
    [(engine) => engine.setText(at("compose.yml"), `${files["compose.yml"]}\n`), `${both},mon.yml`],
    [(engine) => engine.setText(at("compose.yml"), files["compose.yml"]), ""],
    [(engine) => engine.provide(at("compose.override.yml"), undefined), ""],
    [(engine) => engine.provide(at("base.yml"), "services: {b: {init: false}}"), `${both},mon.yml`],
    [(engine) => engine.provide(at("base.yml"), files["base.yml"]), ""],
    [(engine) => engine.provide(at(".env"), "TAG=2\n"), `${both},mon.yml,other.yml`],
    [(engine) => engine.provide(at("unheard.yml"), "services: {}"), ""],
    [(engine) => engine.provide(at("compose.yaml"), "services: {}"), both],
    [(engine) => engine.withdraw(at("base.yml")), `${both},mon.yml`],
    [(engine) => engine.drop(at("mon.yml")), ""],
    [(engine) => engine.drop(at("other.yml")), ""],
    [(engine) => engine.setText(at("other.yml"), "services: {}"), "other.yml"],
    [(engine) => engine.configure(at("other.yml"), { ...defaultSettings, preset: "strict" }), "other.yml"],
  ];
  for (const [change, expected] of rows) {
    const engine = opened(files, "compose.yml", "compose.override.yml", "mon.yml", "other.yml");
    stale(engine);
    change(engine);
    assert.equal(stale(engine), expected, change.toString());
    for (let round = 0, left = expected; left !== ""; left = stale(engine), round++) {
      assert.ok(round < 3, change.toString());
      for (const path of left.split(",")) complete(engine, at(path), files);
    }
  }
});

test("an include that appears or goes makes what it names stale", () => {
  const files = { "stack.yml": "include: [mon.yml]\nservices: {}", "mon.yml": "services: {m: {image: 'x:1', pid: host}}" };
  const engine = opened(files, "mon.yml");
  check("stack.yml", files, engine);
  assert.equal(stale(engine), "mon.yml");
  assert.equal(complete(engine, at("mon.yml"), files).findings[0]?.related.at(-1)?.message, "Included here.");
  engine.setText(at("stack.yml"), "services: {a: {image: 'x:1'}}");
  complete(engine, at("stack.yml"), files);
  assert.equal(stale(engine), "mon.yml");
  assert.deepEqual(engine.check(at("mon.yml")).findings[0]?.related, []);
});

test("what no longer includes a file, or is gone, is found out when the file is checked", () => {
  const files = { "stack.yml": "include: [mon.yml]\nservices: {}", "mon.yml": "services: {m: {image: 'x:1', pid: host}}" };
  for (const now of [undefined, "services: {a: {image: 'x:1'}}"]) {
    const engine = opened(files, "mon.yml", "stack.yml");
    engine.drop(at("stack.yml"));
    complete(engine, at("mon.yml"), files);
    engine.provide(at("stack.yml"), now);
    const report = complete(engine, at("mon.yml"), files);
    assert.deepEqual([report.status, grants(report), report.findings[0]?.related], ["checked", "host-pid-ipc m", []]);
  }
});

test("a file that only lists name is known as part of a project", () => {
  const files = {
    ".env": "COMPOSE_FILE=base.yml;prod.yml\n",
    "base.yml": "services: {a: {image: 'x:1'}}",
    "prod.yml": "include: [mon.yml]\nservices: {a: {pid: host}}",
    "mon.yml": "services: {m: {image: 'x:1'}}",
    "alone.yml": "services: {z: {image: 'x:1'}}",
  };
  const engine = opened(files, "base.yml", "mon.yml", "alone.yml");
  const members = () => ["base.yml", "mon.yml", "alone.yml", "closed.yml"].filter((path) => engine.membership(at(path)).isNamed);
  assert.deepEqual(members(), ["base.yml", "mon.yml"]);
  engine.configure(at("alone.yml"), { ...defaultSettings, projects: [{ files: [at("alone.yml")] }] });
  assert.deepEqual(members(), ["base.yml", "mon.yml", "alone.yml"]);
  const asking = new Engine();
  asking.setText(at("x.yml"), "services: {}");
  assert.deepEqual(asking.membership(at("x.yml")), { isNamed: false, wanted: [at(".env")] });
});

test("files that are missing, refused or out of reach are said in each file of the project", () => {
  const prod = "services: {a: {image: 'x:1'}}";
  const projects = [{ files: [at("gone.yml"), at("base.yml"), at("prod.yml"), at("lost.yml")], unread: ["oci://example/x:1"] }];
  const engine = new Engine();
  for (const path of ["base.yml", "prod.yml"]) engine.configure(at(path), { ...defaultSettings, projects });
  for (const path of ["base.yml", "prod.yml"]) {
    const report = check(path, { "base.yml": "services: {a: {image: 'x:1'}}", "prod.yml": prod }, engine);
    assert.equal(report.status, "partial");
    assert.deepEqual(
      report.problems.map(({ message, at: place }) => [message, place.file]),
      [
        ['The files "gone.yml", "lost.yml" of this project do not exist.', at(path)],
        [`Of this project's files "oci://example/x:1" cannot be found from here.`, at(path)],
      ],
    );
  }
  engine.provide(at("gone.yml"), { refused: "permission is denied" });
  assert.match(engine.check(at("prod.yml")).problems[1]?.message ?? "", /"gone\.yml" is not read: permission is denied, "oci:/u);
  const listed = { ".env": "COMPOSE_FILE=base.yml;~/x.yml;https://example.com/y.yml\n", "base.yml": prod };
  assert.match(
    check("base.yml", listed).problems[0]?.message ?? "",
    /"~\/x\.yml" cannot be found from here, "https:\/\/example\.com\/y\.yml" cannot/u,
  );
});

test("a gap in one file of a project is told in the others", () => {
  const files = {
    "compose.yml": "services: {a: {image: 'x:1', extends: {file: base.yml, service: b}}}",
    "compose.override.yml": "include: [oci://example/x:1]\nservices: {a: {init: true}}",
    "base.yml": "services: {b: {extends: {file: 'https://example.com/y.yml', service: c}}}",
  };
  const main = check("compose.yml", files);
  assert.deepEqual(
    [main.status, main.problems.map(({ message }) => message)],
    ["partial", ["compose.override.yml", "base.yml"].map((name) => `"${name}", which belongs to this project, could not be read whole.`)],
  );
  const override = check("compose.override.yml", files);
  assert.equal(override.status, "partial");
  assert.match(override.problems[0]?.message ?? "", /from another machine is not read/u);
});
