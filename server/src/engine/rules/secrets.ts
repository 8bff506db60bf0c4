import { secretsInCommand } from "../knowledge/command-secrets.js";
import { secretsInConfig, secretsInMountOptions } from "../knowledge/config-secrets.js";
import { opensKeyFile } from "../knowledge/environment/idle-passwords.js";
import { tokensIn } from "../knowledge/environment/token-formats.js";
import { isWellKnownValue } from "../knowledge/environment/well-known-values.js";
import { isBrowserName, passwordOfPair, secretKind } from "../knowledge/environment.js";
import { commandsOf, type ScriptWord } from "../knowledge/script-words.js";
import { passwordsInUrls } from "../knowledge/url-passwords.js";
import type { ComposeProject } from "../model/project.js";
import { isUnresolved, type SetIn, type Sourced } from "../model/sourced.js";
import { writtenPart } from "../model/written-part.js";
import type { Place } from "../text/span.js";
import { besideOf, type SecretText, textsOf } from "./secret-texts.js";

/** The rules that report secrets. Every secret is one rule's: the one that says most of it. */
export type SecretRule =
  | "secret-known-format"
  | "secret-in-url"
  | "default-credential"
  | "secret-in-env"
  | "secret-in-command"
  | "secret-in-label"
  | "secret-in-build-arg"
  | "secret-in-config"
  | "password-hash-in-label";

/** A secret that stands in a file of the project. Its characters are at `at`; whoever holds this prints them nowhere. */
export interface Secret {
  readonly rule: SecretRule;
  readonly from: SecretText;
  /** "password", "GitHub token". */
  readonly kind: string;
  /** What holds it: a variable's or label's name, a flag as written, a key of a config. */
  readonly holder: string;
  /** The value, or the word of a command, that it is or is a part of. */
  readonly value: Sourced<unknown>;
  /** Set where the shell of the container reads the text, and would put its own variables in. */
  readonly inShell: boolean;
  /** What a person would point at. */
  readonly on: Sourced<unknown>;
  readonly at: Place;
  /** Whether the whole value is the secret. */
  readonly whole: boolean;
  /** Its characters: to compare them, never to show them. */
  readonly text: string;
  /** Set for one that stands in a file with variables, and not at `at`, where it is only used. */
  readonly setIn: SetIn | undefined;
}

/** Every secret of a project, whatever the settings say. Worked out once. */
export function secretsOf(project: ComposeProject): readonly Secret[] {
  const secrets = kept.get(project) ?? textsOf(project).flatMap((text) => secretsInText(project, text));
  kept.set(project, secrets);
  return secrets;
}

const kept = new WeakMap<ComposeProject, readonly Secret[]>();

/** Where the secrets of a project are written: nobody prints these places. */
export function secretsIn(project: ComposeProject): readonly Place[] {
  return secretsOf(project).flatMap(({ at, setIn }) => (setIn === undefined ? at : []));
}

/** A stretch of a text that is a secret. */
interface Found {
  readonly rule: SecretRule;
  readonly kind: string;
  readonly holder: string;
  readonly start: number;
  readonly end: number;
  readonly shown?: { readonly start: number; readonly end: number };
  readonly inShell?: boolean;
}

function secretsInText(project: ComposeProject, from: SecretText): readonly Secret[] {
  return from.words === undefined ? inValue(project, from) : inCommand(project, from, from.words);
}

function inValue(project: ComposeProject, from: SecretText): readonly Secret[] {
  const text = textOf(from.value);
  return placed(project, from, from.value, text, [...anywhere(text, from), ...byPlace(text, from)]);
}

function inCommand(project: ComposeProject, from: SecretText, words: readonly Sourced<unknown>[]): readonly Secret[] {
  const texts = words.map(textOf);
  const own = inWords(texts);
  const [first, ...others] = own.flat();
  if (first !== undefined && others.length >= maxSecrets) return secretAt(project, from, from.target, "", { ...first, start: 0, end: 0 });
  return words.flatMap((word, index) => {
    const text = texts[index] ?? "";
    const inShell = from.name === "healthcheck" ? texts[0] !== "CMD" : /^-\w*c$/u.test(texts[index - 1] ?? "");
    // Within single quotes a shell puts nothing in.
    const found = (own[index] ?? []).map((one) => ({ ...one, inShell: inShell && text[one.start - 1] !== "'" }));
    return placed(project, from, word, text, [...anywhere(text, from), ...found]);
  });
}

/** What is found in each word of a command; one that is a script itself, as in `sh -c '...'`, is searched like one. */
function inWords(words: readonly string[], depth = 0): readonly (readonly Found[])[] {
  const found: Found[][] = words.map(() => []);
  for (const { flag, word, ...one } of secretsInCommand(words)) found[word]?.push({ ...one, holder: flag, rule: "secret-in-command" });
  return words.map((text, index) => {
    const own = found[index] ?? [];
    return own.length === 0 && depth < maxScripts && /\s/u.test(text) ? inScript(text, depth + 1) : own;
  });
}

function inScript(script: string, depth = 0): readonly Found[] {
  return commandsOf(script).flatMap((words) => {
    const texts = words.map(({ text }) => text);
    return inWords(texts, depth).flatMap((found, index) => found.flatMap((one) => moved(one, words[index])));
  });
}

/** What was found in a word, at its place in the script. */
function moved(one: Found, word: ScriptWord | undefined): readonly Found[] {
  const start = word?.offsets[one.start];
  const last = word?.offsets[one.end - 1];
  return start === undefined || last === undefined ? [] : [{ ...one, start, end: last + 1 }];
}

/** Scripts deeper within each other are not written by people. */
const maxScripts = 5;

/** What is a secret wherever it stands. */
function anywhere(text: string, { name }: SecretText): readonly Found[] {
  const tokens = tokensIn(text).filter(({ browser }) => !browser || !isBrowserName(name));
  return [
    ...tokens.map((token) => ({ ...token, rule: "secret-known-format" as const, holder: name })),
    ...passwordsInUrls(text).map((password) => ({ ...password, rule: "secret-in-url" as const, kind: "password", holder: name })),
  ];
}

/** What is a secret since it stands here. */
function byPlace(text: string, from: SecretText): readonly Found[] {
  const { where, name, value } = from;
  if (where === "config" || where === "mount-options") {
    const found = where === "config" ? secretsInConfig(text) : secretsInMountOptions(text);
    return found.map(({ key, ...one }) => ({ ...one, holder: key, rule: "secret-in-config" }));
  }
  const hash = where === "label" ? hashInLabel(name, text) : undefined;
  if (hash !== undefined) return [hash];
  const rule = rules[where];
  const kind =
    (where === "label" ? widgetKind(name, text) : undefined) ?? secretKind(name, isUnresolved(value.value) ? literalPart(text) : text);
  const span = kind === undefined ? passwordOfPair(name, text) : { start: 0, end: text.length };
  if (span !== undefined) {
    const isTried = where === "environment" && !opensKeyFile(name);
    const isDefault = isTried && isWellKnownValue(text.slice(span.start), besideOf(from.service));
    return [{ rule: isDefault ? "default-credential" : rule, kind: kind ?? "password", holder: name, ...span }];
  }
  if (/^\s*[{[]/u.test(text)) return secretsInConfig(text).map((one) => ({ ...one, rule, holder: name }));
  // Options for a program: `JAVA_OPTS: -Dkey.password=x`.
  return /(?:^|\s)-/u.test(text) ? inScript(text).map((one) => ({ ...one, rule, holder: name })) : [];
}

/** `homepage.widget.key`: the key of the service that the dashboard asks. Source: gethomepage.dev, Docker integration. */
function widgetKind(name: string, text: string): string | undefined {
  return /^homepage\.(?:.+\.)?widgets?(?:\[\d+\])?\.key$/u.test(name) ? secretKind("API_KEY", text) : undefined;
}

const rules = {
  environment: "secret-in-env",
  command: "secret-in-command",
  label: "secret-in-label",
  "build-arg": "secret-in-build-arg",
  option: "secret-in-config",
} as const;

/** What is left of a value without its unknown variables, where that looks like a secret of its own: the `hunter2` of `hunter2$X`. */
function literalPart(text: string): string {
  const rest = text.replaceAll(/\$\{[^}]*\}|\$\w+/gu, "");
  return /^(?=.*[a-z])(?=.*\d)[^\s/:]{6,}$/iu.test(rest) ? rest : "";
}

/** Users of a proxy's basic or digest authentication: Traefik's, and those of caddy-docker-proxy. */
function hashInLabel(name: string, text: string): Found | undefined {
  if (!/\.(?:basicauth|digestauth)\.users$|^caddy(?:_\d+)?\.(?:[\w.]*\.)?basic_?auth\./iu.test(name)) return undefined;
  const hash = /(?:^|:)(?:\$(?:apr1|2[abxy]|1|5|6)\$|\{SHA\}|[\da-f]{32}(?:,|$)|JDJ[\w+/]{20})[\s\S]*/iu.exec(text);
  if (hash === null) return undefined;
  return { rule: "password-hash-in-label", kind: "password hash", holder: name, start: hash.index, end: text.length };
}

/** What was found in a text, with its places; of so many that nobody wrote them the text is one. */
function placed(
  project: ComposeProject,
  from: SecretText,
  value: Sourced<unknown>,
  text: string,
  all: readonly Found[],
): readonly Secret[] {
  const [first] = all;
  if (first !== undefined && all.length > maxSecrets) return secretAt(project, from, value, text, { ...first, start: 0, end: text.length });
  const kept: Found[] = [];
  for (const one of all) if (!kept.some(({ start, end }) => start < one.end && one.start < end)) kept.push(one);
  return kept.flatMap((one) => secretAt(project, from, value, text, one));
}

const maxSecrets = 100;

/** The place of what was found. What came from a file with variables is where it belongs, unless everybody knows it. */
function secretAt(project: ComposeProject, from: SecretText, value: Sourced<unknown>, text: string, one: Found): readonly Secret[] {
  const { rule, kind, holder, start, end, shown, inShell = false } = one;
  const whole = text.trim() === text.slice(start, end).trim();
  const isEntry = whole && from.words === undefined;
  const comesFromOutside = value.variables?.some(({ source }) => source !== "default") === true;
  const part = isEntry && !comesFromOutside ? value.at : from.isUse === true ? undefined : writtenPart(project, value, text, start, end);
  const setIn = part === undefined && comesFromOutside ? setInFile(value) : undefined;
  if (part === undefined && comesFromOutside && (rule !== "default-credential" || setIn === undefined)) return [];
  const at = part ?? value.at;
  const place = shown === undefined ? at : (writtenPart(project, value, text, shown.start, shown.end) ?? at);
  const on = isEntry ? from.target : { value: "secret", at: place, via: value.via };
  return [{ rule, from, kind, holder, value, inShell, on, at, whole, text: text.slice(start, end), setIn }];
}

/** The line of a file with variables that all comes from which does not stand in the compose file. */
function setInFile({ variables = [] }: Sourced<unknown>): SetIn | undefined {
  const [use, ...others] = variables.filter(({ source }) => source !== "default" && source !== "alternative");
  return others.length === 0 ? use?.set : undefined;
}

function textOf({ value }: Sourced<unknown>): string {
  if (isUnresolved(value)) return value.unresolved;
  return typeof value === "string" ? value : "";
}

/** A long name by its end, which tells more than its start. */
export function shortened(name: string): string {
  return name.length <= maxName ? name : `...${name.slice(3 - maxName)}`;
}

const maxName = 42;
