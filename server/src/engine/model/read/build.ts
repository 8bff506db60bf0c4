import type { Build, Deploy } from "../project.js";
import type { Reading } from "../reading.js";
import { child, descend, type Stack, top } from "../stack.js";
import { sourced } from "../text.js";
import { isNothing } from "../view.js";
import { readVariables } from "./environment.js";
import { readTexts } from "./list.js";
import { readBoolean, readBytes, readNumber, readString } from "./scalar.js";

/** `build`: a mapping, or the context alone. */
export function readBuild(reading: Reading, stack: Stack): Build | undefined {
  const view = top(stack);
  if (view === undefined || isNothing(view)) return undefined;
  const setting = (key: string) => child(reading, stack, key);
  const context = stack.flatMap((layer) => (layer.node?.kind === "scalar" ? [layer] : child(reading, [layer], "context")));
  return {
    item: sourced(view, view.node?.kind === "map" ? "mapping" : "context"),
    context: readString(reading, context),
    dockerfile: readString(reading, setting("dockerfile")),
    args: readVariables(reading, setting("args")),
    privileged: readBoolean(reading, setting("privileged")),
    network: readString(reading, setting("network")),
    entitlements: readTexts(reading, setting("entitlements")),
  };
}

/** `deploy`, as far as it limits the container. */
export function readDeploy(reading: Reading, stack: Stack): Deploy | undefined {
  const view = top(stack);
  if (view === undefined || isNothing(view)) return undefined;
  const limit = (key: string) => descend(reading, stack, "resources", "limits", key);
  return {
    item: sourced(view, "mapping"),
    limitsMemory: readBytes(reading, limit("memory")),
    limitsCpus: readNumber(reading, limit("cpus")),
    limitsPids: readNumber(reading, limit("pids")),
  };
}
