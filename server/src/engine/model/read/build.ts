import type { Build } from "../build.js";
import type { Reading } from "../reading.js";
import { broughtBy, isWithin } from "../scope.js";
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
  const since = sinceDefault(reading, stack);
  const context = contextsOf(reading, since).filter((one, index) => index === 0 || !isNothing(one));
  return {
    item: sourced(view, view.node?.kind === "map" ? "mapping" : "context"),
    context: readPath(reading, context),
    directory: broughtBy((since[0] ?? view).scope).directory,
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

function contextsOf(reading: Reading, stack: Stack): Stack {
  return stack.flatMap((layer) => (layer.node?.kind === "scalar" ? [layer] : child(reading, [layer], "context")));
}

/** The layers from the last `include` on whose build has no context: Compose gives it one before that meets others. */
function sinceDefault(reading: Reading, stack: Stack): Stack {
  let open = stack;
  for (let last = top(open); last !== undefined; last = top(open)) {
    const owner = broughtBy(last.scope);
    const start = open.findLastIndex(({ scope }) => broughtBy(scope) !== owner) + 1;
    if (contextsOf(reading, open.slice(start)).some((one) => !isNothing(one))) return stack;
    open = open.slice(0, start);
    const before = top(open);
    // What it includes in turn goes before it.
    const isFirst = before === undefined || !isWithin(before.scope, owner);
    if (owner.kind === "include" && isFirst) return stack.slice(start);
  }
  return stack;
}
