import { capability, capabilityTier, normaliseCapability, podmanLacks } from "../knowledge/capabilities.js";
import type { Service } from "../model/project.js";
import { isUnresolved, known, type Sourced, type Unresolved } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { isDocumented } from "./added-capabilities.js";
import { isOutOfReach } from "./capability-reach.js";
import { capabilitiesManual, composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type Report, type RuleContext, serviceRule } from "./rule.js";

export const capRedundant = serviceRule({
  id: "cap-redundant",
  title: "Capability entry without effect",
  category: "capabilities",
  severity: "hint",
  changes: ["cap_add", "cap_drop"],
  references: [
    owaspDocker(3),
    cwe(1068),
    composeService("cap_add"),
    composeService("cap_drop"),
    capabilitiesManual,
    moby("daemon/pkg/oci/caps/utils.go"),
    moby("daemon/oci_linux.go"),
  ],
  docs: {
    why: [
      "The line does not do what it seems to. Where it seems to take something away, that is still there: a name in both lists stays, and `cap_drop: [ALL]`",
      "does nothing against `cap_add: [ALL]`. Where it seems to grant something, that was there before, as everything is beside `privileged`, or no",
      "process of the service can ever hold it.",
    ].join("\n"),
    attack: [
      "Somebody reads `cap_drop` in the file and takes the service for hardened.",
      "Whoever breaks into it has the capability all the same.",
    ],
    fix: [
      "Take the line away, or the one that undoes it. A list of what is needed begins with `cap_drop: [ALL]`: without that, `cap_add` of a default",
      "capability says nothing.",
    ].join("\n"),
    fine: "The lines are kept as a note of what the program needs, for the day when `privileged` goes.",
    premise: [
      "moby's order (`TweakCapabilities`): `privileged` beats both lists, `cap_add: [ALL]` gives all but the named drops, `cap_drop: [ALL]` leaves exactly",
      "what is added, else it is defaults less drops plus adds. The engine sets no ambient capabilities, so that a user other than root has none of them",
      "unless a setuid program or file capabilities give it some, which `no-new-privileges` forbids. Podman's defaults lack `AUDIT_WRITE`, `MKNOD` and",
      "`NET_RAW`. The kernel asks nowhere for `NET_BROADCAST`.",
    ].join("\n"),
  },
  *check(service, context) {
    const { privileged } = service;
    if (privileged !== undefined && known(privileged) === true) yield* besidePrivileged(service, privileged, context);
    else if (isAll(service.capAdd.items)) yield* besideAll(service, context);
    else {
      yield* inBothLists(service, context);
      yield* onlyDefaults(service) ? listOfDefaults(service, context) : withoutEffect(service, context);
    }
  },
});

type Entry = Sourced<string | Unresolved>;
type Said = Omit<Report, "service">;

function nameOf({ value }: Entry): string | undefined {
  const name = isUnresolved(value) ? undefined : normaliseCapability(value);
  return name === "ALL" || (name !== undefined && capability(name) !== undefined) ? name : undefined;
}

/** What a variable gives today, it may not give tomorrow. */
function isVariable({ variables, value }: Entry): boolean {
  return isUnresolved(value) || (variables !== undefined && variables.length > 0);
}

function isAll(items: readonly Entry[]): boolean {
  return items.some((item) => nameOf(item) === "ALL");
}

/** Only what is added: that what is dropped is there all the same, `privileged-container` says, and it counts once that is mended. */
function* besidePrivileged({ name, capAdd }: Service, privileged: Sourced<unknown>, { edit }: RuleContext): Iterable<Said> {
  const { list } = capAdd;
  if (list === undefined) return;
  yield {
    on: list,
    underline: "key",
    unnecessary: true,
    related: [{ on: privileged, message: t("It grants every capability.") }],
    message: t`cap_add adds nothing in "${name.value}": privileged grants every capability. Remove privileged, or cap_add.`,
    fixes: () => [
      {
        title: t("Remove cap_add"),
        class: "recommended",
        caveat: t("It says what the program needs once privileged is taken away: then it has to come back."),
        change: edit.change({ op: "remove", target: list }),
      },
    ],
  };
}

function* besideAll({ name, capAdd, capDrop }: Service, { edit }: RuleContext): Iterable<Said> {
  for (const item of capDrop.items.filter((entry) => nameOf(entry) === "ALL")) {
    yield {
      on: item,
      unnecessary: true,
      related: capAdd.items.filter((entry) => nameOf(entry) === "ALL").map((on) => ({ on, message: t("It grants every capability.") })),
      message: t`Dropping ALL does nothing in "${name.value}", since cap_add grants ALL. Add only what the program needs.`,
      fixes: () => [
        {
          title: t("Remove ALL from cap_add"),
          class: "check",
          caveat: t('What the program needs then has to be added by name: its log says "operation not permitted".'),
          change: edit.change(
            ...capAdd.items.filter((entry) => nameOf(entry) === "ALL").map((target) => ({ op: "remove", target }) as const),
          ),
        },
      ],
    };
  }
}

/** Adding wins, whatever is dropped. */
function* inBothLists({ name, capAdd, capDrop }: Service, { edit }: RuleContext): Iterable<Said> {
  for (const item of capDrop.items) {
    const dropped = nameOf(item);
    const added = dropped === undefined ? [] : capAdd.items.filter((entry) => nameOf(entry) === dropped);
    if (dropped === undefined || dropped === "ALL" || added.length === 0) continue;
    // Without either entry it is a default that stays: adding it alone would be the next thing without effect.
    const both = capabilityTier(dropped) === "default" && !isAll(capDrop.items);
    const kept = both ? [item, ...added] : [item];
    yield {
      on: item,
      unnecessary: true,
      related: added.map((on) => ({ on, message: t("Adding wins over dropping.") })),
      message: t`Dropping ${dropped} does nothing in "${name.value}": cap_add grants it. Take it out of one of the two lists.`,
      fixes: () => [
        {
          title: t`Remove ${dropped} from cap_add, so that it is dropped`,
          class: "check",
          caveat: t('If the program uses it, its log then says "operation not permitted".'),
          change: edit.change(...added.map((target) => ({ op: "remove", target }) as const)),
        },
        {
          title: t`Remove ${dropped} from ${both ? "both lists" : "cap_drop"}`,
          class: "recommended",
          caveat: t("The service keeps the capability, as it does now."),
          change: edit.change(...kept.map((target) => ({ op: "remove", target }) as const)),
        },
      ],
    };
  }
}

/** From how many on a list of nothing but defaults is one finding. */
const manyDefaults = 3;

function onlyDefaults(service: Service): boolean {
  const names = service.capAdd.items.map((item) => (isVariable(item) ? undefined : nameOf(item)));
  return names.length >= manyDefaults && names.every((name) => name !== undefined && isGrantedAnyway(service, name));
}

function* listOfDefaults(service: Service, context: RuleContext): Iterable<Said> {
  const { list, items } = service.capAdd;
  if (list === undefined) return;
  const lacking = items.map(nameOf).filter((name) => name !== undefined && podmanLacks.includes(name));
  const caveat = lacking.length > 0 ? t`Docker grants them all by default, Podman does not grant ${lacking.join(", ")}.` : undefined;
  yield {
    on: list,
    underline: "key",
    unnecessary: true,
    message: t`cap_add of "${service.name.value}" names only what Docker grants anyway, so it changes nothing. Remove it, or drop ALL first.`,
    fixes: () => [
      {
        title: t("Remove cap_add"),
        ...(caveat === undefined ? { class: "safe" } : { class: "recommended", caveat }),
        change: context.edit.change({ op: "remove", target: list }),
      },
      dropAll(service, context),
    ],
  };
}

function* withoutEffect(service: Service, context: RuleContext): Iterable<Said> {
  const seen = new Set<string>();
  for (const item of service.capAdd.items) {
    const added = nameOf(item);
    if (added === undefined || isVariable(item)) continue;
    const useless = seen.has(added) ? twice(added) : uselessness(service, added);
    seen.add(added);
    if (useless === undefined) continue;
    yield {
      on: item,
      unnecessary: true,
      message: t`${useless.because} Remove it${useless.drops ? ", or drop ALL first" : ""}.`,
      fixes: () => [
        {
          title: t`Remove ${typeof item.value === "string" ? item.value : added}`,
          ...useless.fix,
          change: context.edit.change({ op: "remove", target: item }),
        },
        ...(useless.drops ? [dropAll(service, context)] : []),
      ],
    };
  }
}

interface Uselessness {
  /** A sentence. */
  readonly because: string;
  readonly fix: Pick<Fix, "class" | "caveat">;
  /** Set where `cap_drop: [ALL]` would make the entry count. */
  readonly drops?: true;
}

function twice(name: string): Uselessness {
  return { because: t`${name} stands in the list already, in another spelling.`, fix: { class: "safe" } };
}

function uselessness(service: Service, name: string): Uselessness | undefined {
  const tier = capabilityTier(name);
  if (tier === "unused") return { because: t`${name} does nothing: the kernel never asks for it.`, fix: { class: "safe" } };
  if (tier !== "default") {
    if (!isOutOfReach(service, name) || isDocumented(service, name)) return undefined;
    return {
      because: t`${name} reaches no process of "${service.name.value}": user ${known(service.user) ?? ""} cannot gain it.`,
      fix: {
        class: "recommended",
        caveat: t("A program file that carries the capability itself (getcap shows it) no longer starts without the entry."),
      },
    };
  }
  if (!isGrantedAnyway(service, name)) return undefined;
  const fix: Uselessness["fix"] = podmanLacks.includes(name)
    ? { class: "recommended", caveat: t("Docker grants it by default, Podman does not.") }
    : { class: "safe" };
  return { because: t`${name} is one of Docker's defaults, so adding it changes nothing in "${service.name.value}".`, fix, drops: true };
}

/** One of Docker's defaults, which nothing drops: neither here nor, as far as can be seen, elsewhere. */
function isGrantedAnyway(service: Service, name: string): boolean {
  const mayBeDropped = service.capDrop.items.some((item) => isVariable(item) || ["ALL", name, undefined].includes(nameOf(item)));
  return capabilityTier(name) === "default" && !service.partial && !mayBeDropped;
}

function dropAll(service: Service, { edit }: RuleContext): Fix {
  return {
    title: t("Drop all others"),
    class: "check",
    caveat: t('What the program needs beside the list fails: its log says "operation not permitted". Restart it once, too.'),
    change: edit.change({ op: "append", into: service.body, key: "cap_drop", items: ["ALL"] }),
  };
}
