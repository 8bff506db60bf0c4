import { type Capability, capabilities, normaliseCapability, type Risk } from "../knowledge/capabilities.js";
import { imageFacts } from "../knowledge/images.js";
import { securityOptions } from "../knowledge/security-opts.js";
import type { Checked } from "../lint/check.js";
import { known } from "../model/sourced.js";
import { type Cursor, cursorAt } from "../syntax/cursor.js";
import type { SyntaxFile } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Edit } from "../text/span.js";
import { riskWord } from "./words.js";

export interface Completion {
  readonly label: string;
  readonly kind: "capability" | "option";
  /** One line behind the label. */
  readonly detail: string;
  readonly markdown: string;
  /** Replaces the word that is being typed. */
  readonly edit: Edit;
  /** Orders the list; dangerous ones last. */
  readonly sortText: string;
  readonly dangerous: boolean;
}

/** What may stand at an offset: capability names in `cap_add` and `cap_drop`, and the values of `security_opt`. */
export function completions(checked: Checked, uri: string, offset: number): readonly Completion[] {
  const file = checked.project.files.find((one) => one.uri === uri);
  if (file === undefined) return [];
  const cursor = cursorAt(file, offset);
  if (cursor.inComment || cursor.role === "key" || cursor.role === "none") return [];
  const key = cursor.path.findLast((step) => typeof step === "string");
  if (key === "cap_add" || key === "cap_drop") return capabilityCompletions(checked, file, cursor, key);
  if (key === "security_opt") return optionCompletions(file, cursor);
  return [];
}

type CapKey = "cap_add" | "cap_drop";

function capabilityCompletions(checked: Checked, file: SyntaxFile, cursor: Cursor, key: CapKey): readonly Completion[] {
  const spell = spelling(checked);
  const present = new Set(siblings(cursor).map(normaliseCapability));
  const needed = new Set(key === "cap_add" ? neededBy(checked, cursor) : []);
  const offered = capabilities.filter(({ name }) => !present.has(name)).map((one) => capabilityItem(one, key, needed.has(one.name)));
  return [...(present.has("ALL") ? [] : [allItem(key)]), ...offered].map(({ name, ...item }) => ({
    ...item,
    label: name === "ALL" ? spell("ALL").replace(/^cap_/iu, "") : spell(name),
    kind: "capability",
    edit: replaceWord(file, cursor, name === "ALL" ? spell("ALL").replace(/^cap_/iu, "") : spell(name)),
  }));
}

interface CapabilityItem extends Pick<Completion, "detail" | "markdown" | "sortText" | "dangerous"> {
  readonly name: string;
}

const order: Readonly<Record<Risk, number>> = { low: 1, medium: 2, high: 3, critical: 4 };

function capabilityItem(one: Capability, key: CapKey, needed: boolean): CapabilityItem {
  const rank = needed ? 0 : key === "cap_drop" ? (one.dockerDefault ? 1 : 5) : order[one.risk];
  const standing = needed ? t("this image needs it") : t`risk ${riskWord(one.risk)}${one.dockerDefault ? ", in Docker's default set" : ""}`;
  return {
    name: one.name,
    detail: t`${one.summary} (${standing})`,
    markdown: [`**${one.name}** - ${t(one.summary)}`, t(one.risks[0] ?? ""), t(one.saferAlternative ?? "")]
      .filter((part) => part !== "")
      .join("\n\n"),
    sortText: `${rank}${one.name}`,
    dangerous: key === "cap_add" && (one.risk === "critical" || one.escape),
  };
}

function allItem(key: CapKey): CapabilityItem {
  return key === "cap_drop"
    ? {
        name: "ALL",
        detail: t("drop everything; cap_add names what is left"),
        markdown: t("Drops all capabilities; only what `cap_add` names is left."),
        sortText: "0",
        dangerous: false,
      }
    : {
        name: "ALL",
        detail: t("every capability: root on the host"),
        markdown: t("Gives every capability. `cap_drop: [ALL]` does not take it back."),
        sortText: "9ALL",
        dangerous: true,
      };
}

function neededBy(checked: Checked, cursor: Cursor): readonly string[] {
  const [, name] = cursor.path;
  const service = typeof name === "string" ? checked.project.services.get(name) : undefined;
  const image = service === undefined ? undefined : known(service.image);
  return (image === undefined ? undefined : imageFacts(image)?.capAdd) ?? [];
}

/** The way this file spells capabilities: as its first one does, else upper case without prefix. */
function spelling(checked: Checked): (name: string) => string {
  const written = [...checked.project.services.values()]
    .flatMap(({ capAdd, capDrop }) => [...capAdd.items, ...capDrop.items])
    .map(({ value }) => value)
    .find((value): value is string => typeof value === "string" && normaliseCapability(value) !== "ALL" && value.includes("_"));
  const prefix = written !== undefined && /^cap_/iu.test(written) ? "CAP_" : "";
  const lower = written !== undefined && written === written.toLowerCase();
  return (name) => (lower ? `${prefix}${name}`.toLowerCase() : `${prefix}${name}`);
}

function optionCompletions(file: SyntaxFile, cursor: Cursor): readonly Completion[] {
  const present = new Set(siblings(cursor).map((text) => text.replace(":", "=")));
  return securityOptions
    .filter(({ option }) => !present.has(option.replace(":", "=")))
    .map(({ option, summary, weakens }) => ({
      label: option,
      kind: "option",
      detail: t(summary),
      markdown: t(summary),
      edit: replaceWord(file, cursor, option),
      sortText: `${weakens ? 5 : 1}${option}`,
      dangerous: weakens,
    }));
}

/** The texts of the list's other items. */
function siblings(cursor: Cursor): readonly string[] {
  if (cursor.container?.kind !== "seq") return [];
  return cursor.container.items.flatMap(({ node }) => (node?.kind === "scalar" && node !== cursor.node ? [node.text] : []));
}

/** The word gives way to the text, which begins a list where there is none yet: in brackets beside its key, with a dash below it. */
function replaceWord(file: SyntaxFile, { word, role, entry }: Cursor, text: string): Edit {
  const at = { file: file.uri, start: word.start, end: word.end };
  if (role !== "value" || entry === undefined) return { at, text };
  const beside = file.lines.lineOf(word.start) === file.lines.lineOf(entry.key.start);
  return { at, text: beside ? `[${text}]` : `- ${text}` };
}
