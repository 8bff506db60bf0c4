import type { Change } from "../edit/change.js";
import { commandsOf, type ScriptWord } from "../knowledge/script-words.js";
import type { ComposeProject, Items, Service } from "../model/project.js";
import { isUnresolved, type Sourced, type Unresolved } from "../model/sourced.js";
import { writtenPart } from "../model/written-part.js";
import { t } from "../text/l10n.js";
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
  const isItem = textOf(item) === text;
  if (isItem && by === "") return edit.change({ op: "remove", target: item });
  if (isItem && item.via.length === 0) {
    const change = edit.change({ op: "replace", target: item, value: by });
    if (!("refused" in change)) return change;
  }
  if (at === undefined || by === "") return { refused: t("It is a part of a longer text: change it by hand.") };
  const inItem = edit.change({ op: "splice", target: item, part: at, text: by });
  const inLine = "refused" in inItem ? edit.change({ op: "splice", target: line, part: at, text: by }) : inItem;
  return "refused" in inLine ? inItem : inLine;
}

type Text = Sourced<string | Unresolved>;

function commandsIn(project: ComposeProject, holder: string, { list, items }: Items<Text>): readonly (readonly CommandWord[])[] {
  if (list === undefined) return [];
  const words = items.map((item) => wordAt(project, { holder, item, line: list }, item, textOf(item)));
  return [words, ...items.flatMap((item) => (/\s/u.test(textOf(item)) ? scriptIn(project, holder, item, item, list) : []))];
}

function scriptIn(
  project: ComposeProject,
  holder: string,
  value: Text,
  item: Sourced<unknown>,
  line: Sourced<unknown>,
): readonly (readonly CommandWord[])[] {
  return commandsOf(textOf(value)).map((command) => command.map((word) => wordAt(project, { holder, item, line }, value, word.text, word)));
}

/** Where a word stands is looked for only when somebody asks: few words are worth it. */
function wordAt(
  project: ComposeProject,
  home: Pick<CommandWord, "holder" | "item" | "line">,
  value: Text,
  text: string,
  word?: ScriptWord,
): CommandWord {
  const start = word?.offsets[0] ?? 0;
  const end = word === undefined ? text.length : (word.offsets.at(-1) ?? -1) + 1;
  const find = () => (end - start === text.length ? writtenPart(project, value, textOf(value), start, end) : undefined);
  return {
    ...home,
    text,
    get at() {
      return find();
    },
    get on() {
      return placed(value, find());
    },
  };
}

function placed(value: Sourced<unknown>, at: Place | undefined): Sourced<unknown> {
  return { value: "word", at: at ?? value.at, via: value.via };
}

function textOf({ value }: Sourced<unknown>): string {
  if (isUnresolved(value)) return value.unresolved;
  return typeof value === "string" ? value : "";
}
