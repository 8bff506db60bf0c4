import type { Operation } from "../edit/change.js";
import { capabilityTier } from "../knowledge/capabilities.js";
import type { Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { type AddedCapability, addedCapabilities, removeCapability } from "./added-capabilities.js";
import { isOutOfReach } from "./capability-reach.js";
import { chooseCapabilities } from "./choose-capabilities.js";
import { premises } from "./engine-posture.js";
import { readOnlyOperation } from "./mount-fixes.js";
import { capabilitiesManual, cisDocker, composeService, cwe, linux, owaspDocker, seccompProfile } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const capAddHostTakeover = serviceRule({
  id: "cap-add-host-takeover",
  title: "Capability that takes over the host",
  category: "capabilities",
  severity: "error",
  posture: {
    rootless: { severity: "information", because: premises.ownCapabilities },
    desktop: { severity: "warning", because: premises.machine },
    "userns-remap": { severity: "information", because: premises.ownCapabilities },
  },
  changes: ["cap_add", "cap_drop", "devices", "volumes"],
  references: [
    cisDocker("5.4"),
    owaspDocker(3),
    cwe(250),
    composeService("cap_add"),
    capabilitiesManual,
    seccompProfile,
    linux("fs/fhandle.c"),
    { title: "Trail of Bits: container escapes", url: "https://blog.trailofbits.com/2019/07/19/understanding-docker-container-escapes/" },
  ],
  docs: {
    why: [
      "`ALL`, `SYS_ADMIN`, `SYS_MODULE`, `SYS_RAWIO` and `DAC_READ_SEARCH` undo the isolation of the container by themselves: root in it mounts what",
      "the container must not see, loads code into the host's kernel, drives its hardware, or opens the host's files by number instead of by name.",
    ].join("\n"),
    attack: [
      "A hole in the program gives the attacker root in the container.",
      "They load a module of their own (`SYS_MODULE`), let a tracing program write into a process of the host (`SYS_ADMIN`), or open the host's `/etc/crontab` by handle, starting from `/etc/hosts`, which Docker binds from the host's disk (`DAC_READ_SEARCH`).",
      "Their program runs as root on the host.",
    ],
    fix: [
      "Remove the capability, and grant the narrower one that the program really uses: `BPF` or `PERFMON` for tracing, `SYSLOG` for the kernel log,",
      "`NET_ADMIN` for network devices, a `devices` entry for hardware, a read-only mount and `group_add` for files. Load kernel modules on the host,",
      "at boot.",
    ].join("\n"),
    fine: "The container is itself part of the host's own management, is not reachable from any network, and runs only software you trust like root.",
    premise: [
      "A rootful engine without user namespaces: there these capabilities count for the host (`capable()` in the kernel asks the first user namespace).",
      "Docker's seccomp profile opens the system calls that belong to each, so the filter does not stop them. AppArmor's `docker-default` forbids",
      "mounting, not tracing programs or opening by handle; SELinux and kernel lockdown (Secure Boot) stop some of the ways. Port access by `SYS_RAWIO` is",
      "of the x86 world; elsewhere it needs a passed device. `DAC_READ_SEARCH` reaches the file system that holds Docker's data, which mostly is the",
      "host's root: `fs/fhandle.c` lets the global capability open any handle of a descriptor's file system.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const added of addedCapabilities(service)) {
      const { item, name } = added;
      const gain = takeoverGain(name);
      if (gain === undefined || isOutOfReach(service, name)) continue;
      yield {
        on: item,
        message: t`${name} lets root in "${service.name.value}" ${gain}. ${remedies[name] ?? t("Remove it.")}`,
        fixes: () => (name === "ALL" ? allFixes(service, added, context) : oneFix(service, added, context)),
      };
    }
  },
});

/** What root in a container can do with a capability that takes over the host; absent for all others. Stands behind "can". */
export function takeoverGain(name: string): string | undefined {
  return name === "ALL" || capabilityTier(name) === "takeover" ? gains[name] : undefined;
}

const gains: Readonly<Record<string, string>> = {
  ALL: "do all that root on the host can",
  SYS_ADMIN: "mount the host's disks and leave the container",
  SYS_MODULE: "load code into the host's kernel",
  SYS_RAWIO: "write to the host's memory and drives",
  DAC_READ_SEARCH: "open the host's own files past every mount",
};

const remedies: Readonly<Record<string, string>> = {
  ALL: "Name the capabilities that the program needs.",
  SYS_ADMIN: "Grant the narrower capability that the program uses.",
  SYS_MODULE: "Load the module on the host and remove the capability.",
  SYS_RAWIO: "Remove it; pass the one device under devices.",
  DAC_READ_SEARCH: "Remove it; mount what it has to read, read-only.",
};

function oneFix(service: Service, added: AddedCapability, context: RuleContext): readonly Fix[] {
  const removal = removeCapability(added, context);
  const modules = added.name === "SYS_MODULE" ? modulesMount(service) : undefined;
  if (modules === undefined) return [removal];
  return [
    {
      title: t("Remove SYS_MODULE, mount /lib/modules read-only"),
      class: "check",
      caveat: t("Load the module on the host at boot: put its name into a file under /etc/modules-load.d, then run modprobe once."),
      change: context.edit.change({ op: "remove", target: added.item }, readOnlyOperation(modules)),
    },
    removal,
  ];
}

/** The mount of /lib/modules that is still writable. */
function modulesMount({ mounts }: Service): Mount | undefined {
  return mounts.items.find(
    ({ hostPath, readOnly }) => hostPath === "/lib/modules" && (readOnly === undefined || known(readOnly) === false),
  );
}

function allFixes(service: Service, { item }: AddedCapability, { edit }: RuleContext): readonly Fix[] {
  const drop: Operation = { op: "append", into: service.body, key: "cap_drop", items: ["ALL"] };
  return [
    ...chooseCapabilities(service, {
      title: t("Replace ALL by chosen capabilities"),
      change: (grant) => edit.change({ op: "remove", target: item }, drop, ...grant),
    }),
    {
      title: t("Remove ALL, keep Docker's default capabilities"),
      class: "check",
      caveat: t('A program that uses more than the defaults fails when it does; its log then says "operation not permitted".'),
      change: edit.change({ op: "remove", target: item }),
    },
  ];
}
