import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, moby, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";
import { needsOption, ownProfile, removeOption, securityOption } from "./security-options.js";

export const apparmorUnconfined = serviceRule({
  id: "apparmor-unconfined",
  title: "AppArmor profile is off",
  category: "privilege",
  severity: "warning",
  posture: {
    rootless: { severity: "hint", because: "AppArmor confines no container there" },
  },
  changes: ["security_opt"],
  references: [
    cisDocker("5.2"),
    owaspDocker(6),
    cwe(284),
    composeService("security_opt"),
    { title: "Docker: AppArmor profiles", url: "https://docs.docker.com/engine/security/apparmor/" },
    { title: "moby/profiles: apparmor/template.go", url: "https://github.com/moby/profiles/blob/main/apparmor/template.go" },
    moby("daemon/oci_linux.go"),
  ],
  docs: {
    why: [
      "Docker's profile forbids what a container hardly ever needs, whatever its capabilities: mounting, writing to `/proc/sys` and `/sys`, reading",
      "`/proc/kcore`, tracing and stopping processes outside. Without it a single further slip is enough: a capability such as `SYS_ADMIN`, the",
      "processes of the host, or a writable `/proc`.",
    ].join("\n"),
    attack: [
      "The attacker is root in the container, which has `SYS_ADMIN` beside this option.",
      "They mount the host's disk or a control group, or write to `/proc/sys/kernel/core_pattern`: the profile would have refused each.",
      "The kernel runs the attacker's program as root on the host.",
    ],
    fix: [
      'Remove the option. When the log of the host (`journalctl -k`, `apparmor="DENIED"`) names something that the program needs, load a profile which',
      "allows just that, and name it: `apparmor=my-profile`.",
    ].join("\n"),
    fine: [
      "Hosts without AppArmor, where it changes nothing, and programs that mount on purpose. Images that are known to need it (rootless Docker in Docker,",
      "rootless BuildKit, Netdata, Falco) are not reported.",
    ].join("\n"),
    premise: [
      "Holds on hosts with AppArmor (Debian, Ubuntu, SUSE), where the engine gives every container the profile `docker-default`; what it denies is read in",
      "its template. On Fedora and its kin there is none to switch off. `privileged: true` runs unconfined by itself, and says more.",
    ].join("\n"),
  },
  *check(service, context) {
    const item = securityOption(service, "apparmor");
    if (item?.value.value !== "unconfined" || needsOption(service, "apparmor=unconfined")) return;
    yield {
      on: item,
      message: t`Mounts, /proc/sys and tracing are no longer denied to "${service.name.value}" by AppArmor. Remove the option, or name a profile of your own.`,
      fixes: () => [
        removeOption(
          item,
          context,
          t('What mounts, traces or talks to D-Bus on Ubuntu may fail; the host\'s kernel log says apparmor="DENIED" and names it.'),
        ),
        ownProfile(item, context, "my-profile", t("The profile has to be loaded on every host first, with apparmor_parser.")),
      ],
    };
  },
});
