import { isEngineSocket, socketFolder } from "../knowledge/host-paths.js";
import type { ComposeProject, Mount, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const volumesFrom = serviceRule({
  id: "volumes-from",
  title: "Every mount of another container is inherited",
  category: "mounts",
  severity: "information",
  changes: ["depends_on", "volumes", "volumes_from"],
  references: [
    owaspDocker(8),
    cwe(668),
    composeService("volumes_from"),
    {
      title: "Docker: volumes of another container",
      url: "https://docs.docker.com/engine/storage/volumes/#back-up-restore-or-migrate-data-volumes",
    },
  ],
  docs: {
    why: [
      "The service gets all that the other one has mounted: folders of the host, sockets and secrets in files, what its image declares, and what somebody",
      "adds there next year. Nothing of it is to be seen here, and without `:ro` it is all writable.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the service that inherits: a backup job, a helper, often with an old image.",
      "They look at `/proc/self/mountinfo` and find the other service's data, its keys, or the engine's socket.",
      "They change that data, or go on over the socket: the weaker of the two services decides for both.",
    ],
    fix: "List the volumes that the service needs under `volumes`, read-only where it only reads. For mounts of this project a fix writes them down.",
    fine: "A service that mirrors another by purpose, such as a debugging shell that is started by hand.",
    premise: [
      "Holds for Docker: at start the engine copies every bind and volume of the other container, `VOLUME`s of its image included, with their modes",
      "(moby, daemon/volumes.go); a target that the service mounts itself stays its own. `container:NAME` takes a container that another project or a",
      "command has started, of which nothing is known here. tmpfs mounts are not inherited.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const item of service.volumesFrom.items) {
      const text = known(item);
      if (text === undefined) continue;
      const { name, isContainer, mode } = partsOf(text);
      const other = isContainer ? undefined : context.project.services.get(name);
      const inherited = other === undefined ? [] : inheritedBy(service, other);
      yield {
        on: item,
        message: isContainer
          ? t`"${service.name.value}" inherits every mount of the container "${name}", which is not in this project. List the volumes that it needs.`
          : t`"${service.name.value}" inherits every mount of "${name}"${sayWhich(inherited)}. List the volumes that it needs.`,
        related: inherited.map((mount) => ({ on: mount.item, message: t`"${service.name.value}" gets this, too.` })),
        fixes: () => [listFix(item, { service, name, other, inherited, readOnly: mode === "ro" }, context), removeFix(item, name, context)],
      };
    }
  },
});

/** A mount that a service has from another one of the project, and the entry of `volumes_from` that brings it. */
export interface InheritedMount {
  readonly from: Service;
  /** As the other has it; read-only when the entry says so. */
  readonly mount: Mount;
  readonly by: Sourced<unknown>;
}

/** Every mount that a service has by `volumes_from`, at whatever remove. */
export function inheritedMounts(service: Service, project: ComposeProject, path: readonly Service[] = []): readonly InheritedMount[] {
  if (path.includes(service)) return [];
  return service.volumesFrom.items.flatMap((item) => {
    const { name, isContainer, mode } = partsOf(known(item) ?? "");
    const other = isContainer ? undefined : project.services.get(name);
    if (other === undefined) return [];
    const all = [
      ...inheritedBy(service, other).map((mount) => ({ from: other, mount })),
      ...inheritedMounts(other, project, [...path, service]),
    ];
    return all.map(({ from, mount }) => ({
      from,
      mount: mode === "ro" ? { ...mount, readOnly: { ...item, value: true } } : mount,
      by: item,
    }));
  });
}

/** `SERVICE[:MODE]` or `container:NAME[:MODE]`. */
function partsOf(text: string): { readonly name: string; readonly isContainer: boolean; readonly mode: string | undefined } {
  const parts = text.split(":");
  const isContainer = parts[0] === "container" && parts.length > 1;
  const [name = "", mode] = isContainer ? parts.slice(1) : parts;
  return { name, isContainer, mode };
}

function inheritedBy({ mounts }: Service, other: Service): readonly Mount[] {
  const own = new Set(mounts.items.map(({ target }) => target?.value));
  return other.mounts.items.filter(({ type, target }) => type !== "tmpfs" && !own.has(target?.value));
}

function sayWhich(inherited: readonly Mount[]): string {
  if (inherited.some(opensEngine)) return ", the engine's socket among them";
  if (inherited.length > 1) return t` (${inherited.length} here)`;
  return "";
}

function opensEngine({ hostPath }: Mount): boolean {
  return hostPath !== undefined && (isEngineSocket(hostPath) || socketFolder(hostPath) !== undefined);
}

interface Inheritance {
  readonly service: Service;
  readonly name: string;
  readonly other: Service | undefined;
  readonly inherited: readonly Mount[];
  readonly readOnly: boolean;
}

function listFix(
  item: Sourced<unknown>,
  inheritance: Inheritance,
  { edit, project }: RuleContext & { readonly project: ComposeProject },
): Fix {
  const { service, name, inherited, readOnly } = inheritance;
  const socket = inherited.some(opensEngine) ? " The engine's socket is left out." : "";
  const fix = {
    title: t`List what "${name}" mounts under volumes instead`,
    class: "check",
    caveat: t`What the image of "${name}" declares as VOLUME is no longer shared: docker inspect of its container lists all that is.${socket}`,
  } as const;
  const refused = reasonAgainst(inheritance, project);
  const kept = inherited.filter((mount) => !opensEngine(mount));
  const items = kept.map((mount) => asItem(mount, readOnly));
  const known = items.filter((one) => one !== undefined);
  if (refused !== undefined || known.length !== items.length) {
    return {
      ...fix,
      change: { refused: refused ?? t`Options or variables take part in what "${name}" mounts: copy the entries by hand.` },
    };
  }
  const change = edit.change({ op: "append", into: service.body, key: "volumes", items: known }, { op: "remove", target: item });
  return { ...fix, change };
}

function reasonAgainst({ name, other, inherited }: Inheritance, { directory }: ComposeProject): string | undefined {
  if (other === undefined) return t`"${name}" is not in this project: docker inspect of its container lists what it mounts.`;
  if (other.volumesFrom.items.length > 0) return t`"${name}" inherits from others itself: begin there.`;
  if (inherited.every(opensEngine)) return t`"${name}" mounts nothing here that is worth a list: what else it shares comes from its image.`;
  if (inherited.some(({ source }) => source === undefined))
    return t`"${name}" has a volume without a name, which nobody else can name either.`;
  const elsewhere = inherited.some((mount) => mount.type === "bind" && mount.directory !== directory);
  return elsewhere ? t`Paths of "${name}" start in another folder: copy the entries by hand.` : undefined;
}

/** The entry in the short syntax, variables and all; absent where that cannot say it. */
function asItem({ item, syntax, source, target, options, readOnly, details }: Mount, mustRead: boolean): string | undefined {
  if (syntax === "short") return withMode(textOf(item), options.length > 0, mustRead && known(readOnly) !== true);
  const isPlain = [source, target, readOnly].every((one) => one?.variables === undefined && !isUnresolved(one?.value));
  const from = source === undefined ? undefined : known(source);
  const to = target === undefined ? undefined : known(target);
  const plainOptions = [details?.consistency, details?.bind, details?.volume, details?.image].every((one) => one === undefined);
  if (!isPlain || !plainOptions || from === undefined || to === undefined || /[:,]/u.test(from + to)) return undefined;
  return `${from}:${to}${mustRead || known(readOnly) === true ? ":ro" : ""}`;
}

/** The text as it is written; absent where a variable's value has taken its place. */
function textOf({ value, variables }: Sourced<unknown>): string | undefined {
  if (isUnresolved(value)) return value.unresolved;
  return variables === undefined && typeof value === "string" ? value : undefined;
}

function withMode(text: string | undefined, hasOptions: boolean, addReadOnly: boolean): string | undefined {
  if (text === undefined || !addReadOnly) return text;
  return `${text}${hasOptions ? "," : ":"}ro`;
}

function removeFix(item: Sourced<unknown>, name: string, { edit }: RuleContext): Fix {
  return {
    title: t`Inherit nothing from "${name}"`,
    class: "check",
    caveat: t`Files that it has from "${name}" are no longer there.`,
    change: edit.change({ op: "remove", target: item }),
  };
}
