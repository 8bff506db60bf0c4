import { commandsOf } from "../knowledge/script-words.js";
import type { Service } from "../model/project.js";
import { isUnresolved, type Sourced, type Unresolved } from "../model/sourced.js";

type Words = readonly Sourced<string | Unresolved>[];

/**
 * Whether a command has work that only root can do: it sets owners or modes, or goes on as another user. A variable in it may stand for a
 * folder or a user; the names of programs are read all the same.
 */
export function isRootsWork(words: Words): boolean {
  const programs = new Set(words.flatMap((word) => textOf(word).split(/[\s;&|()]+/u)).map(programOf));
  return [...switches, ...owners].some((program) => programs.has(program));
}

/** Whether a command does nothing but lay files ready for others, and ends. */
export function laysFilesReady(words: Words): boolean {
  const programs = commandsIn(words.map(textOf)).flatMap((command) => mainProgram(command) ?? []);
  return programs.some((program) => layers.has(program)) && programs.every((program) => layers.has(program) || besides.has(program));
}

/** The words that a service starts with: its entrypoint's, then its command's. */
export function startWords({ entrypoint, command }: Service): Words {
  return [...entrypoint.items, ...command.items];
}

const switches: readonly string[] = ["gosu", "su-exec", "setpriv", "runuser", "s6-setuidgid", "chpst", "su", "sudo"];
const owners: readonly string[] = ["chown", "chgrp", "chmod", "setfacl"];
const layers: ReadonlySet<string> = new Set(["mkdir", "cp", "mv", "ln", "install", "touch", "rsync", "tar", "unzip"]);
/** What such a script says besides. None of it stays, listens, or runs another program. */
const besides: ReadonlySet<string> = new Set([
  ...[
    "echo",
    "printf",
    "set",
    "cd",
    "test",
    "[",
    "[[",
    "ls",
    "cat",
    "rm",
    "rmdir",
    "true",
    "false",
    ":",
    "exit",
    "export",
    "umask",
    "find",
    "sync",
  ],
]);
const shells: ReadonlySet<string> = new Set(["sh", "bash", "ash", "dash"]);

/** Of a shell with `-c` the commands of its script, else the one that the words are. */
function commandsIn(texts: readonly string[]): readonly (readonly string[])[] {
  const [first = "", ...others] = texts;
  const option = others.findIndex((word) => /^-\w*c$/u.test(word));
  if (!shells.has(programOf(first)) || option < 0) return [texts];
  return commandsOf(others[option + 1] ?? "").map((words) => words.map(({ text }) => text));
}

/** The program that a command starts, past the shell's own words and variables that are set for it; absent where there is none. */
function mainProgram(words: readonly string[]): string | undefined {
  if (words[0] === "for") return undefined;
  const program = words.find((word) => !reserved.has(word) && !/^\w+=/u.test(word));
  return program === undefined ? undefined : programOf(program);
}

const reserved: ReadonlySet<string> = new Set(["if", "then", "elif", "else", "fi", "while", "until", "do", "done", "{", "}", "!"]);

function programOf(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

/** A word with a variable in it still has the quotes that it is written with. */
function textOf({ value }: Words[number]): string {
  return isUnresolved(value) ? value.unresolved.replace(/^(?<quote>["'])(?<text>[\s\S]*)\k<quote>$/u, "$<text>") : value;
}
