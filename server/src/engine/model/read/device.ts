import { t } from "../../text/l10n.js";
import type { Device, Items } from "../project.js";
import type { Reading } from "../reading.js";
import { isUnresolved, type Setting } from "../sourced.js";
import { child, type Stack } from "../stack.js";
import { part, sourced, type Text, textOf, whole } from "../text.js";
import type { View } from "../view.js";
import { readItems } from "./list.js";
import { readString, readText } from "./scalar.js";

/** `devices`: `HOST[:CONTAINER[:rwm]]`, a CDI name, or the long syntax; one entry for each target. */
export function readDevices(reading: Reading, stack: Stack): Items<Device> {
  return readItems(
    reading,
    stack,
    {},
    (view) => readDevice(reading, view),
    ({ target }) => {
      return target === undefined || isUnresolved(target.value) ? undefined : target.value;
    },
  );
}

function readDevice(reading: Reading, view: View): readonly Device[] {
  if (view.node?.kind === "map") {
    const setting = (key: string): Setting<string> => readString(reading, child(reading, [view], key));
    const source = setting("source");
    return [{ item: sourced(view, "mapping"), source, target: setting("target") ?? source, permissions: setting("permissions") }];
  }
  const text = textOf(view);
  if (text !== undefined) return [readShort(reading, text)];
  readText(reading, view);
  return [];
}

function readShort(reading: Reading, text: Text): Device {
  const all = text.template.text;
  const first = all.indexOf(":");
  const second = first < 0 ? -1 : all.indexOf(":", first + 1);
  if (second >= 0 && all.indexOf(":", second + 1) >= 0)
    reading.refuse("bad-device", t("A device has at most three parts: host, container and permissions."), text.view.at);
  const sourceEnd = first < 0 ? all.length : first;
  const targetEnd = second < 0 ? all.length : second;
  const source = part(text, 0, sourceEnd);
  return {
    item: whole(text),
    source,
    target: first < 0 || targetEnd === first + 1 ? source : part(text, first + 1, targetEnd),
    permissions: second < 0 ? undefined : part(text, second + 1, all.length),
  };
}
