import assert from "node:assert/strict";
import { test } from "node:test";
import { enginePostures, isWorse, rulePageText, rules } from "../../server/src/engine/index.js";
import { findings, shown } from "./check.js";
import { flaggedFixtures } from "./flagged.js";
import { checkSample } from "./sample.js";

const others = enginePostures.filter((posture) => posture !== "rootful");

test("another engine lowers a severity and never raises one, save for what leaves its own protection", () => {
  for (const { id, severity, posture = {} } of rules) {
    for (const effect of Object.values(posture)) {
      assert.equal(isWorse(effect.severity, severity), id === "userns-host", id);
      assert.ok(effect.because.length <= 80 && /^[A-Za-z][^.]*$/u.test(effect.because), `${id}: ${effect.because}`);
    }
  }
});

test("each engine that a rule names stands on its page", () => {
  for (const rule of rules) {
    const page = rulePageText(rule);
    for (const [engine, { severity, because }] of Object.entries(rule.posture ?? {})) {
      assert.ok(page.includes(`\`${engine}\`: ${severity}.`) && page.includes(because), `${rule.id} ${engine}`);
    }
    assert.equal(page.includes("## On other engines"), rule.posture !== undefined, rule.id);
  }
});

for (const posture of others) {
  test(`${posture}: every flagged fixture is found all the same, as the rule says`, () => {
    for (const { rule: id, name, sample, preset } of flaggedFixtures()) {
      const effect = rules.find((rule) => rule.id === id)?.posture?.[posture];
      // What is raised is found in the preset, too, in which it otherwise is not.
      if (effect === undefined || id === "userns-host") continue;
      const found = (on: typeof posture | "rootful") => checkSample(sample, preset, on).findings.filter(({ rule }) => rule === id);
      const before = found("rootful");
      const after = found(posture);
      assert.equal(after.length, before.length, name);
      for (const { severity, message, service, at } of after) {
        const isMapped = posture !== "userns-remap" || !/userns_mode: "?host/u.test(Object.values(sample.files).join());
        if (isMapped) assert.equal(severity, effect.severity, `${name}: ${message}`);
        assert.ok(message.length <= 160 && message.endsWith("."), `${message.length}: ${message}`);
        assert.ok(service === undefined || message.includes(`"${service}"`), message);
        assert.ok(before.some((one) => one.at.start === at.start && one.at.end === at.end));
      }
    }
  });
}

const privileged = "services:\n  app:\n    image: example/app:1\n    privileged: true\n";

test("the message says what holds on the engine, and what to do", () => {
  const said = (posture: (typeof enginePostures)[number], text = privileged) =>
    findings(text, { posture }).find(({ rule }) => rule === "privileged-container")?.message;
  assert.match(said("rootful") ?? "", /^Root in "app" is root on the host/u);
  assert.match(said("rootless") ?? "", /^"app" on a rootless engine: root in it is the user .* Grant only what the program lacks\.$/u);
  assert.match(said("desktop") ?? "", /^"app" in Docker Desktop: /u);
  assert.match(said("userns-remap") ?? "", /^"app" with userns-remap: the engine refuses/u);
  assert.equal(said("userns-remap", `${privileged}    userns_mode: host\n`), said("rootful"));
});

test("a severity of the person's own stays", () => {
  const settings = { posture: "rootless", rules: { "privileged-container": "error" } } as const;
  const [first] = findings(privileged, settings);
  assert.deepEqual([first?.rule, first?.severity], ["privileged-container", "error"]);
  assert.match(first?.message ?? "", /on a rootless engine/u);
  assert.ok(
    !shown(privileged, { ...settings, rules: { "privileged-container": "off" } }).some((line) => line.includes("privileged-container")),
  );
});

test("userns_mode: host counts where the engine maps users, whatever the preset", () => {
  const text = "services:\n  app:\n    image: example/app:1\n    userns_mode: host\n    cap_add: [SYS_ADMIN]\n";
  const on = (posture: (typeof enginePostures)[number]) => {
    const found = findings(text, { posture, rules: { "userns-host": undefined as never } });
    return found.filter(({ rule }) => rule === "userns-host" || rule === "cap-add-host-takeover").map(({ severity }) => severity);
  };
  assert.deepEqual(on("rootful"), ["error"]);
  assert.deepEqual(on("userns-remap"), ["error", "warning"]);
  assert.deepEqual(on("rootless"), ["information"]);
});
