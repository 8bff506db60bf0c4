import type { Operation } from "../edit/change.js";
import type { Body, ComposeProject, Service } from "../model/project.js";
import { isUnresolved, type Setting, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Fix, RuleContext } from "./rule.js";

/** A resource that a service may be limited in, and the two places where Compose takes the limit. */
export interface Limit {
  /** Key of the service itself. */
  readonly key: "mem_limit" | "cpus" | "pids_limit";
  /** Key below `deploy.resources.limits`. */
  readonly deployKey: "memory" | "cpus" | "pids";
  /** What a person would start with; strings are quoted where YAML asks for it. */
  readonly value: string | number;
  readonly name: string;
}

/** Whether a limit is set: what a variable decides counts; zero and less mean that there is none. */
export function isLimited(...settings: readonly (Setting<number> | Setting<string>)[]): boolean {
  return settings.some((setting) => {
    if (setting === undefined) return false;
    return isUnresolved(setting.value) || typeof setting.value === "string" || Number(setting.value) > 0;
  });
}

/** A limit that is written and means none; absent when nothing is written. */
export function unlimited(...settings: readonly Setting<number>[]): Sourced<unknown> | undefined {
  return settings.find((setting) => setting !== undefined && !isUnresolved(setting.value) && setting.value <= 0);
}

/**
 * Writes a limit where the service has others: Compose refuses a service that has some of them on each side. A service without any follows
 * the rest of the project.
 */
export function limitFix(
  project: ComposeProject,
  service: Service,
  limit: Limit,
  written: Sourced<unknown> | undefined,
  { edit }: RuleContext,
): Fix {
  const value = limit.value;
  const shown = String(value);
  const operation: Operation = written === undefined ? insertion(project, service, limit) : { op: "replace", target: written, value };
  return {
    title: t`Limit ${limit.name} to ${shown}`,
    class: "check",
    caveat: t`How much it needs only you know: look at docker stats under load. ${caveats[limit.key]}`,
    change: edit.change(operation),
    placeholders: [shown],
  };
}

const caveats: Readonly<Record<Limit["key"], string>> = {
  mem_limit: "A program that wants more is killed.",
  cpus: "A program that wants more becomes slow.",
  pids_limit: "A program that starts more processes or threads fails.",
};

function insertion(project: ComposeProject, service: Service, { key, deployKey, value }: Limit): Operation {
  const { deploy, body } = service;
  const below: Operation = {
    op: "set",
    into: body,
    key: "deploy",
    value: { resources: { limits: { [deployKey]: value } } },
  };
  if (deploy?.limits !== undefined) return { op: "set", into: asBody(deploy.limits), key: deployKey, value };
  if (hasOwnLimit(service) || deploy !== undefined) return { op: "set", into: body, key, value };
  return usesDeploy(project) ? below : { op: "set", into: body, key, value };
}

function asBody(mapping: Sourced<unknown>): Body {
  return { ...mapping, value: "mapping" };
}

function hasOwnLimit({ memLimit, cpus, pidsLimit }: Service): boolean {
  return memLimit !== undefined || cpus !== undefined || pidsLimit !== undefined;
}

function usesDeploy({ services }: ComposeProject): boolean {
  const all = [...services.values()];
  return all.filter(({ deploy }) => deploy?.limits !== undefined).length > all.filter(hasOwnLimit).length;
}
