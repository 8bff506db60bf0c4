import type { Change } from "../edit/change.js";
import { commandsOf } from "../knowledge/script-words.js";
import type { ComposeProject, Items, Service } from "../model/project.js";
import { isUnresolved, type Sourced, type Unresolved } from "../model/sourced.js";
import { writtenPart } from "../model/written-part.js";
import type { Place } from "../text/span.js";
import type { RuleContext } from "./rule.js";

/** One word that a service gives to a program: of its command or entrypoint, of a script in there, or of options in a variable. */
export interface CommandWord {
  readonly text: string;
  /** Where it is given: `command`, `entrypoint`, or the variable's name. */
  readonly holder: string;
  /** What to underline: its characters, or what holds it where they are not written as they read. */
  readonly on: Sourced<unknown>;
  /** Absent where its characters are not written as they read. */
  readonly at: Place | undefined;
  /** The list item or entry that it is a part of, and the whole command that this stands in. */
  readonly item: Sourced<unknown>;
  readonly line: Sourced<unknown>;
}

/** The commands of a service, each as its words. */
export function serviceCommands(project: ComposeProject, service: Service): readonly (readonly CommandWord[])[] {
  return [
    ...(["entrypoint", "command"] as const).flatMap((holder) => commandsIn(project, holder, service[holder])),
    // Options such as those of `JAVA_OPTS` and `NODE_OPTIONS`.
    ...service.environment.items.flatMap(({ name, value, item }) =>
      value !== undefined && /(?:^|\s)-/u.test(textOf(value)) ? scriptIn(project, name.value, value, item, item) : [],
    ),
  ];
}

/** Puts another text in the place of a word; an empty one takes it away. */
export function replaceWord({ at, item, line, text }: CommandWord, by: string, { edit }: RuleContext): Change {
  const [use] = item.via;
  if (use !== undefined) return { refused: `The text comes from "${use.name}": change it there.` };
  const isItem = textOf(item) === text;
  if (isItem && by === "") return edit.change({ op: "remove", target: item });
  if (isItem) {
    const change = edit.change({ op: "replace", target: item, value: by });
    if (!("refused" in change) || at === undefined) return change;
  }
  if (at === undefined || by === "") return { refused: "It is a part of a longer text: change it by hand." };
  const change = edit.change({ op: "splice", target: item, part: at, text: by });
  return "refused" in change ? edit.change({ op: "splice", target: line, part: at, text: by }) : change;
}

type Text = Sourced<string | Unresolved>;

function commandsIn(project: ComposeProject, holder: string, { list, items }: Items<Text>): readonly (readonly CommandWord[])[] {
  if (list === undefined) return [];
  const words = items.map((item): CommandWord => {
    const text = textOf(item);
    const at = writtenPart(project, item, text, 0, text.length);
    return { text, holder, on: placed(item, at), at, item, line: list };
  });
  return [words, ...items.flatMap((item) => (/\s/u.test(textOf(item)) ? scriptIn(project, holder, item, item, list) : []))];
}

function scriptIn(
  project: ComposeProject,
  holder: string,
  value: Text,
  item: Sourced<unknown>,
  line: Sourced<unknown>,
): readonly (readonly CommandWord[])[] {
  const script = textOf(value);
  return commandsOf(script).map((command) =>
    command.map(({ text, offsets }) => {
      const start = offsets[0] ?? 0;
      const end = (offsets.at(-1) ?? -1) + 1;
      const at = end - start === text.length ? writtenPart(project, value, script, start, end) : undefined;
      return { text, holder, on: placed(value, at), at, item, line };
    }),
  );
}

function placed(value: Sourced<unknown>, at: Place | undefined): Sourced<unknown> {
  return { value: "word", at: at ?? value.at, via: value.via };
}

function textOf({ value }: Sourced<unknown>): string {
  if (isUnresolved(value)) return value.unresolved;
  return typeof value === "string" ? value : "";
}
