import type { Deploy, DeviceRequest, Placement, Reservations, RestartPolicy, UpdateConfig } from "../deploy.js";
import { bytes, duration } from "./format.js";
import { each, options, texts } from "./items.js";
import { type CanonicalMap, filled, filledMap, implied, leaf, mapOf } from "./node.js";

export function deploy(found: Deploy): CanonicalMap {
  return mapOf(found.item, [
    ["mode", filled(found.mode)],
    ["replicas", leaf(found.replicas)],
    ["labels", options(found.labels)],
    ["update_config", found.updateConfig && updateConfig(found.updateConfig)],
    ["rollback_config", found.rollbackConfig && updateConfig(found.rollbackConfig)],
    ["resources", resources(found)],
    ["restart_policy", found.restartPolicy && restartPolicy(found.restartPolicy)],
    ["placement", found.placement && placement(found.placement)],
    ["endpoint_mode", filled(found.endpointMode)],
  ]);
}

/** An item of `gpus` or of the reserved devices: all of a kind, unless it says how many or which. */
export function deviceRequest({ item, capabilities, driver, count, deviceIds, options: found }: DeviceRequest): CanonicalMap {
  const every = count === undefined && deviceIds.list === undefined ? implied(-1, item) : undefined;
  return mapOf(item, [
    ["capabilities", texts(capabilities)],
    ["driver", filled(driver)],
    ["count", filled(count) ?? every],
    ["device_ids", texts(deviceIds)],
    ["options", options(found)],
  ]);
}

function resources({ item, limits, limitsCpus, limitsMemory, limitsPids, reservations }: Deploy): CanonicalMap | undefined {
  return filledMap(item, [
    [
      "limits",
      limits &&
        mapOf(limits, [
          ["cpus", filled(limitsCpus)],
          ["memory", bytes(limitsMemory)],
          ["pids", filled(limitsPids)],
        ]),
    ],
    ["reservations", reservations && reserved(reservations)],
  ]);
}

function reserved({ item, cpus, memory, devices, genericResources }: Reservations): CanonicalMap {
  return mapOf(item, [
    ["cpus", filled(cpus)],
    ["memory", bytes(memory)],
    ["devices", each(devices, deviceRequest)],
    [
      "generic_resources",
      each(genericResources, (resource) =>
        mapOf(resource.item, [
          [
            "discrete_resource_spec",
            mapOf(resource.item, [
              ["kind", leaf(resource.kind)],
              ["value", leaf(resource.value)],
            ]),
          ],
        ]),
      ),
    ],
  ]);
}

function updateConfig({ item, parallelism, delay, failureAction, monitor, maxFailureRatio, order }: UpdateConfig): CanonicalMap {
  return mapOf(item, [
    ["parallelism", leaf(parallelism)],
    ["delay", delay?.value === 0 ? undefined : duration(delay)],
    ["failure_action", filled(failureAction)],
    ["monitor", monitor?.value === 0 ? undefined : duration(monitor)],
    ["max_failure_ratio", filled(maxFailureRatio)],
    ["order", filled(order)],
  ]);
}

function restartPolicy({ item, condition, delay, maxAttempts, window }: RestartPolicy): CanonicalMap {
  return mapOf(item, [
    ["condition", filled(condition)],
    ["delay", duration(delay)],
    ["max_attempts", leaf(maxAttempts)],
    ["window", duration(window)],
  ]);
}

function placement({ item, constraints, preferences, maxReplicasPerNode }: Placement): CanonicalMap | undefined {
  return filledMap(item, [
    ["constraints", texts(constraints)],
    ["preferences", each(preferences, (preference) => mapOf(preference.item, [["spread", filled(preference.spread)]]))],
    ["max_replicas_per_node", filled(maxReplicasPerNode)],
  ]);
}
