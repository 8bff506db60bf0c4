import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import type { AttackPath, Entry, PathStep, ReportPlace, ReportService } from "./report.js";

/** A way from one service to another. */
export interface Way {
  readonly to: string;
  readonly kind: "network" | "share" | "host network";
  /** Id of the network or share. */
  readonly by: string | undefined;
  /** Of several ways to one service, in as many steps, the one of the lowest rank is told. */
  readonly rank: number;
  readonly text: string;
  readonly premise?: string;
  readonly at: ReportPlace;
}

/** How far from the outside each service stands, and the shortest way to each that opens the host. */
export function attackPaths(
  services: readonly ReportService[],
  waysFrom: (id: string) => readonly Way[],
): { readonly hops: ReadonlyMap<string, number>; readonly through: ReadonlyMap<string, string>; readonly paths: readonly AttackPath[] } {
  const hops = new Map<string, number>();
  const reached = new Map<string, PathStep>();
  // What rests on a premise only counts where nothing else leads.
  for (const isSure of [true, false]) {
    const counts = ({ premise }: { readonly premise?: string }): boolean => !isSure || premise === undefined;
    for (const service of services) {
      const step = hops.has(service.id) ? undefined : entering(service, counts);
      if (step === undefined) continue;
      reached.set(service.id, step);
      hops.set(service.id, 0);
    }
    for (let distance = 0; distance < services.length; distance++) {
      for (const { rank: _, ...step } of nextFrom(distance, services, hops, (id) => waysFrom(id).filter(counts))) {
        reached.set(step.to, step);
        hops.set(step.to, distance + 1);
      }
    }
  }
  const found = services
    .filter(({ id, reaches }) => reaches.length > 0 && hops.has(id))
    .map((target) => [...stepsTo(target.id, reached), ...takingOver(target)]);
  const isSure = (steps: readonly PathStep[]): boolean => steps.every(({ premise }) => premise === undefined);
  // What holds for sure is told first, then what is near.
  const inOrder = found.toSorted((a, b) => Number(isSure(b)) - Number(isSure(a)) || a.length - b.length);
  return {
    hops,
    through: new Map([...reached].flatMap(([id, { from }]) => (from === "outside" ? [] : [[id, from] as const]))),
    paths: inOrder.map((steps, index) => ({ id: `p${index + 1}`, steps })),
  };
}

/** The best way to each service that is not reached yet, from those that stand at a distance. */
function nextFrom(
  distance: number,
  services: readonly ReportService[],
  hops: ReadonlyMap<string, number>,
  waysFrom: (id: string) => readonly Way[],
): readonly (Way & { readonly from: string })[] {
  const best = new Map<string, Way & { readonly from: string }>();
  for (const { id: from } of services) {
    if (hops.get(from) !== distance) continue;
    for (const way of waysFrom(from)) {
      const before = best.get(way.to);
      if (!hops.has(way.to) && (before === undefined || way.rank < before.rank)) best.set(way.to, { ...way, from });
    }
  }
  return services.flatMap(({ id }) => best.get(id) ?? []);
}

/** From the outside into a service; absent where no entry of it is open there. */
function entering({ id, name, entries }: ReportService, counts: (entry: Entry) => boolean): PathStep | undefined {
  const open = entries.filter((entry) => entry.from === "outside" && counts(entry));
  const [first] = open.length > 0 ? open : entries.filter((entry) => entry.from === "address" && counts(entry));
  if (first === undefined) return undefined;
  const { kind, at, premise } = first;
  const ports = open.filter((one) => one.kind === "port").map(({ label }) => label);
  const shown = ports.length > maxPorts ? [...ports.slice(0, maxPorts), t`${ports.length - maxPorts} more`] : ports;
  const by = kind === "port" && ports.length > 1 ? t`the ports ${inWords(shown)}` : first.how;
  const text =
    kind === "lan"
      ? t`Any machine of the LAN reaches "${name}" by ${by}.`
      : first.from === "address"
        ? t`Whoever reaches that address of the host reaches "${name}" by ${by}.`
        : t`Any machine that reaches the host reaches "${name}" by ${by}.`;
  return { from: "outside", to: id, kind: "enter", by: undefined, text, at, ...(premise === undefined ? {} : { premise }) };
}

const maxPorts = 4;

function stepsTo(id: string, reached: ReadonlyMap<string, PathStep>): readonly PathStep[] {
  const step = reached.get(id);
  if (step === undefined) return [];
  return step.from === "outside" ? [step] : [...stepsTo(step.from, reached), step];
}

/** The strongest grant is told; the others stand with the service. */
function takingOver({ id, name, reaches }: ReportService): readonly PathStep[] {
  const [first] = reaches;
  if (first?.at === undefined) return [];
  const { text, gain, at, premise } = first;
  return [
    {
      from: id,
      to: "host",
      kind: "takeover",
      by: undefined,
      text: t`"${name}" ${text}: ${gain}.`,
      at,
      ...(premise === undefined ? {} : { premise }),
    },
  ];
}
