import { isConfigPath } from "../knowledge/config-places.js";
import { hostPath as hostPathFacts } from "../knowledge/host-paths.js";
import { imageFacts } from "../knowledge/images.js";
import type { ComposeProject, Mount, Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { imageName } from "./image-name.js";
import { isWritable } from "./mount-exposure.js";
import { mountPlace, mountReadOnly, writtenPath } from "./mount-fixes.js";
import { composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const configBindWritable = serviceRule({
  id: "config-bind-writable",
  title: "Settings that are only read are mounted writable",
  category: "mounts",
  severity: "hint",
  changes: ["volumes"],
  references: [
    owaspDocker(8),
    cwe(732),
    composeService("volumes"),
    { title: "Docker: read-only bind mounts", url: "https://docs.docker.com/engine/storage/bind-mounts/#use-a-read-only-bind-mount" },
  ],
  docs: {
    why: [
      "The file is yours, in your project or on your host, and the program has no reason to change it. While it is writable, a break-in outlives the",
      "container: a line in the web server's settings, a script that runs at the next start, a certificate that is exchanged.",
    ].join("\n"),
    attack: [
      "The attacker runs code in the container, which is made anew every night.",
      "They add a line to the mounted settings that sends a copy of each request to them, or a command to a script in `/docker-entrypoint-initdb.d`.",
      "The new container starts with it, and so does every other one that mounts the same file; with the next commit it is in the repository.",
    ],
    fix: "Add `:ro`, or `read_only: true` in the long syntax.",
    fine: [
      "Programs that edit their own settings (Home Assistant, Zigbee2MQTT, AdGuard Home, Pi-hole and others with a page for it): what is known of them is",
      "not reported.",
    ].join("\n"),
    premise: [
      "Holds for binds whose target is a file of settings, a certificate or a script by its ending, or lies in a folder that a well-known image only",
      "reads, and for files of the host such as `/etc/localtime`. Where the image is known to keep its data at the target nothing is said. Whether an",
      "entrypoint changes the owner of the file is not to be seen here; most go on when that fails.",
    ].join("\n"),
  },
  *check(service, context) {
    for (const mount of service.mounts.items) {
      if (!isConfigBind(service, mount, context.project)) continue;
      yield {
        on: mountPlace(mount),
        message: t`"${service.name.value}" may change ${writtenPath(mount)}, which it only reads: what a break-in writes there stays. Mount it read-only.`,
        fixes: () => [
          mountReadOnly(mount, context, {
            class: "recommended",
            caveat: t('A program that edits it, or a start script that changes its owner, says "Read-only file system".'),
          }),
        ],
      };
    }
  },
});

/** Whether a mount is a writable bind of something that its program only reads. */
export function isConfigBind(service: Service, mount: Mount, project: ComposeProject): boolean {
  const { type, hostPath, target } = mount;
  if (type !== "bind" || hostPath === undefined || target === undefined || isWritable(mount, project) !== true) return false;
  const facts = hostPathFacts(hostPath);
  if (facts !== undefined) return facts.category === "harmless" && facts.writable === "low";
  const path = known(target);
  return path !== undefined && isConfigPath(path) && !keepsDataAt(service, path);
}

/** Whether the image is known to write there itself. */
function keepsDataAt(service: Service, path: string): boolean {
  const image = imageName(service);
  const places = image === undefined ? [] : (imageFacts(image)?.writablePaths ?? []);
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}
