import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { escaped } from "./html.js";
import { type Leads, picture } from "./picture.js";
import {
  type AttackPath,
  type Entry,
  hostWords,
  premisesOf,
  type ReportNetwork,
  type ReportPlace,
  type ReportService,
  type SecurityReport,
  type Share,
  type Sharing,
  type Statement,
} from "./report.js";
import { pageStyle, panelStyle } from "./style.js";

/** What a panel of an editor shows: a `main` element whose places carry `data-file`, `data-line` and `data-character`, and its styles. */
export interface ReportPanel {
  readonly title: string;
  readonly html: string;
  readonly style: string;
  /** URIs of the files, which `data-file` counts. */
  readonly files: readonly string[];
}

export function reportPanel(report: SecurityReport): ReportPanel {
  const files: string[] = [];
  return { title: titleOf(report), html: body(report, panelLinks(files)), style: panelStyle, files };
}

/** The hash of the one style that the page has, so that it may forbid all others: see test/report/page.test.ts. */
export const styleHash = "sha256-4ZHFZ/CA2qCHBNe00EFB1+BtpGoBk3HEiJEmwoMhWQA=";

/** One HTML file that needs no other, runs no script and asks nobody for anything. */
export function reportPage(report: SecurityReport): string {
  return [
    "<!DOCTYPE html>",
    `<html lang="${t("en")}">`,
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escaped(titleOf(report))}</title>`,
    `<style>${pageStyle}</style>`,
    "</head>",
    "<body>",
    body(report, pageLinks),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function titleOf({ name }: SecurityReport): string {
  return t`Security report: ${name}`;
}

/** How texts lead to their places. */
interface Links {
  /** Attributes of an element that leads to a place by a script. */
  readonly leads: Leads;
  /** A text with its place. */
  readonly told: (text: string, at: ReportPlace | undefined, files: readonly string[]) => string;
}

const pageLinks: Links = {
  leads: () => "",
  told: (text, at, files) => `${escaped(text)}${at === undefined ? "" : ` <small>${escaped(placeText(at, files))}</small>`}`,
};

/** Leads to places by a script; notes the files that they are in. */
function panelLinks(uris: string[]): Links {
  const leads: Leads = (at) => {
    if (at === undefined) return "";
    if (!uris.includes(at.uri)) uris.push(at.uri);
    return ` data-file="${uris.indexOf(at.uri)}" data-line="${at.line}" data-character="${at.character}"`;
  };
  return {
    leads,
    told: (text, at, files) =>
      at === undefined
        ? escaped(text)
        : `<a class="place" href="#"${leads(at)} title="${escaped(placeText(at, files))}">${escaped(text)}</a>`,
  };
}

/** The file is only named where there are several. */
function placeText({ path, line }: ReportPlace, files: readonly string[]): string {
  return files.length === 1 && files[0] === path ? t`line ${line + 1}` : `${path}:${line + 1}`;
}

function body(report: SecurityReport, links: Links): string {
  return [
    "<main>",
    `<h1>${escaped(titleOf(report))}</h1>`,
    `<p class="muted">${escaped(report.files.join(", "))}</p>`,
    verdict(report),
    ...pictureSection(report, links),
    ...pathSection(report, links),
    ...serviceTable(report, links),
    ...portTable(report, links),
    ...networkTable(report, links),
    ...shareTable(report, links),
    ...notes("rests", t("What this rests on"), premisesOf(report).map(escaped)),
    ...notes(
      "unknown",
      t("What the file does not tell"),
      report.unknown.map(({ text, at }) => links.told(text, at, report.files)),
    ),
    "</main>",
  ].join("\n");
}

function verdict({ services, paths }: SecurityReport): string {
  const strong = services.filter(({ reaches }) => reaches.length > 0).length;
  const open = services.filter(({ hops }) => hops === 0).length;
  const all = services.length === 1 ? t("1 service") : t`${services.length} services`;
  const opening =
    strong === 0 ? t("none that opens the host") : strong === 1 ? t("1 that opens the host") : t`${strong} that open the host`;
  const counts = t`${all}, ${open} open to the outside, ${opening}.`;
  const many = paths.length === 1 ? t("1 way from outside to the host.") : t`${paths.length} ways from outside to the host.`;
  const said = paths.length > 0 ? many : t("The file shows no way from outside to the host.");
  return `<p class="verdict${paths.length > 0 ? " bad" : ""}"><strong>${escaped(said)}</strong> ${escaped(counts)}</p>`;
}

function pictureSection(report: SecurityReport, { leads }: Links): readonly string[] {
  if (report.services.length === 0) return [];
  const kinds = new Set(report.networks.map(({ kind }) => kind));
  const legend = [
    ...(report.paths.length > 0 ? [t("thick, with a number: a way from outside to the host")] : []),
    ...(kinds.has("bridge") ? [t("full bar: network")] : []),
    ...(kinds.has("internal") ? [t("dashed bar: internal network, without a way out")] : []),
    ...(kinds.has("external") ? [t("dotted bar: network of other projects, too")] : []),
    ...(kinds.has("lan") ? [t("dash and dot: network whose services are machines of the LAN")] : []),
    ...(kinds.has("silent") ? [t("thin bar: network that keeps its services apart")] : []),
    ...(report.shares.length > 0 ? [t("dashed line upwards: shared volume or namespace")] : []),
  ];
  const svg = picture(report, leads);
  return [
    `<section><h2 id="picture">${escaped(t("Picture"))}</h2>`,
    `<figure><div class="scroll${svg.isWide ? " wide" : ""}" role="region" aria-labelledby="picture" tabindex="0">${svg.text}</div>`,
    `<figcaption><ul class="legend">${legend.map((text) => `<li>${escaped(text)}</li>`).join("")}</ul></figcaption></figure></section>`,
  ];
}

function pathSection(report: SecurityReport, links: Links): readonly string[] {
  const { paths, services } = report;
  const onPath = new Set(paths.map(({ steps }) => steps.at(-1)?.from));
  const others = services.filter(({ id, reaches }) => reaches.length > 0 && !onPath.has(id)).map(({ name }) => `"${name}"`);
  const rest =
    others.length === 0
      ? []
      : [
          `<p>${escaped(others.length === 1 ? t`${inWords(others)} opens the host, too; the file shows no way there from outside.` : t`${inWords(others)} open the host, too; the file shows no way there from outside.`)}</p>`,
        ];
  if (paths.length === 0 && rest.length === 0) return [];
  return [
    `<section aria-labelledby="ways"><h2 id="ways">${escaped(t("Ways from outside to the host"))}</h2>`,
    ...(paths.length === 0 ? [] : [`<ol class="paths">${paths.map((path) => pathItem(path, report, links)).join("\n")}</ol>`]),
    ...rest,
    "</section>",
  ];
}

function pathItem({ id, steps }: AttackPath, { services, files }: SecurityReport, links: Links): string {
  const names = new Map(services.map((service) => [service.id, service.name]));
  const stations = [t("outside"), ...steps.slice(0, -1).map(({ to }) => names.get(to) ?? ""), t("the host")];
  const items = steps.map(({ text, at, premise }) => {
    const held = premise === undefined ? "" : ` <span class="muted">${escaped(t`If ${premise}.`)}</span>`;
    return `<li>${links.told(text, at, files)}${held}</li>`;
  });
  return `<li class="path" id="${id}" tabindex="-1"><h3>${id.slice(1)}. ${escaped(stations.join(" → "))}</h3><ol>${items.join("")}</ol></li>`;
}

function table(id: string, title: string, caption: string, heads: readonly string[], rows: readonly string[]): readonly string[] {
  if (rows.length === 0) return [];
  return [
    `<section><h2 id="${id}">${escaped(title)}</h2><div class="scroll" role="region" aria-labelledby="${id}" tabindex="0"><table>`,
    `<caption>${caption}</caption><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join("")}</tr></thead><tbody>`,
    ...rows,
    "</tbody></table></div></section>",
  ];
}

function row(id: string | undefined, head: string, cells: readonly string[]): string {
  return `<tr${id === undefined ? "" : ` id="row-${id}"`}><th scope="row">${head}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}

function listed(items: readonly string[], otherwise = "-"): string {
  if (items.length === 0) return otherwise;
  return items.length === 1 ? (items[0] ?? "") : `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}

function serviceTable(report: SecurityReport, { told }: Links): readonly string[] {
  const { services, networks, files } = report;
  const say = ({ text, at }: Statement): string => told(text, at, files);
  const rows = services.map((service) => {
    const { id, name, at, user, capabilities, confinement, reaches, touches, profiles, provided } = service;
    const on =
      service.networks === "unknown"
        ? [t("not known")]
        : networks.filter((one) => service.networks.includes(one.id)).map((one) => escaped(one.name));
    const notes = [
      ...profiles.map((profile) => t`profile ${profile}`),
      ...(provided ? [t("no container: a program on the client provides it")] : []),
    ];
    const head = `${told(name, at, files)}${notes.map((note) => `<br><small>${escaped(note)}</small>`).join("")}`;
    if (provided) return row(id, head, ["-", "-", "-", "-", "-", "-"]);
    const grants = reaches.map((reach) => `<span class="grant">${told(reach.text, reach.at, files)}</span>`);
    return row(id, head, [
      escaped(reachedText(service, services)),
      say(user),
      say(capabilities),
      listed([...grants, ...touches.map(say)]),
      listed(confinement.map(say)),
      listed(on, t("none")),
    ]);
  });
  const heads = [
    t("Service"),
    t("Reached from outside"),
    t("Runs as"),
    t("Capabilities"),
    t("Has of the host"),
    t("Confinement"),
    t("Networks"),
  ];
  return table(
    "services",
    t("Services"),
    escaped(t`What each service may do, and who reaches it. Bold of the host: it ends in “${hostWords(report.engine)}”.`),
    heads,
    rows,
  );
}

function reachedText({ hops, through, entries }: ReportService, services: readonly ReportService[]): string {
  if (hops === undefined) return entries.some(({ from }) => from === "unknown") ? t("not known") : t("no");
  if (hops > 0) return t`through ${services.find(({ id }) => id === through)?.name ?? ""}`;
  const open = entries.filter(({ from }) => from === "outside" || from === "address");
  return t`directly: ${inWords(open.map(({ label }) => label))}`;
}

function fromWords(from: Entry["from"]): string {
  const words = {
    outside: t("any machine that reaches the host"),
    address: t("whoever reaches that address of the host"),
    host: t("programs on the host alone"),
    unknown: t("not known: a variable decides"),
    nobody: t("nobody: the service is on internal networks alone"),
  };
  return words[from];
}

function portTable({ services, files }: SecurityReport, { told }: Links): readonly string[] {
  const rows = services.flatMap(({ name, entries }) =>
    entries.map((entry) =>
      row(undefined, told(entry.label, entry.at, files), [
        escaped(name),
        escaped(entry.kind === "lan" ? t("any machine of the LAN") : fromWords(entry.from)),
      ]),
    ),
  );
  return table(
    "ports",
    t("Published ports"),
    escaped(t("Ways into the project that lead through no other service.")),
    [t("Port"), t("Service"), t("Open to")],
    rows,
  );
}

function kindWords(kind: ReportNetwork["kind"]): string {
  const words = {
    bridge: t("bridge"),
    internal: t("internal: no way out"),
    external: t("shared with other projects, whose services the file does not show"),
    lan: t("its services are machines of the LAN"),
    silent: t("keeps its services apart"),
  };
  return words[kind];
}

function networkTable({ networks, services, files }: SecurityReport, { told }: Links): readonly string[] {
  const names = new Map(services.map(({ id, name }) => [id, name]));
  const rows = networks.map(({ id, name, kind, members, at }) =>
    row(id, told(name, at, files), [escaped(kindWords(kind)), escaped(members.map((member) => names.get(member) ?? "").join(", "))]),
  );
  return table(
    "networks",
    t("Networks"),
    escaped(t("Services on one network reach each other on every port.")),
    [t("Network"), t("Kind"), t("Services")],
    rows,
  );
}

function shareTable({ shares, services, files }: SecurityReport, { told }: Links): readonly string[] {
  const names = new Map(services.map(({ id, name }) => [id, name]));
  const rows = shares.map(({ id, what, members, at }: Share) =>
    row(id, told(what, at, files), [
      listed(members.map((member) => told(`${names.get(member.service) ?? ""} ${roleWords(member.role)}`, member.at, files))),
    ]),
  );
  return table(
    "shares",
    t("Shared volumes and namespaces"),
    escaped(t("What connects services besides networks.")),
    [t("What"), t("Services")],
    rows,
  );
}

function roleWords(role: Sharing["role"]): string {
  const words = {
    writes: t("writes"),
    reads: t("reads"),
    "may write": t("may write"),
    owns: t("owns"),
    joins: t("joins"),
  };
  return words[role];
}

function notes(id: string, title: string, items: readonly string[]): readonly string[] {
  if (items.length === 0) return [];
  return [
    `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(title)}</h2><ul class="notes">${items.map((item) => `<li>${item}</li>`).join("")}</ul></section>`,
  ];
}
