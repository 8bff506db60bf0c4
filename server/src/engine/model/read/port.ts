import { t } from "../../text/l10n.js";
import { hole } from "../interpolate.js";
import type { Items, Port } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Setting, type Sourced, type Unresolved } from "../sourced.js";
import { child, type Stack, top } from "../stack.js";
import { part, slice, sourced, type Text, textOf, whole } from "../text.js";
import type { View } from "../view.js";
import { type Identified, readLongForms, textKey } from "./list.js";
import { map, readLoose, readText } from "./scalar.js";

/** `ports`: entries of both syntaxes; of entries that publish the same, the last. */
export function readPorts(reading: Reading, stack: Stack, networkAddress: Setting<string>): Items<Port> {
  return readLongForms(reading, stack, {}, (view) => readPort(reading, view, networkAddress));
}

function readPort(reading: Reading, view: View, networkAddress: Setting<string>): readonly Identified<Port>[] {
  if (view.node?.kind === "map") {
    const item = readLong(reading, view, networkAddress);
    return [{ item, written: item.identity, identity: item.identity }];
  }
  const text = textOf(view);
  if (text !== undefined) {
    const item = readShort(reading, text, networkAddress);
    return [{ item, written: textKey(whole(text).value), identity: item.identity }];
  }
  readText(reading, view);
  return [];
}

function readLong(reading: Reading, view: View, networkAddress: Setting<string>): Port {
  const text = (key: string): Setting<string> => readLoose(reading, child(reading, [view], key));
  const port = {
    item: sourced(view, "mapping"),
    syntax: "long",
    hostIp: text("host_ip"),
    networkAddress,
    published: text("published"),
    target: text("target"),
    protocol: text("protocol"),
    mode: text("mode"),
    name: text("name"),
    appProtocol: text("app_protocol"),
  } as const;
  if (port.target === undefined) reading.refuse("no-port", t("A port needs a target, the port inside the container."), view.at);
  const identity = portIdentity(port);
  // For Compose the number 8080 is another port than the text "8080".
  const node = top(child(reading, [view], "published"))?.node;
  const isNumber = node?.kind === "scalar" && typeof node.value === "number";
  return { ...port, identity: isNumber && identity !== undefined ? `${identity} number` : identity };
}

/** `[IP:][HOST[-HOST]:]CONTAINER[-CONTAINER][/PROTOCOL]`, where an IPv6 address may stand without brackets. */
function readShort(reading: Reading, text: Text, networkAddress: Setting<string>): Port {
  const { template, view } = text;
  const all = template.text;
  const item = whole(text);
  const containerAt = all.lastIndexOf(":") + 1;
  const hostAt = containerAt === 0 ? 0 : all.lastIndexOf(":", containerAt - 2) + 1;
  const slash = all.indexOf("/", containerAt);
  const targetEnd = slash < 0 ? all.length : slash;
  const published = range(text, hostAt, containerAt - 1);
  const protocol = slash < 0 ? undefined : range(text, slash + 1, all.length);
  const port = {
    item,
    syntax: "short",
    hostIp: hostAt === 0 ? withoutAddress(text) : address(text, hostAt - 1),
    networkAddress,
    published: containerAt === 0 && startsUnknown(text) ? withoutAddress(text) : published,
    target: range(text, containerAt, targetEnd),
    protocol: protocol && map(protocol, (word) => word.toLowerCase()),
    mode: undefined,
    name: undefined,
    appProtocol: undefined,
  } as const;
  checkShort(reading, port, view);
  return { ...port, identity: portIdentity(port) };
}

function range(text: Text, start: number, end: number): Setting<string> {
  return end <= start ? undefined : part(text, start, end);
}

function address(text: Text, end: number): Setting<string> {
  const { text: all } = text.template;
  const bracketed = all[0] === "[" && all[end - 1] === "]";
  return bracketed ? range(text, 1, end - 1) : range(text, 0, end);
}

/** A variable at the very start may bring an address along: `${WEB_PORT}` set to `127.0.0.1:8080`. */
function withoutAddress(text: Text): Setting<string> {
  if (!startsUnknown(text)) return undefined;
  const value = slice(text.template, 0, 1);
  return { ...part(text, 0, 1), value };
}

function startsUnknown({ template }: Text): boolean {
  return template.text.startsWith(hole);
}

function checkShort(reading: Reading, { hostIp, published, target }: Pick<Port, "hostIp" | "published" | "target">, view: View): void {
  if (target === undefined) reading.refuse("no-port", t("A port needs the port inside the container after the last colon."), view.at);
  if (fails(target, isPort) || fails(published, isPort))
    reading.refuse("bad-port", t("This is no port number or range of ports."), view.at);
  if (fails(hostIp, isAddress)) reading.refuse("bad-port", t("The address of a published port is a literal IP address."), view.at);
}

function fails(part: Sourced<string | Unresolved> | undefined, test: (text: string) => boolean): boolean {
  return part !== undefined && !isUnresolved(part.value) && !test(part.value);
}

function isPort(text: string): boolean {
  return /^\d{1,5}(-\d{1,5})?$/u.test(text);
}

/** IPv4, or IPv6 with at most one `::` that stands for the missing groups. */
function isAddress(text: string): boolean {
  if (/^\d{1,3}(\.\d{1,3}){3}$/u.test(text)) return true;
  const groups = text.replace(/\d{1,3}(\.\d{1,3}){3}$/u, "0:0").split(":");
  const written = groups.filter((group) => group !== "");
  if (!written.every((group) => /^[\da-f]{1,4}$/iu.test(group))) return false;
  const shortened = text.split("::").length - 1;
  return shortened === 1 ? written.length < 8 : shortened === 0 && groups.length === 8 && written.length === 8;
}

/** What two entries share when the later one takes the place of the earlier; nothing where that is not known. */
export function portIdentity({ hostIp, published, target, protocol }: Omit<Port, "identity">): string | undefined {
  const parts = [hostIp?.value ?? "0.0.0.0", published?.value ?? "", target?.value ?? "", protocol?.value ?? "tcp"];
  return parts.every((one) => !isUnresolved(one)) ? parts.join(" ") : undefined;
}
