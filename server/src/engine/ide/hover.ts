import { namespaceMode } from "../knowledge/namespaces.js";
import type { Checked } from "../lint/check.js";
import type { Finding } from "../lint/finding.js";
import { nameOf } from "../model/location.js";
import type { ComposeProject, Service } from "../model/project.js";
import { isUnresolved, known, type Setting, type Sourced, type Unresolved } from "../model/sourced.js";
import { ruleById } from "../rules/index.js";
import { type Cursor, cursorAt } from "../syntax/cursor.js";
import type { ScalarNode } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Span } from "../text/span.js";
import { capabilityHover, privilegedHover } from "./capability-hover.js";
import { deviceHover } from "./device-hover.js";
import { envFileHover } from "./env-file-hover.js";
import { firstSentence, type HoverText, layOut, maxLines, opening } from "./hover-text.js";
import { imageHover } from "./image-hover.js";
import { mountHover } from "./mount-hover.js";
import { namespaceHover } from "./namespace-hover.js";
import { code } from "./origin.js";
import { portHover } from "./port-hover.js";
import { parseSecurityOpt, securityOptHover } from "./security-opt-hover.js";
import { serviceHover } from "./service-hover.js";
import { type ServiceReference, serviceReference } from "./service-reference.js";
import { type ValueAt, valueAt } from "./value-at.js";
import { variableAt, variableHover } from "./variable-hover.js";

/** Text of a hover, as Markdown without HTML or command links, and the text it is about. */
export interface Hover {
  readonly markdown: string;
  readonly at: Span;
}

/** What a hover needs beside the project at hand. */
export interface Surroundings {
  /** How many further projects have the file. */
  readonly otherProjects: number;
  /** A file resolved by itself, as `extends` reads it. */
  readonly alone: (uri: string) => ComposeProject;
}

/** What stands at an offset and why it matters; absent where we have nothing to say that the schema does not: on the keys of Compose. */
export function hover(checked: Checked, uri: string, offset: number, surroundings: Surroundings): Hover | undefined {
  const file = checked.project.files.find((one) => one.uri === uri);
  if (file === undefined) return undefined;
  const cursor = cursorAt(file, offset);
  if (cursor.inComment) return undefined;
  const reference = serviceReference(cursor);
  const service = reference && serviceText(checked, reference, uri, surroundings, cursor);
  if (service !== undefined) return service;
  const { node, role } = cursor;
  if (node === undefined || role === "none" || (role === "key" && !isOwnName(cursor))) return undefined;
  const written = variableAt(file, cursor, offset);
  const variable = written && variableHover(checked.project, file, cursor, written);
  if (written !== undefined && variable !== undefined)
    return { markdown: layOut(variable), at: { start: written.start, end: written.end } };
  const value = valueAt(checked.project, uri, cursor);
  const about = value && aboutValue(checked.project, value);
  const findings = checked.findings.filter(({ at }) => at.file === file.uri && at.start <= offset && offset <= at.end);
  const [first, ...others] = findings;
  if (about !== undefined && value !== undefined) {
    return { markdown: layOut(about, findings.map(remedy)), at: { start: value.at.start, end: value.at.end } };
  }
  if (first === undefined) return undefined;
  return { markdown: layOut(aboutFinding(checked.project, first), others.map(remedy)), at: { start: first.at.start, end: first.at.end } };
}

/** Whether the key at a cursor is a name that somebody chose, such as that of a variable: the schema knows nothing of it. */
function isOwnName({ path }: Cursor): boolean {
  const above = path.at(-2);
  return typeof above === "string" && namedBySomebody.has(above);
}

const namedBySomebody: ReadonlySet<string> = new Set([
  "environment",
  "labels",
  "annotations",
  "args",
  "sysctls",
  "driver_opts",
  "options",
  "storage_opt",
  "configs",
  "secrets",
]);

/** Where a service is named: what it may do, then a line for each finding there. What it lacks stands among what it has. */
function serviceText(
  checked: Checked,
  reference: ServiceReference,
  uri: string,
  { otherProjects, alone }: Surroundings,
  cursor: Cursor,
): Hover | undefined {
  const { name, at, extended } = reference;
  const base = extended && extendedFile(checked.project, uri, extended);
  if (extended !== undefined && base === undefined) return undefined;
  const project = base === undefined ? checked.project : alone(base);
  const service = project.services.get(name);
  if (service === undefined) return undefined;
  const findings = checked.findings.filter(
    (one) => one.rule !== "hardening-missing" && one.at.file === uri && one.at.start <= at.end && at.start <= one.at.end,
  );
  const [head = "", ...details] = serviceHover(project, service, uri);
  const lines = [
    head,
    ...joinedText(cursor),
    ...details,
    ...(otherProjects === 0
      ? []
      : [`- ${t`As in ${project.own.map((one) => code(nameOf(one))).join(" + ")}; this file is part of ${otherProjects} more.`}`]),
    ...findings.map((finding) => `- ${remedy(finding)}`),
  ];
  return { markdown: lines.slice(0, maxLines).join("\n"), at };
}

/** What it means to join a service, where it is named for that: `pid: service:db`. */
function joinedText({ path, node }: Cursor): readonly string[] {
  const text = node?.kind === "scalar" ? node.text : "";
  const found = text.startsWith("service:") ? namespaceMode(String(path.at(-1)), text) : undefined;
  return found === undefined ? [] : [`- ${t`**Joined**: ${found.mode.summary}. ${found.mode.effect ?? ""}`}`.trim()];
}

/** The file that an `extends` leads to: whatever came by it tells. */
function extendedFile({ services }: ComposeProject, uri: string, { start, end }: Span): string | undefined {
  for (const { keys } of services.values()) {
    for (const { at, via } of keys.values()) {
      const step = via.findIndex((one) => one.kind === "extends" && one.at.file === uri && one.at.start === start && one.at.end === end);
      if (step >= 0) return via[step + 1]?.at.file ?? at.file;
    }
  }
  return undefined;
}

/** What is said of each attribute's values. */
function aboutValue(project: ComposeProject, { key, scalar, use }: ValueAt): HoverText | undefined {
  const service = use?.service;
  if (key === "cap_add" || key === "cap_drop")
    return textOf(scalar, use && itemsOf(use.service, key)[use.index], (text) => capabilityHover(text, key, service));
  if (key === "image") return textOf(scalar, service?.image, imageHover);
  if (key === "privileged") return service === undefined ? undefined : aboutPrivileged(service);
  if (key === "security_opt") return aboutOption(scalar, use);
  if (use === undefined || service === undefined) return textOf(scalar, undefined, (text) => namespaceHover(key, text, project));
  const { index } = use;
  if (key === "volumes") return said(service.mounts.items[index], mountHover);
  if (key === "devices") return said(service.devices.items[index], (device) => deviceHover(device, service));
  if (key === "ports") return said(service.ports.items[index], (port) => portHover(port, service));
  if (key === "env_file") return said(service.envFile.items[index], (envFile) => envFileHover(envFile, service));
  return textOf(scalar, namespaceSettings(service)[key], (text) => namespaceHover(key, text, project));
}

function itemsOf({ capAdd, capDrop }: Service, key: "cap_add" | "cap_drop"): readonly Sourced<string | Unresolved>[] {
  return (key === "cap_add" ? capAdd : capDrop).items;
}

function namespaceSettings({ networkMode, pid, ipc, uts, usernsMode, cgroup }: Service): Readonly<Record<string, Setting<string>>> {
  return { network_mode: networkMode, pid, ipc, uts, userns_mode: usernsMode, cgroup };
}

function said<T>(item: T | undefined, say: (item: T) => HoverText | undefined): HoverText | undefined {
  return item === undefined ? undefined : say(item);
}

/** The text after variables; of a value that another file takes the place of, the text as it is written. */
function textOf(scalar: ScalarNode, setting: Setting<string>, say: (text: string) => HoverText | undefined): HoverText | undefined {
  const text = setting === undefined ? (scalar.text.includes("$") ? undefined : scalar.text) : known(setting);
  return text === undefined ? undefined : say(text);
}

function aboutPrivileged(service: Service): HoverText | undefined {
  const isOn = service.privileged && known(service.privileged);
  return isOn === undefined ? undefined : privilegedHover(isOn, service);
}

function aboutOption(scalar: ScalarNode, use: ValueAt["use"]): HoverText | undefined {
  const option = use?.service.securityOpt.items[use.index];
  if (option === undefined) return scalar.text.includes("$") ? undefined : securityOptHover(parseSecurityOpt(scalar.text));
  return isUnresolved(option.value) ? undefined : securityOptHover(option.value);
}

/** What to do about a finding, for a value of which the danger is told already. */
function remedy({ rule }: Finding): string {
  const found = ruleById(rule);
  return `**${t(found?.title ?? rule)}**: ${firstSentence(t(found?.docs.fix ?? ""))}`;
}

/** A finding where there is nothing else to tell. */
function aboutFinding({ services }: ComposeProject, finding: Finding): HoverText {
  const rule = ruleById(finding.rule);
  const service = finding.service === undefined ? undefined : services.get(finding.service);
  const image = service === undefined ? undefined : known(service.image);
  return {
    head: `**${t(rule?.title ?? finding.rule)}** - ${opening(t(rule?.docs.why ?? finding.message))}`,
    lines: [
      opening(t(rule?.docs.fix ?? "")) || undefined,
      finding.rule === "cap-drop-missing" && image !== undefined ? imageHover(image)?.head : undefined,
    ],
    sources: rule?.references ?? [],
  };
}
