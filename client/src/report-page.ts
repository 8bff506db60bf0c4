import type { ReportResult } from "../../server/src/lsp/protocol.js";

/** What the page says to the extension. */
export type PageMessage =
  | { readonly kind: "ready" | "save" }
  | { readonly kind: "reveal"; readonly file: number; readonly line: number; readonly character: number };

/** What the extension says to the page. */
export interface PageUpdate {
  readonly html: string;
}

/** Reads what a page said; absent for anything else. */
export function readMessage(message: unknown): PageMessage | undefined {
  if (typeof message !== "object" || message === null || !("kind" in message)) return undefined;
  const { kind } = message;
  if (kind === "ready" || kind === "save") return { kind };
  if (kind !== "reveal" || !("file" in message && "line" in message && "character" in message)) return undefined;
  const { file, line, character } = message;
  return isCount(file) && isCount(line) && isCount(character) ? { kind, file, line, character } : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** What the page says by itself, and in which language. */
export interface PageWords {
  readonly language: string;
  readonly save: string;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>]/gu, (character) => `&#${character.codePointAt(0) ?? 0};`);
}

/** The page of a panel. The report is put in by the script, so that an update changes it in place. `state` comes back when the editor restarts. */
export function pageOf({ style = "" }: ReportResult, { language, save }: PageWords, state: { readonly uri: string }): string {
  const nonce = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [
    "<!DOCTYPE html>",
    `<html lang="${language}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'">`,
    `<style nonce="${nonce}">${style}${ownStyle}</style></head>`,
    `<body><p class="tools"><button type="button" id="save">${escaped(save)}</button></p><div id="report"></div>`,
    `<script nonce="${nonce}">const state = ${JSON.stringify(state).replaceAll("<", "\\u003c")};\n${script}</script></body></html>`,
  ].join("\n");
}

const ownStyle = `
.tools{float:right;margin:2px 0 8px 12px}
#save{font:inherit;font-size:13px;color:var(--vscode-button-secondaryForeground);background:var(--vscode-button-secondaryBackground);border:1px solid var(--vscode-button-border,transparent);border-radius:2px;padding:3px 10px;cursor:pointer}
#save:hover{background:var(--vscode-button-secondaryHoverBackground)}
`;

/** Runs in the page. An update keeps the focus and where each part is scrolled to. */
const script = `
const editor = acquireVsCodeApi();
editor.setState({ ...editor.getState(), ...state });
const report = document.getElementById("report");
const focusable = () => [...report.querySelectorAll("[data-line], .scroll")];
const tell = (message) => editor.postMessage(message);
let shown = "";

window.addEventListener("message", ({ data }) => {
  if (typeof data?.html !== "string" || data.html === shown) return;
  shown = data.html;
  const before = focusable().indexOf(document.activeElement);
  const scrolled = [...report.querySelectorAll(".scroll")].map(({ scrollLeft }) => scrollLeft);
  const top = scrollY || editor.getState()?.top || 0;
  report.innerHTML = data.html;
  for (const [index, part] of [...report.querySelectorAll(".scroll")].entries()) part.scrollLeft = scrolled[index] ?? 0;
  if (before >= 0) focusable()[before]?.focus({ preventScroll: true });
  scrollTo(0, top);
});

document.getElementById("save").addEventListener("click", () => tell({ kind: "save" }));
report.addEventListener("click", (event) => {
  const element = event.target.closest("[data-line]");
  if (element === null) return;
  event.preventDefault();
  const { file, line, character } = element.dataset;
  tell({ kind: "reveal", file: Number(file), line: Number(line), character: Number(character) });
});

const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
report.addEventListener("keydown", (event) => {
  const direction = directions[event.key];
  const from = event.target.closest?.("a.node");
  if (direction === undefined || from === null || from === undefined) return;
  event.preventDefault();
  const middle = (node) => { const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
  const [x, y] = middle(from);
  const [dx, dy] = direction;
  const found = [...report.querySelectorAll("a.node")].flatMap((node) => {
    const [toX, toY] = middle(node);
    const along = (toX - x) * dx + (toY - y) * dy;
    const aside = Math.abs((toX - x) * dy) + Math.abs((toY - y) * dx);
    return node === from || along <= 1 ? [] : [{ node, far: along + 2 * aside }];
  });
  found.sort((a, b) => a.far - b.far)[0]?.node.focus();
});

addEventListener("scroll", () => editor.setState({ ...editor.getState(), top: scrollY }), { passive: true });
tell({ kind: "ready" });
`;
