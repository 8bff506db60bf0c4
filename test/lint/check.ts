import { Engine, type Finding, rules, type Settings } from "../../server/src/engine/index.js";

export const uri = "file:///project/compose.yml";

/** Absences other than the one that these tests are about: the more rules there are, the more a small text lacks. */
const otherAbsences = Object.fromEntries(
  rules
    .filter(({ id, absence, preset }) => (absence !== undefined && id !== "no-new-privileges-missing") || preset !== undefined)
    .map(({ id }) => [id, "off"] as const),
);

/** An engine that holds one text, with nothing beside it. */
export function engineWith(text: string, settings: Partial<Settings> = {}): Engine {
  const engine = new Engine();
  engine.setText(uri, text);
  engine.configure(uri, { preset: "recommended", ...settings, rules: { ...otherAbsences, ...settings.rules } });
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
