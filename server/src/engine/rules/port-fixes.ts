import type { Operation } from "../edit/change.js";
import type { Port } from "../model/project.js";
import { isUnresolved } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Fix, RuleContext } from "./rule.js";

/** Keeps other machines from a published port: by an address, or by taking it away. */
export function closePort(port: Port, { edit }: RuleContext): readonly Fix[] {
  return [
    {
      title: t("Bind it to 127.0.0.1"),
      class: "check",
      caveat: t("Other machines can no longer connect to it; services of this project and the host still can."),
      change: hasEmptyAddress(port) ? emptyAddress() : edit.change(bindToLoopback(port)),
    },
    {
      title: t("Remove the published port"),
      class: "check",
      caveat: t("Neither other machines nor the host can connect to it; services of this project reach it by its name."),
      change: edit.change({ op: "remove", target: port.item }),
    },
  ];
}

/** An address that each machine sets for itself; this host alone where nobody does. Only for short entries without an address. */
export function bindByVariable(port: Port, { edit }: RuleContext): readonly Fix[] {
  const { item, syntax, hostIp, published } = port;
  if (syntax === "long" || hostIp !== undefined || published === undefined || hasEmptyAddress(port)) return [];
  const change = edit.change({ op: "splice", target: item, part: "start", text: `\${BIND_ADDRESS:-${loopback}}:` });
  const caveat = t("Other machines reach it only where BIND_ADDRESS is set, in .env for example.");
  return [{ title: t("Bind it to ${BIND_ADDRESS:-127.0.0.1}"), class: "check", caveat, change }];
}

const loopback = "127.0.0.1";

/** Whether a variable stands for the address, and is empty: `${HOST_IP:-}:5432:5432`. */
function hasEmptyAddress({ item: { value }, syntax }: Port): boolean {
  const text = isUnresolved(value) ? value.unresolved : value;
  return syntax === "short" && typeof text === "string" && /^(?:\$\{\w+:?-\})?:/u.test(text);
}

const emptyAddress = () => ({
  refused: t("A variable stands for its address, and is empty here: give it 127.0.0.1, in .env or as its default."),
});

/** Short entries keep what is written, variables and all: `5432:5432` gets an address, a lone `5432` an empty host port, too. */
export function bindToLoopback({ item, syntax, hostIp, published }: Port): Operation {
  if (syntax === "long") return { op: "set", into: { ...item, value: "mapping" }, key: "host_ip", value: loopback };
  if (hostIp !== undefined) return { op: "splice", target: item, part: withBrackets(hostIp.at, hostIp.value), text: loopback };
  return { op: "splice", target: item, part: "start", text: published === undefined ? `${loopback}::` : `${loopback}:` };
}

/** An IPv6 address stands in brackets, which go with it. */
function withBrackets(at: NonNullable<Port["hostIp"]>["at"], address: unknown): typeof at {
  return typeof address === "string" && address.includes(":") ? { ...at, start: at.start - 1, end: at.end + 1 } : at;
}
