import type { Checked } from "../lint/check.js";
import type { CanonicalMap } from "../model/canonical/node.js";
import { canonical } from "../model/canonical/project.js";
import type { Problem } from "../model/project.js";
import { secretsIn } from "../rules/secrets.js";
import { hideSecrets } from "./hide-secrets.js";

/** A project as Compose would run it. */
export interface Resolved {
  /** The long form that `docker compose config` prints, without secrets; each part with the text that gave it. */
  readonly tree: CanonicalMap;
  /** URIs of the project's own files, the main one first. */
  readonly own: readonly string[];
  /** What could not be read, in all of the project's files. */
  readonly problems: readonly Problem[];
}

export function resolved({ project, problems }: Checked): Resolved {
  return { tree: hideSecrets(canonical(project), secretsIn(project)), own: project.own, problems };
}
