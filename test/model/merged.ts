import assert from "node:assert/strict";
import type { Service } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { sourcesOf } from "../sources.js";
import { inService, uri } from "./check.js";

/** The one service of a project whose attributes stand in a file and in one that is merged over it. */
export function merged(base: string, override: string): Service {
  const over = "file:///work/app/over.yaml";
  const sources = sourcesOf({ [uri]: inService(base), [over]: inService(override) });
  const [found] = resolve({ files: [uri, over] }, sources).services.values();
  assert.ok(found, "no service");
  return found;
}
