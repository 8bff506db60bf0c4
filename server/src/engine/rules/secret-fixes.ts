import type { Change, Operation } from "../edit/change.js";
import { fileVariable, secretName } from "../knowledge/environment.js";
import type { Body, ComposeProject, EnvironmentVariable, Service } from "../model/project.js";
import type { Sourced } from "../model/sourced.js";
import { defaultAround } from "../model/written-part.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import { declareSecret } from "./declare-secret.js";
import { imageName } from "./image-name.js";
import type { Fix, RuleContext } from "./rule.js";
import { secretWord } from "./secret-texts.js";
import { type Secret, type SecretRule, secretsOf, shortened } from "./secrets.js";

/** How a secret leaves the file, best way first. */
export function secretFixes(secret: Secret, project: ComposeProject, { edit }: RuleContext): readonly Fix[] {
  const { from, whole } = secret;
  const { service, variable } = from;
  const fixes: Fix[] = [...shellFix(secret, project, edit), variableFix(secret, project, edit)];
  if (variable === undefined || service === undefined) return fixes;
  if (from.where === "build-arg") fixes.unshift(...buildFix(service, variable, project, edit));
  if (whole && service.environment.items.includes(variable)) fixes.unshift(...fileFix(service, variable, project, edit));
  return fixes;
}

type Edit = RuleContext["edit"];

const keepOut = "keep it out of the repository";
const changeIt = "Change a value that was committed.";

/** `$$NAME` in a text for the shell of the container, where a variable of it has the same value. */
function shellFix(secret: Secret, project: ComposeProject, edit: Edit): readonly Fix[] {
  const twin = secret.inShell ? twinOf(secret, project, secret.from.service) : undefined;
  if (twin === undefined || !/^\w+$/u.test(twin.from.name)) return [];
  const { name } = twin.from;
  return [
    {
      title: t`Let the container's shell put ${name} in`,
      class: "recommended",
      caveat: t`It has the same value there. When ${name} moves into a secret file, this has to read that file, too.`,
      change: spliced(secret, secret.at, `$$${name}`, edit),
    },
  ];
}

/** A variable in the environment of some container, or of those of one service, that is the same secret. */
function twinOf(secret: Secret, project: ComposeProject, service?: Service): Secret | undefined {
  return secretsOf(project).find(
    ({ whole, from, text }) =>
      whole && from.where === "environment" && text === secret.text && (service === undefined || from.service === service),
  );
}

/** `${NAME:?...}` in the place of the secret. */
function variableFix(secret: Secret, project: ComposeProject, edit: Edit): Fix {
  const { from, whole, holder } = secret;
  const isValue = whole && from.variable !== undefined;
  const around = isValue ? undefined : defaultAround(project, secret.at);
  const name = around?.name ?? variableNameOf(secret, project);
  const use = `\${${name}:?set ${name}}`;
  const hint = hints[secret.rule] ?? "";
  return {
    title: isValue
      ? t`Take ${shortened(holder)} from the environment or .env`
      : t`Take the ${secretWord(secret.kind)} in ${shortened(holder)} from the environment or .env`,
    class: "check",
    caveat: t`Put ${name}=... into a file .env beside this one and ${keepOut}: nothing starts until it is set.${hint} ${changeIt}`,
    change: whole && from.variable !== undefined ? replaced(from.variable, use, edit) : spliced(secret, around?.at ?? secret.at, use, edit),
  };
}

const hints: Readonly<Partial<Record<SecretRule, string>>> = {
  "secret-in-url": " In a URL, percent-encode the characters that mean something there.",
  "password-hash-in-label": " Its dollar signs need single quotes in .env.",
};

function replaced({ item, name, form }: EnvironmentVariable, use: string, edit: Edit): Change {
  return inPlace(item, edit, (target) => ({ op: "replace", target, value: form === "list" ? `${name.value}=${use}` : use }));
}

/** A word of a command is an item of its list, or a part of the one text. */
export function spliced({ value, from }: Pick<Secret, "value" | "from">, part: Place, text: string, edit: Edit): Change {
  const splice = (target: Sourced<unknown>): Operation => ({ op: "splice", target, part, text });
  const change = inPlace(from.words === undefined ? from.target : value, edit, splice);
  return "refused" in change && from.words !== undefined ? inPlace(from.target, edit, splice) : change;
}

/** In the text itself, also when it is an anchor's: a secret that is only covered at the service stays in the file. */
function inPlace(target: Sourced<unknown>, edit: Edit, operation: (target: Sourced<unknown>) => Operation): Change {
  const change = edit.change(operation({ ...target, via: [] }));
  return "refused" in change && target.via.length > 0 ? edit.change(operation(target)) : change;
}

/** The variable that the secret is taken from: the one it has already, that of an equal secret, or a new one. */
function variableNameOf(secret: Secret, project: ComposeProject): string {
  const { from, value, whole } = secret;
  const used = whole && from.words === undefined ? value.variables?.[0]?.name : undefined;
  if (used !== undefined) return used;
  if (whole && from.where === "environment") return asVariable(from.name);
  const twin = twinOf(secret, project);
  return twin === undefined ? newName(secret) : (twin.value.variables?.[0]?.name ?? asVariable(twin.from.name));
}

/** Of what holds it where that tells, else of the service: `JAVA_OPTS_PASSWORD`, `ADMIN_PASSWORD` for `--admin-password`, `CACHE_PASSWORD`. */
function newName({ from, holder, kind }: Secret): string {
  if (from.where === "environment" || from.where === "build-arg") {
    const name = from.name.replace(/[_-]?(?:ur[il]|dsn|connection_?string)$|^connectionstrings?__/iu, "");
    return upperSnake(`${name || (from.service?.name.value ?? "")}_${kind.split(" ").at(-1)?.toUpperCase()}`);
  }
  const tells = from.where !== "label" && secretName(holder) !== undefined && /\w[_.-]\w/u.test(holder);
  return tells ? upperSnake(holder) : upperSnake(`${from.service?.name.value ?? from.name}_${kind.toUpperCase()}`);
}

/** `--db-password` as `DB_PASSWORD`. */
function upperSnake(text: string): string {
  const name = text
    .replace(/^-D/u, "")
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/gu, "_")
    .replaceAll(/[\W_]+/gu, "_")
    .replaceAll(/^_|_$/gu, "")
    .toUpperCase();
  return /^\d/u.test(name) ? `_${name}` : name;
}

/** A variable's name as it stands, but for what `${}` does not take. */
function asVariable(name: string): string {
  return name.replaceAll(/\W/gu, "_");
}

/** `POSTGRES_PASSWORD_FILE` and a Compose secret, where the image reads the variable from a file. */
function fileFix(service: Service, variable: EnvironmentVariable, project: ComposeProject, edit: Edit): readonly Fix[] {
  const image = imageName(service);
  const file = image === undefined ? undefined : fileVariable(image, variable.name.value);
  if (file === undefined) return [];
  const { name } = variable;
  const secret = secretNameOf(service, variable);
  const title = t`Read ${name.value} from a secret file`;
  const note = file.note === undefined ? "" : ` ${t(file.note)}`;
  const caveat = t`Put the value into ./secrets/${secret}, readable for the container's user, and ${keepOut}.${note} ${changeIt}`;
  const fix = { title, class: "check", caveat } as const;
  const declared = declareSecret(secret, project);
  if ("refused" in declared) return [{ ...fix, change: declared }];
  const grant: Operation = { op: "append", into: service.body, key: "secrets", items: [secret] };
  const path = `/run/secrets/${secret}`;
  return [{ ...fix, change: edit.change(...renamed(service, variable, file.name, path), grant, declared) }];
}

/** A build secret in the place of a build argument. */
function buildFix(service: Service, variable: EnvironmentVariable, project: ComposeProject, edit: Edit): readonly Fix[] {
  const { build } = service;
  if (build === undefined) return [];
  const { name, item } = variable;
  const secret = secretNameOf(service, variable);
  const fix = {
    title: t`Make ${name.value} a build secret`,
    class: "check",
    caveat: t`In the Dockerfile, drop ARG ${name.value} and read it with RUN --mount=type=secret,id=${secret},env=${name.value}. Put the value into ./secrets/${secret} and ${keepOut}. ${changeIt}`,
  } as const;
  const declared = declareSecret(secret, project);
  if ("refused" in declared) return [{ ...fix, change: declared }];
  const body: Body = { ...build.item, value: "mapping" };
  return [
    {
      ...fix,
      change: edit.change({ op: "remove", target: item }, { op: "append", into: body, key: "secrets", items: [secret] }, declared),
    },
  ];
}

function secretNameOf(service: Service, { name }: EnvironmentVariable): string {
  return `${service.name.value}-${name.value}`.toLowerCase().replaceAll(/[^a-z\d-]+/gu, "-");
}

/** The variable under its name for files, with the path. */
function renamed(
  service: Service,
  { item, form, name: { value: old } }: EnvironmentVariable,
  name: string,
  path: string,
): readonly Operation[] {
  if (form === "list") return [{ op: "replace", target: item, value: `${name}=${path}` }];
  if (name === old) return [{ op: "replace", target: item, value: path }];
  const { list } = service.environment;
  if (list === undefined) return [];
  return [
    { op: "set", into: { ...list, value: "mapping" }, key: name, value: path },
    { op: "remove", target: item },
  ];
}
