import type { Dependency, Healthcheck, Hook, WatchTrigger } from "../lifecycle.js";
import type { Items } from "../project.js";
import type { Reading } from "../reading.js";
import { loadedApart } from "../scope.js";
import { child, type Stack, top } from "../stack.js";
import { readCommand } from "./command.js";
import { readVariables } from "./environment.js";
import { type At, readGroup, readGroups } from "./group.js";
import { readTexts } from "./list.js";
import { readNamed } from "./names.js";
import { readPath } from "./path.js";
import { readBoolean, readDuration, readInteger, readRealBoolean, readString } from "./scalar.js";

/**
 * `depends_on`: an item of a list means `service_started` and required, whatever an earlier layer says; and so does what is loaded apart where
 * it says nothing else.
 */
export function readDependencies(reading: Reading, stack: Stack): Items<Dependency> {
  return readNamed(reading, stack, ({ item, name, body, unlisted }) => {
    const since = lastApart(unlisted);
    const at = (key: string) => child(reading, since, key);
    return {
      item,
      name,
      condition: readString(reading, at("condition")),
      required: readBoolean(reading, at("required")),
      restart: readBoolean(reading, child(reading, body, "restart")),
    };
  });
}

/** The layers from the last load on that Compose has put into its long form by itself. */
function lastApart(stack: Stack): Stack {
  const last = stack.findLast(({ scope }) => loadedApart(scope) !== undefined);
  if (last === undefined) return stack;
  const load = loadedApart(last.scope);
  const end = stack.lastIndexOf(last);
  return stack.slice(stack.slice(0, end).findLastIndex(({ scope }) => loadedApart(scope) !== load) + 1);
}

export function readHealthcheck(reading: Reading, stack: Stack): Healthcheck | undefined {
  return readGroup(reading, stack, (item, at) => {
    const test = at("test").slice(-1);
    return {
      item,
      test: readTexts(reading, test, { scalar: true }),
      shell: top(test)?.node?.kind === "scalar",
      disable: readBoolean(reading, at("disable")),
      interval: readDuration(reading, at("interval")),
      timeout: readDuration(reading, at("timeout")),
      retries: readInteger(reading, at("retries")),
      startPeriod: readDuration(reading, at("start_period")),
      startInterval: readDuration(reading, at("start_interval")),
    };
  });
}

/** `pre_start`, `post_start`, `pre_stop`. */
export function readHooks(reading: Reading, stack: Stack): Items<Hook> {
  return readGroups(reading, stack, (item, at) => hookOf(reading, item, at));
}

function hookOf(reading: Reading, item: Hook["item"], at: At): Hook {
  return {
    item,
    command: readCommand(reading, at("command")),
    user: readString(reading, at("user")),
    privileged: readBoolean(reading, at("privileged")),
    workingDir: readString(reading, at("working_dir")),
    environment: readVariables(reading, at("environment")),
    image: readString(reading, at("image")),
    perReplica: readBoolean(reading, at("per_replica")),
  };
}

/** `develop.watch`. */
export function readWatch(reading: Reading, develop: Stack): Items<WatchTrigger> {
  return readGroups(reading, child(reading, develop, "watch"), (item, at) => ({
    item,
    path: readPath(reading, at("path")),
    action: readString(reading, at("action")),
    target: readString(reading, at("target")),
    exec: readGroup(reading, at("exec"), (hook, below) => hookOf(reading, hook, below)),
    include: readTexts(reading, at("include"), { scalar: true }),
    ignore: readTexts(reading, at("ignore"), { scalar: true }),
    initialSync: readRealBoolean(reading, at("initial_sync")),
  }));
}
