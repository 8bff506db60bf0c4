import { imageFacts } from "../knowledge/images.js";
import type { SecurityOpt, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Fix, RuleContext } from "./rule.js";

/**
 * The option that decides about a key: of several the engine takes the last. Absent when none is known, and for privileged services,
 * where the engine sets all of them aside.
 */
export function securityOption(service: Service, key: SecurityOpt["key"]): Sourced<SecurityOpt> | undefined {
  const option = service.privileged?.value === true ? undefined : lastOption(service, key);
  return option === "unknown" ? undefined : option;
}

/** The option that is written last for a key, whether or not the service is privileged; "unknown" when a variable decides. */
export function lastOption({ securityOpt }: Service, key: SecurityOpt["key"]): Sourced<SecurityOpt> | "unknown" | undefined {
  const item = securityOpt.items.findLast(({ value }) => (isUnresolved(value) ? isFor(value.unresolved, key) : value.key === key));
  return item === undefined ? undefined : isUnresolved(item.value) ? "unknown" : { ...item, value: item.value };
}

/** Whether an option such as `no-new-privileges` is on, as Go reads a boolean; without a value it is. */
export function isSwitchedOn({ value }: SecurityOpt): boolean {
  return value === undefined || ["1", "t", "T", "true", "True", "TRUE"].includes(value);
}

function isFor(text: string, key: string): boolean {
  return text.startsWith(`${key}=`) || text.startsWith(`${key}:`);
}

/** Whether the image is known not to do its work without an option, such as `seccomp=unconfined`. */
export function needsOption(service: Service, option: string): boolean {
  const image = known(service.image);
  return image !== undefined && imageFacts(image)?.privilegedReplacement?.securityOpt.includes(option) === true;
}

/** Takes an option away. */
export function removeOption(item: Sourced<SecurityOpt>, { edit }: RuleContext, caveat: string): Fix {
  const { key, separator, value } = item.value;
  const text = value === undefined ? key : `${key}${separator ?? "="}${value}`;
  return { title: t`Remove ${text}`, class: "check", caveat, change: edit.change({ op: "remove", target: item }) };
}

/** Names a profile of the person's own instead. */
export function ownProfile(item: Sourced<SecurityOpt>, { edit }: RuleContext, profile: string, caveat: string): Fix {
  const value = `${item.value.key}=${profile}`;
  return {
    title: t`Name a profile of your own: ${value}`,
    class: "check",
    caveat,
    change: edit.change({ op: "replace", target: item, value }),
    placeholders: [profile],
  };
}
