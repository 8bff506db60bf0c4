import type { Operation } from "../edit/change.js";
import { fileVariable, type SecretKind, secretKind } from "../knowledge/environment.js";
import type { ComposeProject, EnvironmentVariable, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import type { Place } from "../text/span.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const secretInEnv = serviceRule({
  id: "secret-in-env",
  title: "Secret in the file",
  category: "secrets",
  severity: "warning",
  references: [
    cisDocker("4.10"),
    owaspDocker(12),
    composeService("environment"),
    cwe(798),
    { title: "Docker: secrets in Compose", url: "https://docs.docker.com/compose/how-tos/use-secrets/" },
  ],
  docs: {
    why: [
      "The value is in the file, and so in the repository and its whole history, in `docker inspect`, in crash reports and in the environment of",
      "every process of the container. Placeholders such as `changeme` are no better: they reach production unchanged.",
    ].join("\n"),
    fix: [
      "Where the image reads secrets from files (`..._FILE`), use a Compose secret. Else take the value from the environment, with `${NAME:?}` so that",
      "nothing starts without it, and keep `.env` out of the repository. A value that was committed has to be changed.",
    ].join("\n"),
    fine: "A throw-away database on a developer's machine, on a network that nobody else reaches.",
  },
  *check(service, context) {
    for (const variable of service.environment.items) {
      const kind = kindOf(variable);
      if (kind === undefined) continue;
      const name = variable.name.value;
      const what = kind.by === "form" ? `holds a ${kind.kind}` : `is a ${kind.kind} in plain text`;
      yield {
        on: variable.item,
        message: `${name} of "${service.name.value}" ${what}, read by all who see this file or docker inspect. Use a secret or a variable.`,
        fixes: () => fixesFor(service, variable, context),
      };
    }
  },
});

/** The texts of all secrets in a project's environments, whatever the settings say: nobody prints them. */
export function secretsIn(project: ComposeProject): readonly Place[] {
  return [...project.services.values()].flatMap(({ environment }) =>
    environment.items.flatMap((variable) => (kindOf(variable) === undefined || variable.value === undefined ? [] : [variable.value.at])),
  );
}

/** Only what the file itself holds counts: a literal, or the default of a variable that nobody has set. */
function kindOf({ name, value }: EnvironmentVariable): SecretKind | undefined {
  const text = value === undefined ? undefined : known(value);
  if (value === undefined || text === undefined) return undefined;
  if (value.variables?.some(({ source }) => source !== "default")) return undefined;
  return secretKind(name.value, text);
}

function fixesFor(
  service: Service,
  variable: EnvironmentVariable,
  context: RuleContext & { readonly project: ComposeProject },
): readonly Fix[] {
  const image = service.image === undefined ? undefined : known(service.image);
  const file = image === undefined ? undefined : fileVariable(image, variable.name.value);
  const fromFile = file === undefined ? [] : [secretFix(service, variable, file.name, context)];
  return [...fromFile, environmentFix(variable, context)];
}

/** `${NAME:?...}`: under the name that the value has already, where it has one. */
function environmentFix({ item, name, value, form }: EnvironmentVariable, { edit }: RuleContext): Fix {
  const source = value?.variables?.[0]?.name ?? name.value.replaceAll(/\W/gu, "_");
  const use = `\${${source}:?set ${source}}`;
  return {
    title: `Take ${name.value} from the environment or .env`,
    class: "check",
    caveat: `Put ${source}=... into a file .env beside this one and keep it out of the repository: nothing starts until it is set. Change a value that was committed.`,
    change: edit.change({ op: "replace", target: item, value: form === "list" ? `${name.value}=${use}` : use }),
  };
}

function secretFix(
  service: Service,
  { item, name, form }: EnvironmentVariable,
  fileName: string,
  { edit, project }: RuleContext & { readonly project: ComposeProject },
): Fix {
  const secret = `${service.name.value}-${name.value}`.toLowerCase().replaceAll(/[^a-z\d-]+/gu, "-");
  const path = `/run/secrets/${secret}`;
  const title = `Read ${name.value} from a secret file`;
  const caveat = `Put the value into ./secrets/${secret}, readable for the container's user, and keep it out of the repository. Change a value that was committed.`;
  const fix = { title, class: "check", caveat } as const;
  if (project.body === undefined) return { ...fix, change: { refused: "The file has no mapping to put the secret into." } };
  if (project.secrets.has(secret)) return { ...fix, change: { refused: `There is a secret "${secret}" already: use it by hand.` } };
  const section = project.sections.get("secrets");
  const declare: Operation =
    section === undefined
      ? { op: "set", into: project.body, key: "secrets", value: { [secret]: { file: `./secrets/${secret}` } } }
      : { op: "set", into: section, key: secret, value: { file: `./secrets/${secret}` } };
  const grant: Operation = { op: "append", into: service.body, key: "secrets", items: [secret] };
  return { ...fix, change: edit.change(...variableOperations(service, item, form, fileName, path), grant, declare) };
}

function variableOperations(
  service: Service,
  item: EnvironmentVariable["item"],
  form: "list" | "map",
  name: string,
  path: string,
): readonly Operation[] {
  if (form === "list") return [{ op: "replace", target: item, value: `${name}=${path}` }];
  const { list } = service.environment;
  if (list === undefined) return [];
  return [
    { op: "set", into: { ...list, value: "mapping" }, key: name, value: path },
    { op: "remove", target: item },
  ];
}
