import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilities, capabilityTier } from "../../server/src/engine/knowledge/capabilities.js";
import { findings } from "./check.js";

const ruleOf = {
  takeover: "cap-add-host-takeover",
  network: "cap-add-network",
  "host-reach": "cap-add-host-reach",
  bounded: "cap-add-bounded",
  other: "cap-add-other",
  unused: "cap-redundant",
  default: undefined,
} as const;

/** The rules about capabilities that speak of a service which drops all and adds one. */
function rulesFor(name: string, more = ""): readonly string[] {
  const text = `services:\n  a:\n    image: example/a:1\n    volumes: ["./data:/data"]\n    cap_drop: [ALL]\n    cap_add: [${name}]\n${more}`;
  return findings(text)
    .map(({ rule }) => rule)
    .filter((rule) => rule.startsWith("cap-"));
}

test("each of the 41 is one rule's matter, and Docker's defaults are none's", () => {
  for (const { name } of capabilities) {
    const rule = ruleOf[capabilityTier(name)];
    assert.deepEqual(rulesFor(name), rule === undefined ? [] : [rule], name);
  }
});

test("with pid: host they are still one rule's matter each", () => {
  for (const { name } of capabilities) {
    const tier = capabilityTier(name);
    const rule = tier === "bounded" || name === "AUDIT_CONTROL" ? "cap-add-host-reach" : ruleOf[tier];
    assert.deepEqual(rulesFor(name, "    pid: host\n"), rule === undefined ? [] : [rule], name);
  }
});

test("where nobody can hold them each is without effect, or opens system calls for everybody", () => {
  const nobody = '    user: "1000"\n    security_opt: [no-new-privileges:true]\n';
  for (const { name } of capabilities) {
    const rules = rulesFor(name, nobody);
    const opens = ["SYS_ADMIN", "SYS_PTRACE", "BPF", "PERFMON", "SYSLOG", "SYS_NICE"].includes(name);
    const expected = capabilityTier(name) === "default" ? [] : [opens ? ruleOf[capabilityTier(name)] : "cap-redundant"];
    assert.deepEqual(rules, expected, name);
  }
});
