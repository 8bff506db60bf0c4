import type { Operation } from "../edit/change.js";
import { type ImageFacts, imageFacts, parseImageReference } from "../knowledge/images.js";
import { switchUserCapabilities } from "../knowledge/privileged.js";
import type { Service } from "../model/project.js";
import { known, type Setting } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { chooseCapabilities, grantReasons } from "./choose-capabilities.js";
import { premises } from "./engine-posture.js";
import { grantName, grantOperations, inferGrants } from "./infer-grants.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const privilegedContainer = serviceRule({
  id: "privileged-container",
  title: "Privileged container",
  category: "privilege",
  severity: "error",
  posture: {
    rootless: { severity: "warning", because: premises.rootIsUser },
    desktop: { severity: "warning", because: premises.machine },
    "userns-remap": { severity: "information", because: premises.refused },
  },
  changes: ["cap_add", "cap_drop", "devices", "image", "privileged", "security_opt"],
  references: [cisDocker("5.5"), owaspDocker(3), cwe(250), composeService("privileged"), moby("daemon/oci_linux.go")],
  docs: {
    why: [
      "`privileged: true` gives the container every capability and every device of the host, makes `/sys` and `/proc/sys` writable, and takes the",
      "seccomp and AppArmor profiles away. Root in it mounts the host's disk or loads a kernel module, and has left the container.",
    ].join("\n"),
    attack: [
      "The attacker is root in the container, as most programs are.",
      "They mount the host's disk: `mount /dev/sda1 /mnt`.",
      "They write a cron job or an SSH key to `/mnt`, and are root on the host.",
    ],
    fix: [
      "Find out which single thing the program lacks without it: a capability goes to `cap_add`, a device to `devices`. Start with",
      "`cap_drop: [ALL]`, add what the log asks for, and restart the container once, since many programs need more on the second start.",
    ].join("\n"),
    fine: [
      "Docker in Docker and a few host agents really need it. Then keep the container off every network that others can reach. With a rootless engine, or",
      "Docker in Docker of the rootless kind, what is gained is the rights of one user of the host.",
    ].join("\n"),
    premise: [
      "Holds for an engine that runs as root; with `userns-remap` it refuses such a container unless `userns_mode: host` stands there. Read in moby's source:",
      "every capability is given whatever `cap_add` and `cap_drop` say, every device of the host is passed, nothing below `/proc` and `/sys` is hidden or",
      "read-only, and there is no seccomp filter, no AppArmor profile and no SELinux label, unless `security_opt` names one. `no-new-privileges` still works,",
      "and another `user` has none of the capabilities until a setuid program gives them.",
    ].join("\n"),
  },
  *check(service, context) {
    const { privileged, name } = service;
    if (privileged === undefined || known(privileged) !== true) return;
    yield {
      on: privileged,
      message: t`Root in "${name.value}" is root on the host: privileged opens all devices and capabilities. Grant only what the program lacks.`,
      fixes: () => fixesFor(service, privileged, context),
    };
  },
});

type Privileged = NonNullable<Setting<boolean>>;

function fixesFor(service: Service, privileged: Privileged, context: RuleContext): readonly Fix[] {
  const image = known(service.image);
  const facts = image === undefined ? undefined : imageFacts(image);
  const remove: Operation = { op: "remove", target: privileged };
  if (facts?.needsPrivileged === true) return neededFixes(service, facts, remove, context);
  const { edit } = context;
  const drop: Operation = { op: "append", into: service.body, key: "cap_drop", items: ["ALL"] };
  const replace = (grants: readonly Operation[]) => edit.change(remove, drop, ...grants);
  const inferred = inferredFix(service, facts, replace);
  return [
    ...(inferred === undefined ? [] : [inferred]),
    ...chooseCapabilities(service, { title: t("Replace privileged by the set"), change: replace }),
    {
      title: t("Remove privileged: true"),
      class: "check",
      caveat: t(
        'The program keeps Docker\'s default capabilities. What needs more fails when it is used, mostly with "operation not permitted".',
      ),
      change: edit.change(remove),
    },
  ];
}

/** The replacement which the service's own lines speak for; absent when none does. */
function inferredFix(
  service: Service,
  facts: ImageFacts | undefined,
  replace: (grants: readonly Operation[]) => Fix["change"],
): Fix | undefined {
  const grants = inferGrants(service);
  if (grants.length === 0 && !knownNeeds(facts)) return undefined;
  // Of an unknown image we cannot tell what its start needs once everything is dropped: most start as root and switch user.
  const base = facts?.capAdd == null && effectiveUser(service) !== "other" ? switchUserCapabilities : [];
  const values = grants.map(({ value }) => value);
  const added = base.filter((name) => !values.includes(name));
  const title = grants.length === 0 ? t("no capability") : grants.map(({ value }) => grantName(value)).join(", ");
  return {
    title: added.length > 0 ? t`Replace privileged by ${title} and the usual start-up set` : t`Replace privileged by ${title}`,
    class: "check",
    caveat: [
      grants.length === 0 ? t`The image ${facts?.id ?? ""} needs none.` : t`Inferred: ${grantReasons(grants)}.`,
      added.length === 0 ? "" : t`Added for images that start as root and switch user: ${added.join(", ")}.`,
      t(facts?.privilegedReplacement?.notes ?? ""),
      t("Restart the container once to see whether it is enough."),
    ]
      .filter((part) => part !== "")
      .join(" "),
    change: replace(grantOperations(service, [...values, ...added])),
  };
}

function knownNeeds(facts: ImageFacts | undefined): boolean {
  return facts !== undefined && (facts.capAdd !== null || facts.privilegedReplacement !== null);
}

/** An image that does not work without it: the way out is another image. */
function neededFixes(service: Service, facts: ImageFacts, remove: Operation, { edit }: RuleContext): readonly Fix[] {
  const reason = [t`${facts.id} does not start without privileged.`, t(facts.rootlessAlternative ?? "")].join(" ").trim();
  const refused: Fix = { title: t("Remove privileged: true"), class: "check", change: { refused: reason } };
  const rootless = rootlessImage(service);
  if (rootless === undefined || service.image === undefined) return [refused];
  const alternative = imageFacts(rootless)?.privilegedReplacement;
  if (alternative == null) return [refused];
  const options =
    alternative.securityOpt.length === 0
      ? []
      : [{ op: "append", into: service.body, key: "security_opt", items: alternative.securityOpt } as const];
  const devices = alternative.devices.map((device) => `device:${device}`);
  const change = edit.change(
    remove,
    { op: "replace", target: service.image, value: rootless },
    ...grantOperations(service, devices),
    ...options,
  );
  const caveat = t`${alternative.notes} Volumes of the old image belong to root: start with empty ones.`;
  return [{ title: t`Use ${rootless} without privileged`, class: "check", caveat, change }, refused];
}

/** `docker:27-dind` has a twin `docker:27-dind-rootless`. */
function rootlessImage(service: Service): string | undefined {
  const image = known(service.image);
  const tag = image === undefined ? undefined : parseImageReference(image).tag;
  if (image === undefined || tag === undefined || image.includes("@") || !/(?:^|-)dind$/u.test(tag)) return undefined;
  return `${image}-rootless`;
}
