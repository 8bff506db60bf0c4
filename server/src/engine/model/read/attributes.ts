import type { BlkioConfig, BlkioDevice, CredentialSpec, Logging, ModelUse, Provider, Ulimit } from "../attributes.js";
import type { EnvironmentVariable, Items } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Setting } from "../sourced.js";
import { byDocument, child, keysOf, type Stack, top } from "../stack.js";
import { sourced } from "../text.js";
import { readOptions } from "./environment.js";
import { readGroup, readGroups } from "./group.js";
import { listOf, noItems, present, readItems, sinceSingleValue } from "./list.js";
import { readNamed } from "./names.js";
import { readBytes, readNumber, readString, readText } from "./scalar.js";

/** `logging`: a layer with another driver than those before it replaces them. The layers of one document meet before those of others. */
export function readLogging(reading: Reading, stack: Stack): Logging | undefined {
  const units = byDocument(stack).map(({ apart, own }) =>
    merged(
      reading,
      [...apart.flat(), ...own].map((view) => [view]),
    ),
  );
  return readGroup(reading, merged(reading, units), (item, at) => ({
    item,
    driver: readString(reading, at("driver")),
    options: readOptions(reading, at("options")),
  }));
}

/** The layers that are left when units of them meet. */
function merged(reading: Reading, units: readonly Stack[]): Stack {
  let kept: Stack = [];
  let driver: Setting<string>;
  for (const unit of units) {
    const own = readString(reading, child(reading, unit, "driver"));
    const isOther = driver !== undefined && own !== undefined && written(driver) !== written(own);
    kept = isOther ? unit : [...kept, ...unit];
    driver = own ?? driver;
  }
  return kept;
}

function written(setting: NonNullable<Setting<string>>): string {
  return isUnresolved(setting.value) ? setting.value.unresolved : setting.value;
}

export function readProvider(reading: Reading, stack: Stack): Provider | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    type: readString(reading, at("type")),
    options: readProviderOptions(reading, at("options")),
  }));
}

/** A mapping whose values are texts or lists of texts. */
function readProviderOptions(reading: Reading, stack: Stack): Items<EnvironmentVariable> {
  if (stack.length === 0) return noItems;
  const items = keysOf(reading, stack).flatMap((key): readonly EnvironmentVariable[] => {
    const below = child(reading, stack, key);
    const view = top(below);
    const at = view?.key ?? view?.at;
    if (view === undefined || at === undefined) return [];
    const name = { value: key, at, key: at, via: view.via };
    const { items: values } = readItems(reading, sinceSingleValue(below), { scalar: true }, (one) => present(readText(reading, one)));
    return values.map((value) => ({ item: value, name, value, form: "map" }));
  });
  return { list: listOf(stack), items };
}

export function readCredentialSpec(reading: Reading, stack: Stack): CredentialSpec | undefined {
  return readGroup(reading, stack, (item, at) => ({
    item,
    config: readString(reading, at("config")),
    file: readString(reading, at("file")),
    registry: readString(reading, at("registry")),
  }));
}

/** `models` of a service: a list of names, or a mapping from names to settings. */
export function readModelUses(reading: Reading, stack: Stack): Items<ModelUse> {
  return readNamed(reading, stack, ({ item, name, body }) => ({
    item,
    name,
    endpointVar: readString(reading, child(reading, body, "endpoint_var")),
    modelVar: readString(reading, child(reading, body, "model_var")),
  }));
}

/** `ulimits`: the last layer that names a limit gives it as a whole. */
export function readUlimits(reading: Reading, stack: Stack): Items<Ulimit> {
  if (stack.length === 0) return noItems;
  const items = keysOf(reading, stack).flatMap((key): readonly Ulimit[] => {
    const view = top(child(reading, stack, key));
    if (view === undefined) return [];
    const at = view.key ?? view.at;
    const isMap = view.node?.kind === "map";
    const limit = (name: string) => (isMap ? readNumber(reading, child(reading, [view], name)) : undefined);
    return [
      {
        item: sourced(view, isMap ? "mapping" : "limit"),
        name: { value: key, at, key: at, via: view.via },
        single: isMap ? undefined : readNumber(reading, [view]),
        soft: limit("soft"),
        hard: limit("hard"),
      },
    ];
  });
  return { list: listOf(stack), items };
}

export function readBlkioConfig(reading: Reading, stack: Stack): BlkioConfig | undefined {
  return readGroup(reading, stack, (item, at) => {
    const rates = (key: string) => readBlkioDevices(reading, at(key), "rate");
    return {
      item,
      weight: readNumber(reading, at("weight")),
      weightDevice: readBlkioDevices(reading, at("weight_device"), "weight"),
      deviceReadBps: rates("device_read_bps"),
      deviceReadIops: rates("device_read_iops"),
      deviceWriteBps: rates("device_write_bps"),
      deviceWriteIops: rates("device_write_iops"),
    };
  });
}

function readBlkioDevices(reading: Reading, stack: Stack, key: "weight" | "rate"): Items<BlkioDevice> {
  return readGroups(reading, stack, (item, at) => ({
    item,
    path: readString(reading, at("path")),
    value: key === "weight" ? readNumber(reading, at(key)) : readBytes(reading, at(key)),
  }));
}
