import type { Change, Operation } from "../edit/change.js";
import { type AuthSwitch, authSwitches } from "../knowledge/auth-switches.js";
import { isImageOf } from "../knowledge/images.js";
import { nameOf } from "../model/location.js";
import type { ComposeProject, EnvironmentVariable, FileVariable, Service } from "../model/project.js";
import { isUnresolved, known, type SetIn, type Setting, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { type CommandWord, replaceWord, serviceCommands } from "./command-words.js";
import { imageName } from "./image-name.js";
import { composeService, cwe } from "./references.js";
import { type Fix, type Report, type RuleContext, serviceRule } from "./rule.js";
import { givenTo, lineOf } from "./secret-texts.js";

export const authDisabled = serviceRule({
  id: "auth-disabled",
  title: "Login switched off",
  category: "secrets",
  severity: "warning",
  changes: ["command", "entrypoint", "environment"],
  references: [
    cwe(306),
    composeService("environment"),
    composeService("command"),
    {
      title: "PostgreSQL image: POSTGRES_HOST_AUTH_METHOD",
      url: "https://github.com/docker-library/docs/tree/master/postgres#postgres_host_auth_method",
    },
    {
      title: "Elasticsearch: security settings",
      url: "https://www.elastic.co/guide/en/elasticsearch/reference/current/security-settings.html",
    },
    { title: "Traefik: API and dashboard", url: "https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/" },
  ],
  docs: {
    why: [
      "The program asks nobody who they are: whoever reaches its port has all that it holds. That is every container in its networks, everybody on the host, and",
      "with a published port everybody who reaches the host. One breach anywhere in the project is then a breach of this, too.",
    ].join("\n"),
    attack: [
      "Break into any container that shares a network with it, or find the port from outside.",
      "Connect: nothing asks for a password.",
      "Read, change or delete the data; consoles, notebooks and databases also run the attacker's code.",
    ],
    fix: "Take the setting away and give the program a password, from a secret or a variable; clients need it then, too. Publish no port of it that nobody needs.",
    fine: "Tests that run in a network of their own and are thrown away; a dashboard that is meant for everybody. A proxy in front that asks for a login, if nothing else reaches the port.",
    premise: [
      "Settings as the makers document them, or as the start script of the image reads them: each has its source in the rule's table. A setting that has no effect",
      "is silent, such as `MYSQL_ALLOW_EMPTY_PASSWORD` beside a root password, or `--protected-mode no` for the official Redis and Valkey images, which are",
      "built that way. What a configuration file says is not looked at.",
    ].join("\n"),
  },
  *check(service, context) {
    const commands = serviceCommands(context.project, service);
    const words = commands.flat().map(({ text }) => text);
    for (const one of authSwitches) {
      if (!applies(one, service, words)) continue;
      for (const found of findings(one, service, commands, context.project)) {
        yield {
          on: found.on,
          ...(found.related !== undefined && { related: found.related }),
          message: t`${found.name} lets everybody who reaches "${service.name.value}" ${one.may}. ${one.advice}`,
          fixes: () => [found.fix(context)],
        };
      }
    }
  },
});

interface Finding {
  readonly on: Sourced<unknown>;
  readonly name: string;
  readonly related?: Report["related"];
  readonly fix: (context: RuleContext) => Fix;
}

function findings(
  one: AuthSwitch,
  service: Service,
  commands: readonly (readonly CommandWord[])[],
  project: ComposeProject,
): readonly Finding[] {
  const { at } = one;
  if ("variable" in at) {
    const own = service.environment.items
      .filter((variable) => variable.name.value === at.variable && at.is.test(settingOf(variable.value) ?? ""))
      .map(
        (variable): Finding => ({
          on: variable.item,
          name: at.variable,
          fix: (context) => variableFix(one, at.instead, service, variable, context),
        }),
      );
    return [...own, ...service.fileVariables.items.flatMap((variable) => inFile(at, variable, service, project))];
  }
  return commands.flatMap((command) =>
    command.flatMap((word, index): readonly Finding[] => {
      const last = at.next === undefined ? word : command[index + 1];
      if (last === undefined || !at.word.test(word.text) || at.next?.test(last.text) === false) return [];
      return [{ on: last.on, name: shortened(word.text), fix: (context) => wordFix(one, at, last, context) }];
    }),
  );
}

/** A switch in a file of `env_file`, where the person has to change it. */
function inFile(
  at: Extract<AuthSwitch["at"], { readonly variable: string }>,
  { name, value, file }: FileVariable,
  service: Service,
  project: ComposeProject,
): readonly Finding[] {
  const set = setOf(value);
  if (name !== at.variable || set === undefined || !at.is.test(settingOf(value) ?? "")) return [];
  if (meantFor(name, set, project) !== service) return [];
  const change: Change = { refused: t`It stands in line ${set.line + 1} of ${nameOf(set.file)}: change it there.` };
  const title = at.instead === undefined ? t`Remove ${name}` : t`Set ${name} to ${at.instead}`;
  return [
    {
      on: file.path,
      name: t`${name} in ${shortened(nameOf(set.file))}`,
      related: [{ on: lineOf(set), message: t("Set here.") }],
      fix: () => ({ title, class: "check", change }),
    },
  ];
}

/** Of the services that take a line, often all of a project, the one whose program it is for: `POSTGRES_...` for the image `postgres`, else the first. */
function meantFor(name: string, set: SetIn, { services }: ComposeProject): Service | undefined {
  const takers = [...services.values()].filter(({ fileVariables }) =>
    fileVariables.items.some(({ value }) => setOf(value)?.file === set.file && setOf(value)?.line === set.line),
  );
  const product = name.split("_")[0]?.toLowerCase() ?? "";
  return takers.find((one) => imageName(one)?.includes(product) === true) ?? takers[0];
}

function setOf({ variables }: FileVariable["value"]): SetIn | undefined {
  return variables?.[0]?.set;
}

/** Whether the setting means something in this service, and nothing beside it takes it back. */
function applies({ repositories, unless, when, unlessMounted, at }: AuthSwitch, service: Service, words: readonly string[]): boolean {
  const image = imageName(service);
  if (repositories !== undefined && (image === undefined || !isImageOf(image, repositories))) return false;
  const items = givenTo(service);
  if (when !== undefined && !items.some(({ name, value }) => name === when.variable && when.value.test(settingOf(value) ?? "")))
    return false;
  if (unlessMounted !== undefined && service.mounts.items.some(({ target }) => startsWith(target, unlessMounted))) return false;
  if (unless === undefined) return true;
  const own = "variable" in at ? at.variable : undefined;
  const isVoid = items.some(({ name, value }) => name !== own && unless.test(name) && settingOf(value) !== "");
  return !isVoid && service.fileVariables.complete && !words.some((word) => unless.test(word));
}

function startsWith(setting: Service["mounts"]["items"][number]["target"], path: string): boolean {
  return setting !== undefined && !isUnresolved(setting.value) && setting.value.startsWith(path);
}

function settingOf(value: Setting<string>): string | undefined {
  return value === undefined ? undefined : known(value);
}

const clients = "Clients have to log in from then on.";

function variableFix(
  { password, note = "" }: AuthSwitch,
  instead: string | undefined,
  service: Service,
  { item, form, name: { value: name } }: EnvironmentVariable,
  { edit }: RuleContext,
): Fix {
  const { items, list } = service.environment;
  const isThere = items.some((one) => one.name.value === password || one.name.value === `${password}_FILE`);
  const added = password === undefined || isThere ? undefined : password;
  const use = `\${${added}:?set ${added}}`;
  const start = added === undefined ? "" : t`Put ${added}=... into .env: nothing starts until it is set.`;
  const mended: Operation =
    instead === undefined
      ? { op: "remove", target: item }
      : { op: "replace", target: item, value: form === "list" ? `${name}=${instead}` : instead };
  const addition: Operation | undefined =
    added === undefined || list === undefined
      ? undefined
      : form === "list"
        ? { op: "append", into: service.body, key: "environment", items: [`${added}=${use}`] }
        : { op: "set", into: { ...list, value: "mapping" }, key: added, value: use };
  return {
    title: variableTitle(name, instead, added),
    class: "check",
    caveat: [clients, start, note]
      .filter((part) => part !== "")
      .map((part) => t(part))
      .join(" "),
    change: edit.change(...(addition === undefined ? [mended] : [addition, mended])),
  };
}

function variableTitle(name: string, instead: string | undefined, added: string | undefined): string {
  if (instead?.includes("${") === true) return t`Take the password of ${name} from the environment or .env`;
  if (instead !== undefined) return t`Set ${name} to ${instead}`;
  return added === undefined ? t`Remove ${name}` : t`Remove ${name}, and take ${added} from the environment or .env`;
}

function wordFix(
  { note = "" }: AuthSwitch,
  { instead, refused }: { readonly instead?: string; readonly refused?: string },
  word: CommandWord,
  context: RuleContext,
): Fix {
  const title = instead === undefined ? t`Remove ${shortened(word.text)}` : t`Replace ${shortened(word.text)} by ${shortened(instead)}`;
  const change = refused === undefined ? replaceWord(word, instead ?? "", context) : { refused };
  return {
    title,
    class: "check",
    caveat: [clients, note]
      .filter((part) => part !== "")
      .map((part) => t(part))
      .join(" "),
    change,
  };
}

function shortened(text: string): string {
  return text.length <= 36 ? text : `...${text.slice(-33)}`;
}
