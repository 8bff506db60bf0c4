import type { Operation } from "../edit/change.js";
import type { Mount, SecurityOpt, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { needsOption, removeOption } from "./security-options.js";

export const selinuxDisabled = serviceRule({
  id: "selinux-disabled",
  title: "SELinux separation is off",
  category: "privilege",
  severity: "warning",
  changes: ["security_opt", "volumes"],
  references: [
    cisDocker("5.3"),
    owaspDocker(6),
    cwe(284),
    composeService("security_opt"),
    { title: "container-selinux: container.te", url: "https://github.com/containers/container-selinux/blob/main/container.te" },
    moby("daemon/create.go"),
  ],
  docs: {
    why: [
      "SELinux gives each container a label of its own, which opens its own files and nothing else, whatever its user and capabilities. With",
      "`label=disable`, or a type such as `spc_t`, the container runs without: root in it opens every mounted file of the host and of its neighbours.",
    ].join("\n"),
    attack: [
      "The attacker gets out of the container's file system by a hole of the engine or by a mounted folder, and is uid 0 on the host.",
      "With its label SELinux would still keep them from files of the host and of other containers; without it nothing does.",
      "They read the volumes of the other containers and write a start-up file of the host.",
    ],
    fix: [
      "Remove the option. When the container then cannot open a folder of the project, let the engine label it: `./data:/data:z`. For more than that,",
      "`udica` writes a policy for the one container, which you name with `label=type:...`.",
    ].join("\n"),
    fine: [
      "Hosts without SELinux, where it changes nothing, and system folders such as `/home` or `/etc`, which must not get another label. What opens the",
      "engine's socket needs it: the images of socket proxies are not reported.",
    ].join("\n"),
    premise: [
      "Holds where the engine labels containers: Podman on Fedora and its kin, Docker there when `selinux-enabled` is set in its configuration. Read in",
      "moby's source: with `pid: host` and `ipc: host` the label is off anyway, and an option of this kind keeps it off when those are gone. With",
      "`privileged: true` nothing is said. A lone `disable` means the same to the engine, but Compose refuses it.",
    ].join("\n"),
  },
  *check(service, context) {
    if (known(service.privileged) === true || needsOption(service, "label=disable")) return;
    for (const item of service.securityOpt.items) {
      if (isUnresolved(item.value) || !leavesSeparation(item.value)) continue;
      const option = { ...item, value: item.value };
      yield {
        on: item,
        message: t`SELinux no longer keeps "${service.name.value}" from files of the host and of other containers. Remove it, and label its folders with :z.`,
        fixes: () => fixesFor(service, option, context),
      };
    }
  },
});

/** Types under which SELinux allows everything. Source: container-selinux (`spc_t`) and the reference policy's unconfined domains. */
const unconfinedTypes: ReadonlySet<string> = new Set([
  "spc_t",
  "unconfined_t",
  "unconfined_service_t",
  "container_runtime_t",
  "init_t",
  "kernel_t",
]);

function leavesSeparation({ key, value }: SecurityOpt): boolean {
  if (key === "disable") return value === undefined;
  if (key !== "label" || value === undefined) return false;
  if (value === "disable") return true;
  const [part, ...rest] = value.split(":");
  const name = rest.join(":");
  // All categories at once open the files of every container.
  return (part === "type" && unconfinedTypes.has(name)) || (part === "level" && /:c0\.c1023$/u.test(name));
}

function fixesFor(service: Service, item: Sourced<SecurityOpt>, context: RuleContext): readonly Fix[] {
  const remove = removeOption(
    item,
    context,
    t('The container may no longer open what is mounted into it: "permission denied", and an AVC line in the audit log of the host.'),
  );
  const unlabelled = service.mounts.items.filter(isProjectFolder);
  if (unlabelled.length === 0) return [remove];
  const names = unlabelled.map(({ source }) => known(source)).join(", ");
  const title = t`${remove.title}, label ${names}`;
  return [
    {
      title: title.length <= 120 ? title : t`${remove.title}, label the project's folders`,
      class: "check",
      caveat: t(
        "The engine gives these folders another label on the host, which other programs there may not like. Mounts of other folders stay closed.",
      ),
      change: context.edit.change({ op: "remove", target: item }, ...unlabelled.map(labelOperation)),
    },
    remove,
  ];
}

/** Folders of the project may get a label; those of the system must not. */
function isProjectFolder({ type, syntax, hostPath, options, source, item }: Mount): boolean {
  const isBelow = type === "bind" && hostPath !== undefined && /^\.(?:\/|$)/u.test(hostPath);
  const isPlain = source?.variables === undefined && !isUnresolved(item.value) && item.via.length === 0;
  return syntax === "short" && isBelow && isPlain && !options.some(({ value }) => value === "z" || value === "Z");
}

function labelOperation({ item, options }: Mount): Operation {
  return { op: "splice", target: item, part: "end", text: options.length > 0 ? ",z" : ":z" };
}
