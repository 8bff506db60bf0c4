import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdits, Engine } from "../../server/src/engine/index.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { topologyOf } from "../../server/src/engine/model/topology.js";
import { sourcesOf } from "../sources.js";

const uri = "file:///project/compose.yml";
const names = ["web", "api", "worker", "db", "cache"] as const;
type Name = (typeof names)[number];

/** A need that the file documents, and the way it does. */
interface Need {
  readonly from: Name;
  readonly to: Name;
  readonly by: "depends_on" | "links" | "environment" | "command";
}

const needs = fc.array(
  fc.record({
    from: fc.constantFrom(...names),
    to: fc.constantFrom(...names),
    by: fc.constantFrom("depends_on", "links", "environment", "command"),
  }),
  { maxLength: 8 },
) as fc.Arbitrary<readonly Need[]>;

/** Five services on one network, `web` published; each with lines for what it needs. */
function fileOf(wanted: readonly Need[]): string {
  const images: Readonly<Record<Name, string>> = {
    web: "example/web:1",
    api: "example/api:1",
    worker: "example/worker:1",
    db: "postgres:17",
    cache: "redis:7.4",
  };
  const services = names.map((name) => {
    const of = (by: Need["by"]) => [
      ...new Set(wanted.filter((one) => one.from === name && one.to !== name && one.by === by).map(({ to }) => to)),
    ];
    const list = (key: string, items: readonly string[]) =>
      items.length === 0 ? "" : `    ${key}:\n${items.map((item) => `      - ${item}\n`).join("")}`;
    return [
      `  ${name}:\n    image: ${images[name]}\n`,
      name === "web" ? "    ports: ['80:80']\n" : "",
      list("depends_on", of("depends_on")),
      list("links", of("links")),
      list(
        "environment",
        of("environment").map((to) => `${to.toUpperCase()}_URL=http://${to}:80/x`),
      ),
      list(
        "command",
        of("command").flatMap((to) => ["--peer", `${to}:99`]),
      ),
    ].join("");
  });
  return `services:\n${services.join("")}`;
}

test("segmenting the networks keeps every need that the file documents, and nothing else meets", () => {
  let segmented = 0;
  fc.assert(
    fc.property(needs, (wanted) => {
      const text = fileOf(wanted);
      const engine = new Engine();
      engine.setText(uri, text);
      engine.configure(uri, { preset: "strict", rules: {} });
      for (const one of engine.check(uri).wanted) engine.provide(one, undefined);
      const finding = engine.check(uri).findings.find(({ rule }) => rule === "flat-network");
      if (finding === undefined) return;
      const [fix] = finding.fixes();
      assert.ok(fix !== undefined && fix.refused === undefined, fix?.refused);
      const after = resolve({ files: [uri] }, sourcesOf({ [uri]: applyEdits(text, fix.edits) }));
      const topology = topologyOf(after);
      for (const service of after.services.values()) {
        const met = topology.neighboursOf(service).map((neighbour) => neighbour.service.name.value);
        const needed = wanted.flatMap(({ from, to }) => (from === service.name.value ? [to] : to === service.name.value ? [from] : []));
        assert.deepEqual(new Set(met), new Set(needed.filter((name) => name !== service.name.value)));
      }
      segmented++;
    }),
    { numRuns: 200 },
  );
  assert.ok(segmented > 50, `${segmented} networks were segmented`);
});
