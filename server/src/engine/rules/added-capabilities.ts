import type { Operation } from "../edit/change.js";
import { capability, normaliseCapability } from "../knowledge/capabilities.js";
import { readerNamed } from "../knowledge/host-readers.js";
import { documentsCapability } from "../knowledge/images.js";
import type { Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Fix, RuleContext } from "./rule.js";

/** An entry of `cap_add`, with the plain name of what it grants: `ALL`, or one of Linux's capabilities. */
export interface AddedCapability {
  readonly item: Sourced<unknown>;
  readonly name: string;
}

/** The entries of `cap_add`: none where `privileged` grants all. */
export function addedCapabilities({ privileged, capAdd }: Service): readonly AddedCapability[] {
  if (privileged !== undefined && known(privileged) === true) return [];
  return capAdd.items.flatMap((item): readonly AddedCapability[] => {
    if (isUnresolved(item.value)) return [];
    const name = normaliseCapability(item.value);
    return name === "ALL" || capability(name) !== undefined ? [{ item, name }] : [];
  });
}

/** Those of them that grant something by themselves: none where `ALL` grants it already. */
export function singleCapabilities(service: Service): readonly AddedCapability[] {
  const added = addedCapabilities(service);
  return added.some(({ name }) => name === "ALL") ? [] : added;
}

/** Takes one entry away; `stops` says what no longer works, where more is known than what the kernel answers. */
export function removeCapability({ item, name }: AddedCapability, { edit }: RuleContext, stops?: string): Fix {
  const remove: Operation = { op: "remove", target: item };
  const narrower = capability(name)?.saferAlternative;
  return {
    title: t`Remove ${name}`,
    class: "check",
    caveat: [stops ?? t('A program that uses it fails when it does; its log then says "operation not permitted".'), narrower ?? ""]
      .filter((part) => part !== "")
      .map((part) => t(part))
      .join(" "),
    change: edit.change(remove),
  };
}

/** Whether the service's image documents that it needs the capability; of one that is built its name tells which it is. */
export function isDocumented({ name: service, image, networkMode }: Service, name: string): boolean {
  const reference = image === undefined ? readerNamed(service.value) : known(image);
  return reference !== undefined && documentsCapability(reference, name, known(networkMode) === "host");
}
