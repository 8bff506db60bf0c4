import type { SecretUse } from "../attributes.js";
import type { Build, NamedPath } from "../build.js";
import type { Items } from "../project.js";
import { map } from "../read/scalar.js";
import { isUnresolved } from "../sourced.js";
import { absolute, bytes, context, mode } from "./format.js";
import { each, extraHosts, named, options, texts, ulimits } from "./items.js";
import { type CanonicalList, type CanonicalMap, type CanonicalScalar, filled, implied, leaf, listOf, mapOf } from "./node.js";

export function build(found: Build): CanonicalMap {
  return mapOf(found.item, [
    ["context", found.context ? context(found.context) : implied(absolute(".", found.directory), found.item)],
    ["dockerfile", dockerfile(found)],
    ["dockerfile_inline", filled(found.dockerfileInline)],
    ["entitlements", texts(found.entitlements)],
    // A name alone that nobody gives a value is not passed on.
    ["args", options({ ...found.args, items: found.args.items.filter(({ value }) => value !== undefined) })],
    ["provenance", filled(found.provenance)],
    ["sbom", filled(found.sbom)],
    ["ssh", sshKeys(found.ssh)],
    ["labels", options(found.labels)],
    ["cache_from", texts(found.cacheFrom)],
    ["cache_to", texts(found.cacheTo)],
    ["no_cache", filled(found.noCache)],
    ["no_cache_filter", texts(found.noCacheFilter)],
    ["additional_contexts", named(found.additionalContexts, contextOf)],
    ["pull", filled(found.pull)],
    ["extra_hosts", extraHosts(found.extraHosts)],
    ["isolation", filled(found.isolation)],
    ["network", filled(found.network)],
    ["target", filled(found.target)],
    ["secrets", each(found.secrets, fileUse)],
    ["shm_size", bytes(found.shmSize)],
    ["tags", texts(found.tags)],
    ["ulimits", ulimits(found.ulimits)],
    ["platforms", texts(found.platforms)],
    ["privileged", filled(found.privileged)],
  ]);
}

function dockerfile({ item, dockerfile: written, dockerfileInline }: Build): CanonicalScalar | undefined {
  const isOwn = written !== undefined || dockerfileInline !== undefined;
  return isOwn ? filled(written) : implied("Dockerfile", item);
}

/** A secret or config that a service or a build gets. */
export function fileUse({ item, source, target, uid, gid, mode: bits }: SecretUse): CanonicalMap {
  return mapOf(item, [
    ["source", filled(source)],
    ["target", filled(target)],
    ["uid", filled(uid)],
    ["gid", filled(gid)],
    ["mode", mode(bits)],
  ]);
}

function contextOf({ value, directory, item }: NamedPath) {
  return value === undefined ? leaf({ ...item, value: "" }) : context({ ...value, directory });
}

/** `default`, or `NAME=PATH`. */
function sshKeys({ list, items }: Items<NamedPath>): CanonicalList | undefined {
  return listOf(
    list,
    items.map(({ item, name, value, directory }) => {
      if (value === undefined) return leaf({ ...item, value: name.value });
      if (isUnresolved(value.value))
        return leaf({ ...value, value: { ...value.value, unresolved: `${name.value}=${value.value.unresolved}` } });
      return leaf(map(value, (text) => `${name.value}=${absolute(text, directory)}`));
    }),
  );
}
