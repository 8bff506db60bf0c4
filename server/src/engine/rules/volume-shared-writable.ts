import { imageFacts, parseImageReference } from "../knowledge/images.js";
import type { ComposeProject, Mount, Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { isConfigBind } from "./config-bind-writable.js";
import { imageName } from "./image-name.js";
import { isWritable } from "./mount-exposure.js";
import { readOnlyOperation } from "./mount-fixes.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import type { Fix, Rule, RuleContext } from "./rule.js";
import { type SharedMount, type Sharer, sharedMounts } from "./shared-mounts.js";

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

/** A volume with those that may write to it. */
interface Shared extends Omit<SharedMount, "sharers"> {
  readonly writers: readonly Sharer[];
}

/** Everything that two or more services may write to. What a configuration is mounted from has a rule of its own. */
function sharedBy(project: ComposeProject): readonly Shared[] {
  const counts = (service: Service, mount: Mount): boolean =>
    !service.partial && !isConfigBind(service, mount, project) && isWritable(mount, project) === true;
  return sharedMounts(project, counts).map(({ sharers, ...shared }) => ({ ...shared, writers: sharers }));
}

/** Writers by the program that they run, the one that the volume belongs to first. Those that end before the others start do not count. */
function programsOf(writers: readonly Sharer[], project: ComposeProject): readonly (readonly Sharer[])[] {
  const programs = new Map<string, Sharer[]>();
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
function runsAlone({ service }: Sharer, writers: readonly Sharer[]): boolean {
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
function keepsDataThere({ service, mount }: Sharer): boolean {
  const image = imageName(service);
  const target = mount.target === undefined ? undefined : known(mount.target);
  const places = image === undefined ? [] : (imageFacts(image)?.writablePaths ?? []);
  return target !== undefined && places.some((place) => (place.split(" ")[0] ?? "") === target);
}

function onlyWriter(program: readonly Sharer[], { writers }: Shared, { edit }: RuleContext): Fix {
  const readers = writers.filter((writer) => !program.includes(writer));
  return {
    title:
      program.length === 1
        ? t`Only ${named(program)} writes: read-only in ${named(readers)}`
        : t`Only ${named(program)} write: read-only in ${named(readers)}`,
    class: "check",
    caveat:
      readers.length === 1
        ? t`What ${named(readers)} writes there fails with "Read-only file system".`
        : t`What ${named(readers)} write there fails with "Read-only file system".`,
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
function named(writers: readonly Sharer[]): string {
  const names = writers.map(({ service }) => `"${service.name.value}"`);
  return names.length > 2 ? t`${names[0] ?? ""} and ${names.length - 1} others` : inWords(names);
}
