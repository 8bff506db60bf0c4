import { capabilities, capability, normaliseCapability } from "../knowledge/capabilities.js";
import type { Service } from "../model/project.js";
import { isUnresolved, type Sourced, type Unresolved } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { nearest } from "../text/nearest.js";
import { capabilitiesManual, composeService, moby } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const capUnknown = serviceRule({
  id: "cap-unknown",
  title: "Capability that does not exist",
  category: "capabilities",
  severity: "warning",
  changes: ["cap_add", "cap_drop"],
  references: [composeService("cap_add"), composeService("cap_drop"), capabilitiesManual, moby("daemon/pkg/oci/caps/utils.go")],
  docs: {
    why: [
      "The engine knows the 41 capabilities of Linux and `ALL`. For any other name it creates no container: the service does not come up, and what the",
      "line was to protect, or to allow, nobody finds out. Compose itself does not look at the names, so `docker compose config` reports nothing.",
    ].join("\n"),
    attack: [
      'A hardening is merged in a hurry: `cap_drop: [CAP_ALL]`. On the next deployment the service does not start ("unknown capability").',
      "Whoever is on call takes the line away to get it up again, and the service runs with all that it was not to have.",
    ],
    fix: "Write the name as capabilities(7) has it, with or without `CAP_`, in any case. Everything is `ALL`, never `CAP_ALL`.",
    fine: "Never: no engine starts it. A newer kernel's capability would be the exception; 41 have been all since Linux 5.9.",
    premise: [
      "Docker Engine of any version checks both lists when it creates the container, of privileged ones too (`NormalizeLegacyCapabilities`: upper case,",
      "`CAP_` put in front, then looked up; spaces stay). What the host's kernel lacks is refused in the same way, but cannot be seen in the file.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const [key, item] of entries(service)) {
      const written = item.value;
      if (isUnresolved(written)) continue;
      const name = normaliseCapability(written);
      if (name === "ALL" || capability(name) !== undefined) continue;
      const meant = meantBy(name);
      const remedy = meant.names[0] === undefined ? t("Remove it, or name one of Linux's.") : t`Write ${meant.names[0]}.`;
      yield {
        on: item,
        message: t`The engine refuses to create "${service.name.value}": "${written}" is no capability. ${remedy}`,
        fixes: () => fixesFor(item, written, meant, key, context),
      };
    }
  },
});

type Entry = Sourced<string | Unresolved>;
type Key = "cap_add" | "cap_drop";

function entries({ capAdd, capDrop }: Service): readonly (readonly [Key, Entry])[] {
  return [
    ...capAdd.items.map((item): readonly [Key, Entry] => ["cap_add", item]),
    ...capDrop.items.map((item): readonly [Key, Entry] => ["cap_drop", item]),
  ];
}

/** What somebody may have wanted to write, the likeliest first; `sure` when only the spelling differs. */
interface Meant {
  readonly names: readonly string[];
  readonly sure: boolean;
}

const allNames: readonly string[] = ["ALL", ...capabilities.map(({ name }) => name)];

function meantBy(name: string): Meant {
  const letters = lettersOf(name).replace(/^CAP(?=.{3})/u, "");
  const same = allNames.find((one) => lettersOf(one) === letters);
  if (same !== undefined) return { names: [same], sure: true };
  return { names: nearest(name.replace(/^CAP_/u, ""), allNames).slice(0, 2), sure: false };
}

function lettersOf(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z]/gu, "");
}

function fixesFor(item: Entry, written: string, { names, sure }: Meant, key: Key, { edit }: RuleContext): readonly Fix[] {
  const variable = item.variables?.[0]?.name;
  const replace = names.map((name): Fix => {
    const title = t`Write ${inStyleOf(written, name)}`;
    if (variable !== undefined) {
      return { title, class: "check", change: { refused: t`The variable ${variable} gives the name: change it where it is set.` } };
    }
    const change = edit.change({ op: "replace", target: item, value: inStyleOf(written, name) });
    if (sure) return { title, class: "safe", change };
    return { title, class: "recommended", caveat: t`Look whether ${name} is what "${written}" was to be.`, change };
  });
  const lost =
    key === "cap_add" ? t("The container starts without what was meant.") : t("The container starts with what was to be taken away.");
  const remove: Fix = {
    title: t`Remove "${written}"`,
    class: "check",
    caveat: lost,
    change: edit.change({ op: "remove", target: item }),
  };
  return [...replace, remove];
}

/** With `CAP_` and in small letters where the mistaken name has them. */
function inStyleOf(written: string, name: string): string {
  const full = /^cap_/iu.test(written) && name !== "ALL" ? `CAP_${name}` : name;
  return written === written.toLowerCase() ? full.toLowerCase() : full;
}
