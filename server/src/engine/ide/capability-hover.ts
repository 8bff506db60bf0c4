import {
  type Capability,
  capability,
  dockerDefaultCapabilities,
  hostTakeoverCapabilities,
  normaliseCapability,
} from "../knowledge/capabilities.js";
import { imageFacts } from "../knowledge/images.js";
import { privilegedSwitchesOff } from "../knowledge/privileged.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { capitalised } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { firstSentence, type HoverText } from "./hover-text.js";
import { listOf, riskWord } from "./words.js";

/** What a capability name of `cap_add` or `cap_drop` means. */
export function capabilityHover(written: string, key: "cap_add" | "cap_drop", service: Service | undefined): HoverText | undefined {
  if (normaliseCapability(written) === "ALL") return allHover(key, service);
  const facts = capability(written);
  return facts === undefined ? undefined : describe(facts, service);
}

/** All that is known of a capability, in any spelling of its name; absent for names that Linux does not know. English: the command line alone prints it. */
export function capabilityPage(name: string): string | undefined {
  const facts = capability(name);
  if (facts === undefined) return undefined;
  const list = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`${title}\n\n${lines.map((line) => `- ${line}`).join("\n")}`];
  return [
    `# ${facts.name}`,
    facts.summary,
    `Risk ${facts.risk}${facts.escape ? ", opens a way to the host by itself" : ""}; ${facts.dockerDefault ? "in" : "not in"} Docker's default set; since Linux ${facts.since}.`,
    ...list("## What it allows", facts.allows),
    ...list("## What an attacker does with it", facts.risks),
    ...(facts.escapeWith === undefined ? [] : [`Worse together with ${facts.escapeWith}.`]),
    ...list("## Who needs it", facts.neededBy),
    `## Without it\n\n${facts.without}`,
    ...(facts.saferAlternative === undefined ? [] : [`## Narrower choice\n\n${facts.saferAlternative}`]),
    ...(facts.unlocks === undefined ? [] : [`## System calls that Docker's filter opens for it\n\n${facts.unlocks.join(", ")}`]),
    ...(facts.notes === undefined ? [] : [`## Notes\n\n${facts.notes}`]),
    ...list("## Sources", facts.references),
  ]
    .join("\n\n")
    .concat("\n");
}

/** What `privileged: true` switches off, and what its image would do with instead. */
export function privilegedHover(isOn: boolean, service: Service | undefined): HoverText {
  const sources = [
    {
      title: "Docker: privileged containers",
      url: "https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities",
    },
  ];
  if (!isOn)
    return { head: t("**Not privileged** - the default: the walls between the container and the host stand."), lines: [], sources };
  const facts = factsOf(service);
  const { capAdd = [], devices = [] } = facts?.privilegedReplacement ?? {};
  const enough = [...capAdd, ...devices];
  return {
    head: t("**privileged** - switches off nearly every wall between the container and the host."),
    lines: [
      ...privilegedSwitchesOff.map((line) => t`${capitalised(t(line))}.`),
      facts?.needsPrivileged === true ? t`${facts.id} does not run without it.` : undefined,
      enough.length === 0
        ? t("Grant the capability or device that the program lacks instead: `cap_add`, `devices`.")
        : t`For ${facts?.id ?? ""} this is enough: ${enough.join(", ")}.`,
    ],
    sources,
  };
}

function factsOf(service: Service | undefined): ReturnType<typeof imageFacts> {
  const image = service === undefined || service.build !== undefined ? undefined : known(service.image);
  return image === undefined ? undefined : imageFacts(image);
}

function describe(facts: Capability, service: Service | undefined): HoverText {
  const { name, summary, risk, escape: opensHost, escapeWith, dockerDefault, unlocks, notes } = facts;
  return {
    head: `**${name}** - ${t(summary)}`,
    lines: [
      t`Risk ${riskWord(risk)}${opensHost ? ", opens a way to the host by itself" : ""}; ${dockerDefault ? "in Docker's default set" : "not in Docker's default set"}.${needOf(name, service)}`,
      t`Allows: ${listOf(facts.allows.slice(0, 3))}`,
      facts.risks[0] === undefined ? undefined : t`Attack: ${facts.risks[0]}`,
      escapeWith === undefined ? undefined : t`Worse together with ${escapeWith}.`,
      facts.neededBy.length === 0 ? undefined : t`Needed by: ${listOf(facts.neededBy.slice(0, 3))}`,
      t`Without it: ${facts.without}`,
      facts.saferAlternative === undefined ? undefined : t`Narrower: ${facts.saferAlternative}`,
      unlocks === undefined || unlocks.length === 0 ? undefined : t`Opens in Docker's seccomp filter: ${shortened(unlocks)}`,
      notes === undefined ? undefined : firstSentence(t(notes)),
    ],
    sources: facts.references,
  };
}

/** What is known of the need of the image at hand. */
function needOf(name: string, service: Service | undefined): string {
  const facts = factsOf(service);
  if (facts === undefined) return "";
  if (facts.capAdd?.includes(name) === true) return t` ${facts.id} needs it.`;
  const sometimes = facts.capAddOptional.find(({ cap }) => cap === name);
  if (sometimes !== undefined) return t` ${facts.id}: ${sometimes.when}.`;
  return facts.capAdd === null ? "" : t` ${facts.id} is not known to need it.`;
}

const maxCalls = 8;

function shortened(calls: readonly string[]): string {
  const shown = calls.slice(0, maxCalls).map((call) => `\`${call}\``);
  return [...shown, ...(calls.length > maxCalls ? [t`${calls.length - maxCalls} more`] : [])].join(", ");
}

function allHover(key: "cap_add" | "cap_drop", service: Service | undefined): HoverText {
  const sources = [
    "https://man7.org/linux/man-pages/man7/capabilities.7.html",
    "https://docs.docker.com/engine/security/#linux-kernel-capabilities",
  ];
  if (key === "cap_add") {
    return {
      head: t("**ALL** - every capability that the engine knows: root in the container can do what root on the host can."),
      lines: [
        t("`cap_drop: [ALL]` does not take it back: the engine removes only capabilities that `cap_drop` names one by one."),
        t`It opens the ways to the host of all: ${hostTakeoverCapabilities.filter((name) => name !== "ALL").join(", ")}.`,
        t("Name the capabilities that the program needs."),
      ],
      sources,
    };
  }
  const undone = service && undoneBy(service);
  if (undone !== undefined) {
    return { head: t`**ALL** - drops nothing here: ${undone}.`, lines: [t("It counts again once that is gone.")], sources };
  }
  const held = service === undefined ? "unknown" : effectiveCapabilities(service);
  const left = held === "unknown" ? undefined : held;
  const facts = factsOf(service);
  const missing = left === undefined ? [] : (facts?.capAdd ?? []).filter((name) => !left.includes(name));
  return {
    head: t`**ALL** - drops the ${dockerDefaultCapabilities.length} default capabilities; ${leftText(left)}.`,
    lines: [
      t("Whoever breaks in as root is root in name only: no foreign files, no raw packets, no change of user."),
      missing.length === 0
        ? undefined
        : t`${facts?.id ?? ""} needs ${missing.join(", ")}, too, unless it starts as another user than root.`,
      t("Images that start as root and go on as another user mostly need CHOWN, SETUID, SETGID, DAC_OVERRIDE and FOWNER back."),
    ],
    sources,
  };
}

/** What makes `cap_drop: [ALL]` void. */
function undoneBy({ privileged, capAdd }: Service): string | undefined {
  if (privileged !== undefined && known(privileged) === true) return t("the service is privileged and keeps all 41");
  const all = capAdd.items.some((item) => known(item)?.toUpperCase() === "ALL");
  return all ? t("`cap_add: [ALL]` wins") : undefined;
}

function leftText(left: readonly string[] | undefined): string {
  if (left === undefined) return t("only what `cap_add` names is left");
  return left.length === 0 ? t("nothing is added back") : t`${left.length} added back: ${named(left)}`;
}

const maxNames = 12;

function named(names: readonly string[]): string {
  return names.length > maxNames ? t`${names.slice(0, maxNames).join(", ")} and ${names.length - maxNames} more` : names.join(", ");
}
