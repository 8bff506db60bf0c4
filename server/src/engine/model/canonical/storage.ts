import type { MountDetails } from "../attributes.js";
import { cleanContainerPath } from "../host-path.js";
import type { Device, Mount } from "../project.js";
import { map } from "../read/scalar.js";
import { isUnresolved } from "../sourced.js";
import { absolute, bytes } from "./format.js";
import { options } from "./items.js";
import {
  type CanonicalMap,
  type CanonicalNode,
  type CanonicalScalar,
  type Entries,
  filled,
  implied,
  leaf,
  mapOf,
  unknownItem,
} from "./node.js";

/** An entry of `volumes` in the long syntax; as it is written where a variable decides what it is. */
export function mount(found: Mount): CanonicalNode {
  const { item, source, target, readOnly, details } = found;
  if (found.type === "unknown" && found.syntax === "short" && isUnresolved(item.value)) return unknownItem(item, item.value);
  return mapOf(item, [
    ["type", typeOf(found)],
    ["source", source && (found.type === "bind" ? hostPath(source, found.directory) : filled(source))],
    ["target", target && filled(map(target, cleanContainerPath))],
    ["read_only", filled(readOnly)],
    ...(details === undefined ? shortDetails(found) : longDetails(found, details)),
  ]);
}

export function device({ item, source, target, permissions }: Device): CanonicalMap {
  return mapOf(item, [
    ["source", filled(source)],
    ["target", filled(target)],
    ["permissions", filled(permissions) ?? (item.value === "mapping" ? undefined : implied("rwm", item))],
  ]);
}

function typeOf({ item, type, typeSetting }: Mount): CanonicalScalar | undefined {
  return typeSetting === undefined ? implied(type, item) : filled(typeSetting);
}

function hostPath(source: NonNullable<Mount["source"]>, directory: string | undefined): CanonicalScalar | undefined {
  return filled(map(source, (text) => absolute(text, directory)));
}

/** The mapping named for the type is there without any word about it; options of the other type stay, too, and mean nothing. */
function shortDetails({ item, type, options: words, propagation }: Mount): Entries {
  const selinux = words.filter(({ value }) => value === "z" || value === "Z").at(-1);
  const nocopy = words.find(({ value }) => value === "nocopy");
  const isBind = type === "bind" || selinux !== undefined || propagation !== undefined;
  // Compose takes a text of one or two characters for a target and looks no further.
  const isTiny = typeof item.value === "string" && item.value.length < 3;
  const isVolume = (type === "volume" && !isTiny) || nocopy !== undefined;
  const bind = mapOf(item, [
    ["selinux", leaf(selinux)],
    ["propagation", leaf(propagation)],
  ]);
  const volume = mapOf(item, [["nocopy", nocopy && { ...implied(true, nocopy), implied: false }]]);
  return [
    ["bind", isBind ? { ...bind, implied: bind.entries.size === 0 } : undefined],
    ["volume", isVolume ? { ...volume, implied: volume.entries.size === 0 } : undefined],
  ];
}

function longDetails({ propagation }: Mount, { consistency, bind, volume, tmpfs, image }: MountDetails): Entries {
  return [
    ["consistency", filled(consistency)],
    [
      "bind",
      bind &&
        mapOf(bind.item, [
          ["selinux", filled(bind.selinux)],
          ["propagation", filled(propagation)],
          ["create_host_path", bind.createHostPath?.value === true ? undefined : leaf(bind.createHostPath)],
          ["recursive", filled(bind.recursive)],
        ]),
    ],
    [
      "volume",
      volume &&
        mapOf(volume.item, [
          ["labels", options(volume.labels)],
          ["nocopy", filled(volume.nocopy)],
          ["subpath", filled(volume.subpath)],
        ]),
    ],
    [
      "tmpfs",
      tmpfs &&
        mapOf(tmpfs.item, [
          ["size", bytes(tmpfs.size)],
          ["mode", filled(tmpfs.mode)],
        ]),
    ],
    ["image", image && mapOf(image.item, [["subpath", filled(image.subpath)]])],
  ];
}
