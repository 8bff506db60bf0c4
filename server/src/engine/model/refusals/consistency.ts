import { t } from "../../text/l10n.js";
import type { Place } from "../../text/span.js";
import { cleanContainerPath } from "../host-path.js";
import type { ComposeProject, Service } from "../project.js";
import { known, type Setting } from "../sourced.js";
import { checkLimits } from "./limits.js";
import { checkDependencies, checkReferences } from "./references.js";
import type { Refuse } from "./refuse.js";

/** Whether the parts of a project fit together, which Compose looks at in the end (compose-go, loader/validate.go). */
export function checkConsistency(project: ComposeProject, refuse: Refuse): void {
  for (const service of project.services.values()) checkService(project, service, refuse);
  for (const { name, external, file, environment } of project.secrets.values()) {
    const isGiven = known(external) === true || !isEmpty(file) || !isEmpty(environment);
    if (!isGiven) refuse("no-source", t("Compose wants a file or a variable for a secret."), name.at);
  }
  checkDependencies(project, refuse);
}

function checkService(project: ComposeProject, service: Service, refuse: Refuse): void {
  const { name, networkMode } = service;
  if (isEmpty(service.image) && service.build === undefined && service.provider === undefined) {
    refuse("no-image", t`The service "${name.value}" has neither an image nor a build.`, name.at);
  }
  checkBuild(service, refuse);
  if (known(networkMode) !== undefined && !isEmpty(networkMode) && service.networks.items.length > 0) {
    refuse("network-mode-and-networks", t("Compose takes either network_mode or networks."), networkMode?.at ?? name.at);
  }
  checkHealthcheck(service, refuse);
  checkTargets(service, refuse);
  for (const { action, target, item } of service.watch.items) {
    const needsTarget = !["rebuild", "restart"].includes(known(action) ?? "rebuild");
    if (needsTarget && isEmpty(target)) refuse("no-target", t("This action needs a target."), item.at);
  }
  checkLimits(service, refuse);
  checkReferences(project, service, refuse);
}

/** Whether a setting is absent, or a text without a character. */
function isEmpty(setting: Setting<string>): boolean {
  return setting === undefined || setting.value === "";
}

function checkBuild({ build, platform }: Service, refuse: Refuse): void {
  if (build === undefined) return;
  if (!isEmpty(build.dockerfile) && !isEmpty(build.dockerfileInline)) {
    refuse("dockerfile-twice", t("Compose takes either dockerfile or dockerfile_inline."), build.item.at);
  }
  const platforms = build.platforms.items.map(known);
  const own = known(platform);
  if (own !== undefined && own !== "" && platforms.length > 0 && !platforms.includes(undefined) && !platforms.includes(own)) {
    refuse("other-platform", t("The platforms of the build have to name that of the service."), platform?.at ?? build.item.at);
  }
}

function checkHealthcheck({ healthcheck }: Service, refuse: Refuse): void {
  const [first] = healthcheck?.test.items ?? [];
  const word = known(first);
  if (healthcheck?.shell !== false || first === undefined || word === undefined) return;
  if (!["CMD", "CMD-SHELL", "NONE"].includes(word)) refuse("bad-healthcheck", t("A test starts with CMD, CMD-SHELL or NONE."), first.at);
}

/** Two mounts at one path. */
function checkTargets({ tmpfs, mounts }: Service, refuse: Refuse): void {
  const seen = new Set<string>();
  const look = (path: string | undefined, at: Place): void => {
    if (path === undefined) return;
    if (seen.has(path)) refuse("equal-targets", t`Something is mounted at "${path}" already.`, at);
    seen.add(path);
  };
  for (const item of tmpfs.items) look(known(item)?.split(":")[0], item.at);
  for (const { target, item } of mounts.items) look(clean(known(target)), item.at);
}

function clean(path: string | undefined): string | undefined {
  return path === undefined ? undefined : cleanContainerPath(path);
}
