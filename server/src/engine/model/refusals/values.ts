import { t } from "../../text/l10n.js";
import type { ComposeProject, Service } from "../project.js";
import { known, type Sourced, type Unresolved } from "../sourced.js";
import type { TopLevelFile } from "../top-level.js";
import { checkPorts } from "./ports.js";
import type { Refuse } from "./refuse.js";

/** What Compose looks at in values by themselves, whatever else the project has (compose-go, transform and validation). */
export function checkValues({ services, secrets, configs, volumes }: ComposeProject, refuse: Refuse): void {
  for (const service of services.values()) {
    checkPorts(service, refuse);
    checkKeys(service, refuse);
    for (const host of [...service.extraHosts.items, ...(service.build?.extraHosts.items ?? [])]) checkHost(host, refuse);
    for (const { path, item } of service.watch.items) if (path?.value === "") refuse("no-path", t("There is no path to watch."), item.at);
    checkDeviceRequests(service, refuse);
  }
  for (const secret of secrets.values()) checkSource(secret, ["file", "environment"], refuse);
  for (const config of configs.values()) checkSource(config, ["file", "environment", "content"], refuse);
  for (const { name, external, driver, driverOpts, labels } of volumes.values()) {
    const isMore = driver !== undefined || driverOpts.list !== undefined || labels.list !== undefined;
    if (known(external) === true && isMore) refuse("external-settings", t("An external volume takes nothing but a name."), name.at);
  }
}

function checkKeys({ build }: Service, refuse: Refuse): void {
  for (const { name, value } of build?.ssh.items ?? []) {
    if (value === undefined && name.value !== "default") refuse("bad-ssh", t("Only the key `default` comes without a path."), name.at);
  }
}

function checkHost(host: Sourced<string | Unresolved>, refuse: Refuse): void {
  const text = known(host);
  if (text !== undefined && !/^[^=]+=|^[^:=]+:/u.test(text)) refuse("bad-host", t("An extra host is a name, = and an address."), host.at);
}

function checkDeviceRequests({ gpus, deploy }: Service, refuse: Refuse): void {
  for (const { count, deviceIds, item } of [...gpus.items, ...(deploy?.reservations?.devices.items ?? [])]) {
    if (count !== undefined && deviceIds.list !== undefined)
      refuse("count-and-ids", t("Compose takes either count or device_ids."), item.at);
  }
}

function checkSource(file: TopLevelFile, keys: readonly ("file" | "environment" | "content")[], refuse: Refuse): void {
  const given = keys.filter((key) => file[key] !== undefined);
  if (given.length > 1) refuse("several-sources", t`Compose takes only one of ${keys.join(", ")}.`, file.name.at);
  const isElsewhere = file.external !== undefined || file.driver !== undefined;
  if (given.length === 0 && !isElsewhere) refuse("no-source", t`Compose wants one of ${keys.join(", ")} here.`, file.name.at);
}
