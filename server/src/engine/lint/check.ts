import { editBuilder } from "../edit/builder.js";
import type { ComposeProject, Problem } from "../model/project.js";
import { refusals } from "../model/refusals/refusals.js";
import { type ProjectFiles, resolve } from "../model/resolve.js";
import type { Sources } from "../model/sources.js";
import type { Fix } from "../rules/rule.js";
import type { Edit } from "../text/span.js";
import type { Finding } from "./finding.js";
import { edited, offer } from "./offer.js";
import { concernedBy, lint, type Verify, type Wanted } from "./run.js";
import type { Settings } from "./settings.js";

/** All that is known of one project. */
export interface Checked {
  readonly project: ComposeProject;
  /** In all of the project's files. */
  readonly findings: readonly Finding[];
  /** The project's problems and those of rules that failed. */
  readonly problems: readonly Problem[];
  /** What the rule proposes for one of the findings, before it is verified. */
  readonly rawFixes: (finding: Finding) => readonly Fix[];
  /** For what Compose would refuse the project, each reason once. */
  readonly refusals: () => ReadonlySet<string>;
}

/** Resolves and lints one project, with every rule or with those that are asked for. */
export function check(files: ProjectFiles, sources: Sources, settings: Settings, wanted?: Wanted): Checked {
  const project = resolve(files, sources);
  const parsed = reusing(sources, project);
  const verify: Verify = (finding, fixes) => {
    const concerned = concernedBy(finding, settings);
    return offer(checked, finding, fixes, (before, edits) => check(files, withTexts(parsed, texts(before, edits)), settings, concerned));
  };
  const { findings, problems, rawFixes } = lint(project, settings, editBuilder(project.files), verify, wanted);
  let refused: ReadonlySet<string> | undefined;
  const checked: Checked = {
    project,
    findings,
    problems: [...project.problems, ...problems],
    rawFixes,
    refusals: () => {
      const fatal = () => [...project.problems, ...refusals(project, files, parsed)].filter((problem) => problem.fatal);
      refused ??= new Set(fatal().map(({ message }) => message));
      return refused;
    },
  };
  return checked;

  /** What a state of this project differs in from its sources, after some edits more. */
  function texts(before: Checked, edits: readonly Edit[]): ReadonlyMap<string, string> {
    const kept = before.project.files.map(({ uri, text }) => [uri, text] as const);
    return new Map([...(before === checked ? [] : kept), ...edited(before, edits)]);
  }
}

/** The same sources, which need not parse again what a project has of them. */
function reusing(sources: Sources, { files }: ComposeProject): Sources {
  return { ...sources, parse: (uri, text) => files.find((file) => file.uri === uri && file.text === text) ?? sources.parse(uri, text) };
}

/** The same sources with some other texts. */
export function withTexts(sources: Sources, texts: ReadonlyMap<string, string>): Sources {
  return {
    ...sources,
    read: (uri) => {
      const text = texts.get(uri);
      return text === undefined ? sources.read(uri) : { text };
    },
  };
}
