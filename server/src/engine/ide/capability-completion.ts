import { type Capability, capabilities, normaliseCapability, type Risk } from "../knowledge/capabilities.js";
import { type ImageFacts, imageFacts } from "../knowledge/images.js";
import type { Checked } from "../lint/check.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { type Completion, replaceItem, siblings, type Typed } from "./completion-item.js";
import { riskWord } from "./words.js";

type CapKey = "cap_add" | "cap_drop";

/** Capabilities that are not in the list yet, as the file spells them: what the image needs first, what opens the host last. */
export function capabilityCompletions(checked: Checked, typed: Typed, key: CapKey): readonly Completion[] {
  const spell = spelling(checked);
  const present = new Set(siblings(typed.cursor).map(normaliseCapability));
  const facts = key === "cap_add" ? factsAt(checked, typed) : undefined;
  const offered = capabilities.filter(({ name }) => !present.has(name)).map((one) => capabilityItem(one, key, facts));
  return [...(present.has("ALL") ? [] : [allItem(key)]), ...offered].map(({ name, ...item }) => {
    const label = name === "ALL" ? spell("ALL").replace(/^cap_/iu, "") : spell(name);
    return { ...item, label, kind: "capability", edit: replaceItem(typed, label) };
  });
}

interface CapabilityItem extends Omit<Completion, "label" | "kind" | "edit"> {
  readonly name: string;
}

const order: Readonly<Record<Risk, number>> = { low: 2, medium: 3, high: 4, critical: 5 };

function capabilityItem(one: Capability, key: CapKey, facts: ImageFacts | undefined): CapabilityItem {
  const { name, summary, risk, dockerDefault, risks, saferAlternative, without } = one;
  const opensHost = key === "cap_add" && (risk === "critical" || one.escape);
  const need = needOf(name, facts);
  const rank = need?.rank ?? (key === "cap_add" ? order[risk] : dockerDefault ? 2 : 6);
  const note = need?.note ?? (opensHost ? t("opens the host") : dockerDefault ? t("Docker's default") : undefined);
  const standing =
    need?.rank === 0
      ? t("this image needs it")
      : dockerDefault
        ? t`risk ${riskWord(risk)}, in Docker's default set`
        : t`risk ${riskWord(risk)}`;
  const lines = [`**${name}** - ${t(summary)}`, need?.when, t(risks[0] ?? ""), t`Without it: ${without}`, t(saferAlternative ?? "")];
  return {
    name,
    ...(note !== undefined && { note }),
    detail: t`${summary} (${standing})`,
    markdown: lines.filter((line) => line !== undefined && line !== "").join("\n\n"),
    sortText: `${rank}${name}`,
    dangerous: opensHost,
  };
}

/** Whether the image at hand needs it, always or sometimes. */
function needOf(
  name: string,
  facts: ImageFacts | undefined,
): { readonly rank: 0 | 1; readonly note: string; readonly when?: string } | undefined {
  if (facts?.capAdd?.includes(name) === true) return { rank: 0, note: t`${facts.id} needs it` };
  const sometimes = facts?.capAddOptional.find(({ cap }) => cap === name);
  return facts && sometimes && { rank: 1, note: t`${facts.id}, sometimes`, when: `${facts.id}: ${t(sometimes.when)}` };
}

function allItem(key: CapKey): CapabilityItem {
  return key === "cap_drop"
    ? {
        name: "ALL",
        note: t("the way to begin"),
        detail: t("drop everything; cap_add names what is left"),
        markdown: t("Drops all capabilities; only what `cap_add` names is left."),
        sortText: "0",
        dangerous: false,
      }
    : {
        name: "ALL",
        note: t("opens the host"),
        detail: t("every capability: root on the host"),
        markdown: t("Gives every capability. `cap_drop: [ALL]` does not take it back."),
        sortText: "9ALL",
        dangerous: true,
      };
}

function factsAt({ project }: Checked, { service: name }: Typed): ImageFacts | undefined {
  const service = name === undefined ? undefined : project.services.get(name);
  const image = service?.build === undefined ? service?.image && known(service.image) : undefined;
  return image === undefined ? undefined : imageFacts(image);
}

/** The way this file spells capabilities: as its first one does, else upper case without prefix. */
function spelling({ project }: Checked): (name: string) => string {
  const written = [...project.services.values()]
    .flatMap(({ capAdd, capDrop }) => [...capAdd.items, ...capDrop.items])
    .map(({ value }) => value)
    .find((value): value is string => typeof value === "string" && normaliseCapability(value) !== "ALL" && value.includes("_"));
  const prefix = written !== undefined && /^cap_/iu.test(written) ? "CAP_" : "";
  const lower = written !== undefined && written === written.toLowerCase();
  return (name) => (lower ? `${prefix}${name}`.toLowerCase() : `${prefix}${name}`);
}
