import { secretKind } from "./environment.js";

/** A secret in the words of a command. */
export interface FoundInCommand {
  /** What it is given to, as written: `--requirepass`, `-p`, `PGPASSWORD`, `Authorization`. */
  readonly flag: string;
  readonly kind: string;
  /** The index of the word, and where in it the secret stands. */
  readonly word: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The secrets in one command: values of flags and assignments whose name says so, the short password flags of well known clients, and
 * headers. What a shell replaces (`$PASSWORD`, `$(cat file)`) is none.
 */
export function secretsInCommand(words: readonly string[]): readonly FoundInCommand[] {
  const clients = shortFlags
    .map((flag) => ({ ...flag, from: words.findIndex((word) => flag.programs.test(word.replace(/^.*[\\/]/u, ""))) }))
    .filter(({ from }) => from >= 0);
  return words.flatMap((word, index) => {
    const found = inWord(word, index) ?? behindFlag(word, words[index + 1], index) ?? shortFlag(clients, words, index);
    return found === undefined ? [] : [found];
  });
}

/** `--password=x`, `-Dkey.password=x`, `PGPASSWORD=x`, `Authorization: Bearer x`. */
function inWord(word: string, index: number): FoundInCommand | undefined {
  const assigned = /^(?<flag>(?:-D|--?)?(?<name>[A-Za-z_][\w.-]*))=(?<value>[\s\S]+)$/u.exec(word)?.groups;
  if (assigned !== undefined) {
    const { flag = "", name = "", value = "" } = assigned;
    return found(flag, kindOf(name, value), index, flag.length + 1, value);
  }
  const header =
    /^(?<name>(?:Proxy-)?Authorization|Private-Token|(?:X-)?[\w-]*(?:Token|Api-?Key))\s*:\s+(?:(?:Bearer|Basic|Token|ApiKey)\s+)?/iu.exec(
      word,
    );
  const start = header?.[0].length ?? 0;
  const value = word.slice(start);
  return header === null || !/^[^\s$`<{]{4,}$/u.test(value)
    ? undefined
    : found(header.groups?.["name"] ?? "", "token", index, start, value);
}

/** `--requirepass x`, `-password x`. */
function behindFlag(word: string, next: string | undefined, index: number): FoundInCommand | undefined {
  const name = /^--?(?<name>[A-Za-z][\w.-]+)$/u.exec(word)?.groups?.["name"];
  if (name === undefined || next === undefined || next.startsWith("-")) return undefined;
  return found(word, kindOf(name, next), index + 1, 0, next);
}

/** Names that only programs' flags have. Sources: Redis and Valkey configuration, `wget --help`, `surreal start --help`. */
const flagNames: ReadonlySet<string> = new Set([
  "requirepass",
  "masterauth",
  "primaryauth",
  "sentinel-pass",
  "authpass",
  "storepass",
  "keypass",
]);

function kindOf(name: string, value: string): string | undefined {
  if (value.includes("$") || value.includes("`")) return undefined;
  const word = name.toLowerCase();
  if (word === "user" || word === "basic-auth") return undefined;
  return secretKind(flagNames.has(word) ? "PASSWORD" : name, value);
}

interface ShortFlag {
  readonly programs: RegExp;
  readonly flag: string;
  /** Where the value stands: in the same word (`-px`), in the next (`-a x`), or in either. */
  readonly value: "same" | "next" | "either";
  /** Set where the value is `user:password`. */
  readonly withUser?: true;
}

/** Password flags of clients that have no telling name. Each from the client's own manual. */
const shortFlags: readonly ShortFlag[] = [
  {
    programs: /^(?:mysql|mysql(?:admin|dump|check|import|show)|mariadb|mariadb-(?:admin|dump|check|import|show))$/u,
    flag: "-p",
    value: "same",
  },
  { programs: /^(?:redis|valkey|keydb)-cli$/u, flag: "-a", value: "next" },
  {
    programs: /^(?:mongo|mongosh|mongodump|mongorestore|mongoexport|mongoimport|cypher-shell|rabbitmqadmin|surreal)$/u,
    flag: "-p",
    value: "next",
  },
  { programs: /^(?:sqlcmd|bcp|mosquitto_(?:pub|sub|rr))$/u, flag: "-P", value: "either" },
  { programs: /^ldap(?:search|whoami|add|modify|delete|passwd)$/u, flag: "-w", value: "either" },
  { programs: /^sshpass$/u, flag: "-p", value: "either" },
  { programs: /^curl$/u, flag: "-u", value: "either", withUser: true },
  { programs: /^(?:curl|etcdctl)$/u, flag: "--user", value: "either", withUser: true },
];

/** `from` is the place of the client among the words. */
function shortFlag(
  clients: readonly (ShortFlag & { readonly from: number })[],
  words: readonly string[],
  index: number,
): FoundInCommand | undefined {
  const word = words[index] ?? "";
  if (!word.startsWith("-")) return undefined;
  const fits = clients.find(
    ({ flag, from }) => from < index && word.startsWith(flag) && (!flag.startsWith("--") || /^=?$/u.test(word.charAt(flag.length))),
  );
  if (fits === undefined) return undefined;
  const { flag, value: place, withUser } = fits;
  const isAlone = word === flag;
  if (isAlone ? place === "same" : place === "next") return undefined;
  const text = isAlone ? (words[index + 1] ?? "") : word.slice(flag.length).replace(/^=/u, "");
  const user = withUser === true ? text.indexOf(":") + 1 : 0;
  const secret = text.slice(user);
  if ((withUser === true && user === 0) || (isAlone && text.startsWith("-"))) return undefined;
  const start = isAlone ? user : word.length - secret.length;
  return found(flag, kindOf("PASSWORD", secret), isAlone ? index + 1 : index, start, secret);
}

function found(flag: string, kind: string | undefined, word: number, start: number, value: string): FoundInCommand | undefined {
  return kind === undefined ? undefined : { flag, kind, word, start, end: start + value.length };
}
