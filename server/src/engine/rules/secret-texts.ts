import type { ComposeProject, EnvironmentVariable, Items, Service } from "../model/project.js";
import { known, type Sourced, type Unresolved } from "../model/sourced.js";

/** A text of the project that may hold secrets. */
export interface SecretText {
  readonly where: "environment" | "command" | "label" | "build-arg" | "config" | "mount-options";
  /** Whose it is, for messages: `"web"`, `the config "app.ini"`. */
  readonly owner: string;
  readonly service: Service | undefined;
  /** The variable's, label's or config's name; the attribute of a command. */
  readonly name: string;
  readonly value: Sourced<string | Unresolved>;
  /** The entry or list item that holds it, for edits. */
  readonly target: Sourced<unknown>;
  readonly variable?: EnvironmentVariable;
  /** The words of a command; `value` is the first of them. */
  readonly words?: readonly Sourced<string | Unresolved>[];
}

/** Every text of a project that may hold secrets. */
export function textsOf(project: ComposeProject): readonly SecretText[] {
  const configs = [...project.configs.values()].flatMap(({ name, content }) =>
    content === undefined ? [] : [shared("config", `the config "${name.value}"`, name.value, content)],
  );
  const volumes = [...project.volumes.values()].flatMap(({ name, optO }) =>
    optO === undefined ? [] : [shared("mount-options", `the volume "${name.value}"`, name.value, optO)],
  );
  return [...[...project.services.values()].flatMap(textsOfService), ...configs, ...volumes];
}

function shared(where: SecretText["where"], owner: string, name: string, value: Sourced<string | Unresolved>): SecretText {
  return { where, owner, service: undefined, name, value, target: value };
}

function textsOfService(service: Service): readonly SecretText[] {
  return [
    ...variables("environment", service, service.environment),
    ...command(service, "entrypoint", service.entrypoint),
    ...command(service, "command", service.command),
    ...variables("label", service, service.labels),
    ...(service.build === undefined ? [] : variables("build-arg", service, service.build.args)),
  ];
}

function variables(where: SecretText["where"], service: Service, { items }: Items<EnvironmentVariable>): readonly SecretText[] {
  return items.flatMap((variable) => {
    const { name, value, item } = variable;
    return value === undefined ? [] : [{ where, owner: ownerOf(service), service, name: name.value, value, target: item, variable }];
  });
}

function command(service: Service, name: string, { list, items }: Items<Sourced<string | Unresolved>>): readonly SecretText[] {
  const [value] = items;
  if (list === undefined || value === undefined) return [];
  return [{ where: "command", owner: ownerOf(service), service, name, value, target: list, words: items }];
}

function ownerOf({ name }: Service): string {
  return `"${name.value}"`;
}

/** The names that go with the credentials of a service: who logs in, and the product. */
export function besideOf(service: Service | undefined): readonly string[] {
  if (service === undefined) return [];
  const users = service.environment.items.flatMap(({ name, value }) =>
    value !== undefined && /USER(?:NAME)?$|LOGIN$|ADMIN$/iu.test(name.value) ? (known(value) ?? []) : [],
  );
  const image = service.image === undefined ? undefined : known(service.image);
  const product = image?.split("@")[0]?.split("/").at(-1)?.split(":")[0];
  return [...users, ...(product === undefined ? [] : [product])];
}
