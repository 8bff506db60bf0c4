import { abandoned } from "./end-of-life/abandoned.js";
import { type EndedCycle, type Product, products } from "./end-of-life/products.js";
import { parseImageReference } from "./images.js";

/** The day on which the tables were looked through; a version whose support ends later is not among them. */
export const endOfLifeAsOf = "2026-11-25";

/** What is known of an image whose version gets no more fixes. */
export interface EndOfLife {
  readonly name: string;
  /** The version line as the table has it; absent when the whole repository was given up. */
  readonly cycle: string | undefined;
  /** YYYY-MM-DD, or YYYY where nobody named a day. */
  readonly ended: string;
  /** The whole reference of the oldest line that is looked after, the rest of the tag kept; absent where no name follows from the old one. */
  readonly next: string | undefined;
  readonly migration: string | undefined;
  /** What to use where the whole repository was given up. */
  readonly instead: string | undefined;
  readonly source: string;
}

/** Whether an image's version gets no more security fixes; absent for what is supported, unknown, or not said by its tag. */
export function endOfLife(reference: string): EndOfLife | undefined {
  const parsed = parseImageReference(reference);
  const isOf = (repository: string): boolean => {
    const known = parseImageReference(repository);
    const { repository: path } = known;
    const same = path.endsWith("/*") ? parsed.repository.startsWith(path.slice(0, -1)) : path === parsed.repository;
    return same && known.registry === parsed.registry;
  };
  const gone = abandoned.find(({ repository, except }) => isOf(repository) && except?.test(parsed.tag ?? "latest") !== true);
  if (gone !== undefined) {
    const { ended, instead, source } = gone;
    const { registry, repository } = parsed;
    const name = registry === undefined ? repository : `${registry}/${repository}`;
    return { name, ended, instead, source, cycle: undefined, next: undefined, migration: undefined };
  }
  const product = products.find(({ repositories }) => repositories.some(isOf));
  const found = product === undefined || parsed.tag === undefined ? undefined : cycleOf(product, parsed.tag);
  if (product === undefined || found === undefined || parsed.tag === undefined) return undefined;
  const { name, source, migration } = product;
  const next = nextOf(reference, parsed.tag, product);
  return { name, cycle: found.cycle, ended: found.ended, next, migration, instead: undefined, source };
}

const version = /^v?(?<number>\d+(?:\.\d+)*)/u;

/** The longest line that the tag's version belongs to; a code name stands alone or before a dash. */
function cycleOf({ ended }: Product, tag: string): EndedCycle | undefined {
  const number = version.exec(tag)?.groups?.["number"];
  const word = /^[a-z]+/u.exec(tag)?.[0];
  const fitting = ended.filter(({ cycle }) => cycle === word || number === cycle || number?.startsWith(`${cycle}.`) === true);
  return fitting.toSorted((a, b) => b.cycle.length - a.cycle.length)[0];
}

/** The reference with the next line's version, where the rest of the tag is one that all lines have. */
function nextOf(reference: string, tag: string, { next }: Product): string | undefined {
  if (next === undefined || reference.includes("@") || !reference.endsWith(`:${tag}`)) return undefined;
  const suffix = tag.replace(version, "").replace(/^[a-z]+/u, "");
  if (!/^(?:-(?:alpine|slim|fpm|apache|cli|management))*$/u.test(suffix)) return undefined;
  return `${reference.slice(0, -tag.length)}${next}${suffix}`;
}
