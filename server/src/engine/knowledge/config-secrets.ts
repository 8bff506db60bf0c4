import { secretKind } from "./environment.js";

/** A secret in a file's text. */
export interface FoundInConfig {
  /** The key it stands under. */
  readonly key: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** `key: value`, `key = value`, `"key": "value"`, `key value` of Redis, on a line of its own or in JSON on one line. */
const assignment =
  /(?:^|[{,])[ \t]*(?:export[ \t]+|-[ \t]+)?(?<quote>["']?)(?<key>[A-Za-z_][\w.-]*)\k<quote>[ \t]*(?:=>|[:=])[ \t]*(?:"(?<double>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<bare>[^\s"'{[(#,][^\n#,]*))/gmu;
const redis = /^[ \t]*(?<key>requirepass|masterauth|primaryauth)[ \t]+"?(?<bare>[^\s"]+)/gmu;

/** The secrets in a text of settings: INI, YAML, JSON, `.env`, Redis. Values that another program fills in, or that call something, are none. */
export function secretsInConfig(text: string): readonly FoundInConfig[] {
  const found = (matches: Iterable<RegExpExecArray>, name?: string): FoundInConfig[] =>
    [...matches].flatMap(({ 0: written, index, groups = {} }) => {
      const { key = "", double, single, bare } = groups;
      const value = (double ?? single ?? bare ?? "").trimEnd();
      const kind = /[$`(]|\benv\b|environ/u.test(value) ? undefined : secretKind(name ?? key, value);
      if (kind === undefined) return [];
      const start = index + written.lastIndexOf(value);
      return [{ key, kind, start, end: start + value.length }];
    });
  return [...found(text.matchAll(assignment)), ...found(text.matchAll(redis), "PASSWORD")];
}

/** The secrets among the options of a mount: `username=me,password=x,vers=3.0`. */
export function secretsInMountOptions(text: string): readonly FoundInConfig[] {
  return [...text.matchAll(/(?<=^|,)(?<key>[\w.-]+)=(?<value>[^,]+)/gu)].flatMap(({ 0: written, index, groups }) => {
    const { key = "", value = "" } = groups ?? {};
    const kind = value.includes("$") ? undefined : secretKind(key, value);
    return kind === undefined ? [] : [{ key, kind, start: index + key.length + 1, end: index + written.length }];
  });
}
