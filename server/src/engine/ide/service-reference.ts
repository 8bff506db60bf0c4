import type { Cursor } from "../syntax/cursor.js";
import type { Span } from "../text/span.js";

/** A place where a service is named. */
export interface ServiceReference {
  readonly name: string;
  readonly at: Span;
  /** Set when the name is that of a service of another file: the mapping of the `extends` that names the file, too. */
  readonly extended?: Span;
}

/** The service that is named at a cursor: its own key, or wherever another one refers to it. */
export function serviceReference({ path, role, node, container }: Cursor): ServiceReference | undefined {
  if (node?.kind !== "scalar") return undefined;
  const at = { start: node.start, end: node.end };
  const named = (name: string | undefined): ServiceReference | undefined => (name === undefined || name === "" ? undefined : { name, at });
  const [top, second] = path;
  if (role === "key" && top === "services" && path.length === 2) return named(String(second));
  // Anchors of whole services and of parts of them stand in blocks of their own.
  const within = top === "services" ? path.slice(2) : typeof top === "string" && top.startsWith("x-") ? path.slice(1) : [];
  const [key, below] = within;
  if (role === "key") return key === "depends_on" && within.length === 2 ? named(String(below)) : undefined;
  if (key === "extends" && below === "service" && within.length === 2 && container?.kind === "map") {
    const isElsewhere = container.entries.some((entry) => entry.key.text === "file");
    return { name: node.text, at, ...(isElsewhere && { extended: { start: container.start, end: container.end } }) };
  }
  return within.length <= 2 ? named(nameIn(String(key), node.text, within.length === 2)) : undefined;
}

/** How each key writes the name of a service. */
function nameIn(key: string, text: string, isItem: boolean): string | undefined {
  if (isItem) {
    if (key === "depends_on") return text;
    if (key === "links") return text.split(":")[0];
    if (key === "volumes_from") return text.startsWith("container:") ? undefined : text.split(":")[0];
    return undefined;
  }
  if (key === "extends") return text;
  return ["network_mode", "pid", "ipc"].includes(key) ? /^service:(.+)$/u.exec(text)?.[1] : undefined;
}
