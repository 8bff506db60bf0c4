import { type HostPath, hostPath, isEngineSocket } from "../knowledge/host-paths.js";
import type { Mount } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { socketOf } from "../rules/docker-socket-mount.js";
import { t } from "../text/l10n.js";
import type { HoverText } from "./hover-text.js";
import { code } from "./origin.js";
import { riskWord } from "./words.js";

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
    head: t`${code(path)} - the engine's control socket: whoever reaches it is root on the host${access === "read-only" ? ", even read-only" : ""}.`,
    lines: [facts && t(facts.why), ...where, instead(facts)],
    sources: [facts?.source],
  };
}

function aboutOrdinary(path: string, access: Access, why: string | undefined, where: Where): HoverText {
  const writable = [
    t("What root in the container writes there belongs to root on the host, unless the engine maps users."),
    t("Where the program only reads, `:ro` keeps an intruder from changing it."),
  ];
  return {
    head: t`${code(path)} - ${kindOf(path)}, ${accessWord(access)}: nothing is known of it that opens the host.`,
    lines: [why === undefined ? undefined : t(why), ...where, ...(access === "read-only" ? [] : writable)],
  };
}

function aboutOpening(path: string, access: Access, facts: HostPath, where: Where): HoverText {
  const [gain, can] = access === "read-only" ? [facts.readOnly, facts.reading] : [facts.writable, facts.writing];
  const otherwise = access === "read-only" || facts.readOnly === gain ? "" : t`; read-only it is ${riskWord(facts.readOnly)}`;
  return {
    head: t`${code(path)} - ${kindOf(path)}, ${accessWord(access)}: ${can === undefined ? t`risk ${riskWord(gain)}` : t`root in the container can ${can}`}.`,
    lines: [can === undefined ? undefined : t`Risk ${riskWord(gain)}${otherwise}.`, t(facts.why), ...where, instead(facts)],
    sources: [facts.source],
  };
}

type Where = readonly (string | undefined)[];

function whereOf({ target, backing }: Mount): Where {
  const path = target && known(target);
  return [
    backing === undefined ? undefined : t("The volume of this name is bound to that path."),
    path === undefined ? undefined : t`In the container it is ${code(path)}.`,
  ];
}

function instead(facts: HostPath | undefined): string | undefined {
  return facts?.instead === undefined ? undefined : t`Instead: ${facts.instead}`;
}

type Access = "read-only" | "writable" | "unknown";

function accessWord(access: Access): string {
  if (access === "unknown") return t("writable unless a variable says otherwise");
  return access === "writable" ? t("writable") : t("read-only");
}

function accessOf({ readOnly }: Mount): Access {
  if (readOnly === undefined) return "writable";
  if (isUnresolved(readOnly.value)) return "unknown";
  return readOnly.value ? "read-only" : "writable";
}

function kindOf(path: string): string {
  return path.startsWith("./") || path === "." ? t("a path of the project") : t("a path of the host");
}
