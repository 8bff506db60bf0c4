import { isPublicPort, sensitivePort } from "../knowledge/ports.js";
import type { Port, Service } from "../model/project.js";
import { isUnresolved, known } from "../model/sourced.js";
import { portsOf, reachOf } from "../rules/published-ports.js";
import { t } from "../text/l10n.js";
import type { HoverText } from "./hover-text.js";
import { code, plainOrCode } from "./origin.js";

const firewall = {
  title: "Docker: packet filtering and firewalls",
  url: "https://docs.docker.com/engine/network/packet-filtering-firewalls/",
};

/** Who reaches a published port, and what they find there. */
export function portHover(port: Port, service: Service): HoverText {
  const reach = reachOf(port);
  const published = port.published && known(port.published);
  const subject =
    published === undefined ? (port.published === undefined ? t("A free port of the host") : t("A port of the host")) : `**${published}**`;
  const networkMode = service.networkMode && known(service.networkMode);
  if (networkMode === "host") {
    return {
      head: t`${subject} - not published: on the host's network ${"`ports`"} counts for nothing.`,
      lines: [t("Whatever the service listens on is open to everyone who reaches the host.")],
      sources: [firewall],
    };
  }
  return {
    head: t`${subject} - ${reaches(port, reach)}.`,
    lines: [
      behind(port, service),
      ...(reach === "every interface" ? open(port) : []),
      reach === "address" ? t("Docker lets them in ahead of ufw and firewalld.") : undefined,
      reach === "host" ? t("Engines before 28.0 let machines of the same network segment in, too.") : undefined,
      reach === "host" ? undefined : t("Services of one project reach each other without any published port."),
    ],
    sources: [firewall],
  };
}

function reaches({ hostIp }: Port, reach: ReturnType<typeof reachOf>): string {
  if (reach === "every interface") return t("open to everyone who reaches this host, past ufw and firewalld");
  if (reach === "host") return t("open to programs of this host alone");
  if (reach === "address") return t`open to those who reach the address ${code((hostIp && known(hostIp)) ?? "")}`;
  const missing = hostIp !== undefined && isUnresolved(hostIp.value) ? hostIp.value.missing : [];
  return t`who reaches it is not known: ${missing.map((name) => code(`\${${name}}`)).join(", ") || t("a variable")} decides`;
}

/** Only the rule of Docker's own that can be met by a word in the file is told. */
function open({ target, published, protocol }: Port): readonly string[] {
  const inside = target && known(target);
  const outside = published && known(published);
  const suffix = (protocol && known(protocol)) === "udp" ? "/udp" : "";
  const local = inside === undefined || outside === undefined ? undefined : `127.0.0.1:${outside}:${inside}${suffix}`;
  return [
    t(
      "Docker puts its rule ahead of the host's firewall, for IPv6, too: ufw shows the port closed while it is open. Own rules belong into the chain DOCKER-USER.",
    ),
    ...(local === undefined ? [] : [t`For this host alone: ${code(local)}.`]),
  ];
}

/** What listens at the other end, as far as number and image tell. */
function behind({ target, protocol }: Port, { name, image }: Service): string | undefined {
  const inside = target && known(target);
  if (inside === undefined) return undefined;
  const kind = (protocol && known(protocol)) ?? "tcp";
  const [number] = portsOf(target);
  const found = number === undefined ? undefined : sensitivePort(number, kind, image && known(image));
  const port = `${plainOrCode(inside)}/${plainOrCode(kind)}`;
  const of = code(name.value);
  if (found !== undefined) return t`It leads to port ${port} of ${of}, where ${found.service} listens: ${found.why}`;
  return number !== undefined && isPublicPort(number, kind)
    ? t`It leads to port ${port} of ${of}, which is there for everybody as a rule.`
    : t`It leads to port ${port} of ${of}.`;
}
