import { t } from "../text/l10n.js";
import { unnamedUser } from "./facts.js";
import { escaped, fitting } from "./html.js";
import { type Bar, type Box, type Layout, labelWidth, layoutOf, type Point, type Rail } from "./layout.js";
import { isOpen } from "./mermaid.js";
import { hostWords, type ReportNetwork, type ReportPlace, type ReportService, type SecurityReport } from "./report.js";

/** How a place is linked to: attributes of the element that leads there. */
export type Leads = (at: ReportPlace | undefined) => string;

/** The picture as SVG, for a page that has the styles and the rows that its nodes lead to. Lines and boxes alone: what it says is in the tables, too. */
export function picture(report: SecurityReport, leads: Leads): { readonly text: string; readonly isWide: boolean } {
  const layout = layoutOf(report);
  const { width, height, outside, host } = layout;
  const parts = [
    ...layout.titles.map(({ text, at }) => label(text, at, "title")),
    ...(outside === undefined ? [] : [outsideBox(outside)]),
    ...layout.bars.map((bar) => barLines(bar, leads)),
    ...layout.rails.map((rail) => railLines(rail, leads)),
    ...layout.entries.map(({ line }) => polyline(line, "edge")),
    ...(host === undefined ? [] : [hostBox(host, report)]),
    ...layout.drops.map(({ line }) => polyline(line, "edge drop", "arrow")),
    ...layout.routes.map(({ path, lines }) => lines.map((line) => polyline(line, `hot ${path.id}`, "hot-arrow")).join("")),
    ...badges(layout),
    ...layout.entries.map(({ service, line }) => entryLabel(service, line)),
    ...layout.nodes.map(({ service, box }) => nodeBox(service, box, leads)),
  ];
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="group" aria-labelledby="picture-title">`,
    `<title id="picture-title">${escaped(t`Services of ${report.name} by their distance from outside. All that it shows stands in the tables below, too.`)}</title>`,
    '<defs><marker id="arrow" class="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker>',
    '<marker id="hot-arrow" class="arrow hot" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ...parts,
    "</svg>",
  ];
  return { text: lines.join("\n"), isWide: width > widest };
}

/** A wider picture is not made smaller to fit a page: its letters could no longer be read. */
const widest = 1500;

function polyline(points: readonly Point[], kind: string, marker?: string): string {
  return `<polyline class="${kind}" points="${points.map(([x, y]) => `${x},${y}`).join(" ")}"${marker === undefined ? "" : ` marker-end="url(#${marker})"`}/>`;
}

function label(text: string, [x, y]: Point, kind: string): string {
  return `<text class="${kind}" x="${x}" y="${y}">${escaped(text)}</text>`;
}

function rect({ x, y, width, height }: Box, kind: string): string {
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`;
}

function outsideBox(box: Box): string {
  const x = box.x + box.width / 2;
  const lines = [t("Outside"), ...t("any machine that\nreaches the host").split("\n")];
  const top = box.y + Math.min(box.height, 140) / 2 - 12;
  return `<g class="outside">${rect(box, "wall")}${lines.map((line, index) => label(line, [x, top + index * 16], index === 0 ? "name" : "note")).join("")}</g>`;
}

function hostBox(box: Box, { engine }: SecurityReport): string {
  return `<g class="host">${rect(box, "wall")}${label(hostWords(engine), [box.x + 14, box.y + box.height / 2 + 5], "name")}</g>`;
}

function networkNote(kind: ReportNetwork["kind"]): string {
  const notes = { bridge: "", internal: t(" (internal)"), external: t(" (external)"), lan: t(" (LAN)"), silent: t(" (kept apart)") };
  return notes[kind];
}

function barLines({ network, x, top, bottom, taps }: Bar, leads: Leads): string {
  const { id, name, kind, at } = network;
  const ends = taps.map((tap) => tap.at(-1) ?? [0, 0]);
  return [
    `<a class="network ${kind}" href="#row-${id}"${leads(at)} aria-label="${escaped(t`Network ${name}`)}">`,
    `<polyline class="grip" points="${x},${top} ${x},${bottom}"/>`,
    polyline(
      [
        [x, top],
        [x, bottom],
      ],
      "bar",
    ),
    ...taps.map((tap) => polyline(tap, "edge")),
    ...ends.map(([cx, cy]) => `<circle class="tap" cx="${cx}" cy="${cy}" r="3"/>`),
    label(`${fitting(name, labelWidth - 60, 11)}${networkNote(kind)}`, [x + 5, top + 9], "label"),
    "</a>",
  ].join("");
}

function railLines({ of, y, left, right, taps }: Rail, leads: Leads): string {
  const text = "what" in of ? of.what : t`the network ${of.name}${networkNote(of.kind)}`;
  const ends = taps.map((tap) => tap.at(-1) ?? [0, 0]);
  return [
    `<a class="share ${of.kind}" href="#row-${of.id}"${leads(of.at)} aria-label="${escaped(t`Shared: ${text}`)}">`,
    polyline(
      [
        [left, y],
        [Math.max(right, left + 12), y],
      ],
      "bar",
    ),
    ...taps.map((tap) => polyline(tap, "edge")),
    ...ends.map(([cx, cy]) => `<circle class="tap" cx="${cx}" cy="${cy}" r="3"/>`),
    label(fitting(text.replace(/^the /u, ""), labelWidth, 11), [left + 6, y - 6], "label"),
    "</a>",
  ].join("");
}

function entryLabel({ entries }: ReportService, line: readonly Point[]): string {
  const [x, y] = line[0] ?? [0, 0];
  return label(
    fitting(
      entries
        .filter(isOpen)
        .map((entry) => entry.label)
        .join(", "),
      92,
      11,
    ),
    [x + 6, y - 6],
    "label",
  );
}

/** The number of each path, where it ends. */
function badges({ routes }: Layout): readonly string[] {
  return routes.flatMap(({ path, lines }) => {
    const [x, y] = lines.at(-1)?.at(-1) ?? [0, 0];
    return `<g class="badge ${path.id}"><circle cx="${x}" cy="${y - 24}" r="8"/><text x="${x}" y="${y - 20}">${path.id.slice(1)}</text></g>`;
  });
}

function nodeBox(service: ReportService, box: Box, leads: Leads): string {
  const { id, name, at, reaches, user, capabilities, provided, entries } = service;
  const [first, ...others] = reaches;
  const more = others.length === 0 ? "" : ` +${others.length}`;
  const inside = box.width - 20;
  const host = entries.filter(({ from }) => from === "host").map((entry) => entry.label);
  const third = first === undefined ? (host.length === 0 ? undefined : t`on the host: ${host.join(", ")}`) : first.text;
  const second = provided ? t("no container") : `${shortUser(user)}, ${capabilitiesInShort(capabilities)}`;
  const top = box.y + (third === undefined ? 27 : 19);
  return [
    `<a id="node-${id}" class="node${first === undefined ? "" : " power"}${provided ? " provided" : ""}" href="#row-${id}"${leads(at)} aria-label="${escaped(`${name}: ${[second, third].filter((one) => one !== undefined).join(", ")}`)}">`,
    `<title>${escaped(name)}</title>`,
    rect(box, "box"),
    label(fitting(name, inside, 13.5), [box.x + 10, top], "name"),
    label(fitting(second, inside, 11), [box.x + 10, top + 16], "note"),
    ...(third === undefined
      ? []
      : [label(`${fitting(third, inside - more.length * 7, 11)}${more}`, [box.x + 10, top + 32], first === undefined ? "note" : "grant")]),
    "</a>",
  ].join("");
}

function shortUser({ isRoot, text }: ReportService["user"]): string {
  if (isRoot === true) return t("root");
  if (isRoot === false) return text === unnamedUser() ? t("not root") : text;
  return text === t("not known") ? t("user not known") : t("image's user");
}

function capabilitiesInShort({ count }: ReportService["capabilities"]): string {
  if (count === undefined) return t("capabilities not known");
  if (count === 0) return t("no capabilities");
  return count === 1 ? t("1 capability") : t`${count} capabilities`;
}
