import { Engine, type Finding, type Rule, type Settings } from "../../server/src/engine/index.js";

/** Where the text of a case stands. */
export const uri = "file:///project/compose.yml";

/** A text of a rule's fixture, and the world around it. */
export interface Case extends Surroundings {
  readonly rule: Rule;
  readonly text: string;
}

/** What the blocks before a text say of the world around it. */
export interface Surroundings {
  /** Other files by their paths from the folder of the text. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings: Partial<Settings>;
}

/** Nothing around it. */
export const alone: Surroundings = { files: {}, settings: {} };

/** An engine that knows the case, and for which nothing else exists. */
export function engineFor({ rule, text, files, settings }: Case): Engine {
  const engine = new Engine();
  engine.setText(uri, text);
  // An absence rule is folded by the recommended preset; its own reports are what its fixtures are about.
  const preset = rule.absence === undefined && rule.preset === undefined ? "recommended" : "strict";
  engine.configure(uri, { preset, rules: {}, ...settings });
  for (const [path, content] of Object.entries(files)) engine.provide(`file:///project/${path}`, content);
  for (let { wanted } = engine.check(uri); wanted.length > 0; { wanted } = engine.check(uri)) {
    for (const one of wanted) engine.provide(one, undefined);
  }
  return engine;
}

/** What the rule finds in the text, by place. */
export function findingsOf(one: Case): readonly Finding[] {
  return engineFor(one)
    .check(uri)
    .findings.filter(({ rule }) => rule === one.rule.id)
    .toSorted((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
}
