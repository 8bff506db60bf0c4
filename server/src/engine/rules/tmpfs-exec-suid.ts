import { imageFacts } from "../knowledge/images.js";
import type { Service } from "../model/project.js";
import { known, type Sourced, type Unresolved } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { imageName } from "./image-name.js";
import { composeService, cwe, moby, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";
import { securityOption } from "./security-options.js";

export const tmpfsExecSuid = serviceRule({
  id: "tmpfs-exec-suid",
  title: "Programs may be started from a tmpfs",
  category: "mounts",
  severity: "hint",
  changes: ["tmpfs"],
  references: [
    owaspDocker(8),
    cwe(732),
    composeService("tmpfs"),
    { title: "Docker: tmpfs mounts", url: "https://docs.docker.com/engine/storage/tmpfs/" },
    moby("daemon/oci_linux.go"),
    { title: "mount(8): noexec, nosuid", url: "https://man7.org/linux/man-pages/man8/mount.8.html" },
  ],
  docs: {
    why: [
      "Docker mounts a tmpfs `noexec` and `nosuid`: in a service whose file system is read-only, it is then the one place to write that cannot start a",
      "program. `exec` gives a download somewhere to run from; `suid` lets a program there run as its owner, root among them.",
    ].join("\n"),
    attack: [
      "The attacker can have the program write a file, or runs a shell in a container that is read-only.",
      "They put a miner or a scanner into `/tmp`, which is writable and `exec`, and make it executable.",
      'It runs, where with `noexec` the kernel would answer "Permission denied".',
    ],
    fix: "Take `exec` and `suid` out. Where the program itself needs one of them, give it a folder of its own for that, and leave `/tmp` without.",
    fine: [
      "s6-overlay starts its services from `/run`, so `exec` there is right and not reported. Programs that unpack native libraries into `/tmp` (the JVM with",
      "netty or snappy, PyInstaller's) need `exec`, or another folder by a setting of their own.",
    ].join("\n"),
    premise: [
      "Holds for `tmpfs` of a service: moby adds `noexec,nosuid,nodev` unless the opposite is written. `dev`",
      "is no finding, since the device cgroup decides which devices open. Without `read_only: true` the option gives little, for programs start from",
      "elsewhere too. Scripts start under `noexec` as well, by naming their interpreter. `suid` means nothing beside `no-new-privileges:true`.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const item of service.tmpfs.items) {
      const { path, options } = partsOf(item);
      const loose = options.filter((option) => decides(option, options) && isLoose(option, path, service));
      if (loose.length === 0) continue;
      const words = inWords(loose);
      yield {
        on: item,
        message: t`"${service.name.value}" may start programs from ${path} (${words}), which Docker forbids by default. Take ${words} out.`,
        fixes: () => [withoutOptions(item, loose, context)],
      };
    }
  },
});

interface Parts {
  readonly path: string;
  readonly options: readonly string[];
}

/** `PATH[:OPTION,OPTION]`; nothing where a variable decides. */
function partsOf(item: Sourced<string | Unresolved>): Parts {
  const [path = "", ...rest] = (known(item) ?? "").split(":");
  return { path, options: rest.join(":").split(",") };
}

/** Of `exec` and `noexec` in one entry the engine takes the last. */
function decides(option: string, options: readonly string[]): boolean {
  return options.lastIndexOf(option) > options.lastIndexOf(`no${option}`);
}

function isLoose(option: string, path: string, service: Service): boolean {
  if (option === "suid") return !gainsNothing(service);
  return option === "exec" && !startsServicesFrom(path, service);
}

function startsServicesFrom(path: string, service: Service): boolean {
  if (/^(?:\/var)?\/run\/?$/u.test(path)) return true;
  const image = imageName(service);
  return image !== undefined && imageFacts(image)?.readOnlyTmpfs?.includes(`${path}:exec`) === true;
}

function gainsNothing(service: Service): boolean {
  const option = securityOption(service, "no-new-privileges");
  return option !== undefined && !/^(?:0|f|false)$/iu.test(option.value.value ?? "true");
}

function withoutOptions(item: Sourced<string | Unresolved>, loose: readonly string[], { edit }: RuleContext): Fix {
  const { path, options } = partsOf(item);
  const kept = options.filter((option) => !loose.includes(option));
  const words = inWords(loose);
  return {
    title: t`Take ${words} out of the options of ${path}`,
    class: "check",
    caveat: t('Programs that unpack libraries or helpers there and start them fail with "Permission denied".'),
    change:
      item.variables === undefined
        ? edit.change({ op: "replace", target: item, value: kept.length === 0 ? path : `${path}:${kept.join(",")}` })
        : { refused: t`Variables take part in the value: take ${words} out by hand.` },
  };
}
