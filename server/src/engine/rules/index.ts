import { capAddHostTakeover } from "./cap-add-host-takeover.js";
import { capDropMissing } from "./cap-drop-missing.js";
import { dockerSocketMount } from "./docker-socket-mount.js";
import { hardeningMissing } from "./hardening-missing.js";
import { hostPidIpc } from "./host-pid-ipc.js";
import { hostRootWritable } from "./host-root-writable.js";
import { imageTagMutable } from "./image-tag-mutable.js";
import { networkModeHost } from "./network-mode-host.js";
import { noNewPrivilegesMissing } from "./no-new-privileges-missing.js";
import { notRead } from "./not-read.js";
import { portDatastoreExposed } from "./port-datastore-exposed.js";
import { privilegedContainer } from "./privileged-container.js";
import type { Rule } from "./rule.js";
import { seccompUnconfined } from "./seccomp-unconfined.js";
import { secretInEnv } from "./secret-in-env.js";
import { socketProxyOpen } from "./socket-proxy-open.js";

/** Every rule, in the order of its category and weight. A rule that is not here does not exist. */
export const rules: readonly Rule[] = [
  privilegedContainer,
  dockerSocketMount,
  socketProxyOpen,
  hostRootWritable,
  capAddHostTakeover,
  capDropMissing,
  noNewPrivilegesMissing,
  hardeningMissing,
  seccompUnconfined,
  networkModeHost,
  hostPidIpc,
  portDatastoreExposed,
  secretInEnv,
  imageTagMutable,
  notRead,
];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule of an id; absent when there is none. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
