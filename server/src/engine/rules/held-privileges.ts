import { normaliseCapability } from "../knowledge/capabilities.js";
import { imageFacts } from "../knowledge/images.js";
import { effectiveCapabilities } from "../model/effective-capabilities.js";
import type { SecurityOpt, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { effectiveUser } from "../model/user.js";
import { t } from "../text/l10n.js";
import { type Fate, fateOf, type Held } from "./held.js";
import { isSwitchedOn, lastOption } from "./security-options.js";

/** What a layer says against privileges in the container. */
export function heldPrivileges(service: Service): readonly Held[] {
  return [...heldSwitches(service), ...heldUser(service), ...heldCapabilities(service), ...heldOptions(service)];
}

const rootOnHost = "root in it is root on the host";

function heldSwitches({ readOnly, privileged, useApiSocket }: Service): readonly Held[] {
  const found: Held[] = [];
  if (readOnly !== undefined && known(readOnly) === true) {
    found.push({
      id: "read_only",
      what: "read_only: true",
      on: readOnly,
      gain: "an intruder can change its programs",
      path: ["read_only"],
      now: (service) => fateOf(service.readOnly, (value) => value),
      again: ({ body }) => ({ op: "set", into: body, key: "read_only", value: true }),
    });
  }
  // What nobody has said is no promise: that a service becomes privileged then is another rule's business.
  const isOff = (value: boolean): boolean => !value;
  const orHeld = (fate: Fate): Fate => (fate === "gone" ? "held" : fate);
  if (privileged !== undefined && known(privileged) === false) {
    found.push({
      id: "privileged",
      what: "privileged: false",
      on: privileged,
      gain: rootOnHost,
      path: ["privileged"],
      now: (service) => orHeld(fateOf(service.privileged, isOff)),
    });
  }
  if (useApiSocket !== undefined && known(useApiSocket) === false) {
    found.push({
      id: "use_api_socket",
      what: "use_api_socket: false",
      on: useApiSocket,
      gain: "it controls the engine",
      path: ["use_api_socket"],
      now: (service) => orHeld(fateOf(service.useApiSocket, isOff)),
    });
  }
  return found;
}

function heldUser(service: Service): readonly Held[] {
  const { user } = service;
  const written = user === undefined ? undefined : known(user);
  if (user === undefined || written === undefined || effectiveUser(service) !== "other") return [];
  return [
    {
      id: "user",
      what: `user: ${written}`,
      on: user,
      gain: "its program may run as root",
      path: ["user"],
      now: (after) => (effectiveUser(after) === "image" && startsAsOther(after) ? "held" : fateOf(after.user, () => isOther(after))),
      again: ({ body }) => ({ op: "set", into: body, key: "user", value: written }),
    },
  ];
}

function isOther(service: Service): boolean {
  return effectiveUser(service) === "other";
}

function startsAsOther({ image, build }: Service): boolean {
  return build === undefined && image !== undefined && imageFacts(known(image) ?? "")?.runsAsNonRoot === true;
}

function heldCapabilities(service: Service): readonly Held[] {
  const before = effectiveCapabilities(service);
  if (before === "unknown") return [];
  const { items } = service.capDrop;
  const names = items.map((item) => normaliseCapability(known(item) ?? ""));
  const everything = items[names.indexOf("ALL")];
  if (everything !== undefined && (service.privileged?.value === true || grantOfAll(service) !== undefined)) return [];
  const drops: readonly (readonly [name: string, item: Sourced<unknown>])[] =
    everything === undefined
      ? names.flatMap((name, index) => {
          const item = items[index];
          return item === undefined || name === "" || before.includes(name) ? [] : [[name, item] as const];
        })
      : [["ALL", everything]];
  return drops.map(([name, item]) => ({
    id: `cap_drop ${name}`,
    what: `cap_drop: [${name}]`,
    on: item,
    gain: name === "ALL" ? "root in it gets its capabilities back" : t`root in it has ${name} again`,
    path: ["cap_drop"],
    now: (after) => fateOfDrop(name, before, after),
    again: ({ body }) => ({ op: "append", into: body, key: "cap_drop", items: [name] }),
  }));
}

/** To add single capabilities back is how `cap_drop: [ALL]` is meant to be used. */
function fateOfDrop(name: string, before: readonly string[], after: Service): Fate {
  const now = effectiveCapabilities(after);
  if (now === "unknown") return "held";
  const added = after.capAdd.items.map((item) => ({ by: item, name: normaliseCapability(known(item) ?? "") }));
  const back = now.filter((one) => (name === "ALL" ? !before.includes(one) && added.every((item) => item.name !== one) : one === name));
  if (back.length === 0) return "held";
  if (after.privileged?.value === true) return { by: after.privileged };
  return grantOfAll(after) ?? added.find((item) => item.name === name) ?? "gone";
}

function grantOfAll({ capAdd }: Service): { readonly by: Sourced<unknown> } | undefined {
  const by = capAdd.items.find((item) => normaliseCapability(known(item) ?? "") === "ALL");
  return by && { by };
}

function heldOptions(service: Service): readonly Held[] {
  return [...heldNoNewPrivileges(service), ...(["seccomp", "apparmor"] as const).flatMap((key) => heldProfile(service, key))];
}

function heldNoNewPrivileges(service: Service): readonly Held[] {
  const option = lastOption(service, "no-new-privileges");
  if (option === undefined || option === "unknown" || !isSwitchedOn(option.value)) return [];
  return [
    {
      id: "no-new-privileges",
      what: textOf(option.value),
      on: option,
      gain: "a setuid program can make its user root",
      path: ["security_opt"],
      now: (after) => fateOfOption(after, "no-new-privileges", isSwitchedOn),
      again: restoring(option),
    },
  ];
}

/** Another profile, or the default one, may be as strict: only none at all is less than what was named. */
function heldProfile(service: Service, key: "seccomp" | "apparmor"): readonly Held[] {
  const option = lastOption(service, key);
  if (option === undefined || option === "unknown" || option.value.value === "unconfined") return [];
  return [
    {
      id: key,
      what: textOf(option.value),
      on: option,
      gain: key === "seccomp" ? "every system call of the kernel is open to it" : "AppArmor no longer confines it",
      path: ["security_opt"],
      now: (after) => {
        const fate = fateOfOption(after, key, ({ value }) => value !== "unconfined");
        if (fate !== "gone") return fate;
        return after.privileged?.value === true ? { by: after.privileged } : "held";
      },
    },
  ];
}

function fateOfOption(service: Service, key: string, holds: (option: SecurityOpt) => boolean): Fate {
  const option = lastOption(service, key);
  if (option === undefined) return service.securityOpt.items.some(isAnything) ? "held" : "gone";
  return option === "unknown" || holds(option.value) ? "held" : { by: option };
}

/** A variable that nobody has given may be any option. */
function isAnything({ value }: Service["securityOpt"]["items"][number]): boolean {
  return isUnresolved(value) && value.unresolved.startsWith("$");
}

function restoring({ value }: Sourced<SecurityOpt>): NonNullable<Held["again"]> {
  return ({ body }) => ({ op: "append", into: body, key: "security_opt", items: [textOf(value)] });
}

function textOf({ key, value, separator = "=" }: SecurityOpt): string {
  return value === undefined ? key : `${key}${separator}${value}`;
}
