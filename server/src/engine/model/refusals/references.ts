import { t } from "../../text/l10n.js";
import { dependencies } from "../canonical/lifecycle.js";
import type { ComposeProject, Service } from "../project.js";
import { isUnresolved, known, type Sourced, type Unresolved } from "../sourced.js";
import type { Refuse } from "./refuse.js";

/** Names of networks, volumes, secrets, configs and models that nothing defines. What is not read may define them. */
export function checkReferences(project: ComposeProject, service: Service, refuse: Refuse): void {
  if (project.partial) return;
  const look = (what: string, name: Sourced<string | Unresolved>, among: ReadonlyMap<string, unknown>): void => {
    const value = known(name);
    if (value !== undefined && !among.has(value)) refuse("undefined", t`Nothing defines the ${what} "${value}".`, name.at);
  };
  for (const { name } of service.networks.items) {
    if (known(name) !== "default") look("network", name, project.networks);
    if (known(name)?.startsWith("x-") === true) refuse("undefined", t("Compose takes this for an extension, not for a network."), name.at);
  }
  const mounted = service.mounts.items.flatMap(({ type, source }) => (type === "volume" && source !== undefined ? [source] : []));
  for (const source of mounted) if (source.value !== "") look("volume", source, project.volumes);
  for (const { source } of service.secrets.items) look("secret", source, project.secrets);
  for (const { source } of service.build?.secrets.items ?? []) look("secret", source, project.secrets);
  for (const { source } of service.configs.items) look("config", source, project.configs);
  for (const { name } of service.models.items) look("model", name, project.models);
  checkContexts(project, service, refuse);
}

function checkContexts({ services }: ComposeProject, { build }: Service, refuse: Refuse): void {
  for (const { value } of build?.additionalContexts.items ?? []) {
    const [, other] = /^service:(.*)$/su.exec(known(value) ?? "") ?? [];
    if (other === undefined || value === undefined) continue;
    if (services.get(other)?.build === undefined) refuse("undefined", t`No service "${other}" is built here.`, value.at);
  }
}

/** Services that others need and nothing defines, and services that need each other. */
export function checkDependencies(project: ComposeProject, refuse: Refuse): void {
  const needs = new Map([...project.services].map(([name, service]) => [name, dependenciesOf(service)] as const));
  for (const needed of needs.values()) {
    for (const [other, { at }] of project.partial ? [] : needed) {
      if (!project.services.has(other)) refuse("undefined", t`There is no service "${other}".`, at);
    }
  }
  const left = withoutOrder(needs);
  for (const name of left) {
    const [other, from] = [...(needs.get(name) ?? [])].find(([one]) => left.has(one)) ?? [];
    if (from !== undefined) refuse("dependency-cycle", t`"${name}" cannot start before "${other ?? ""}", and that not before it.`, from.at);
  }
}

/** What is left when services are started whose needs have started, again and again. */
function withoutOrder(needs: ReadonlyMap<string, ReadonlyMap<string, unknown>>): ReadonlySet<string> {
  const neededBy = new Map<string, string[]>();
  const open = new Map([...needs].map(([name, needed]) => [name, [...needed.keys()].filter((other) => needs.has(other)).length] as const));
  for (const [name, needed] of needs) for (const other of needed.keys()) neededBy.set(other, [...(neededBy.get(other) ?? []), name]);
  const ready = [...open].flatMap(([name, count]) => (count === 0 ? [name] : []));
  for (let name = ready.pop(); name !== undefined; name = ready.pop()) {
    open.delete(name);
    for (const other of neededBy.get(name) ?? []) {
      const count = (open.get(other) ?? 0) - 1;
      open.set(other, count);
      if (count === 0) ready.push(other);
    }
  }
  return new Set(open.keys());
}

/** The services that one needs, by name, and the text that says so. */
function dependenciesOf(service: Service): ReadonlyMap<string, Sourced<unknown>> {
  const entries = [...(dependencies(service)?.entries ?? [])];
  return new Map(entries.flatMap(([name, { from }]) => (from === undefined || isUnresolved(from.value) ? [] : [[name, from]])));
}
