import type { Place } from "../../text/span.js";
import { cleanContainerPath } from "../host-path.js";
import type { ComposeProject, Service } from "../project.js";
import { known, type Setting } from "../sourced.js";
import type { TopLevelFile } from "../top-level.js";
import { checkLimits } from "./limits.js";
import { checkPorts } from "./ports.js";
import { checkDependencies, checkReferences } from "./references.js";

export type Refuse = (code: string, message: string, at: Place) => void;

/** What Compose looks at when all files are merged: whether the parts of the project fit together (compose-go, loader/validate.go). */
export function checkConsistency(project: ComposeProject, refuse: Refuse): void {
  for (const service of project.services.values()) checkService(project, service, refuse);
  for (const secret of project.secrets.values()) checkSource(secret, ["file", "environment"], refuse);
  for (const config of project.configs.values()) checkSource(config, ["file", "environment", "content"], refuse);
  for (const volume of project.volumes.values()) {
    const isMore = volume.driver !== undefined || volume.driverOpts.list !== undefined || volume.labels.list !== undefined;
    if (known(volume.external) === true && isMore)
      refuse("external-settings", "An external volume takes nothing but a name.", volume.name.at);
  }
  checkDependencies(project, refuse);
}

function checkService(project: ComposeProject, service: Service, refuse: Refuse): void {
  const { name } = service;
  if (isEmpty(service.image) && service.build === undefined && service.provider === undefined) {
    refuse("no-image", `The service "${name.value}" has neither an image nor a build.`, name.at);
  }
  checkBuild(service, refuse);
  if (!isEmpty(service.networkMode) && service.networks.items.length > 0 && known(service.networkMode) !== undefined) {
    refuse("network-mode-and-networks", "Compose takes either network_mode or networks.", service.networkMode?.at ?? name.at);
  }
  checkHealthcheck(service, refuse);
  checkTargets(service, refuse);
  for (const trigger of service.watch.items) {
    const needsTarget = !["rebuild", "restart"].includes(known(trigger.action) ?? "rebuild");
    if (needsTarget && isEmpty(trigger.target)) refuse("no-target", "This action needs a target.", trigger.item.at);
  }
  for (const { count, deviceIds, item } of [...service.gpus.items, ...(service.deploy?.reservations?.devices.items ?? [])]) {
    if (count !== undefined && deviceIds.list !== undefined) refuse("count-and-ids", "Compose takes either count or device_ids.", item.at);
  }
  checkLimits(service, refuse);
  checkPorts(service, refuse);
  checkReferences(project, service, refuse);
}

/** Whether a setting is absent, or a text without a character. */
export function isEmpty(setting: Setting<string>): boolean {
  return setting === undefined || setting.value === "";
}

function checkBuild({ build, platform }: Service, refuse: Refuse): void {
  if (build === undefined) return;
  if (!isEmpty(build.dockerfile) && !isEmpty(build.dockerfileInline)) {
    refuse("dockerfile-twice", "Compose takes either dockerfile or dockerfile_inline.", build.item.at);
  }
  const platforms = build.platforms.items.map(known);
  const own = known(platform);
  if (own !== undefined && own !== "" && platforms.length > 0 && !platforms.includes(undefined) && !platforms.includes(own)) {
    refuse("other-platform", "The platforms of the build have to name that of the service.", platform?.at ?? build.item.at);
  }
  for (const { name, value } of build.ssh.items) {
    if (value === undefined && name.value !== "default") refuse("bad-ssh", "Only the key `default` comes without a path.", name.at);
  }
}

function checkHealthcheck({ healthcheck }: Service, refuse: Refuse): void {
  const [first] = healthcheck?.test.items ?? [];
  const word = known(first);
  if (healthcheck?.shell !== false || first === undefined || word === undefined) return;
  if (!["CMD", "CMD-SHELL", "NONE"].includes(word)) refuse("bad-healthcheck", "A test starts with CMD, CMD-SHELL or NONE.", first.at);
}

/** Two mounts at one path. */
function checkTargets({ tmpfs, mounts }: Service, refuse: Refuse): void {
  const seen = new Set<string>();
  const look = (path: string | undefined, at: Place): void => {
    if (path === undefined) return;
    if (seen.has(path)) refuse("equal-targets", `Something is mounted at "${path}" already.`, at);
    seen.add(path);
  };
  for (const item of tmpfs.items) look(known(item)?.split(":")[0], item.at);
  for (const { target, item } of mounts.items) look(clean(known(target)), item.at);
}

function clean(path: string | undefined): string | undefined {
  return path === undefined ? undefined : cleanContainerPath(path);
}

function checkSource(file: TopLevelFile, keys: readonly ("file" | "environment" | "content")[], refuse: Refuse): void {
  const given = keys.filter((key) => file[key] !== undefined);
  if (given.length > 1) refuse("several-sources", `Compose takes only one of ${keys.join(", ")}.`, file.name.at);
  const isElsewhere = file.external !== undefined && known(file.external) !== false;
  if (given.length === 0 && !isElsewhere && file.driver === undefined)
    refuse("no-source", `Compose wants one of ${keys.join(", ")} here.`, file.name.at);
}
