import { guardsItself, refusesEmpty } from "../knowledge/environment/empty-passwords.js";
import { secretName } from "../knowledge/environment.js";
import type { ComposeProject, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced, type Unresolved } from "../model/sourced.js";
import { writtenPart } from "../model/written-part.js";
import { t } from "../text/l10n.js";
import type { Place } from "../text/span.js";
import { imageName } from "./image-name.js";
import { composeService, cwe, interpolation } from "./references.js";
import type { Rule } from "./rule.js";
import { spliced } from "./secret-fixes.js";
import { type SecretText, textsOf } from "./secret-texts.js";

export const credentialUnsetEmpty: Rule<"credential-unset-empty"> = {
  id: "credential-unset-empty",
  title: "Password that is empty when nobody sets it",
  category: "secrets",
  severity: "information",
  changes: ["command", "entrypoint", "environment", "/configs"],
  references: [
    interpolation,
    composeService("environment"),
    cwe(258),
    cwe(1188),
    {
      title: "Docker: interpolation syntax",
      url: "https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#interpolation-syntax",
    },
  ],
  docs: {
    why: [
      "A variable that nobody has set becomes an empty text: Compose prints a warning among the others and starts. Some programs then ask for no password at all,",
      "others sign sessions with an empty key, so that everybody can make one. It happens with a new machine, a lost `.env`, or a typing error in a name.",
    ].join("\n"),
    attack: [
      "Wait for a start without the variable: a new server, a job that has no `.env`, a renamed setting.",
      "Connect without a password, or make a session with the empty key.",
      "Stay: nothing looks wrong to those who have the variable set.",
    ],
    fix: "Write `${NAME:?set NAME}`: Compose then starts nothing until it has a value. Once in a project is enough, for Compose looks at all files first.",
    fine: "The program refuses an empty value by itself, or an empty one means that the feature is off.",
    premise: [
      "Compose replaces `$NAME` and `${NAME}` by nothing when neither the shell nor `.env` sets it, and warns. Told once for each variable, and only where the container guards",
      "itself with it: the password of its administrator, page or command line, or a signing key. Silent are passwords with which it logs in elsewhere, variables that",
      "`${NAME:?}` asks for anywhere in the project, those with which the image does not start when they are empty, and secrets that the program is told to read from a file. The shell's variables are not known here.",
    ].join("\n"),
  },
  *check(project, { edit }) {
    const texts = textsOf(project).filter(({ where }) => where === "environment" || where === "command" || where === "config");
    for (const { variable, text, value, at } of firstUses(project, texts)) {
      const use = `\${${variable}:?set ${variable}}`;
      yield {
        on: { value: variable, at, via: value.via },
        message: t`When nobody sets ${variable}, Compose starts with it empty and only warns. Ask for it by \${${variable}:?}.`,
        fixes: () => [
          {
            title: t`Start nothing until ${variable} is set`,
            class: "recommended",
            caveat: t`Compose refuses every command of this project until ${variable} has a value in the shell or in .env.`,
            change: spliced({ value, from: text }, at, use, edit),
          },
        ],
      };
    }
  },
};

interface Use {
  readonly variable: string;
  readonly text: SecretText;
  readonly value: Sourced<string | Unresolved>;
  readonly at: Place;
}

/** The first place where each such variable stands bare, unless another place of the project asks for it. */
function firstUses(project: ComposeProject, texts: readonly SecretText[]): readonly Use[] {
  const uses = new Map<string, Use>();
  const safe = new Set<string>();
  for (const { text, value, written, variable } of texts.flatMap(unknownsOf)) {
    if (asksFor(written, variable) || isRefused(text)) safe.add(variable);
    if (uses.has(variable) || !guards(text, variable)) continue;
    const at = bareUse(project, value, written, variable);
    if (at !== undefined) uses.set(variable, { variable, text, value, at });
  }
  return [...uses.values()].filter(({ variable }) => !safe.has(variable));
}

/** The variables that nobody has set in a text. */
function unknownsOf(text: SecretText): readonly (Omit<Use, "at"> & { readonly written: string })[] {
  return (text.words ?? [text.value]).flatMap((value) => {
    if (!isUnresolved(value.value)) return [];
    const { unresolved: written, missing } = value.value;
    return missing.map((variable) => ({ text, value, written, variable }));
  });
}

/** Whether the container is open, or its sessions can be made by anybody, when the variable is empty here. */
function guards({ where, name, words, service }: SecretText, variable: string): boolean {
  const kind = secretName(variable);
  if (kind === undefined) return false;
  if (where === "environment") return guardsItself(name, secretName(name) ?? "") && !readsFromFile(service, name);
  if (where === "config") return guardsItself(variable, kind);
  const isServer =
    name !== "healthcheck" && name !== "hook" && words?.some(({ value }) => typeof value === "string" && clients.test(value)) !== true;
  return isServer && kind !== "token" && words?.some(({ value }) => typeof value === "string" && /^-/u.test(value)) === true;
}

/** Whether the program is told to read such a secret from a file, which its start script makes where the variable is empty. */
function readsFromFile(service: Service | undefined, name: string): boolean {
  const kind = /JWT|SECRET/iu.exec(name)?.[0].toLowerCase();
  if (kind === undefined || service === undefined) return false;
  const words = [...service.entrypoint.items, ...service.command.items].flatMap((word) => (known(word) ?? "").split("=", 2));
  return words.some((word, index) => {
    const isOption = word.startsWith("--") && word.toLowerCase().includes(kind);
    return isOption && words[index + 1]?.startsWith("/") === true;
  });
}

/** Programs that give a password rather than ask for one. */
const clients = /^(?:.*\/)?(?:mysql|mariadb|psql|pg_|mongo|redis-cli|valkey-cli|curl|wget|mc$|flask|sh$|bash$)/u;

function asksFor(written: string, variable: string): boolean {
  return new RegExp(`\\$\\{${variable}:?\\?`, "u").test(written);
}

/** Whether the image does not start with the variable of the container empty. */
function isRefused({ where, service, name }: SecretText): boolean {
  if (where !== "environment" || service === undefined || service.environment.items.some((one) => /ALLOW_EMPTY/u.test(one.name.value)))
    return false;
  const image = imageName(service);
  return (image !== undefined || service.build !== undefined) && refusesEmpty(image, name);
}

function bareUse(project: ComposeProject, value: Sourced<unknown>, written: string, variable: string): Place | undefined {
  const match = new RegExp(`\\$\\{${variable}\\}|\\$${variable}(?!\\w)`, "u").exec(written);
  return match === null ? undefined : writtenPart(project, value, written, match.index, match.index + match[0].length);
}
