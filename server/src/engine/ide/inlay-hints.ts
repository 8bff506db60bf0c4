import { capabilities } from "../knowledge/capabilities.js";
import type { Checked } from "../lint/check.js";
import { relativePath } from "../model/location.js";
import type { ComposeProject, Port, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import type { SyntaxFile } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Place, Span } from "../text/span.js";
import { code } from "./origin.js";
import { posture } from "./posture.js";

/** The kinds of hints, each of which is switched on by itself. */
export const inlayKinds = ["capabilities", "bindAddress", "inheritedValues"] as const;

export type InlayKind = (typeof inlayKinds)[number];

/** Words that are shown within the text and are no part of it. */
export interface InlayHint {
  readonly kind: InlayKind;
  /** The offset that they stand at. */
  readonly at: number;
  readonly label: string;
  /** Whether a space stands before the words. They touch what they complete. */
  readonly apart: boolean;
  readonly markdown: string;
  /** Where the words lead to. */
  readonly target?: Place;
}

/** The hints of some kinds that stand within a span of a file, in the order of the text. */
export function inlayHints(
  { project }: Pick<Checked, "project">,
  uri: string,
  span: Span,
  kinds: readonly InlayKind[],
): readonly InlayHint[] {
  const file = project.files.find((one) => one.uri === uri);
  if (file === undefined || kinds.length === 0) return [];
  const services = [...project.services.values()];
  const is = (kind: InlayKind): boolean => kinds.includes(kind);
  const hints = services.flatMap((service) => {
    const name = nameAt(service, file);
    const isShown = name !== undefined && isWithin(name, span);
    return [
      ...(isShown && is("capabilities") ? capabilityHint(project, service, name) : []),
      ...(isShown && is("inheritedValues") ? otherFiles(project, service, file, name) : []),
      ...(is("bindAddress") ? service.ports.items.flatMap((port) => addressHint(service, port, file)) : []),
    ];
  });
  const ways = is("inheritedValues") ? wayHints(project, services, file) : [];
  return unique([...hints, ...ways])
    .filter(({ at }) => isWithin(at, span))
    .toSorted((a, b) => a.at - b.at);
}

/** What several services share says the same more than once. */
function unique(hints: readonly InlayHint[]): readonly InlayHint[] {
  return [...new Map(hints.map((hint) => [`${hint.at} ${hint.label}`, hint])).values()];
}

function isWithin(at: number, { start, end }: Span): boolean {
  return start <= at && at <= end;
}

/** Behind the colon of the service's name, where the file writes it first. */
function nameAt({ written }: Service, { uri, text }: SyntaxFile): number | undefined {
  const key = written.find((one) => one.key.file === uri)?.key;
  if (key === undefined) return undefined;
  const colon = text.indexOf(":", key.end);
  return colon < 0 || text.slice(key.end, colon).trim() !== "" ? undefined : colon + 1;
}

function capabilityHint(project: ComposeProject, service: Service, at: number): readonly InlayHint[] {
  const { capabilities: set, user, provided } = posture(project, service);
  const { value } = set;
  if (value === undefined || provided) return [];
  const holder =
    user.value === "other" ? t("Its user holds none of them; a setuid program may give them.") : t("Root in the container holds them.");
  const names = value.length === 0 ? t("Root in the container is root in name only.") : `${value.join(", ")}\n\n${holder}`;
  return [{ kind: "capabilities", at, label: capabilityCount(value.length), apart: true, markdown: names }];
}

function capabilityCount(count: number): string {
  if (count === capabilities.length) return t`all ${count} capabilities`;
  if (count === 0) return t("no capabilities");
  return count === 1 ? t("1 capability") : t`${count} capabilities`;
}

/** The address that a short entry leaves out, where it would stand. Without a network of its own a service publishes nothing. */
function addressHint({ networkMode }: Service, port: Port, { uri, text }: SyntaxFile): readonly InlayHint[] {
  const { item, syntax, hostIp, networkAddress, published } = port;
  if (syntax !== "short" || hostIp !== undefined || item.at.file !== uri) return [];
  if (networkMode !== undefined && !/^(?:bridge|default)$/u.test(known(networkMode) ?? "")) return [];
  const given = networkAddress && known(networkAddress);
  if (networkAddress !== undefined && given === undefined) return [];
  const at = item.at.start + (/^["']/u.test(text.slice(item.at.start)) ? 1 : 0);
  const address = given === undefined ? "0.0.0.0" : given.includes(":") ? `[${given}]` : given;
  const markdown = [
    ...(published === undefined ? [t("A free port of the host is taken, another one at each start.")] : []),
    given === undefined
      ? t(
          "Published on every address of the host, of IPv6, too, and past ufw and firewalld. With `127.0.0.1:` before it, for this host alone.",
        )
      : t("Published at the address that the network's options give."),
  ].join(" ");
  return [{ kind: "bindAddress", at, label: published === undefined ? `${address}::` : `${address}:`, apart: false, markdown }];
}

/** A key of a service and the value that counts. */
interface Brought {
  readonly key: string;
  readonly value: Sourced<unknown>;
}

/** What other files of the project say of a service, or have the last word on. */
function otherFiles(project: ComposeProject, service: Service, file: SyntaxFile, at: number): readonly InlayHint[] {
  const found = new Map<string, Brought[]>();
  for (const [key, value] of service.keys) {
    const layers = mergesItems.has(key) ? (service.layers.get(key) ?? [value]) : [value];
    for (const layer of layers) {
      if (layer.via.length > 0 || layer.at.file === file.uri) continue;
      found.set(layer.at.file, [...(found.get(layer.at.file) ?? []), { key, value: layer }]);
    }
  }
  return [...found].map(([, brought]) => originHint(project, file, at, brought));
}

/** Behind each alias, merge key and `extends` of a file: what comes by it. */
function wayHints(project: ComposeProject, services: readonly Service[], file: SyntaxFile): readonly InlayHint[] {
  const found = new Map<number, Brought[]>();
  for (const service of services) {
    for (const [key, value] of service.keys) {
      const layers = mergesItems.has(key) ? (service.layers.get(key) ?? [value]) : [value];
      for (const layer of layers) {
        const [step] = layer.via;
        if (step === undefined || step.at.file !== file.uri) continue;
        const at = lineEnd(file, step.at);
        const brought = found.get(at) ?? [];
        if (!brought.some((one) => one.key === key)) found.set(at, [...brought, { key, value: layer }]);
      }
    }
  }
  return [...found].map(([at, brought]) => originHint(project, file, at, brought));
}

/** A mapping of several lines has its hint on the first one. */
function lineEnd({ lines }: SyntaxFile, { start, end }: Place): number {
  return Math.min(end, lines.end(lines.lineOf(start)));
}

function originHint(project: ComposeProject, file: SyntaxFile, at: number, brought: readonly Brought[]): InlayHint {
  // What the base itself says, ahead of what comes to it from elsewhere.
  const [first] = brought.toSorted((a, b) => a.value.via.length - b.value.via.length || placeOf(a).start - placeOf(b).start);
  const target = first === undefined ? undefined : placeOf(first);
  const isAlias = brought.length === 1 && brought[0]?.value.via[0]?.kind === "alias";
  return {
    kind: "inheritedValues",
    at,
    label: originLabel(isAlias ? [] : brought.map(({ key }) => key), target === undefined ? "" : writtenAt(project, file, target)),
    apart: true,
    markdown: brought.map((one) => `- ${code(one.key)}: ${writtenAt(project, file, placeOf(one))}`).join("\n"),
    ...(target !== undefined && { target }),
  };
}

/** The key of an alias stands where it is used. */
function placeOf({ value: { key, at, via } }: Brought): Place {
  return via[0]?.kind === "alias" ? at : (key ?? at);
}

function writtenAt({ files }: ComposeProject, here: SyntaxFile, at: Place): string {
  const file = files.find(({ uri }) => uri === at.file);
  if (file === undefined) return relativePath(here.uri, at.file);
  const line = file.lines.lineOf(at.start) + 1;
  return file === here ? t`line ${line}` : `${relativePath(here.uri, at.file)}:${line}`;
}

/** Editors cut off what is longer. (VS Code: `editor.inlayHints.maximumLength`.) */
const maxLabel = 43;

/** The place, if need be without its folders, and as many names as there is room for; the tooltip tells all. */
function originLabel(keys: readonly string[], place: string): string {
  const whole = t`from ${place}`;
  const from = whole.length <= maxLabel ? whole : t`from ${place.slice(place.lastIndexOf("/") + 1)}`;
  const labels = keys.map((_, left) => {
    const shown = keys.slice(0, keys.length - left).join(", ");
    return `${from}: ${shown}${left === 0 ? "" : ", …"}`;
  });
  return labels.find((label) => label.length <= maxLabel) ?? from;
}

/** Attributes to which each file and base adds: there is no last word. Source: the Compose specification, merge. */
const mergesItems: ReadonlySet<string> = new Set([
  "annotations",
  "cap_add",
  "cap_drop",
  "configs",
  "depends_on",
  "devices",
  "dns",
  "dns_opt",
  "dns_search",
  "env_file",
  "environment",
  "expose",
  "external_links",
  "extra_hosts",
  "group_add",
  "labels",
  "links",
  "networks",
  "ports",
  "secrets",
  "security_opt",
  "sysctls",
  "tmpfs",
  "ulimits",
  "volumes",
  "volumes_from",
]);
