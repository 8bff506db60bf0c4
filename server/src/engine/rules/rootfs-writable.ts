import { type ImageFacts, imageFacts } from "../knowledge/images.js";
import type { ComposeProject, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { imageName } from "./image-name.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const rootfsWritable = serviceRule({
  id: "rootfs-writable",
  title: "File system of the image is writable",
  category: "mounts",
  severity: "information",
  absence: "read_only",
  changes: ["read_only", "tmpfs"],
  references: [
    cisDocker("5.13"),
    owaspDocker(8),
    cwe(732),
    composeService("read_only"),
    { title: "Docker: read-only containers", url: "https://docs.docker.com/reference/cli/docker/container/run/#read-only" },
  ],
  docs: {
    why: [
      "Whoever breaks in may change the program, its libraries and its settings, and drop tools to go on with: all of that lasts until the container is",
      "made anew. With `read_only: true` there is nothing to change, and the only places to write are those that you named.",
    ].join("\n"),
    attack: [
      "The attacker gets the program to write a file, or runs commands in the container.",
      "They put a shell script of their own beside the program's, replace a library, or install a scanner with the image's package manager.",
      "It runs at the next request or restart, and looks like a part of the program.",
    ],
    fix: [
      "Write `read_only: true`, and a `tmpfs` for each place where the program keeps temporary files: `/tmp`, `/run`, caches. Data belongs into volumes, which",
      "stay writable. For the images that are known here the fix adds what they need.",
    ].join("\n"),
    fine: [
      "Programs that install or update themselves when they start: many images with an init system, CMS images that unpack into `/var/www/html`, build",
      "agents. Give them volumes where they write, or leave them as they are. Those that are known not to bear it (Home Assistant, gluetun, Pi-hole,",
      "docker-mailserver) are not reported.",
    ].join("\n"),
    premise: [
      "Holds for Linux containers; Docker for Windows containers has no read-only mode. Volumes, tmpfs, `/dev` and `/dev/shm` are writable all the same.",
      "Compose copies secrets and configs that come from `environment` or `content` into the container before it starts, which a read-only file system",
      "refuses: then the fix is not offered. Files of `file:` secrets are bound, and work.",
    ].join("\n"),
  },
  *check(service, context) {
    const privileged = service.privileged !== undefined && service.privileged.value !== false;
    if (service.partial || service.provider !== undefined || privileged || isForWindows(service)) return;
    if (service.readOnly !== undefined && known(service.readOnly) !== false) return;
    if (writesToItself(service)) return;
    yield {
      on: service.name,
      underline: "key",
      message: t`An attacker in "${service.name.value}" can change its programs and drop tools. Add read_only: true, and tmpfs where it writes.`,
      fixes: () => [fixFor(service, context)],
    };
  },
});

function isForWindows({ platform, isolation }: Service): boolean {
  return isolation !== undefined || (platform !== undefined && known(platform)?.startsWith("windows") === true);
}

function writesToItself(service: Service): boolean {
  const image = imageName(service);
  return image !== undefined && imageFacts(image)?.needsWritableRootfs === true;
}

function fixFor(service: Service, { edit, project }: RuleContext & { readonly project: ComposeProject }): Fix {
  const image = imageName(service);
  const facts = image === undefined ? undefined : imageFacts(image);
  const places = (facts?.readOnlyTmpfs ?? ["/tmp"]).filter((place) => !isCovered(place, service));
  const title = t`Make the file system read-only${places.length === 0 ? "" : t`, with a tmpfs at ${inWords(places)}`}`;
  const fix = { title, ...cautionOf(service, facts) };
  const copied = copiedIn(service, project);
  if (copied !== undefined) {
    return {
      ...fix,
      change: { refused: t`Compose copies ${copied} into the container, which fails when it is read-only: read it from a file.` },
    };
  }
  const change = edit.change(
    { op: "set", into: service.body, key: "read_only", value: true },
    ...(places.length === 0 ? [] : [{ op: "append", into: service.body, key: "tmpfs", items: places } as const]),
  );
  return { ...fix, change };
}

function cautionOf(service: Service, facts: ImageFacts | undefined): Pick<Fix, "class" | "caveat"> {
  const test = t('Start it, use it, restart it: "Read-only file system" in its log names what it writes besides.');
  if (facts === undefined || facts.readOnlyTmpfs === null) {
    return { class: "check", caveat: t`Where this image writes is not known here. ${test}` };
  }
  const data = facts.writablePaths.filter((place) => place.startsWith("/") && !isCovered(place.split(" ")[0] ?? "", service));
  const lost = data.filter((place) => !(facts.readOnlyTmpfs ?? []).includes(place));
  if (lost.length > 0) return { class: "check", caveat: t`${facts.id} also writes to ${inWords(lost)}: give it a volume there. ${test}` };
  return { class: facts.confidence === "community" ? "check" : "recommended", caveat: t`${facts.id} writes nowhere else. ${test}` };
}

/** Whether a place is writable already: a tmpfs over a volume would hide its data. */
function isCovered(place: string, { mounts, tmpfs }: Service): boolean {
  const path = plainPath(place);
  const targets = [...mounts.items.map(({ target }) => target && known(target)), ...tmpfs.items.map((item) => known(item))];
  return targets.some((target) => target !== undefined && `${path}/`.startsWith(`${plainPath(target)}/`));
}

/** Without options; `/var/run` is a link to `/run` in nearly every image. */
function plainPath(item: string): string {
  return (item.split(":")[0] ?? "").replace(/\/+$/u, "").replace(/^\/var\/run(?=\/|$)/u, "/run");
}

/** The first secret or config of the service that is not bound from a file. */
function copiedIn({ secrets, configs }: Service, project: ComposeProject): string | undefined {
  for (const { source } of secrets.items) {
    const name = known(source);
    if (name !== undefined && project.secrets.get(name)?.environment !== undefined) return t`the secret "${name}"`;
  }
  for (const { source } of configs.items) {
    const name = known(source);
    const config = name === undefined ? undefined : project.configs.get(name);
    if (config?.environment !== undefined || config?.content !== undefined) return t`the config "${name ?? ""}"`;
  }
  return undefined;
}
