import { t } from "../../text/l10n.js";
import type { Port, Service } from "../project.js";
import { known } from "../sourced.js";
import type { Refuse } from "./refuse.js";

/** Port numbers, ranges and protocols. */
export function checkPorts({ ports }: Service, refuse: Refuse): void {
  for (const port of ports.items) {
    const reason = port.syntax === "short" ? shortFault(port) : longFault(port);
    if (reason !== undefined) refuse("bad-port", reason, port.item.at);
  }
}

function shortFault(port: Port): string | undefined {
  const [published, target] = [known(port.published), known(port.target)].map(ends);
  for (const range of [published, target]) {
    if (range !== undefined && (range.last > 65535 || range.last < range.first)) return t("This is no port number or range of ports.");
  }
  const isUneven = published !== undefined && target !== undefined && published.last - published.first !== target.last - target.first;
  // A range of the host may stand for one port of the container.
  if (isUneven && target.last !== target.first) return t("The two ranges have to be of the same length.");
  const protocol = known(port.protocol);
  return protocol === undefined || /^(?:tcp|udp|sctp)$/iu.test(protocol) ? undefined : t("Compose knows tcp, udp and sctp.");
}

function ends(range: string | undefined): { readonly first: number; readonly last: number } | undefined {
  const [first, last = first] = range?.split("-").map(Number) ?? [];
  return first === undefined || last === undefined ? undefined : { first, last };
}

function longFault({ hostIp }: Port): string | undefined {
  return known(hostIp) === "" ? t("The address of a published port is a literal IP address.") : undefined;
}
