import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Box, type Layout, layoutOf, type Point } from "../../server/src/engine/report/layout.js";
import { reportOf } from "./report-of.js";

const connected = readFileSync(fileURLToPath(new URL("../../../test/report/connected.yml", import.meta.url)), "utf8");

const byVolume =
  "services: {web: {image: w, ports: [80], networks: [a], volumes: ['data:/v']}, agent: {image: x, privileged: true, networks: [b], volumes: ['data:/v']}}\nnetworks: {a: {}, b: {}}\nvolumes: {data: {}}\n";

/** A project of many services on several networks, the same each time for one seed. */
function stack(count: number, seed: number): string {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const networks = ["a", "b", "c", "d", "e"];
  const services = Array.from({ length: count }, (_, index) => {
    const on = networks.filter(() => next(4) === 0);
    const volume = next(5) === 0 ? `, volumes: ['data${next(3)}:/v']` : "";
    return `  s${index}: {image: x, networks: [${on.join(", ")}]${next(6) === 0 ? ", ports: ['80']" : ""}${next(9) === 0 ? ", privileged: true" : ""}${volume}}`;
  });
  return `services:\n${services.join("\n")}\nnetworks: {${networks.map((name) => `${name}: {}`).join(", ")}}\nvolumes: {data0: {}, data1: {}, data2: {}}\n`;
}

function linesOf({ entries, bars, rails, drops, routes }: Layout): readonly (readonly Point[])[] {
  return [
    ...entries.map(({ line }) => line),
    ...drops.map(({ line }) => line),
    ...bars.flatMap(({ x, top, bottom, taps }): readonly (readonly Point[])[] => [
      [
        [x, top],
        [x, bottom],
      ],
      ...taps,
    ]),
    ...rails.flatMap(({ y, left, right, taps }): readonly (readonly Point[])[] => [
      [
        [left, y],
        [right, y],
      ],
      ...taps,
    ]),
    ...routes.flatMap(({ lines }) => lines),
  ];
}

/** Whether a stretch that runs along an axis goes through the inside of a box. */
function crosses([ax, ay]: Point, [bx, by]: Point, { x, y, width, height }: Box): boolean {
  const [left, right, top, bottom] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
  return right > x + 1 && left < x + width - 1 && bottom > y + 1 && top < y + height - 1;
}

function problemsOf(layout: Layout): readonly string[] {
  const boxes = layout.nodes.map(({ box }) => box);
  const overlapping = boxes.flatMap((a, index) => boxes.slice(index + 1).filter((b) => overlaps(a, b)));
  const stretches = linesOf(layout).flatMap((line) => line.slice(1).map((to, index) => [line[index] ?? to, to] as const));
  return [...overlapping.map(() => "two services overlap"), ...stretches.flatMap((stretch) => problemsWith(stretch, boxes, layout))];
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function problemsWith([from, to]: readonly [Point, Point], boxes: readonly Box[], { width, height }: Layout): readonly string[] {
  const isSlanting = from[0] !== to[0] && from[1] !== to[1];
  const isThrough = boxes.some((box) => crosses(from, to, box));
  const isOutside = [from, to].some(([x, y]) => x < 0 || y < 0 || x > width || y > height);
  return [...(isSlanting ? ["slanting"] : []), ...(isThrough ? ["through a service"] : []), ...(isOutside ? ["outside"] : [])].map(
    (what) => `${what}: ${from} ${to}`,
  );
}

test("no service covers another, and no line goes through one", () => {
  const texts = [
    connected,
    "services: {}",
    "services: {a: {image: x}}",
    ...[3, 6, 12, 40, 80].flatMap((count) => [1, 2, 3, 4, 5, 6].map((seed) => stack(count, seed))),
  ];
  let routes = 0;
  for (const text of texts) {
    const layout = layoutOf(reportOf(text));
    assert.deepEqual(problemsOf(layout), [], text);
    routes += layout.routes.length;
  }
  assert.ok(routes > 20, `only ${routes} paths were drawn`);
});

test("the lines of a path hang together, from the outside to the host", () => {
  const kinds = new Set<string>();
  for (const text of [connected, byVolume, ...[1, 2, 3, 4, 5, 6, 7, 8].map((seed) => stack(20, seed))]) {
    const report = reportOf(text);
    const layout = layoutOf(report);
    for (const { path, lines } of layout.routes) {
      for (const { kind } of path.steps) kinds.add(kind);
      assert.equal(lines[0]?.[0]?.[0], (layout.outside?.x ?? 0) + (layout.outside?.width ?? 0));
      assert.equal(lines.at(-1)?.at(-1)?.[1], layout.host?.y);
      for (const [index, line] of lines.slice(1).entries()) {
        const node = layout.nodes.find(({ box }) => isAt(box, lines[index]?.at(-1)));
        assert.ok(node !== undefined && isAt(node.box, line[0]), "each line begins at the service at which the last one ends");
      }
    }
  }
  assert.deepEqual([...kinds].sort(), ["enter", "host network", "network", "share", "takeover"]);
});

function isAt({ x, y, width, height }: Box, point: Point | undefined): boolean {
  if (point === undefined) return false;
  return point[0] >= x && point[0] <= x + width && point[1] >= y && point[1] <= y + height;
}
