import { hostPath as hostPathFacts } from "../knowledge/host-paths.js";
import { imageFacts, parseImageReference } from "../knowledge/images.js";
import type { ComposeProject, Mount, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { isConfigBind } from "./config-bind-writable.js";
import { imageName } from "./image-name.js";
import { isWritable } from "./mount-exposure.js";
import { readOnlyOperation, writtenPath } from "./mount-fixes.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import type { Fix, Rule, RuleContext } from "./rule.js";

export const volumeSharedWritable: Rule<"volume-shared-writable"> = {
  id: "volume-shared-writable",
  title: "Several programs write to one volume",
  category: "mounts",
  severity: "hint",
  changes: ["volumes"],
  references: [
    owaspDocker(8),
    cwe(653),
    composeService("volumes"),
    { title: "Docker: read-only volumes", url: "https://docs.docker.com/engine/storage/volumes/#use-a-read-only-volume" },
  ],
  docs: {
    why: [
      "A volume that two programs write to is a way from one to the other: whoever breaks into the weaker one changes what the stronger one reads and",
      "runs, and no network between them is needed. Most often one of them writes and the others only read.",
    ].join("\n"),
    attack: [
      "The attacker breaks into the web server, which serves the files of the application and mounts them writable.",
      "They put a script of their own into the volume, beside the application's, or a link in the place of an upload.",
      "The application runs or follows it, with its own database password and its own rights.",
    ],
    fix: "Mount the volume `:ro` in every service that only reads. The fix asks which one writes, and makes it read-only in the others.",
    fine: [
      "Programs that pass files on by purpose: a downloader and a library, an uploader and a converter. Services of one image or one build are one program",
      "and not reported, nor are those that only prepare the volume and end (`service_completed_successfully`).",
    ].join("\n"),
    premise: [
      "Holds for named volumes, for binds of one folder and for volumes that are binds, where at least two services of different images may write.",
      "Whether a program really writes is not to be seen in the file. A socket in a volume that is mounted read-only can still be connected to, so",
      "`:ro` suits whoever only talks to it.",
    ].join("\n"),
  },
  *check(project, context) {
    for (const shared of sharedBy(project)) {
      const writers = programsOf(shared.writers, project);
      if (writers.length < 2) continue;
      yield {
        on: shared.on,
        underline: shared.volume === undefined ? "entry" : "key",
        message: t`${named(shared.writers)} may write to ${shared.what}: one break-in reaches all. Use :ro in those that read.`,
        related: shared.writers.map(({ service, mount }) => ({ on: mount.item, message: t`"${service.name.value}" may write here.` })),
        fixes: () => [...writers.slice(0, mostFixes).map((program) => onlyWriter(program, shared, context)), nobodyWrites(shared, context)],
      };
    }
  },
};

const mostFixes = 5;

interface Writer {
  readonly service: Service;
  readonly mount: Mount;
}

interface Shared {
  readonly what: string;
  /** Its name, when it is a named volume. */
  readonly volume: string | undefined;
  readonly on: Sourced<unknown>;
  readonly writers: readonly Writer[];
}

/** Everything that two or more services may write to, in the order of the first mount. */
function sharedBy(project: ComposeProject): readonly Shared[] {
  const found = new Map<string, Writer[]>();
  for (const service of project.services.values()) {
    for (const mount of service.mounts.items) {
      const key = service.partial || isConfigBind(service, mount, project) ? undefined : keyOf(mount);
      if (key === undefined || isWritable(mount, project) !== true) continue;
      const writers = found.get(key) ?? [];
      found.set(key, writers);
      if (!writers.some((writer) => writer.service === service)) writers.push({ service, mount });
    }
  }
  return [...found.values()].filter(({ length }) => length > 1).flatMap((writers) => describe(writers, project) ?? []);
}

/** What two mounts have to have in common to be the same files; absent for what has rules of its own. */
function keyOf({ type, source, hostPath, details }: Mount): string | undefined {
  if (type === "volume") {
    const name = source === undefined ? undefined : known(source);
    return name === undefined ? undefined : `volume ${name} ${details?.volume?.subpath?.value ?? ""}`;
  }
  if (type !== "bind" || hostPath === undefined || hostPathFacts(hostPath) !== undefined) return undefined;
  return `bind ${hostPath}`;
}

function describe(writers: readonly Writer[], project: ComposeProject): Shared | undefined {
  const [first] = writers;
  if (first === undefined) return undefined;
  const { mount } = first;
  if (mount.type === "bind") return { what: writtenPath(mount), volume: undefined, on: mount.item, writers };
  const name = (mount.source && known(mount.source)) ?? "";
  const declared = project.volumes.get(name);
  return { what: t`the volume "${name}"`, volume: declared && name, on: declared?.name ?? mount.item, writers };
}

/** Writers by the program that they run, the one that the volume belongs to first. Those that end before the others start do not count. */
function programsOf(writers: readonly Writer[], project: ComposeProject): readonly (readonly Writer[])[] {
  const programs = new Map<string, Writer[]>();
  for (const writer of writers) {
    if (endsFirst(writer.service, project) || runsAlone(writer, writers)) continue;
    const key = programOf(writer.service);
    programs.set(key, [...(programs.get(key) ?? []), writer]);
  }
  return [...programs.values()].toSorted((a, b) => Number(b.some(keepsDataThere)) - Number(a.some(keepsDataThere)));
}

function programOf(service: Service): string {
  const context = service.build?.context?.value;
  if (service.build !== undefined) return `build ${isUnresolved(context) ? context.unresolved : (context ?? ".")}`;
  const image = imageName(service) ?? (isUnresolved(service.image?.value) ? service.image.value.unresolved : undefined);
  return image === undefined ? `service ${service.name.value}` : `image ${parseImageReference(image).repository}`;
}

function endsFirst({ name }: Service, { services }: ComposeProject): boolean {
  return [...services.values()].some(({ dependsOn }) =>
    dependsOn.items.some((one) => one.name.value === name.value && one.condition?.value === "service_completed_successfully"),
  );
}

/** A service with profiles is started for itself: by hand, when it does not restart, or without the other writers. */
function runsAlone({ service }: Writer, writers: readonly Writer[]): boolean {
  const own = profilesOf(service);
  if (own.length === 0) return false;
  return (
    service.restart === undefined ||
    service.restart.value === "no" ||
    !writers.some((other) => other.service !== service && profilesOf(other.service).some((name) => own.includes(name)))
  );
}

function profilesOf({ profiles }: Service): readonly string[] {
  return profiles.items.flatMap((item) => known(item) ?? []);
}

/** Whether the image is known to keep its data at the mount's target. */
function keepsDataThere({ service, mount }: Writer): boolean {
  const image = imageName(service);
  const target = mount.target === undefined ? undefined : known(mount.target);
  const places = image === undefined ? [] : (imageFacts(image)?.writablePaths ?? []);
  return target !== undefined && places.some((place) => (place.split(" ")[0] ?? "") === target);
}

function onlyWriter(program: readonly Writer[], { writers }: Shared, { edit }: RuleContext): Fix {
  const readers = writers.filter((writer) => !program.includes(writer));
  return {
    title: t`Only ${named(program)} ${program.length === 1 ? "writes" : "write"}: read-only in ${named(readers)}`,
    class: "check",
    caveat: t`What ${named(readers)} ${readers.length === 1 ? "writes" : "write"} there fails with "Read-only file system".`,
    affects: readers.map(({ service }) => service.name.value),
    change: edit.change(...readers.map(({ mount }) => readOnlyOperation(mount))),
  };
}

function nobodyWrites({ writers }: Shared, { edit }: RuleContext): Fix {
  return {
    title: t`Nobody writes: read-only in ${named(writers)}`,
    class: "check",
    caveat: t('What any of them writes there fails with "Read-only file system".'),
    affects: writers.map(({ service }) => service.name.value),
    change: edit.change(...writers.map(({ mount }) => readOnlyOperation(mount))),
  };
}

/** `"a" and "b"`; more than two are counted. */
function named(writers: readonly Writer[]): string {
  const names = writers.map(({ service }) => `"${service.name.value}"`);
  return names.length > 2 ? `${names[0]} and ${names.length - 1} others` : inWords(names);
}
