import type { Operation } from "../edit/change.js";
import { capability, hostTakeoverCapabilities, normaliseCapability } from "../knowledge/capabilities.js";
import type { Mount, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced, type Unresolved } from "../model/sourced.js";
import { chooseCapabilities } from "./choose-capabilities.js";
import { readOnlyOperation } from "./mount-fixes.js";
import { capabilitiesManual, cisDocker, composeService, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const capAddHostTakeover = serviceRule({
  id: "cap-add-host-takeover",
  title: "Capability that takes over the host",
  category: "capabilities",
  severity: "error",
  references: [capabilitiesManual, cisDocker("5.4"), owaspDocker(3), composeService("cap_add")],
  docs: {
    why: [
      "`ALL`, `SYS_ADMIN`, `SYS_MODULE` and `SYS_RAWIO` undo the isolation of the container by themselves: root in it mounts the host's disks,",
      "loads code into the host's kernel, or writes to its memory and drives.",
    ].join("\n"),
    fix: [
      "Remove the capability, and grant the narrower one that the program really uses: `BPF` or `PERFMON` for tracing, `SYSLOG` for the kernel log,",
      "`NET_ADMIN` for network devices, a `devices` entry for hardware. Load kernel modules on the host, at boot.",
    ].join("\n"),
    fine: "The container is itself part of the host's own management, is not reachable from any network, and runs only software you trust like root.",
  },
  *check(service, context) {
    if (known(service.privileged) === true) return;
    for (const item of service.capAdd.items) {
      if (isUnresolved(item.value)) continue;
      const name = normaliseCapability(item.value);
      const gain = gains[name];
      if (!hostTakeoverCapabilities.includes(name) || gain === undefined) continue;
      yield {
        on: item,
        message: `${name} lets root in "${service.name.value}" ${gain}. ${remedies[name] ?? "Remove it."}`,
        fixes: () => (name === "ALL" ? allFixes(service, item, context) : oneFix(service, item, name, context)),
      };
    }
  },
});

const gains: Readonly<Record<string, string>> = {
  ALL: "do all that root on the host can",
  SYS_ADMIN: "mount the host's disks and leave the container",
  SYS_MODULE: "load code into the host's kernel",
  SYS_RAWIO: "write to the host's memory and drives",
};

const remedies: Readonly<Record<string, string>> = {
  ALL: "Name the capabilities that the program needs.",
  SYS_ADMIN: "Grant the narrower capability that the program uses.",
  SYS_MODULE: "Load the module on the host and remove the capability.",
  SYS_RAWIO: "Remove it; pass the one device under devices.",
};

function oneFix(service: Service, item: Sourced<string | Unresolved>, name: string, { edit }: RuleContext): readonly Fix[] {
  const facts = capability(name);
  const narrower = facts?.saferAlternative === undefined ? "" : ` ${facts.saferAlternative}`;
  const remove: Operation = { op: "remove", target: item };
  const removal: Fix = {
    title: `Remove ${name}`,
    class: "check",
    caveat: `A program that uses it fails when it does; its log then says "operation not permitted".${narrower}`,
    change: edit.change(remove),
  };
  const modules = name === "SYS_MODULE" ? modulesMount(service) : undefined;
  if (modules === undefined) return [removal];
  return [
    {
      title: "Remove SYS_MODULE, mount /lib/modules read-only",
      class: "check",
      caveat: "Load the module on the host at boot: put its name into a file under /etc/modules-load.d, then run modprobe once.",
      change: edit.change(remove, readOnlyOperation(modules)),
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

function allFixes(service: Service, item: Sourced<string | Unresolved>, context: RuleContext): readonly Fix[] {
  const { edit } = context;
  const drop: Operation = { op: "append", into: service.body, key: "cap_drop", items: ["ALL"] };
  return [
    ...chooseCapabilities(service, {
      title: "Replace ALL by chosen capabilities",
      change: (grant) => edit.change({ op: "remove", target: item }, drop, ...grant),
    }),
    {
      title: "Remove ALL, keep Docker's default capabilities",
      class: "check",
      caveat: 'A program that uses more than the defaults fails when it does; its log then says "operation not permitted".',
      change: edit.change({ op: "remove", target: item }),
    },
  ];
}
