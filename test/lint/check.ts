import { Engine, type Finding, type Settings } from "../../server/src/engine/index.js";

export const uri = "file:///project/compose.yml";

/** An engine that holds one text, with nothing beside it. */
export function engineWith(text: string, settings: Partial<Settings> = {}): Engine {
  const engine = new Engine();
  engine.setText(uri, text);
  engine.configure(uri, { preset: "recommended", rules: {}, ...settings });
  for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
  return engine;
}

export function findings(text: string, settings: Partial<Settings> = {}): readonly Finding[] {
  return engineWith(text, settings).check(uri).findings;
}

/** `severity rule` of each finding, in the order they are shown. */
export function shown(text: string, settings: Partial<Settings> = {}): readonly string[] {
  return findings(text, settings).map(({ severity, rule }) => `${severity} ${rule}`);
}
