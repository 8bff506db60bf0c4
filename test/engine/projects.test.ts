import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, defaultSettings, Engine, type FileReport, type Settings } from "../../server/src/engine/index.js";

const at = (path: string) => `file:///work/app/${path}`;

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
    "compose.yaml": `services: {web: {image: 'nginx:1.27'}, db: {image: 'postgres:16', privileged: true}}`,
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

test("two spellings of a URI are one file", () => {
  const engine = new Engine();
  engine.setText("file:///work/a%20b/%40x/compose.yml", "include: [m.yml]\nservices: {}");
  engine.setText("file:///work/a%20b/@x/m.yml", "services: {m: {image: 'x:1', privileged: true}}");
  const report = engine.check("file:///work/a%20b/%40x/compose.yml");
  assert.deepEqual(report.included, ["file:///work/a%20b/@x/m.yml"]);
});
