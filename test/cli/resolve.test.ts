import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { temporaryFolder, watertight } from "./run.js";

function folderOf(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  return cwd;
}

/** The lines of a service without their own indentation and without aligned blanks. */
async function lines(files: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<readonly string[]> {
  const { out, err } = await watertight(["resolve", ...args], { cwd: folderOf(files) });
  assert.equal(err, "");
  return out.split("\n").map((line) => line.trim().replaceAll(/ {2,}#/gu, " #"));
}

const base = "services:\n  web:\n    image: web\n";

test("each way of a value is told behind it", async () => {
  const rows: readonly (readonly [name: string, files: Readonly<Record<string, string>>, expected: readonly string[]])[] = [
    [
      "override",
      {
        "compose.yml": `${base}    user: "1"\n    cap_add: [CHOWN]\n`,
        "compose.override.yml": 'services:\n  web:\n    user: "2"\n    cap_add: [KILL]\n',
      },
      ['user: "2" # compose.override.yml:3', "- CHOWN # compose.yml:5", "- KILL # compose.override.yml:4", "web: # compose.yml:2"],
    ],
    [
      "extends in the file and in another",
      {
        "compose.yml": `${base}    extends: {file: lib/base.yml, service: base}\n  two:\n    image: two\n    extends: web\n`,
        "lib/base.yml": "services:\n  base:\n    read_only: true\n",
      },
      ['read_only: true # lib/base.yml:3 by extends "base"', 'read_only: true # lib/base.yml:3 by extends "web" and extends "base"'],
    ],
    [
      "include with its own .env",
      {
        "compose.yml": `include: [mon/compose.yml]\n${base}`,
        "mon/compose.yml": "services:\n  agent:\n    image: agent:${TAG}\n",
        "mon/.env": "TAG=3\n",
      },
      ["image: agent:3 # mon/compose.yml:3 by ${TAG} of mon/.env:1", "agent: # mon/compose.yml:2", "image: web # compose.yml:4"],
    ],
    ["anchor", { "compose.yml": `x-u: &u "7"\n${base}    user: *u\n` }, ['user: "7" # compose.yml:1 by *u']],
    ["merge key", { "compose.yml": `x-h: &h\n  cap_drop:\n    - ALL\n${base}    <<: *h\n` }, ["- ALL # compose.yml:3 by <<: *h"]],
    [
      "variables",
      {
        "compose.yml": `${base}    hostname: \${A:-a}\n    domainname: \${B}\n    user: \${C:+c}\n    runtime: x\${D}y\${E}\n    environment: [F, G, H=$$x]\n`,
        ".env": "B=b\nC=1\nF=f\n",
      },
      [
        "hostname: a # compose.yml:4 by default of ${A}",
        "domainname: b # compose.yml:5 by ${B} of .env:1",
        "user: c # compose.yml:6 by alternative of ${C}",
        "runtime: x${D}y${E} # compose.yml:7, not known: D and E are not set here",
        "F: f # compose.yml:8 by ${F} of .env:3",
        "G: null # compose.yml:8, taken from the shell",
        "H: $$x # compose.yml:8",
      ],
    ],
    [
      "what Compose adds",
      { "compose.yml": `name: shop\n${base}    ports:\n      - "8080:80"\n` },
      [
        "name: shop # compose.yml:1",
        "- mode: ingress # implied: compose.yml:6",
        "target: 80 # compose.yml:6",
        'published: "8080" # compose.yml:6',
        "protocol: tcp # implied: compose.yml:6",
        "default: null # implied: compose.yml:3",
        "name: shop_default # implied: compose.yml:3",
      ],
    ],
    [
      "COMPOSE_FILE",
      { "compose.yml": base, "prod.yml": "services:\n  web:\n    user: p\n", ".env": "COMPOSE_FILE=compose.yml:prod.yml\n" },
      ["user: p # prod.yml:3"],
    ],
  ];
  for (const [name, files, expected] of rows) {
    const found = await lines(files);
    for (const line of expected) assert.ok(found.includes(line), `${name}: ${line}\n${found.join("\n")}`);
  }
});

test("comments stand in one column, and several lines have one", async () => {
  const cwd = folderOf({ "compose.yml": `name: x\n${base}    command: ["a", "b\\nc"]\n    labels: {l: "${"x".repeat(70)}"}\n` });
  const { code, out } = await watertight(["resolve"], { cwd });
  assert.equal(code, 0);
  assert.equal(
    out,
    `name: x              # compose.yml:1
services:
  web:               # compose.yml:3
    command:
      - a            # compose.yml:5
      - |-           # compose.yml:5
        b
        c
    image: web       # compose.yml:4
    labels:
      l: ${"x".repeat(70)}  # compose.yml:6
    networks:
      default: null  # implied: compose.yml:3
networks:
  default:           # implied: compose.yml:3
    name: x_default  # implied: compose.yml:3
`,
  );
});

test("json has the shape of version 1", async () => {
  const cwd = folderOf({
    "compose.yml": `name: shop\nx-u: &u "7"\n${base}    user: *u\n    hostname: \${H:-h}\n    runtime: \${R}\n    cap_add: []\n    environment: {"a/b~c": x, DB_PASSWORD: hunter2}\n`,
  });
  const { code, out } = await watertight(["resolve", "--json"], { cwd });
  assert.equal(code, 0);
  const report = JSON.parse(out);
  assert.deepEqual(Object.keys(report), ["version", "tool", "files", "problems", "value", "origins"]);
  assert.deepEqual([report.version, report.tool.name, report.files, report.problems], [1, "watertight", ["compose.yml"], []]);
  assert.deepEqual(report.value, {
    name: "shop",
    services: {
      web: {
        environment: { "a/b~c": "x", DB_PASSWORD: "***" },
        hostname: "h",
        image: "web",
        networks: { default: null },
        runtime: { unresolved: "${R}" },
        user: "7",
      },
    },
    networks: { default: { name: "shop_default" } },
  });
  const at = (line: number, start: number, end: number) => ({
    path: "compose.yml",
    range: { start: { line, character: start }, end: { line, character: end } },
  });
  const { origins } = report;
  assert.deepEqual(origins["/name"], at(0, 6, 10));
  assert.deepEqual(origins["/services/web/image"], at(4, 11, 14));
  assert.deepEqual(origins["/services/web/user"], { ...at(1, 8, 11), via: [{ kind: "alias", name: "u", ...at(5, 10, 12) }] });
  assert.deepEqual(origins["/services/web/hostname"], { ...at(6, 14, 21), variables: [{ name: "H", source: "default" }] });
  assert.deepEqual(origins["/services/web/runtime"], at(7, 13, 17));
  assert.deepEqual(origins["/services/web/environment/a~1b~0c"], at(9, 27, 28));
  assert.deepEqual(origins["/services/web/environment/DB_PASSWORD"], { ...at(9, 43, 50), secret: true });
  assert.deepEqual(origins["/services/web/networks/default"], { ...at(3, 2, 5), implied: true });
  assert.equal(Object.keys(origins).length, 9);
});

test("secrets are printed nowhere", async () => {
  const files = {
    "compose.yml": `${base}    environment: [TOKEN=hunter2abc, "URL=amqp://u:hunter2@q", "PASS_TOO=\${DB_PASSWORD}", DB_PASSWORD]\n    command: --password hunter2\n`,
    ".env": "DB_PASSWORD=hunter2\n",
  };
  for (const args of [[], ["--json"]]) {
    const { out, err } = await watertight(["resolve", ...args], { cwd: folderOf(files) });
    assert.match(out, /\*\*\*/u);
    assert.doesNotMatch(out + err, /hunter2/u);
  }
});

test("a file, a folder, files by -f, and standard input", async () => {
  const files = {
    "a/compose.yml": base,
    "a/compose.override.yml": "services:\n  web:\n    user: over\n",
    "prod.yml": "services:\n  web:\n    user: ${U}\n",
    "prod.env": "U=prod\n",
  };
  const folder = await lines(files, ["a"]);
  assert.ok(folder.includes("user: over # a/compose.override.yml:3"), folder.join("\n"));
  assert.deepEqual(await lines(files, ["a/compose.yml"]), folder);
  const listed = await lines(files, ["-f", "a/compose.yml", "-f", "prod.yml", "--env-file", "prod.env", "--project-directory", "."]);
  assert.ok(listed.includes("user: prod # prod.yml:3 by ${U} of prod.env:1"), listed.join("\n"));
  const { code, out } = await watertight(["resolve", "-", "--stdin-filename", "x/y.yml"], { input: base });
  assert.equal(code, 0);
  assert.match(out, /image: web +# x\/y\.yml:3\n/u);
});

test("what could not be read is told on standard error, and makes the exit code 2", async () => {
  const cwd = folderOf({
    "missing.yml": "include:\n  - gone.yml\nservices: {web: {image: web}}\n",
    "broken.yml": "services:\n  web: {image: web, user: 1000}\n",
    "included.yml": "include: [broken.yml]\n",
    "pod.yml": "apiVersion: v1\nkind: Pod\n",
    "empty/readme.txt": "",
  });
  for (const [args, expected, prints] of [
    [["missing.yml"], /^missing\.yml:2:5 unreadable: The included file "gone\.yml" does not exist\.\n$/u, true],
    [["broken.yml"], /^broken\.yml:2:27 unreadable: Compose takes only text here/u, true],
    [["included.yml"], /^broken\.yml:2:27 unreadable: Compose takes only text here/u, true],
    [["pod.yml"], /^pod\.yml not resolved: this is no compose file\.\n$/u, false],
    [["gone.yml"], /^gone\.yml unreadable: The file does not exist\.\n$/u, false],
    [["-f", "broken.yml", "-f", "gone.yml"], /^gone\.yml unreadable: The file does not exist\.\n$/u, false],
    [["empty"], /^There is no compose\.yaml, compose\.yml, docker-compose\.yml or docker-compose\.yaml in empty\.\n$/u, false],
    [["a.yml", "b.yml"], /takes one path/u, false],
    [["a.yml", "-f", "b.yml"], /not both/u, false],
    [["--jsn"], /Did you mean --json\?/u, false],
    [["--preset", "strict"], /"resolve" takes no option --preset/u, false],
  ] as const) {
    const { code, out, err } = await watertight(["resolve", ...args], { cwd });
    assert.equal(code, 2, args.join(" "));
    assert.match(err, expected);
    assert.equal(out !== "", prints, args.join(" "));
  }
  assert.match((await watertight(["resolv"], { cwd })).err, /Did you mean resolve\?/u);
  assert.match((await watertight(["check", "--json"], { cwd })).err, /"check" takes no option --json/u);
});
