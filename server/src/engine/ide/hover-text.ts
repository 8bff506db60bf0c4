import { t } from "../text/l10n.js";

/** What is said of a value. The first line answers, each other one says one thing more, and the addresses come last. */
export interface HoverText {
  readonly head: string;
  readonly lines: readonly (string | undefined)[];
  /** Addresses, or a title with its address. */
  readonly sources?: readonly (string | Source | undefined)[];
}

export interface Source {
  readonly title: string;
  readonly url: string;
}

/** More lines than these are not read while the mouse rests on a word. */
export const maxLines = 12;

/** More addresses than these are not looked up. */
const maxSources = 3;

/** The text as Markdown without HTML or command links; what is `more` goes before its addresses, and its own lines give way to it. */
export function layOut({ head, lines, sources = [] }: HoverText, more: readonly string[] = []): string {
  const links = sources.flatMap((source) => (source === undefined ? [] : link(source)));
  const last = links.length === 0 ? [] : [`- ${t`Sources: ${links.slice(0, maxSources).join(" | ")}`}`];
  const room = maxLines - 1 - last.length;
  const others = more.slice(0, Math.min(room, maxMore));
  const own = lines.flatMap((line) => line ?? []).slice(0, room - others.length);
  return [head, ...[...own, ...others].map((line) => `- ${line}`), ...last].map(asLine).join("\n");
}

const maxMore = 3;

/** One line, in which nothing outside of code can be read as HTML. */
function asLine(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/gu, " ")
    .replaceAll(/(?<code>`[^`]*`)|<(?=[A-Za-z/!?])/gu, (_found, code: string | undefined) => code ?? "\\<");
}

function link(source: string | Source): string {
  const { title, url } = typeof source === "string" ? { title: titleOf(source), url: source } : source;
  return `[${title.replaceAll(/[[\]]/gu, "")}](${url})`;
}

function titleOf(url: string): string {
  const page = /\/man-pages\/man\d\/([\w-]+)\.(\d)/u.exec(url);
  if (page !== null) return `${page[1]}(${page[2]})`;
  const [, host = url, owner, path = ""] = /^https:\/\/(?:www\.)?([^/]+)(?:\/([^/]+))?(\/[^?#]*)?/u.exec(url) ?? [];
  if (host !== "github.com" || owner === undefined) return host;
  const last = path.split("/").findLast((part) => part !== "");
  return last === undefined ? owner : `${owner}: ${last}`;
}

/** The first sentences of a Markdown text that fit a line a person reads at once. */
export function opening(markdown: string, maxLength = 320): string {
  const [paragraph = ""] = markdown.split(/\n\s*\n/u);
  const sentences = paragraph
    .trim()
    .replaceAll("\n", " ")
    .split(/(?<=[.!?])\s+(?=[\p{Lu}`"„])|(?<=[。！？])/u);
  let text = sentences[0] ?? "";
  for (const sentence of sentences.slice(1)) {
    if (text.length + sentence.length >= maxLength) break;
    text = /[。！？]$/u.test(text) ? `${text}${sentence}` : `${text} ${sentence}`;
  }
  return text;
}

/** The first sentence of a Markdown text. */
export function firstSentence(markdown: string): string {
  return opening(markdown, 0);
}
