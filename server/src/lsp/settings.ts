import type { Connection } from "vscode-languageserver";
import { choicesOf, defaultSettings, enginePostures, type InlayKind, type RuleChoice, rulesMeant, type Settings } from "../engine/index.js";

/** When a document is checked: after each pause in typing, after saving, or when asked. */
export type Run = "onType" | "onSave" | "manual";

/** The settings of one document. */
export interface DocumentSettings {
  readonly enable: boolean;
  readonly run: Run;
  /** Globs of further files that are ours, by name or by path. */
  readonly include: readonly string[];
  /** Which files make a project, where their names do not tell. */
  readonly projects: readonly ProjectSetting[];
  /** Whether files outside of the workspace are read, too, where an include or extends leads there. */
  readonly readOutside: boolean;
  /** The team's file, from the workspace folder; empty where the nearest one is looked for. */
  readonly configFile: string;
  /** Names in `watertight.rules` that mean no rule. */
  readonly unknownRules: readonly string[];
  /** Which inlay hints are shown. */
  readonly inlayHints: Readonly<Record<InlayKind, boolean>>;
  /** Whether lenses stand above the services. */
  readonly codeLens: boolean;
  readonly engine: Settings;
}

/** One entry of `watertight.projects`; paths start in the workspace folder. */
export interface ProjectSetting {
  readonly files: readonly string[];
  readonly directory?: string;
  readonly envFiles?: readonly string[];
}

/** What holds where nobody decided anything. */
export const defaultDocumentSettings: DocumentSettings = {
  enable: true,
  run: "onType",
  include: [],
  projects: [],
  readOutside: false,
  configFile: "",
  unknownRules: [],
  inlayHints: { capabilities: false, bindAddress: false, inheritedValues: false },
  codeLens: false,
  engine: defaultSettings,
};

/** Reads section "watertight" as a client sends it: nested or with dotted keys. What has the wrong type counts as absent. */
export function readSettings(section: unknown): DocumentSettings {
  const enable = lookUp(section, "enable");
  const run = lookUp(section, "run");
  const preset = lookUp(section, "preset");
  const posture = lookUp(section, "posture");
  const configFile = lookUp(section, "configFile");
  const written = readRules(lookUp(section, "rules"));
  return {
    enable: enable !== false,
    run: run === "onSave" || run === "manual" ? run : "onType",
    include: texts(lookUp(section, "files.include")),
    projects: readProjects(lookUp(section, "projects")),
    readOutside: lookUp(section, "files.readOutsideWorkspace") === true,
    configFile: typeof configFile === "string" ? configFile : "",
    unknownRules: Object.keys(written).filter((name) => rulesMeant(name) === undefined),
    inlayHints: {
      capabilities: lookUp(section, "inlayHints.capabilities") === true,
      bindAddress: lookUp(section, "inlayHints.bindAddress") === true,
      inheritedValues: lookUp(section, "inlayHints.inheritedValues") === true,
    },
    codeLens: lookUp(section, "codeLens") === true,
    engine: {
      preset: preset === "strict" ? "strict" : "recommended",
      rules: choicesOf(written),
      trustedRegistries: texts(lookUp(section, "images.trustedRegistries")),
      posture: enginePostures.find((one) => one === posture) ?? "rootful",
    },
  };
}

export interface SettingsStore {
  /** The settings of a document; the same object until something changes. */
  of(uri: string): Promise<DocumentSettings>;
  forget(uri: string): void;
  /** Everything has to be asked for again; `section` is what a client without `workspace/configuration` sent. */
  changed(section: unknown): void;
}

/** Settings asked for per document from a client that answers `workspace/configuration`; else one value for all. */
export function settingsStore(connection: Connection, asks: boolean, initial: unknown): SettingsStore {
  let common = readSettings(initial);
  const asked = new Map<string, Promise<DocumentSettings>>();
  const unknown = new Set<string>();

  /** Said once each, in the log: the settings editor marks them as well. */
  function told(settings: DocumentSettings): DocumentSettings {
    for (const name of settings.unknownRules) {
      if (!unknown.has(name)) connection.console.warn(`watertight.rules: no rule and no group of rules is named "${name}".`);
      unknown.add(name);
    }
    return settings;
  }

  async function ask(uri: string): Promise<DocumentSettings> {
    try {
      const section: unknown = await connection.workspace.getConfiguration({ scopeUri: uri, section: "watertight" });
      // Editors that have no settings of ours say null: then what they began with counts.
      return section === null || section === undefined ? common : told(readSettings(section));
    } catch {
      connection.console.warn("The client did not answer for its settings; the defaults are used.");
      return common;
    }
  }

  return {
    of(uri) {
      if (!asks) return Promise.resolve(common);
      const settings = asked.get(uri) ?? ask(uri);
      asked.set(uri, settings);
      return settings;
    },
    forget(uri) {
      asked.delete(uri);
    },
    changed(section) {
      asked.clear();
      if (section !== undefined && section !== null) common = readSettings(section);
    },
  };
}

const severities: ReadonlySet<unknown> = new Set<RuleChoice>(["error", "warning", "information", "hint", "off"]);

function isSeverity(value: unknown): value is RuleChoice {
  return severities.has(value);
}

function readRules(value: unknown): Readonly<Record<string, RuleChoice>> {
  if (typeof value !== "object" || value === null) return {};
  const rules: [string, RuleChoice][] = [];
  for (const [id, severity] of Object.entries(value)) if (isSeverity(severity)) rules.push([id, severity]);
  return Object.fromEntries(rules);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function readProjects(value: unknown): readonly ProjectSetting[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => {
    const files = texts(lookUp(one, "files"));
    const directory = lookUp(one, "directory");
    const envFiles = lookUp(one, "envFiles");
    if (files.length === 0) return [];
    return [{ files, ...(typeof directory === "string" && { directory }), ...(envFiles !== undefined && { envFiles: texts(envFiles) }) }];
  });
}

function lookUp(section: unknown, path: string): unknown {
  if (typeof section !== "object" || section === null) return undefined;
  if (path in section) return Object.entries(section).find(([key]) => key === path)?.[1];
  const [first, ...rest] = path.split(".");
  if (first === undefined || rest.length === 0) return undefined;
  return lookUp(lookUp(section, first), rest.join("."));
}
