import type { Build } from "../build.js";
import type { Reading } from "../reading.js";
import { homeOf } from "../scope.js";
import { child, type Stack, top } from "../stack.js";
import { sourced } from "../text.js";
import { isNothing } from "../view.js";
import { readUlimits } from "./attributes.js";
import { readNamedPaths, readVariables } from "./environment.js";
import { beforeEquals, readTexts, sinceSingleValue } from "./list.js";
import { readExtraHosts, readSecretUses } from "./names.js";
import { readPath } from "./path.js";
import { readBoolean, readBytes, readLoose, readString } from "./scalar.js";

/** `build`: a mapping, or the context alone. */
export function readBuild(reading: Reading, stack: Stack): Build | undefined {
  const view = top(stack);
  if (view === undefined || isNothing(view)) return undefined;
  const at = (key: string) => child(reading, stack, key);
  const string = (key: string) => readString(reading, at(key));
  const texts = (key: string) => readTexts(reading, at(key));
  const contexts = stack.flatMap((layer) => (layer.node?.kind === "scalar" ? [layer] : child(reading, [layer], "context")));
  const context = contexts.filter((one, index) => index === 0 || !isNothing(one));
  return {
    item: sourced(view, view.node?.kind === "map" ? "mapping" : "context"),
    context: readPath(reading, context),
    directory: homeOf(stack.map(({ scope }) => scope)),
    dockerfile: string("dockerfile"),
    dockerfileInline: string("dockerfile_inline"),
    args: readVariables(reading, at("args"), { inherits: true }),
    additionalContexts: readNamedPaths(reading, at("additional_contexts")),
    target: string("target"),
    tags: readTexts(reading, at("tags"), { unique: beforeEquals }),
    labels: readVariables(reading, at("labels")),
    platforms: texts("platforms"),
    privileged: readBoolean(reading, at("privileged")),
    entitlements: texts("entitlements"),
    network: string("network"),
    extraHosts: readExtraHosts(reading, at("extra_hosts")),
    isolation: string("isolation"),
    secrets: readSecretUses(reading, at("secrets"), undefined),
    ssh: readNamedPaths(reading, at("ssh")),
    shmSize: readBytes(reading, at("shm_size")),
    ulimits: readUlimits(reading, at("ulimits")),
    cacheFrom: texts("cache_from"),
    cacheTo: texts("cache_to"),
    noCache: readBoolean(reading, at("no_cache")),
    noCacheFilter: readTexts(reading, sinceSingleValue(at("no_cache_filter")), { scalar: true }),
    pull: readBoolean(reading, at("pull")),
    provenance: readLoose(reading, at("provenance")),
    sbom: readLoose(reading, at("sbom")),
  };
}
