import assert from "node:assert/strict";
import { test } from "node:test";
import { readTeamFile } from "../../server/src/engine/config/team-file.js";
import { choicesOf, Engine, type Finding, rules, type Settings, teamFileName } from "../../server/src/engine/index.js";
import { teamFileTemplate } from "../../server/src/team-file-template.js";

const root = "file:///work";
const uri = `${root}/app/stack/compose.yml`;
const compose = `services:
  vpn:
    image: ghcr.io/acme/vpn:1
    privileged: true
  web:
    image: example/web:latest
    privileged: true
`;

/** The findings of the compose file with some files around it, by their paths from the root. */
function engineFor(files: Readonly<Record<string, string>>, settings: Partial<Settings> = {}, text = compose): Engine {
  const engine = new Engine(() => "2026-11-25");
  engine.setText(uri, text);
  engine.configure(uri, { preset: "recommended", rules: {}, team: { upTo: root }, ...settings });
  for (let { wanted } = engine.check(uri); wanted.length > 0; { wanted } = engine.check(uri)) {
    for (const one of wanted) engine.provide(one, files[one.slice(root.length + 1)]);
  }
  return engine;
}

function found(files: Readonly<Record<string, unknown>>, settings: Partial<Settings> = {}): string {
  const texts = Object.fromEntries(
    Object.entries(files).map(([path, value]) => [path, typeof value === "string" ? value : JSON.stringify(value)]),
  );
  const { findings } = engineFor(texts, settings).check(uri);
  return shown(findings);
}

function shown(findings: readonly Finding[]): string {
  return findings
    .filter(({ rule }) => ["privileged-container", "image-tag-mutable", "image-no-digest"].includes(rule))
    .map(({ rule, severity, service }) => `${severity} ${rule} ${service}`)
    .join(", ");
}

const plain = "error privileged-container vpn, error privileged-container web, information image-tag-mutable web";

test("the nearest file counts, up to the folder that is opened", () => {
  assert.equal(found({}), plain);
  const off = { rules: { "privileged-container": "off" } };
  assert.equal(found({ [teamFileName]: off }), "information image-tag-mutable web");
  assert.equal(
    found({ [`app/${teamFileName}`]: { rules: { "image-tag-mutable": "off" } }, [teamFileName]: off }),
    plain.replace(/, inf.*/u, ""),
  );
  assert.equal(found({ [teamFileName]: off }, { team: { upTo: `${root}/app` } }), plain);
  assert.equal(found({ "other/team.json": off }, { team: { file: `${root}/other/team.json` } }), "information image-tag-mutable web");
});

test("names of rules: a rule before a group, a group before a pattern", () => {
  const choices = choicesOf({ "*": "hint", privilege: "warning", "privileged-container": "off", "port-*": "error", "no-such": "error" });
  assert.equal(choices["privileged-container"], "off");
  assert.equal(choices["user-not-set"], "warning");
  assert.equal(choices["port-admin-exposed"], "error");
  assert.equal(choices["image-tag-mutable"], "hint");
  assert.equal(Object.keys(choices).length, rules.length);
});

test("settings, the team's file and what the person switches off", () => {
  const team = { [teamFileName]: { rules: { "privileged-container": "warning", "image-tag-mutable": "error" } } };
  assert.equal(
    found(team, { rules: { "privileged-container": "hint", "image-tag-mutable": "off" } }),
    "warning privileged-container vpn, warning privileged-container web",
  );
  assert.match(found({ [teamFileName]: { preset: "strict" } }), /image-no-digest/u);
  assert.doesNotMatch(found({ [teamFileName]: { preset: "strict" } }, { fixed: ["preset"] }), /image-no-digest/u);
});

test("overrides for services by name and by image, the later one and services last, until their day", () => {
  const one = (overrides: object) => found({ [teamFileName]: overrides });
  assert.equal(
    one({ services: { "v*": { rules: { "privileged-container": "off" } } } }),
    plain.replace("error privileged-container vpn, ", ""),
  );
  assert.equal(one({ images: { "ghcr.io/acme/*": { rules: { privilege: "hint" } } } }).includes("hint privileged-container vpn"), true);
  assert.equal(one({ images: { "example/web": { rules: { "image-tag-mutable": "off" } } } }), plain.replace(/, inf.*/u, ""));
  assert.equal(
    one({ images: { "*": { rules: { privilege: "off" } } }, services: { vpn: { rules: { privilege: "warning" } } } }).includes(
      "warning privileged-container vpn",
    ),
    true,
  );
  assert.equal(
    one({ services: { vpn: { rules: { "privileged-container": "off" }, until: "2026-11-25", reason: "migration" } } }),
    plain.replace("error privileged-container vpn, ", ""),
  );
  assert.equal(one({ services: { vpn: { rules: { "privileged-container": "off" }, until: "2026-11-24" } } }), plain);
  // A rule that is off for all may be on for some.
  assert.match(one({ services: { vpn: { rules: { "image-no-digest": "warning" } } } }), /warning image-no-digest vpn/u);
});

test("a file extends others, and wins over them", () => {
  const files = {
    [teamFileName]: { extends: ["shared/a.json", "./shared/b.json"], rules: { "image-tag-mutable": "hint" } },
    "shared/a.json": {
      rules: { "privileged-container": "warning", "image-tag-mutable": "error" },
      services: { vpn: { rules: { privilege: "off" } } },
    },
    "shared/b.json": { extends: "a.json", rules: { "privileged-container": "information" } },
  };
  assert.equal(found(files), "information privileged-container web, hint image-tag-mutable web");
});

test("projects, whose paths start beside the file", () => {
  const files = {
    [`app/${teamFileName}`]: JSON.stringify({ projects: [{ files: ["stack/compose.yml", "prod.yml"] }] }),
    "app/prod.yml": "services: {vpn: {privileged: false}}",
  };
  assert.equal(shown(engineFor(files).check(uri).findings), plain.replace("error privileged-container vpn, ", ""));
});

test("mistakes are told where they stand, with what is likely meant, and the rest counts", () => {
  const text = `{
  // what we agreed on
  "rules": { "privileged-contaner": "off", "image-tag-mutable": "of", "secrets": "hint" },
  "service": {}, "preset": "strikt", "trustedRegistries": "ghcr.io",
  "images": { "a": { "until": "2026-02-31x", "why": "", "rules": [] } },
  "projects": [{}, "x"],
}`;
  const { team, mistakes } = readTeamFile(text);
  assert.deepEqual(
    mistakes.map(({ start, end, meant }) => `${text.slice(start, end)} ${meant[0] ?? ""}`.trim()).toSorted(),
    [
      '"2026-02-31x"',
      '"ghcr.io"',
      '"of" "off"',
      '"privileged-contaner" "privileged-container"',
      '"service" "services"',
      '"strikt" "strict"',
      '"why"',
      '"x"',
      '"x"',
      "[]",
      "{}",
    ].toSorted(),
  );
  assert.deepEqual(team?.rules, { secrets: "hint" });
  for (const { message } of mistakes) assert.match(message, /[.]$/u);
});

test("a file that is no JSON for a moment keeps its last good state", () => {
  const path = `${root}/${teamFileName}`;
  const engine = engineFor({ [teamFileName]: '{"rules": {"privileged-container": "off"}}' });
  assert.equal(shown(engine.check(uri).findings), "information image-tag-mutable web");
  engine.setText(path, '{"rules": {"privileged-container": "off", }');
  assert.equal(shown(engine.check(uri).findings), "information image-tag-mutable web");
  assert.match(engine.check(uri).problems[0]?.message ?? "", /^\.\.\/\.\.\/\.watertight\.json, line 1: This is no valid JSON/u);
  assert.equal(engine.teamFile(path)?.mistakes.length, 1);
  engine.setText(path, '{"rules": {}}');
  assert.deepEqual(engine.takeStale().includes(uri), true);
  assert.equal(shown(engine.check(uri).findings), plain);
  assert.deepEqual(engine.check(uri).problems, []);
  engine.drop(path);
});

test("what it extends may be missing, refused, elsewhere, or lead in a circle", () => {
  for (const [files, expected] of [
    [{ [teamFileName]: '{"extends": "no.json"}' }, /"no\.json" does not exist/u],
    [{ [teamFileName]: '{"extends": "/etc/team.json"}' }, /starts in the folder/u],
    [{ [teamFileName]: '{"extends": "https://example.com/team.json"}' }, /starts in the folder/u],
    [{ [teamFileName]: '{"extends": "b.json"}', "b.json": '{"extends": ".watertight.json"}' }, /extends itself/u],
    [
      Object.fromEntries([
        [teamFileName, '{"extends": "1.json"}'],
        ...Array.from({ length: 20 }, (_, i) => [`${i + 1}.json`, `{"extends": "${i + 2}.json"}`]),
      ]),
      /Too many files/u,
    ],
  ] as const) {
    const { problems, findings } = engineFor(files).check(uri);
    assert.match(problems.map(({ message }) => message).join(), expected);
    assert.equal(shown(findings), plain);
  }
});

test("hostile texts are answered", () => {
  for (const text of [
    "",
    "[",
    "\uFEFF{}",
    "null",
    "[]",
    '"x"',
    `${"[".repeat(5000)}`,
    '{"rules": null}',
    '{"__proto__": {"a": 1}, "constructor": 1}',
    "{".repeat(99),
  ]) {
    assert.doesNotThrow(() => readTeamFile(text), text.slice(0, 20));
  }
  assert.deepEqual(readTeamFile("\uFEFF{}").mistakes, []);
});

test("the file to begin with has no mistake and changes nothing", () => {
  assert.deepEqual(readTeamFile(teamFileTemplate).mistakes, []);
  assert.equal(found({ [teamFileName]: teamFileTemplate }), plain);
});
