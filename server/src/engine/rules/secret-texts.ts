import type { Build } from "../model/build.js";
import type { ComposeProject, EnvironmentVariable, Items, Service } from "../model/project.js";
import { known, type SetIn, type Sourced, type Unresolved } from "../model/sourced.js";
import type { Volume } from "../model/top-level.js";
import { phrase, t } from "../text/l10n.js";
import { imageName } from "./image-name.js";

/** A text of the project that may hold secrets. */
export interface SecretText {
  readonly where: "environment" | "command" | "label" | "build-arg" | "option" | "config" | "mount-options";
  /** Whose it is, for messages: `"web"`, `the config "app.ini"`. */
  readonly owner: string;
  readonly service: Service | undefined;
  /** The variable's, label's or config's name; the attribute of a command. */
  readonly name: string;
  readonly value: Text;
  /** The entry or list item that holds it, for edits. */
  readonly target: Sourced<unknown>;
  readonly variable?: EnvironmentVariable;
  /** Set for what a file of `env_file` sets: the target is the path of the file. */
  readonly isUse?: true;
  /** The words of a command; `value` is the first of them. */
  readonly words?: readonly Text[];
}

type Text = Sourced<string | Unresolved>;

/** What the fixes of a rule change that looks at all of these texts. */
export const secretPlaces: readonly string[] = [
  ...["environment", "command", "entrypoint", "healthcheck.test", "pre_start", "post_start", "pre_stop", "develop.watch"],
  ...["labels", "annotations", "deploy.labels", "logging.options", "provider.options", "build", "secrets"],
  ...["/secrets", "/configs", "/volumes"],
];

/** How a kind of secret is called in a sentence. */
export function secretWord(kind: string): string {
  const words: Readonly<Record<string, string>> = {
    password: t("password"),
    secret: t("secret"),
    token: t("token"),
    key: t("key"),
    credential: t("credential"),
  };
  return words[kind] ?? phrase(kind);
}

/** Every text of a project that may hold secrets. */
export function textsOf(project: ComposeProject): readonly SecretText[] {
  return [
    ...[...project.services.values()].flatMap(textsOfService),
    ...[...project.configs.values()].flatMap(({ name: { value: name }, content }) =>
      alone(content, { where: "config", owner: t`the config "${name}"`, service: undefined, name }),
    ),
    ...[...project.volumes.values()].flatMap(textsOfVolume),
  ];
}

function textsOfVolume({ name, optO, driverOpts }: Volume): readonly SecretText[] {
  const owner = { owner: t`the volume "${name.value}"`, service: undefined };
  const others = driverOpts.items.filter((option) => option.name.value !== "o");
  return [...alone(optO, { ...owner, where: "mount-options", name: name.value }), ...named(others, { ...owner, where: "option" })];
}

function textsOfService(service: Service): readonly SecretText[] {
  const { environment, entrypoint, command, healthcheck, build } = service;
  const owner = { owner: `"${service.name.value}"`, service };
  const label = { ...owner, where: "label" } as const;
  const option = { ...owner, where: "option" } as const;
  const hooks = [...service.preStart.items, ...service.postStart.items, ...service.preStop.items];
  const watched = service.watch.items.flatMap(({ exec }) => exec ?? []);
  return [
    ...named(environment.items, { ...owner, where: "environment" }),
    ...service.fileVariables.items.map(({ name, value, file }) => {
      return { ...owner, where: "environment", name, value, target: file.path, isUse: true } as const;
    }),
    ...wordsOf(entrypoint, { ...owner, name: "entrypoint" }),
    ...wordsOf(command, { ...owner, name: "command" }),
    ...(healthcheck === undefined ? [] : wordsOf(healthcheck.test, { ...owner, name: "healthcheck" })),
    ...[...hooks, ...watched].flatMap((hook) => [
      ...named(hook.environment.items, { ...owner, where: "environment" }),
      ...wordsOf(hook.command, { ...owner, name: "hook" }),
    ]),
    ...[service.labels, service.annotations, service.deploy?.labels].flatMap((labels) => named(labels?.items ?? [], label)),
    ...named(service.logging?.options.items ?? [], option),
    ...named(service.provider?.options.items ?? [], option),
    ...(build === undefined ? [] : textsOfBuild(build, owner)),
  ];
}

function textsOfBuild(build: Build, owner: Pick<SecretText, "owner" | "service">): readonly SecretText[] {
  const option = { ...owner, where: "option" } as const;
  return [
    ...named(build.args.items, { ...owner, where: "build-arg" }),
    ...named(build.labels.items, { ...owner, where: "label" }),
    ...named(build.additionalContexts.items, option),
    ...alone(build.context, { ...option, name: "context" }),
    ...alone(build.dockerfileInline, { ...option, name: "dockerfile_inline" }),
  ];
}

type Home = Pick<SecretText, "where" | "owner" | "service">;

function alone(value: Text | undefined, home: Home & { readonly name: string }): readonly SecretText[] {
  return value === undefined ? [] : [{ ...home, value, target: value }];
}

function named(items: readonly EnvironmentVariable[], home: Home): readonly SecretText[] {
  return items.flatMap((variable) => {
    const { name, value, item } = variable;
    return value === undefined ? [] : [{ ...home, name: name.value, value, target: item, variable }];
  });
}

function wordsOf({ list, items }: Items<Text>, home: Pick<SecretText, "owner" | "service" | "name">): readonly SecretText[] {
  const [value] = items;
  return list === undefined || value === undefined ? [] : [{ ...home, where: "command", value, target: list, words: items }];
}

/** The variables that a service gives its program, those of `env_file` among them. */
export function givenTo({ environment, fileVariables }: Service): readonly { readonly name: string; readonly value: Text | undefined }[] {
  return [...fileVariables.items, ...environment.items.map(({ name, value }) => ({ name: name.value, value }))];
}

/** A line of a file with variables, to point at. */
export function lineOf({ file, name }: SetIn): Sourced<undefined> {
  return { value: undefined, at: { file, ...name }, via: [] };
}

/** The names that go with the credentials of a service: who logs in, and the product. */
export function besideOf(service: Service | undefined): readonly string[] {
  const names = service === undefined ? [] : (beside.get(service) ?? namesBeside(service));
  if (service !== undefined) beside.set(service, names);
  return names;
}

const beside = new WeakMap<Service, readonly string[]>();

function namesBeside(service: Service): readonly string[] {
  const users = givenTo(service).flatMap(({ name, value }) =>
    value !== undefined && /USER(?:NAME)?$|LOGIN$|ADMIN$/iu.test(name) ? (known(value) ?? []) : [],
  );
  const product = imageName(service)?.split("@")[0]?.split("/").at(-1)?.split(":")[0];
  return [...users, ...(product === undefined ? [] : [product])];
}
