import { apparmorUnconfined } from "./apparmor-unconfined.js";
import { authDisabled } from "./auth-disabled.js";
import { buildContextUnpinned } from "./build-context-unpinned.js";
import { buildInsecure } from "./build-insecure.js";
import { buildSshForwarded } from "./build-ssh-forwarded.js";
import { capAddBounded } from "./cap-add-bounded.js";
import { capAddHostReach } from "./cap-add-host-reach.js";
import { capAddHostTakeover } from "./cap-add-host-takeover.js";
import { capAddNetwork } from "./cap-add-network.js";
import { capAddOther } from "./cap-add-other.js";
import { capDropMissing } from "./cap-drop-missing.js";
import { capRedundant } from "./cap-redundant.js";
import { capUnknown } from "./cap-unknown.js";
import { cgroupParentSet } from "./cgroup-parent-set.js";
import { configBindWritable } from "./config-bind-writable.js";
import { cpuLimitMissing } from "./cpu-limit-missing.js";
import { credentialUnsetEmpty } from "./credential-unset-empty.js";
import { datastoreBesideFront } from "./datastore-beside-front.js";
import { debugExposed } from "./debug-exposed.js";
import { defaultCredential } from "./default-credential.js";
import { deviceCgroupWildcard } from "./device-cgroup-wildcard.js";
import { dockerGroupAdded } from "./docker-group-added.js";
import { dockerHostTcp } from "./docker-host-tcp.js";
import { dockerSocketMount } from "./docker-socket-mount.js";
import { dockerSocketTool } from "./docker-socket-tool.js";
import { explicitRootUser } from "./explicit-root-user.js";
import { flatNetwork } from "./flat-network.js";
import { gpuAll } from "./gpu-all.js";
import { hardeningMissing } from "./hardening-missing.js";
import { hookPrivileged } from "./hook-privileged.js";
import { hookRootUser } from "./hook-root-user.js";
import { hostCgroupsWritable } from "./host-cgroups-writable.js";
import { hostCredentialsMount } from "./host-credentials-mount.js";
import { hostDeviceMinor } from "./host-device-minor.js";
import { hostDeviceSensitive } from "./host-device-sensitive.js";
import { hostDiskDevice } from "./host-disk-device.js";
import { hostNamespaceMinor } from "./host-namespace-minor.js";
import { hostPathDisclosure } from "./host-path-disclosure.js";
import { hostPidIpc } from "./host-pid-ipc.js";
import { hostRootWritable } from "./host-root-writable.js";
import { ignoreExpired } from "./ignore-expired.js";
import { ignoreUnknown } from "./ignore-unknown.js";
import { ignoreUnused } from "./ignore-unused.js";
import { ignoreWithoutReason } from "./ignore-without-reason.js";
import { imageEndOfLife } from "./image-end-of-life.js";
import { imageNoDigest } from "./image-no-digest.js";
import { imageRegistryUntrusted } from "./image-registry-untrusted.js";
import { imageTagMutable } from "./image-tag-mutable.js";
import { includeRemoteUnpinned } from "./include-remote-unpinned.js";
import { logGrowthUnbounded } from "./log-growth-unbounded.js";
import { loggingDisabled } from "./logging-disabled.js";
import { memoryLimitMissing } from "./memory-limit-missing.js";
import { mountPropagationShared } from "./mount-propagation-shared.js";
import { mountReadOnlyPartial } from "./mount-read-only-partial.js";
import { namespaceJoined } from "./namespace-joined.js";
import { netRawWithNeighbours } from "./net-raw-with-neighbours.js";
import { networkModeBridge } from "./network-mode-bridge.js";
import { networkModeHost } from "./network-mode-host.js";
import { networkOnLan } from "./network-on-lan.js";
import { networkUnprotected } from "./network-unprotected.js";
import { noNewPrivilegesDisabled } from "./no-new-privileges-disabled.js";
import { noNewPrivilegesMissing } from "./no-new-privileges-missing.js";
import { notRead } from "./not-read.js";
import { oomProtectionOff } from "./oom-protection-off.js";
import { overrideWeakens } from "./override-weakens.js";
import { passwordHashInLabel } from "./password-hash-in-label.js";
import { pidsLimitMissing } from "./pids-limit-missing.js";
import { portAdminExposed } from "./port-admin-exposed.js";
import { portAllInterfaces } from "./port-all-interfaces.js";
import { portDatastoreExposed } from "./port-datastore-exposed.js";
import { preStartUnhardened } from "./pre-start-unhardened.js";
import { privilegedContainer } from "./privileged-container.js";
import { privilegedNeighbour } from "./privileged-neighbour.js";
import { projectRootMount } from "./project-root-mount.js";
import { providerRunsBinary } from "./provider-runs-binary.js";
import { rootfsWritable } from "./rootfs-writable.js";
import type { Rule } from "./rule.js";
import { seccompUnconfined } from "./seccomp-unconfined.js";
import { secretInBuildArg } from "./secret-in-build-arg.js";
import { secretInCommand } from "./secret-in-command.js";
import { secretInConfig } from "./secret-in-config.js";
import { secretInEnv } from "./secret-in-env.js";
import { secretInLabel } from "./secret-in-label.js";
import { secretInUrl } from "./secret-in-url.js";
import { secretKnownFormat } from "./secret-known-format.js";
import { selinuxDisabled } from "./selinux-disabled.js";
import { socketParentMount } from "./socket-parent-mount.js";
import { socketProxyOpen } from "./socket-proxy-open.js";
import { sysctlRouteLocalnet } from "./sysctl-route-localnet.js";
import { systempathsUnconfined } from "./systempaths-unconfined.js";
import { tlsVerificationOff } from "./tls-verification-off.js";
import { tmpfsExecSuid } from "./tmpfs-exec-suid.js";
import { useApiSocket } from "./use-api-socket.js";
import { userNotSet } from "./user-not-set.js";
import { usernsHost } from "./userns-host.js";
import { versionObsolete } from "./version-obsolete.js";
import { volumeDiskDevice } from "./volume-disk-device.js";
import { volumeSharedWritable } from "./volume-shared-writable.js";
import { volumesFrom } from "./volumes-from.js";
import { writableCgroups } from "./writable-cgroups.js";

/** Every rule, in the order of its category and weight. A rule that is not here does not exist. */
export const rules: readonly Rule[] = [
  privilegedContainer,
  dockerSocketMount,
  dockerSocketTool,
  socketParentMount,
  useApiSocket,
  socketProxyOpen,
  dockerGroupAdded,
  dockerHostTcp,
  hookPrivileged,
  hostRootWritable,
  hostDiskDevice,
  deviceCgroupWildcard,
  hostDeviceSensitive,
  hostDeviceMinor,
  gpuAll,
  hostCredentialsMount,
  hostPathDisclosure,
  mountPropagationShared,
  mountReadOnlyPartial,
  volumesFrom,
  volumeDiskDevice,
  volumeSharedWritable,
  configBindWritable,
  projectRootMount,
  tmpfsExecSuid,
  capAddHostTakeover,
  capAddNetwork,
  capAddHostReach,
  capAddBounded,
  capAddOther,
  capUnknown,
  capDropMissing,
  explicitRootUser,
  userNotSet,
  hookRootUser,
  preStartUnhardened,
  noNewPrivilegesDisabled,
  capRedundant,
  netRawWithNeighbours,
  noNewPrivilegesMissing,
  rootfsWritable,
  hardeningMissing,
  seccompUnconfined,
  apparmorUnconfined,
  selinuxDisabled,
  systempathsUnconfined,
  hostCgroupsWritable,
  writableCgroups,
  networkModeHost,
  sysctlRouteLocalnet,
  hostPidIpc,
  namespaceJoined,
  hostNamespaceMinor,
  usernsHost,
  portDatastoreExposed,
  portAdminExposed,
  portAllInterfaces,
  privilegedNeighbour,
  networkUnprotected,
  networkOnLan,
  networkModeBridge,
  datastoreBesideFront,
  flatNetwork,
  secretKnownFormat,
  secretInEnv,
  defaultCredential,
  secretInUrl,
  secretInCommand,
  secretInLabel,
  passwordHashInLabel,
  secretInBuildArg,
  secretInConfig,
  credentialUnsetEmpty,
  authDisabled,
  tlsVerificationOff,
  debugExposed,
  imageTagMutable,
  imageEndOfLife,
  imageNoDigest,
  imageRegistryUntrusted,
  buildInsecure,
  buildContextUnpinned,
  buildSshForwarded,
  includeRemoteUnpinned,
  providerRunsBinary,
  memoryLimitMissing,
  cpuLimitMissing,
  pidsLimitMissing,
  oomProtectionOff,
  cgroupParentSet,
  loggingDisabled,
  logGrowthUnbounded,
  overrideWeakens,
  versionObsolete,
  ignoreUnknown,
  ignoreExpired,
  ignoreWithoutReason,
  ignoreUnused,
  notRead,
];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

/** The rule of an id; absent when there is none. */
export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
