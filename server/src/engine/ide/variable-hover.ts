import { secretName } from "../knowledge/environment.js";
import { interpolate, type Variables } from "../model/interpolate.js";
import { relativePath } from "../model/location.js";
import type { ComposeProject } from "../model/project.js";
import { isUnresolved, type Sourced, type VariableUse } from "../model/sourced.js";
import { secretsOf } from "../rules/secrets.js";
import type { Cursor } from "../syntax/cursor.js";
import type { SyntaxFile } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import type { Span } from "../text/span.js";
import { hiddenText, isSecret, withoutCredentials } from "./hide-secrets.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";

/** A `$NAME` or `${NAME...}` in a text, as written. */
export interface WrittenVariable extends Span {
  readonly name: string;
}

/** The innermost variable around an offset of a value; `$$` is a dollar sign. */
export function variableAt({ text }: SyntaxFile, { node, role }: Cursor, offset: number): WrittenVariable | undefined {
  if (node?.kind !== "scalar" || role === "key" || !text.slice(node.start, node.end).includes("$")) return undefined;
  const open: number[] = [];
  let found: WrittenVariable | undefined;
  const note = (start: number, end: number): void => {
    const [, name] = /^\$\{?([A-Za-z_]\w*)/u.exec(text.slice(start, end)) ?? [];
    // What is within another one ends before it.
    if (name !== undefined && start <= offset && offset <= end) found ??= { start, end, name };
  };
  for (let at = node.start; at < node.end; at++) {
    if (text.startsWith("$$", at)) at++;
    else if (text.startsWith("${", at)) open.push(at++);
    else if (text[at] === "}" && open.length > 0) note(open.pop() ?? at, at + 1);
    else if (text[at] === "$") {
      const [written = "$"] = /^\$\w*/u.exec(text.slice(at, node.end)) ?? [];
      note(at, at + written.length);
      at += written.length - 1;
    }
  }
  return found;
}

/** What a variable gives, and where that is set: file and line. A value that may be a secret is not shown. */
export function variableHover(project: ComposeProject, file: SyntaxFile, cursor: Cursor, written: WrittenVariable): HoverText | undefined {
  const variables = project.variables(file.uri);
  if (variables === undefined) return undefined;
  const { name } = written;
  const form = file.text.slice(written.start, written.end);
  const { text, holes, uses } = interpolate(form, variables);
  const use = uses.find((one) => one.name === name);
  const subject = code(`\${${name}}`);
  const sources = [
    { title: "Compose: interpolation", url: "https://docs.docker.com/reference/compose-file/interpolation/" },
    { title: "Compose: precedence", url: "https://docs.docker.com/compose/how-tos/environment-variables/envvars-precedence/" },
  ];
  if (use === undefined || holes.length > 0) {
    const isRequired = /^\$\{\w+:?\?/u.test(form);
    return {
      head: t`${subject} is not known here: no file with variables sets it, and it has no default.`,
      lines: [
        isRequired
          ? t("Compose stops when the shell does not give it, either.")
          : t("The shell that runs Compose may give it; else it is the empty text."),
        t("What depends on it is not judged."),
      ],
      sources,
    };
  }
  const secret = isHidden(project, file, cursor, name, text, form);
  const value = secret ? t("hidden, since it may be a secret") : text === "" ? t("the empty text") : code(text);
  const where = placeOf(use, file.uri, variables, name);
  return {
    head: t`${subject} is ${value}: ${where}.`,
    lines: [
      secret
        ? use.source === "default"
          ? t("Whoever reads the compose file has it: keep it out of the repository.")
          : t("Whoever reads that file has it: keep it out of the repository.")
        : undefined,
      use.source === "default" ? t("No file with variables sets it.") : undefined,
      use.source === "project" ? undefined : t("A variable of the shell that runs Compose wins over it."),
    ],
    sources,
  };
}

function placeOf({ source, set }: VariableUse, here: string, variables: Variables, name: string): string {
  const at = set ?? variables(name)?.set;
  const place = at === undefined ? t("a file with variables") : t`${code(relativePath(here, at.file))}, line ${at.line + 1}`;
  if (source === "default") return t("its default");
  if (source === "unset") return t("nobody sets it");
  if (source === "project") return t("the name of the project");
  return source === "alternative" ? t`its alternative, since it is set in ${place}` : t`set in ${place}`;
}

/** Whether the value is a secret by its own name or form, or by what it is used for anywhere in the project. */
function isHidden(project: ComposeProject, file: SyntaxFile, cursor: Cursor, name: string, value: string, form: string): boolean {
  if (value === "") return false;
  if (secretName(name) !== undefined || isSecret(name, value) || withoutCredentials(value) !== value) return true;
  if (secretsOf(project).some(({ text }) => text === value || (text.length > 3 && value.includes(text)))) return true;
  return isSecretHere(file, cursor, value, form) || isSecretElsewhere(project, name, value);
}

/** By the key, the option or the address that it stands behind. */
function isSecretHere({ text }: SyntaxFile, { node, path, container }: Cursor, value: string, form: string): boolean {
  if (node === undefined) return true;
  const key = path.findLast((step) => typeof step === "string") ?? "";
  const last = path.at(-1);
  const before = container?.kind === "seq" && typeof last === "number" ? container.items[last - 1]?.node : undefined;
  const option = before?.kind === "scalar" ? (/^--?([\w.-]+)$/u.exec(before.text)?.[1] ?? "") : "";
  if (isSecret(key, value) || isSecret(option, value)) return true;
  const whole = text.slice(node.start, node.end).replaceAll(form, value);
  return countOf(withoutCredentials(whole.replaceAll(/^["']|["']$/gu, "")), hiddenText) > countOf(whole, hiddenText);
}

function countOf(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** By the variables of containers that it gives a value to. */
function isSecretElsewhere({ services }: ComposeProject, name: string, value: string): boolean {
  const uses = ({ variables = [] }: Sourced<unknown>): boolean => variables.some((use) => use.name === name);
  return [...services.values()].some(({ environment, labels }) =>
    [...environment.items, ...labels.items].some(
      (one) =>
        one.value !== undefined && uses(one.value) && isSecret(one.name.value, isUnresolved(one.value.value) ? value : one.value.value),
    ),
  );
}
