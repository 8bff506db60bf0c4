import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { choicesOf, namesNear, rulesMeant } from "../lint/rule-choices.js";
import type { Override, RuleChoice, Settings } from "../lint/settings.js";
import { enginePostures } from "../rules/engine-posture.js";
import { presets, severities } from "../rules/rule.js";
import { t } from "../text/l10n.js";
import { nearest } from "../text/nearest.js";
import type { Span } from "../text/span.js";

/** What teams call the file. */
export const teamFileName = ".watertight.json";

/** Its settings: what it says by itself, and whose it takes. */
export interface TeamFile {
  readonly extends: readonly Written[];
  readonly settings: Partial<Pick<Settings, "preset" | "posture" | "trustedRegistries">>;
  /** By what is written: what extends it may name a rule more narrowly. */
  readonly rules: Readonly<Record<string, RuleChoice>>;
  readonly overrides: readonly Override[];
  readonly projects: readonly TeamProject[];
}

/** Files that make a project; paths start in the folder of the file. */
export interface TeamProject {
  readonly files: readonly string[];
  readonly directory?: string;
  readonly envFiles?: readonly string[];
}

export interface Written extends Span {
  readonly text: string;
}

/** Something in the file that means nothing. The rest counts all the same. */
export interface Mistake extends Span {
  readonly message: string;
  /** What is likely meant, each to be written in the place of the span, quotes and all. */
  readonly meant: readonly string[];
  /** Set where the text is no JSON, which many editors tell by themselves. */
  readonly isSyntax?: true;
}

export interface ReadTeamFile {
  /** Absent when the text is no JSON: then what it said before is better than nothing. */
  readonly team: TeamFile | undefined;
  readonly mistakes: readonly Mistake[];
}

/** The attributes of the file, with what the schema says of each. */
export const teamKeys = [
  "$schema",
  "extends",
  "preset",
  "posture",
  "rules",
  "services",
  "images",
  "trustedRegistries",
  "projects",
] as const;
export const overrideKeys = ["rules", "reason", "until"] as const;
export const projectKeys = ["files", "directory", "envFiles"] as const;

const choices: readonly RuleChoice[] = [...severities, "off"];

/** Reads the text of a team file; comments and commas behind the last item are allowed. Never throws for any text. */
export function readTeamFile(text: string): ReadTeamFile {
  const errors: ParseError[] = [];
  const source = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  const root = parseTree(source, errors, { allowTrailingComma: true, disallowComments: false });
  const [error] = errors;
  if (error !== undefined) {
    const span = { start: error.offset, end: Math.max(error.offset + 1, error.offset + error.length) };
    return {
      team: undefined,
      mistakes: [
        {
          ...span,
          message: t("This is no valid JSON from here on, so what the file said before still counts."),
          meant: [],
          isSyntax: true,
        },
      ],
    };
  }
  const mistakes: Mistake[] = [];
  const team = new Reader(mistakes).team(root);
  return { team, mistakes };
}

/** Walks the tree, and notes what means nothing. */
class Reader {
  readonly #mistakes: Mistake[];

  constructor(mistakes: Mistake[]) {
    this.#mistakes = mistakes;
  }

  team(root: Node | undefined): TeamFile {
    const at = this.#object(root, teamKeys);
    const preset = this.#oneOf(at.get("preset"), presets);
    const posture = this.#oneOf(at.get("posture"), enginePostures);
    const registries = at.get("trustedRegistries");
    return {
      extends: this.#texts(at.get("extends"), true),
      settings: {
        ...(preset !== undefined && { preset }),
        ...(posture !== undefined && { posture }),
        ...(registries !== undefined && { trustedRegistries: this.#texts(registries).map(({ text }) => text) }),
      },
      rules: this.#rules(at.get("rules")),
      overrides: [...this.#overrides(at.get("images"), "image"), ...this.#overrides(at.get("services"), "service")],
      projects: this.#items(at.get("projects")).flatMap((node) => this.#project(node)),
    };
  }

  #rules(node: Node | undefined): Readonly<Record<string, RuleChoice>> {
    const rules: Record<string, RuleChoice> = {};
    for (const [name, value, key] of this.#entries(node)) {
      if (rulesMeant(name) === undefined) {
        this.#note(key, t`No rule and no group of rules is named "${name}".`, namesNear(name));
        continue;
      }
      const choice = this.#oneOf(value, choices);
      if (choice !== undefined) rules[name] = choice;
    }
    return rules;
  }

  #overrides(node: Node | undefined, by: Override["by"]): readonly Override[] {
    return this.#entries(node).map(([pattern, value]) => {
      const at = this.#object(value, overrideKeys);
      const until = this.#day(at.get("until"));
      this.#text(at.get("reason"));
      return { by, pattern, rules: choicesOf(this.#rules(at.get("rules"))), until };
    });
  }

  #day(node: Node | undefined): string | undefined {
    const day = this.#text(node);
    if (day === undefined || node === undefined) return undefined;
    if (/^\d{4}-\d{2}-\d{2}$/u.test(day) && !Number.isNaN(Date.parse(day))) return day;
    this.#note(node, t`"${day}" is no day: write it as in 2027-03-31.`);
    return undefined;
  }

  #project(node: Node): readonly TeamProject[] {
    const at = this.#object(node, projectKeys);
    const files = this.#texts(at.get("files")).map(({ text }) => text);
    const directory = this.#text(at.get("directory"));
    const envFiles = at.get("envFiles") && this.#texts(at.get("envFiles")).map(({ text }) => text);
    if (files.length === 0) this.#note(node, t("A project needs files."));
    return files.length === 0
      ? []
      : [{ files, ...(directory !== undefined && { directory }), ...(envFiles !== undefined && { envFiles }) }];
  }

  /** The values of an object by their keys; what no key means is a mistake. */
  #object(node: Node | undefined, keys: readonly string[]): ReadonlyMap<string, Node> {
    const found = new Map<string, Node>();
    for (const [name, value, key] of this.#entries(node)) {
      if (keys.includes(name)) found.set(name, value);
      else this.#note(key, t`"${name}" means nothing here.`, nearest(name, keys));
    }
    return found;
  }

  #entries(node: Node | undefined): readonly (readonly [name: string, value: Node, key: Node])[] {
    if (node === undefined) return [];
    if (node.type !== "object") {
      this.#note(node, t("An object in braces belongs here."));
      return [];
    }
    return (node.children ?? []).flatMap(({ children }) => {
      const [key, value] = children ?? [];
      return key === undefined || value === undefined ? [] : [[String(key.value), value, key] as const];
    });
  }

  #items(node: Node | undefined): readonly Node[] {
    if (node === undefined || node.type === "array") return node?.children ?? [];
    this.#note(node, t("A list in brackets belongs here."));
    return [];
  }

  /** A list of texts; or one text, where that may stand for a list. */
  #texts(node: Node | undefined, alone = false): readonly Written[] {
    const nodes = alone && node?.type === "string" ? [node] : this.#items(node);
    return nodes.flatMap((one) => {
      const text = this.#text(one);
      return text === undefined ? [] : [{ text, ...spanOf(one) }];
    });
  }

  #text(node: Node | undefined): string | undefined {
    if (node === undefined || node.type === "string") return node?.value;
    this.#note(node, t("A text in quotes belongs here."));
    return undefined;
  }

  #oneOf<Text extends string>(node: Node | undefined, allowed: readonly Text[]): Text | undefined {
    if (node === undefined) return undefined;
    const found = allowed.find((one) => one === node.value);
    if (found === undefined)
      this.#note(node, t`One of ${allowed.map((one) => `"${one}"`).join(", ")} belongs here.`, nearest(String(node.value), allowed));
    return found;
  }

  #note(node: Node, message: string, meant: readonly string[] = []): void {
    this.#mistakes.push({ ...spanOf(node), message, meant: meant.map((one) => JSON.stringify(one)) });
  }
}

function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}
