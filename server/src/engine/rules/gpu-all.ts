import type { Operation } from "../edit/change.js";
import type { DeviceRequest } from "../model/deploy.js";
import type { Device, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const gpuAll = serviceRule({
  id: "gpu-all",
  title: "All GPUs of the host",
  category: "devices",
  severity: "hint",
  changes: ["gpus", "devices", "deploy.resources.reservations.devices"],
  references: [
    cisDocker("5.18"),
    owaspDocker(3),
    cwe(668),
    composeService("gpus"),
    { title: "Compose: access to GPUs", url: "https://docs.docker.com/compose/how-tos/gpu-support/" },
    { title: "Container Device Interface", url: "https://github.com/cncf-tags/container-device-interface/blob/main/SPEC.md" },
  ],
  docs: {
    why: [
      "The service gets every GPU that the host has now and will have, with their drivers in the host's kernel. Whoever breaks into it computes on all of",
      "them, at the cost of the services that they are for, and looks for what those left in the cards' memory.",
    ].join("\n"),
    attack: [
      "A hole in the program lets the attacker run code in the container.",
      "They mine on every card of the host; or they read memory that another program's kernels have left on a card, for which drivers have had holes.",
    ],
    fix: "Say how many GPUs the program uses (`count: 1`) or which ones (`device_ids`); of a CDI name give the number instead of `all`.",
    fine: "The host has one GPU, or the service is what the host is for.",
    premise: [
      "NVIDIA's container toolkit or a CDI driver on the host. `gpus: all` is every card, and so is a request under `deploy` or `gpus` that names neither",
      "`count` nor `device_ids`. Beside `privileged`, which passes all devices, there is no finding of its own.",
    ].join("\n"),
  },
  *check(service, context) {
    if (known(service.privileged) === true) return;
    for (const request of requestsOf(service)) {
      yield {
        on: request.count ?? request.item,
        message: messageFor(service),
        fixes: () => [oneFix(operationFor(request), context)],
      };
    }
    for (const device of service.devices.items) {
      const name = known(device.source);
      if (name === undefined || !/^[^/=\s]+\/[^/=\s]+=all$/u.test(name)) continue;
      yield { on: cdiPlace(device), message: messageFor(service), fixes: () => [oneFix(cdiOperation(device, name), context)] };
    }
  },
});

function messageFor({ name }: Service): string {
  return t`"${name.value}" gets every GPU of the host, those of other services too. Say how many it uses, or which.`;
}

/** The requests for all cards. */
function requestsOf({ gpus, deploy }: Service): readonly DeviceRequest[] {
  const reserved = deploy?.reservations?.devices.items ?? [];
  return [...gpus.items, ...reserved.filter(isForGpus)].filter(
    ({ driver, count, deviceIds }) =>
      !isUnresolved(driver?.value) && deviceIds.list === undefined && (count === undefined || known(count) === -1),
  );
}

function isForGpus({ capabilities }: DeviceRequest): boolean {
  return capabilities.items.some((item) => known(item) === "gpu");
}

function operationFor({ item, count }: DeviceRequest): Operation {
  if (item.value === "all") return { op: "replace", target: item, value: [{ count: 1 }] };
  if (count !== undefined) return { op: "replace", target: count, value: 1 };
  return { op: "set", into: { ...item, value: "mapping" }, key: "count", value: 1 };
}

function cdiPlace({ item, source }: Device): Sourced<unknown> {
  return source?.key === undefined ? item : source;
}

function cdiOperation(device: Device, name: string): Operation {
  return { op: "replace", target: cdiPlace(device), value: name.replace(/all$/u, "0") };
}

function oneFix(operation: Operation, { edit }: RuleContext): Fix {
  return {
    title: t("Take one GPU"),
    class: "check",
    caveat: t("A program that spreads over several cards becomes slower, or does not start; device_ids names certain ones."),
    change: edit.change(operation),
  };
}
