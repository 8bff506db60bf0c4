import { owaspDockerSheet } from "./references.js";
import type { Rule } from "./rule.js";

/**
 * Stands for every absent setting of a service at once: the runner folds the reports of rules with `absence` into one of this rule.
 * It finds nothing of its own.
 */
export const hardeningMissing: Rule<"hardening-missing"> = {
  id: "hardening-missing",
  title: "Hardening that is not there",
  category: "privilege",
  severity: "hint",
  changes: [],
  references: [owaspDockerSheet],
  docs: {
    why: "Nothing in this service is wrong by itself. What is listed would limit the harm once an attacker runs code in the container.",
    fix: "Add the listed settings, one at a time, and start the service after each. With the preset `strict` each is a finding of its own.",
    fine: "The service is short-lived, has no network, or is only used on one developer's machine.",
  },
  *check() {},
};
