import type { ComposeProject, Service } from "../model/project.js";
import { known, type Setting, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { hostReach } from "./host-reach.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Report, serviceRule } from "./rule.js";

export const namespaceJoined = serviceRule({
  id: "namespace-joined",
  title: "Namespace of another container",
  category: "namespaces",
  severity: "information",
  changes: ["depends_on", "ipc", "network_mode", "networks", "pid", "/networks"],
  references: [
    cisDocker("5.10", "5.16", "5.17"),
    owaspDocker(5),
    cwe(653),
    composeService("network_mode"),
    composeService("pid"),
    composeService("ipc"),
  ],
  docs: {
    why: [
      "Two containers in one namespace have no wall there. With `pid: service:NAME` root in one sees, signals and, with the same user, reads the",
      "processes of the other, their variables included. With `network_mode: service:NAME` they share `localhost`, where programs mostly ask for no",
      "password; next to a service that owns the host, that is one hole from the host. `container:NAME` joins one that this project does not describe.",
    ].join("\n"),
    attack: [
      "An intruder in the weaker container lists the processes, or the ports on `127.0.0.1`, of the stronger one.",
      "Passwords are read from `/proc/PID/environ`, or the unprotected admin port on `localhost` is used.",
    ],
    fix: "Remove the line; services reach each other by name over a network. For shared memory alone, `ipc` is enough, between two services only.",
    fine: "A VPN container and those that go through it share a network namespace on purpose: that is no finding, as long as none of them owns the host.",
    premise: "Joined namespaces are what the engine is asked for: it adds no check of its own. Source: moby, daemon/oci_linux.go.",
  },
  *check(service, { project, edit }) {
    for (const [key, setting] of joins(service)) {
      const found = setting === undefined ? undefined : judge(project, service, key, known(setting));
      if (setting === undefined || found === undefined) continue;
      yield {
        on: setting,
        message: found.message,
        ...(found.related !== undefined && { related: found.related }),
        fixes: () => [
          {
            title: t`Remove ${key}: ${known(setting) ?? ""}`,
            class: "check",
            caveat: losses[key],
            change: edit.change({ op: "remove", target: setting }),
          },
        ],
      };
    }
  },
});

type Key = "network_mode" | "pid" | "ipc";

function joins({ networkMode, pid, ipc }: Service): readonly (readonly [Key, Setting<string>])[] {
  return [
    ["network_mode", networkMode],
    ["pid", pid],
    ["ipc", ipc],
  ];
}

const losses: Readonly<Record<Key, string>> = {
  network_mode: "The service gets an address of its own: localhost no longer leads to the other one, and ports move from there to here.",
  pid: "Tools that watch or trace the other service's processes see only their own.",
  ipc: "Programs that share memory with the other container no longer do.",
};

function judge(
  project: ComposeProject,
  service: Service,
  key: Key,
  value: string | undefined,
): { readonly message: string; readonly related?: Report["related"] } | undefined {
  const name = service.name.value;
  const [, kind, target = ""] = /^(?<kind>service|container):(?<target>.+)$/u.exec(value ?? "") ?? [];
  if (kind === "container") {
    return {
      message: t`"${name}" joins ${words[key]} of the container ${target}, which this project does not describe. Name a service instead.`,
    };
  }
  const other = kind === undefined ? undefined : project.services.get(target);
  if (other === undefined) return undefined;
  const related = [{ on: other.name as Sourced<unknown>, message: t`"${target}" stands here.` }];
  if (key === "pid") {
    return {
      message: t`"${name}" sees the processes of "${target}", with their variables, and may signal them. Remove pid unless it debugs.`,
      related,
    };
  }
  const theirs = hostReach(other);
  const own = hostReach(service);
  if (theirs === undefined && own === undefined) return undefined;
  const [strong, weak, reach] = theirs === undefined ? [name, target, own] : [target, name, theirs];
  return {
    message: t`"${strong}" ${reach?.how ?? ""}, and "${weak}" shares ${words[key]} with it: no wall stands between. Take them apart.`,
    related: reach === undefined ? related : [...related, { on: reach.on, message: t("This makes root in it root on the host.") }],
  };
}

const words: Readonly<Record<Key, string>> = { network_mode: "the network", pid: "the processes", ipc: "the shared memory" };
