import type { Operation } from "../edit/change.js";
import { capability, dockerDefaultCapabilities, normaliseCapability } from "../knowledge/capabilities.js";
import { type ImageFacts, imageFacts, parseImageReference } from "../knowledge/images.js";
import { switchUserCapabilities } from "../knowledge/privileged.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { grantOperations } from "./infer-grants.js";
import { capabilitiesManual, cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const capDropMissing = serviceRule({
  id: "cap-drop-missing",
  title: "Default capabilities are kept",
  category: "capabilities",
  severity: "information",
  hardens: true,
  changes: ["cap_add", "cap_drop", "user"],
  references: [
    cisDocker("5.4"),
    owaspDocker(3),
    cwe(250),
    composeService("cap_drop"),
    capabilitiesManual,
    moby("daemon/pkg/oci/caps/defaults.go"),
    moby("daemon/oci_linux.go"),
  ],
  docs: {
    why: [
      "Docker leaves 14 capabilities to every container. Few programs need more than a handful, while an attacker uses them all: `NET_RAW` to forge",
      "packets between containers, `DAC_OVERRIDE` and `FOWNER` to read and change any file, `SETUID` to become another user, `MKNOD` to make devices.",
    ].join("\n"),
    attack: [
      "A hole in the program lets the attacker run commands in the container, mostly as root.",
      "With `NET_RAW` they answer ARP and DNS in place of the database and read the password that the next service sends; with `DAC_OVERRIDE` and `CHOWN` they change every file of every mounted folder.",
      "As an ordinary user they start a setuid program of the image, such as `su`, and have what the container was left.",
    ],
    fix: [
      "Write `cap_drop: [ALL]`, and in `cap_add` what the program needs. For the images that are known here the fix adds it. Start the container,",
      "then restart it: several images pass the first start and fail on the second, when their files already belong to another user.",
    ].join("\n"),
    fine: "What is added back after `cap_drop: [ALL]` is no finding, however long the list is.",
    premise: [
      "Docker's defaults, which are moby's list of 14 (`DefaultCapabilities`); Podman leaves fewer. They count for the bounding set too, so that they",
      "matter for a service with a user of its own: setuid programs take them up again. Low ports and `ping` need none of them since Docker 20.10,",
      "which sets `net.ipv4.ip_unprivileged_port_start=0` and `ping_group_range` in each network namespace of a container's own.",
    ].join("\n"),
  },
  *check(service, context) {
    const kept = keptDefaults(service);
    if (kept.length === 0) return;
    const count = kept.length === dockerDefaultCapabilities.length ? t`Docker's ${kept.length} default` : t`${kept.length} default`;
    const example = kept.includes("NET_RAW") ? "NET_RAW to forge packets" : (kept[0] ?? "");
    yield {
      on: service.name,
      underline: "key",
      message: t`A break-in to "${service.name.value}" gets ${count} capabilities, such as ${example}. Drop all, add back what it needs.`,
      fixes: () => fixesFor(service, context),
    };
  },
});

/** Docker's default capabilities that nobody asked for; empty where something else decides or already says more. */
function keptDefaults(service: Service): readonly string[] {
  if (service.partial || service.provider !== undefined) return [];
  if (service.privileged !== undefined && service.privileged.value !== false) return [];
  const asked = service.capAdd.items.map(known).map((name) => (name === undefined ? "" : normaliseCapability(name)));
  const dropped = service.capDrop.items.map(known).map((name) => (name === undefined ? "" : normaliseCapability(name)));
  if (asked.includes("ALL") || dropped.includes("ALL")) return [];
  // A mistyped ALL is cap-unknown's matter: the service does not start before that is mended.
  if (dropped.some((name) => capability(name) === undefined)) return [];
  const effective = effectiveCapabilities(service);
  if (effective === "unknown") return [];
  return dockerDefaultCapabilities.filter((name) => effective.includes(name) && !asked.includes(name));
}

/** Drops everything, between operations that come before and after it. */
type DropAll = (more: readonly Operation[], first?: readonly Operation[]) => Fix["change"];

function fixesFor(service: Service, context: RuleContext): readonly Fix[] {
  const image = known(service.image);
  const facts = image === undefined ? undefined : imageFacts(image);
  const dropAll = (more: readonly Operation[], first: readonly Operation[] = []) =>
    context.edit.change(...first, { op: "append", into: service.body, key: "cap_drop", items: ["ALL"] }, ...more);
  const plain = (kind: Fix["class"], caveat: string): Fix => ({
    title: t("Drop all capabilities"),
    class: kind,
    caveat,
    change: dropAll([]),
  });

  const user = effectiveUser(service);
  if (user === "other" && (facts === undefined || facts.capAddIfNonRoot === null || facts.capAddIfNonRoot.length === 0)) {
    return [
      plain(
        "recommended",
        t("The service runs as another user than root, who has none of them anyway; only setuid programs lose something."),
      ),
    ];
  }
  const needed = facts === undefined ? null : user === "other" ? facts.capAddIfNonRoot : facts.capAdd;
  if (facts === undefined || needed === null) {
    const common: Fix = {
      title: t`Drop all, add back ${switchUserCapabilities.join(", ")} (common for images that switch user)`,
      class: "check",
      caveat: t`What the image needs is not known here. ${howToTest}`,
      change: dropAll(grantOperations(service, switchUserCapabilities)),
    };
    return [
      common,
      ...asOwnUser(service, facts, dropAll),
      plain("check", t`Programs that start as root and switch user stop at once. ${howToTest}`),
    ];
  }
  const kind = facts.confidence === "community" ? "check" : "recommended";
  if (needed.length === 0) return [plain(kind, t`${facts.id} needs none. ${evidenceOf(facts)}`), ...asOwnUser(service, facts, dropAll)];
  const addBack: Fix = {
    title: t`Drop all, add back what ${facts.id} needs: ${needed.join(", ")}`,
    class: kind,
    caveat: [evidenceOf(facts), t(facts.notes[0] ?? ""), optionalOf(facts)].filter((part) => part !== "").join(" "),
    change: dropAll(grantOperations(service, needed)),
  };
  const bare = plain("check", t`${facts.id} needs ${needed.join(", ")} and fails without: only with a user of its own. ${howToTest}`);
  return [addBack, ...asOwnUser(service, facts, dropAll), bare];
}

const howToTest = "Start it, then restart it: its log names what is missing.";

function evidenceOf({ evidence }: ImageFacts): string {
  return evidence[0] === undefined ? "" : `${t(evidence[0].fact)} (${evidence[0].source})`;
}

function optionalOf({ capAddOptional }: ImageFacts): string {
  return capAddOptional.length === 0 ? "" : t`Only sometimes: ${capAddOptional.map(({ cap, when }) => `${cap} (${t(when)})`).join("; ")}.`;
}

/** Where the image documents a user of its own, and the service has not chosen one. */
function asOwnUser(service: Service, facts: ImageFacts | undefined, dropAll: DropAll): readonly Fix[] {
  if (facts === undefined || service.user !== undefined || facts.runsAsNonRoot === true) return [];
  const user = ownUser(service, facts);
  if (user === undefined) return [];
  const more = grantOperations(service, facts.capAddIfNonRoot ?? []);
  return [
    {
      title: t`Drop all and run as the image's own user, ${user}`,
      class: "check",
      caveat: t("Files in existing volumes have to belong to that user: change their owner once, from a container that runs as root."),
      change: dropAll(more, [{ op: "set", into: service.body, key: "user", value: user }]),
    },
  ];
}

/** The user that an image brings for itself, in the form that fits its tag; absent where it has none or nobody knows. */
export function ownUser(service: Service, { nonRootUser, nonRootUserAlpine }: ImageFacts): string | undefined {
  const tag = parseImageReference(known(service.image) ?? "").tag ?? "";
  return (tag.includes("alpine") ? nonRootUserAlpine : undefined) ?? nonRootUser ?? undefined;
}
