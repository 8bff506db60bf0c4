import { boolean } from "fast-check";
import { block, flow, type Tree, type TreeMap } from "../yaml-tree.js";
import { decoys, type RandomProject } from "./random-project.js";
import { type Draw, writtenAll } from "./setting.js";
import { splitAll } from "./split.js";

/** Files by their paths, those of the project first; the others are included or extended. */
export interface Files {
  readonly own: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
}

/** What each layer says of a whole project, the weakest first. */
type WriteLayers = (draw: Draw, layers: readonly TreeMap[]) => Files;

const main = "compose.yml";

/** A project in one file. */
export function inOneFile(draw: Draw, { services, sections, others }: RandomProject): Files {
  return filesOf(draw, { [main]: { services: writtenEach(draw, services), ...writtenEach(draw, sections), ...others } }, [main]);
}

/** The ways in which Compose puts layers together; each writes a project so. */
export const layerings: Readonly<Record<string, (draw: Draw, project: RandomProject) => Files>> = {
  "an override file": layered(2, (draw, [below = {}, above = {}]) => {
    return filesOf(draw, { [main]: below, "compose.override.yml": above }, [main, "compose.override.yml"]);
  }),
  "three files": layered(3, (draw, [first = {}, second = {}, third = {}]) => {
    return filesOf(draw, { "1.yml": first, "2.yml": second, "3.yml": third }, ["1.yml", "2.yml", "3.yml"]);
  }),
  "documents of one file": layered(3, (draw, documents) => ({
    own: [main],
    texts: { [main]: documents.map((tree) => text(draw, tree)).join("---\n") },
  })),
  "an included file": layered(2, (draw, [below = {}, above = {}]) => {
    return filesOf(draw, { [main]: { include: ["part.yml"], ...above }, "part.yml": below }, [main]);
  }),
  "an include of two files": layered(3, (draw, [first = {}, second = {}, above = {}]) => {
    const include = [{ path: ["1.yml", "2.yml"] }];
    return filesOf(draw, { [main]: { include, ...above }, "1.yml": first, "2.yml": second }, [main]);
  }),
  "services that are extended in the same file": (draw, project) => {
    const { bases, services } = extended(draw, project, (base) => base);
    return filesOf(draw, { [main]: { services: { ...bases, ...services }, ...writtenEach(draw, project.sections), ...project.others } }, [
      main,
    ]);
  },
  "services that are extended from another file": (draw, project) => {
    const { bases, services } = extended(draw, project, (service) => ({ file: "base.yml", service }));
    const trees = { [main]: { services, ...writtenEach(draw, project.sections), ...project.others }, "base.yml": { services: bases } };
    return filesOf(draw, trees, [main]);
  },
};

function layered(count: number, write: WriteLayers): (draw: Draw, project: RandomProject) => Files {
  return (draw, { services, sections, others: rest }) => {
    const parts = mapped(services, (settings) => splitAll(draw, settings, decoys(draw), count));
    const others = mapped(sections, (settings) => splitAll(draw, settings, {}, count));
    const layers = Array.from({ length: count }, (_, index): TreeMap => {
      // A layer that says nothing of a service leaves it out.
      const said = Object.entries(parts).flatMap(([name, trees]) => {
        const tree = trees[index] ?? {};
        return Object.keys(tree).length > 0 ? [[name, tree]] : [];
      });
      // What is included keeps the project's name to itself, so that it stands in the last layer.
      return { services: Object.fromEntries(said), ...mapped(others, (trees) => trees[index] ?? {}), ...(index === count - 1 && rest) };
    });
    return write(draw, layers);
  };
}

/** Each service and the base that it extends. A base runs, too, so it has an image where that changes nothing. */
function extended(
  draw: Draw,
  { services }: RandomProject,
  use: (base: string) => Tree,
): { readonly bases: TreeMap; readonly services: TreeMap } {
  const split = Object.entries(services).map(([name, settings]) => [name, splitAll(draw, settings, decoys(draw), 2)] as const);
  return {
    bases: Object.fromEntries(
      split.map(([name, [below]]) => [`base-${name}`, { ...(services[name]?.["image"] && { image: "base:1" }), ...below }]),
    ),
    services: Object.fromEntries(split.map(([name, [, above]]) => [name, { extends: use(`base-${name}`), ...above }])),
  };
}

function writtenEach(draw: Draw, all: RandomProject["services"]): TreeMap {
  return mapped(all, (settings) => writtenAll(draw, settings));
}

function mapped<From, To>(all: Readonly<Record<string, From>>, change: (one: From) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(all).map(([name, one]) => [name, change(one)]));
}

function filesOf(draw: Draw, trees: Readonly<Record<string, TreeMap>>, own: readonly string[]): Files {
  return { own, texts: mapped(trees, (tree) => text(draw, tree)) };
}

function text(draw: Draw, tree: TreeMap): string {
  return draw(boolean) ? block(tree) : `${flow(tree)}\n`;
}
