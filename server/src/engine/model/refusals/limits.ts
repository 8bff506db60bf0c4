import { t } from "../../text/l10n.js";
import type { Service } from "../project.js";
import { isUnresolved, known, type Setting } from "../sourced.js";
import type { Refuse } from "./refuse.js";

/** Limits that are said twice have to be equal; one that `deploy` leaves out counts as nothing there. */
export function checkLimits(service: Service, refuse: Refuse): void {
  const { deploy, scale, containerName } = service;
  const { reservations, limits } = deploy ?? {};
  const pairs: readonly (readonly [own: Setting<number>, key: string, section: unknown, other: Setting<number>])[] = [
    [service.cpus, "cpus", limits, deploy?.limitsCpus],
    [service.memLimit, "mem_limit", limits, deploy?.limitsMemory],
    [service.pidsLimit, "pids_limit", limits, deploy?.limitsPids],
    [service.memReservation, "mem_reservation", reservations, reservations?.memory],
  ];
  for (const [own, key, section, other] of pairs) {
    const isSaid = own !== undefined && !isUnresolved(own.value) && own.value !== 0;
    if (isSaid && section !== undefined && !isUnresolved(other?.value) && (other?.value ?? 0) !== own.value) {
      refuse("limits-differ", t`What deploy says has to be the same as ${key}.`, own.at);
    }
  }
  const replicas = known(deploy?.replicas);
  const own = known(scale);
  if (own !== undefined && replicas !== undefined && own !== replicas) {
    refuse("limits-differ", t("What deploy.replicas says has to be the same as scale."), scale?.at ?? service.name.at);
  }
  for (const count of [scale, deploy?.replicas]) {
    const number = known(count);
    if (count !== undefined && number !== undefined && number < 0) refuse("bad-scale", t("There are at least 0 containers."), count.at);
  }
  if (containerName !== undefined && containerName.value !== "" && (own ?? replicas ?? 1) > 1) {
    refuse("name-with-scale", t("Only one container can have the name."), containerName.at);
  }
}
