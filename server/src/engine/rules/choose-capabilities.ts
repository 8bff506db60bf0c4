import type { Change, Operation } from "../edit/change.js";
import { type Capability, capabilities } from "../knowledge/capabilities.js";
import { hostDevice } from "../knowledge/devices.js";
import { imageFacts } from "../knowledge/images.js";
import { commonCapabilitySets } from "../knowledge/privileged.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { type Grant, grantName, grantOperations, inferGrants, optionalDevices } from "./infer-grants.js";
import type { Candidate, Fix } from "./rule.js";

/** How the chosen grants become an edit, and how the action is named. */
export interface Choosing {
  readonly title: string;
  readonly change: (grants: readonly Operation[]) => Change;
}

/** "Choose capabilities...", and for clients without a multi-select the common sets as fixes of their own. */
export function chooseCapabilities(service: Service, { title, change }: Choosing): readonly Fix[] {
  const withValues = (values: readonly string[]) => change(grantOperations(service, values));
  const candidates = candidatesOf(service);
  const picked = candidates.filter((candidate) => candidate.picked).map(({ value }) => value);
  const choose: Fix = {
    title: t("Choose capabilities..."),
    class: "check",
    caveat: t("What is not chosen fails when the program uses it."),
    change: withValues(picked),
    choose: { kind: "capabilities", candidates, with: withValues },
  };
  const sets = commonCapabilitySets.map(({ title: name, capAdd, devices = [], description }): Fix => {
    const values = [...capAdd, ...devices.map((device) => `device:${device}`)];
    return {
      title: t`${title} for ${name}: ${values.map(grantName).join(", ")}`,
      class: "check",
      caveat: description,
      change: withValues(values),
      fallbackFor: "choose",
    };
  });
  return [choose, ...sets];
}

/** What the service seems to need first, then the rest: the likelier before the rarer, the dangerous last. */
function candidatesOf(service: Service): readonly Candidate[] {
  const inferred = inferGrants(service);
  const image = known(service.image);
  const optional = (image === undefined ? undefined : imageFacts(image)?.capAddOptional) ?? [];
  const named = new Set(inferred.map(({ value }) => value));
  const sometimes = optional.filter(({ cap }) => !named.has(cap));
  const rest = capabilities
    .filter(({ name }) => !named.has(name) && !sometimes.some(({ cap }) => cap === name))
    .toSorted((a, b) => likelihood(a) - likelihood(b) || a.number - b.number);
  return [
    ...inferred.map(({ value, because }) => ({ value, description: describe(value), because, picked: true })),
    ...sometimes.map(({ cap, when }) => ({ value: cap, description: describe(cap), because: t`only for: ${when}`, picked: false })),
    ...optionalDevices(service)
      .filter((value) => !named.has(value))
      .map((value) => ({ value, description: describe(value), because: t("only where the host has it"), picked: false })),
    ...rest.map(({ name, summary }) => ({ value: name, description: summary, picked: false })),
  ];
}

function describe(value: string): string {
  const device = value.startsWith("device:") ? hostDevice(grantName(value)) : undefined;
  return capabilities.find(({ name }) => name === value)?.summary ?? device?.usedFor ?? t("the device itself, without the rest of /dev");
}

const usual = ["NET_ADMIN", "NET_RAW", "SYS_PTRACE", "SYS_NICE", "SYS_TIME", "IPC_LOCK", "SYSLOG", "PERFMON", "BPF"];

/** What programs that are run privileged mostly need comes first, then Docker's defaults, then what opens the host. */
function likelihood({ name, dockerDefault, escape: opensHost, risk }: Capability): number {
  const place = usual.indexOf(name);
  if (place >= 0) return place;
  if (dockerDefault) return usual.length;
  return usual.length + (opensHost || risk === "critical" ? 3 : risk === "high" ? 2 : 1);
}

/** Grants in words: "NET_ADMIN (the device /dev/net/tun), /dev/net/tun (the image gluetun)". */
export function grantReasons(grants: readonly Grant[]): string {
  return grants.map(({ value, because }) => `${grantName(value)} (${because})`).join(", ");
}
