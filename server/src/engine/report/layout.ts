import { t } from "../text/l10n.js";
import type { AttackPath, PathStep, ReportNetwork, ReportService, SecurityReport, Share } from "./report.js";

/** A point of the picture; `y` grows downwards. */
export type Point = readonly [x: number, y: number];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where everything stands: columns by the distance from outside, networks as bars between them, what is shared above, the host below. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly outside: Box | undefined;
  readonly host: Box | undefined;
  readonly nodes: readonly { readonly service: ReportService; readonly box: Box }[];
  /** From the outside into a service; its label stands above the line. */
  readonly entries: readonly { readonly service: ReportService; readonly line: readonly Point[] }[];
  readonly bars: readonly Bar[];
  readonly rails: readonly Rail[];
  /** From a service that opens the host down to it. */
  readonly drops: readonly { readonly service: ReportService; readonly line: readonly Point[] }[];
  readonly routes: readonly { readonly path: AttackPath; readonly lines: readonly (readonly Point[])[] }[];
  /** Titles above the columns. */
  readonly titles: readonly { readonly text: string; readonly at: Point }[];
}

/** A network whose services stand in two columns at most that are neighbours. */
export interface Bar {
  readonly network: ReportNetwork;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** From the service to the bar. */
  readonly taps: readonly (readonly Point[])[];
}

/** What connects services of any columns: above all of them. */
export interface Rail {
  readonly of: Share | ReportNetwork;
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly taps: readonly (readonly Point[])[];
}

export const node = { width: 200, height: 60, pitch: 78 } as const;
const margin = 16;
const outsideWidth = 112;
const entryWidth = 112;
const trackWidth = 18;
const railHeight = 26;
const labelHeight = 17;
const titleHeight = 26;
const hostHeight = 40;
/** More services than these stand in two rows of a column, each between two of the other. */
const maxInRow = 5;
const rowGap = 26;
/** Labels of bars and rails stand right of them. */
export const labelWidth = 170;

interface Column {
  readonly services: readonly ReportService[];
  readonly title: string;
  readonly isReached: boolean;
}

/** A vertical line between two columns. */
type Track = { readonly kind: "drop" | "lane" | "bar"; readonly id: string };

export function layoutOf(report: SecurityReport): Layout {
  const columns = columnsOf(report);
  const columnOf = new Map(columns.flatMap(({ services }, index) => services.map(({ id }) => [id, index] as const)));
  const networks = report.networks.filter(isTelling);
  const barsIn = columns.map((_, index) => networks.filter(({ members }) => isBeside(members, index, columnOf)));
  const high = networks.filter((network) => !barsIn.some((bars) => bars.includes(network)));
  const raised = [...report.shares, ...high];
  const tracks = columns.map(({ services }, index) => tracksOf(services, raised, barsIn[index] ?? []));
  const hasOutside = columns.some(({ isReached }) => isReached);
  const labels = Math.max(0, ...barsIn.map(({ length }) => length));
  const left = margin + (hasOutside ? outsideWidth + entryWidth : 0);
  // What stands side by side does not depend on the rows above, and those depend on it.
  const rows = rowsOf(raised, place(columns, tracks, { left, top: 0 }).trackX);
  const titleTop = margin + (1 + Math.max(-1, ...rows.values())) * railHeight;
  const nodesTop = titleTop + titleHeight + labels * labelHeight + 14;
  const { boxes, trackX, lefts, right } = place(columns, tracks, { left, top: nodesTop });
  const bottom = Math.max(nodesTop + node.height, ...[...boxes.values()].map(({ y, height }) => y + height));
  const hostTop = bottom + 46;
  const hasHost = report.services.some(({ reaches }) => reaches.length > 0);
  const at = (id: string): Box => boxes.get(id) ?? { x: 0, y: 0, ...node };
  const open = columns.find(({ isReached }) => isReached)?.services ?? [];
  const openBottom = Math.max(...open.map(({ id }) => at(id).y + node.height));
  const outside = hasOutside ? { x: margin, y: nodesTop, width: outsideWidth, height: openBottom - nodesTop } : undefined;
  const geometry: Geometry = {
    at,
    trackX,
    columnOf,
    hostTop,
    outsideRight: margin + outsideWidth,
    railY: new Map([...rows].map(([id, row]) => [id, margin + (row + 1) * railHeight - 4])),
  };
  return {
    width: Math.max(right, ...[...trackX].map(([track, x]) => (track.startsWith("drop") ? x : x + labelWidth))) + margin,
    height: (hasHost ? hostTop + hostHeight : bottom) + margin,
    outside,
    host: hasHost ? { x: lefts[0] ?? margin, y: hostTop, width: right - (lefts[0] ?? margin), height: hostHeight } : undefined,
    nodes: report.services.map((service) => ({ service, box: at(service.id) })),
    entries: (columns[0]?.isReached === true ? columns[0].services : []).map((service) => ({
      service,
      line: entering(service.id, geometry),
    })),
    bars: barsIn.flatMap((bars, column) =>
      bars.map((network, index) => barOf(network, column, nodesTop - 8 - (bars.length - index) * labelHeight, geometry)),
    ),
    rails: raised.map((one) => railOf(one, geometry)),
    drops: report.services.flatMap((service) => (service.reaches.length === 0 ? [] : [{ service, line: dropping(service.id, geometry) }])),
    routes: report.paths.map((path) => ({ path, lines: path.steps.map((step) => routeOf(step, geometry, report)) })),
    titles: columns.map(({ title }, index) => ({ text: title, at: [lefts[index] ?? 0, titleTop + 14] })),
  };
}

/** A network of one service connects nothing in this file. */
function isTelling({ members, kind }: ReportNetwork): boolean {
  return members.length > 1 || kind === "external" || kind === "lan";
}

/** By the distance from outside; what is not reached comes last. In each column those that attack paths lead through stand on top. */
function columnsOf({ services, paths }: SecurityReport): readonly Column[] {
  const hot = new Set(paths.flatMap(({ steps }) => steps.map(({ to }) => to)));
  const farthest = Math.max(-1, ...services.map(({ hops = -1 }) => hops));
  const reached = Array.from({ length: farthest + 1 }, (_, distance) => services.filter(({ hops }) => hops === distance));
  const rest = services.filter(({ hops }) => hops === undefined);
  const hotFirst = (list: readonly ReportService[]) => list.toSorted((a, b) => Number(hot.has(b.id)) - Number(hot.has(a.id)));
  return [
    ...reached.map((list, distance) => ({
      services: hotFirst(list),
      title: distance === 0 ? t("Open to the outside") : distance === 1 ? t("One service behind") : t`${distance} services behind`,
      isReached: true,
    })),
    ...(rest.length === 0 ? [] : [{ services: rest, title: t("Not reached from outside"), isReached: false }]),
  ];
}

/** Whether a network's bar stands right of a column: all its services are in this one and the next. */
function isBeside(members: readonly string[], column: number, columnOf: ReadonlyMap<string, number>): boolean {
  const columns = members.map((id) => columnOf.get(id) ?? -1);
  return Math.min(...columns) === column && Math.max(...columns) <= column + 1;
}

function tracksOf(
  services: readonly ReportService[],
  raised: readonly (Share | ReportNetwork)[],
  bars: readonly ReportNetwork[],
): readonly Track[] {
  return [
    ...services.filter(({ reaches }) => reaches.length > 0).map(({ id }) => ({ kind: "drop", id }) as const),
    ...services.filter(({ id }) => raised.some((one) => membersOf(one).includes(id))).map(({ id }) => ({ kind: "lane", id }) as const),
    ...bars.map(({ id }) => ({ kind: "bar", id }) as const),
  ];
}

/** In which row each rail stands: the first in which no other is in its way, or its label in another's. */
function rowsOf(raised: readonly (Share | ReportNetwork)[], trackX: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const ends: number[] = [];
  const rows = new Map<string, number>();
  const spans = raised.map((one) => {
    const xs = membersOf(one).map((id) => trackX.get(`lane ${id}`) ?? 0);
    return { id: one.id, start: Math.min(...xs), end: Math.max(Math.max(...xs), Math.min(...xs) + labelWidth) };
  });
  for (const { id, start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const free = ends.findIndex((before) => before + trackWidth < start);
    const row = free < 0 ? ends.length : free;
    ends[row] = end;
    rows.set(id, row);
  }
  return rows;
}

function membersOf(one: Share | ReportNetwork): readonly string[] {
  return one.members.map((member) => (typeof member === "string" ? member : member.service));
}

interface Placed {
  readonly boxes: ReadonlyMap<string, Box>;
  /** By the kind and id of each track. */
  readonly trackX: ReadonlyMap<string, number>;
  readonly lefts: readonly number[];
  readonly right: number;
}

function place(
  columns: readonly Column[],
  tracks: readonly (readonly Track[])[],
  { left, top }: { readonly left: number; readonly top: number },
): Placed {
  const boxes = new Map<string, Box>();
  const trackX = new Map<string, number>();
  const lefts: number[] = [];
  let x = left;
  for (const [index, { services }] of columns.entries()) {
    lefts.push(x);
    for (const [row, { id }] of services.entries()) boxes.set(id, boxOf(row, services.length > maxInRow, x, top));
    x += services.length > maxInRow ? 2 * node.width + rowGap : node.width;
    const here = tracks[index] ?? [];
    for (const [number, { kind, id }] of here.entries()) trackX.set(`${kind} ${id}`, x + 20 + number * trackWidth);
    const isLast = index === columns.length - 1;
    x += here.length === 0 && isLast ? 0 : 20 + Math.max(1, here.length) * trackWidth + (isLast ? 20 : 24);
  }
  return { boxes, trackX, lefts, right: Math.max(x, left + node.width) };
}

function boxOf(row: number, isDouble: boolean, left: number, top: number): Box {
  const x = isDouble && row % 2 === 1 ? left + node.width + rowGap : left;
  return { x, y: top + (row * node.pitch) / (isDouble ? 2 : 1), width: node.width, height: node.height };
}

interface Geometry {
  readonly at: (id: string) => Box;
  readonly trackX: ReadonlyMap<string, number>;
  readonly columnOf: ReadonlyMap<string, number>;
  readonly hostTop: number;
  readonly outsideRight: number;
  readonly railY: ReadonlyMap<string, number>;
}

const middle = ({ y, height }: Box): number => y + height / 2;
const rightOf = ({ x, width }: Box): number => x + width;
/** What leaves a box for above, for a network or for below does so at three heights. */
const spread = 7;

function entering(id: string, { at, outsideRight }: Geometry): readonly Point[] {
  const box = at(id);
  return [
    [outsideRight, middle(box)],
    [box.x, middle(box)],
  ];
}

function dropping(id: string, { at, trackX, hostTop }: Geometry): readonly Point[] {
  const box = at(id);
  const x = trackX.get(`drop ${id}`) ?? 0;
  return [
    [rightOf(box), middle(box) + spread],
    [x, middle(box) + spread],
    [x, hostTop],
  ];
}

function barOf(network: ReportNetwork, column: number, top: number, { at, trackX, columnOf }: Geometry): Bar {
  const x = trackX.get(`bar ${network.id}`) ?? 0;
  const taps = network.members.map((id): readonly Point[] => {
    const box = at(id);
    return [
      [columnOf.get(id) === column ? rightOf(box) : box.x, middle(box)],
      [x, middle(box)],
    ];
  });
  return { network, x, top, bottom: Math.max(...network.members.map((id) => middle(at(id)))), taps };
}

function railOf(one: Share | ReportNetwork, { at, trackX, railY }: Geometry): Rail {
  const y = railY.get(one.id) ?? 0;
  const taps = membersOf(one).map((id) => rising(id, y, { at, trackX }));
  const xs = taps.map((tap) => tap.at(-1)?.[0] ?? 0);
  return { of: one, y, left: Math.min(...xs), right: Math.max(...xs), taps };
}

function rising(id: string, y: number, { at, trackX }: Pick<Geometry, "at" | "trackX">): readonly Point[] {
  const box = at(id);
  const x = trackX.get(`lane ${id}`) ?? 0;
  return [
    [rightOf(box), middle(box) - spread],
    [x, middle(box) - spread],
    [x, y],
  ];
}

/** The line of one step of an attack path: along what is drawn already. */
function routeOf({ kind, from, to, by }: PathStep, geometry: Geometry, { networks }: SecurityReport): readonly Point[] {
  const { at, trackX, railY } = geometry;
  if (kind === "enter") return entering(to, geometry);
  if (kind === "takeover") return dropping(from, geometry);
  const y = by === undefined ? undefined : railY.get(by);
  if (y !== undefined) return [...rising(from, y, geometry), ...rising(to, y, geometry).toReversed()];
  const [start, end] = [at(from), at(to)];
  const bar = networks.some(({ id }) => id === by) ? trackX.get(`bar ${by}`) : undefined;
  const x = bar ?? rightOf(start) + 10;
  return [
    [rightOf(start), middle(start)],
    [x, middle(start)],
    [x, middle(end)],
    [end.x, middle(end)],
  ];
}
