import { type HostPath, hostPath, isEngineSocket } from "../knowledge/host-paths.js";
import type { Mount } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { socketOf } from "../rules/docker-socket-mount.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";

/** What a path of the host gives to who breaks into the service; absent for what is no path of the host. */
export function mountHover(mount: Mount): HoverText | undefined {
  const path = socketOf(mount) ?? mount.hostPath;
  if (path === undefined) return undefined;
  const facts = hostPath(path);
  const access = accessOf(mount);
  if (isEngineSocket(path)) return aboutSocket(path, access, facts, whereOf(mount));
  const gain = access === "read-only" ? facts?.readOnly : facts?.writable;
  if (facts === undefined || gain === "none") return aboutOrdinary(path, access, facts?.why, whereOf(mount));
  return aboutOpening(path, access, facts, whereOf(mount));
}

function aboutSocket(path: string, access: Access, facts: HostPath | undefined, where: Where): HoverText {
  return {
    head: `${code(path)} - the engine's control socket: whoever reaches it is root on the host${access === "read-only" ? ", even read-only" : ""}.`,
    lines: [facts?.why, ...where, instead(facts)],
    sources: [facts?.source],
  };
}

function aboutOrdinary(path: string, access: Access, why: string | undefined, where: Where): HoverText {
  const writable = [
    "What root in the container writes there belongs to root on the host, unless the engine maps users.",
    "Where the program only reads, `:ro` keeps an intruder from changing it.",
  ];
  return {
    head: `${code(path)} - ${kindOf(path)}, ${access}: nothing is known of it that opens the host.`,
    lines: [why, ...where, ...(access === "read-only" ? [] : writable)],
  };
}

function aboutOpening(path: string, access: Access, facts: HostPath, where: Where): HoverText {
  const [gain, can] = access === "read-only" ? [facts.readOnly, facts.reading] : [facts.writable, facts.writing];
  const otherwise = access === "read-only" || facts.readOnly === gain ? "" : `; read-only it is ${facts.readOnly}`;
  return {
    head: `${code(path)} - ${kindOf(path)}, ${access}: ${can === undefined ? `risk ${gain}` : `root in the container can ${can}`}.`,
    lines: [can === undefined ? undefined : `Risk ${gain}${otherwise}.`, facts.why, ...where, instead(facts)],
    sources: [facts.source],
  };
}

type Where = readonly (string | undefined)[];

function whereOf({ target, backing }: Mount): Where {
  const path = target && known(target);
  return [
    backing === undefined ? undefined : "The volume of this name is bound to that path.",
    path === undefined ? undefined : `In the container it is ${code(path)}.`,
  ];
}

function instead(facts: HostPath | undefined): string | undefined {
  return facts?.instead === undefined ? undefined : `Instead: ${facts.instead}`;
}

type Access = "read-only" | "writable" | "writable unless a variable says otherwise";

function accessOf({ readOnly }: Mount): Access {
  if (readOnly === undefined) return "writable";
  if (isUnresolved(readOnly.value)) return "writable unless a variable says otherwise";
  return readOnly.value ? "read-only" : "writable";
}

function kindOf(path: string): string {
  return path.startsWith("./") || path === "." ? "a path of the project" : "a path of the host";
}
