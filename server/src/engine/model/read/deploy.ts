import type { Deploy, DeviceRequest, GenericResource, Placement, Reservations, RestartPolicy, UpdateConfig } from "../deploy.js";
import type { Items } from "../project.js";
import type { Reading } from "../reading.js";
import { child, descend, type Stack, top } from "../stack.js";
import { sourced } from "../text.js";
import type { View } from "../view.js";
import { readVariables } from "./environment.js";
import { readGroup, readGroups } from "./group.js";
import { listOf, noItems, readTexts } from "./list.js";
import { readBytes, readCount, readDuration, readNumber, readString } from "./scalar.js";

export function readDeploy(reading: Reading, stack: Stack): Deploy | undefined {
  return readGroup(reading, stack, (item, at) => {
    const limits = descend(reading, at("resources"), "limits");
    const limit = (key: string) => child(reading, limits, key);
    const view = top(limits);
    return {
      item,
      mode: readString(reading, at("mode")),
      replicas: readNumber(reading, at("replicas")),
      endpointMode: readString(reading, at("endpoint_mode")),
      labels: readVariables(reading, at("labels")),
      limits: view === undefined ? undefined : sourced(view, "mapping"),
      limitsMemory: readBytes(reading, limit("memory")),
      limitsCpus: readNumber(reading, limit("cpus")),
      limitsPids: readNumber(reading, limit("pids")),
      reservations: readReservations(reading, descend(reading, at("resources"), "reservations")),
      restartPolicy: readRestartPolicy(reading, at("restart_policy")),
      updateConfig: readUpdateConfig(reading, at("update_config")),
      rollbackConfig: readUpdateConfig(reading, at("rollback_config")),
      placement: readPlacement(reading, at("placement")),
    };
  });
}

/** `gpus`: a list of requests, or `all`, to which a later layer's list is appended. */
export function readGpus(reading: Reading, stack: Stack): Items<DeviceRequest> {
  if (stack.length === 0) return noItems;
  const items = stack.flatMap((view) =>
    view.node?.kind === "scalar" ? [readAll(reading, view)] : readDeviceRequests(reading, [view]).items,
  );
  return { list: listOf(stack), items };
}

function readAll(reading: Reading, view: View): DeviceRequest {
  const count = readCount(reading, [view]);
  return { item: sourced(view, "all"), driver: undefined, count, deviceIds: noItems, capabilities: noItems, options: noItems };
}

function readDeviceRequests(reading: Reading, stack: Stack): Items<DeviceRequest> {
  return readGroups(reading, stack, (item, at) => ({
    item,
    driver: readString(reading, at("driver")),
    count: readCount(reading, at("count")),
    deviceIds: readTexts(reading, at("device_ids")),
    capabilities: readTexts(reading, at("capabilities")),
    options: readVariables(reading, at("options")),
  }));
}

function readReservations(reading: Reading, stack: Stack): Reservations | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    memory: readBytes(reading, at("memory")),
    cpus: readNumber(reading, at("cpus")),
    devices: readDeviceRequests(reading, at("devices")),
    genericResources: readGroups(
      reading,
      at("generic_resources"),
      (resource, below): GenericResource => ({
        item: resource,
        kind: readString(reading, descend(reading, below("discrete_resource_spec"), "kind")),
        value: readNumber(reading, descend(reading, below("discrete_resource_spec"), "value")),
      }),
    ),
  }));
}

function readRestartPolicy(reading: Reading, stack: Stack): RestartPolicy | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    condition: readString(reading, at("condition")),
    delay: readDuration(reading, at("delay")),
    maxAttempts: readNumber(reading, at("max_attempts")),
    window: readDuration(reading, at("window")),
  }));
}

function readUpdateConfig(reading: Reading, stack: Stack): UpdateConfig | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    parallelism: readNumber(reading, at("parallelism")),
    delay: readDuration(reading, at("delay")),
    failureAction: readString(reading, at("failure_action")),
    monitor: readDuration(reading, at("monitor")),
    maxFailureRatio: readNumber(reading, at("max_failure_ratio")),
    order: readString(reading, at("order")),
  }));
}

function readPlacement(reading: Reading, stack: Stack): Placement | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    constraints: readTexts(reading, at("constraints")),
    preferences: readGroups(reading, at("preferences"), (preference, below) => ({
      item: preference,
      spread: readString(reading, below("spread")),
    })),
    maxReplicasPerNode: readNumber(reading, at("max_replicas_per_node")),
  }));
}
