import type { Operation } from "../edit/change.js";
import { type CutTag, hardeningKeys, type LayerState } from "../model/earlier.js";
import { nameOf } from "../model/location.js";
import type { ComposeProject, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import type { Network } from "../model/top-level.js";
import { inWords } from "../text/in-words.js";
import { t } from "../text/l10n.js";
import { fateOf, type Held, type Loosened } from "./held.js";
import { heldPrivileges } from "./held-privileges.js";
import { heldWalls } from "./held-walls.js";
import { cwe, dockerCompose } from "./references.js";
import type { Fix, Report, Rule, RuleContext } from "./rule.js";

/** What a layer below had, what is left of it, and the text that took it away. */
interface Loss extends Pick<Held, "what" | "on" | "gain"> {
  readonly by: Sourced<unknown>;
  readonly mend: Loosened["mend"];
  /** Set when the text takes away what it does not mention itself. */
  readonly cut: CutTag | undefined;
  /** Says it again where `!override` left it out. */
  readonly again: Operation | undefined;
}

export const overrideWeakens: Rule<"override-weakens"> = {
  id: "override-weakens",
  title: "A later layer takes hardening away",
  category: "hygiene",
  severity: "warning",
  changes: [...hardeningKeys, "/networks"],
  references: [
    { title: "Compose: merge", url: "https://docs.docker.com/reference/compose-file/merge/" },
    { title: "Compose: multiple files", url: "https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/" },
    { title: "Compose: extends", url: "https://docs.docker.com/reference/compose-file/services/#extends" },
    cwe(1188),
    cwe(269),
    dockerCompose("docs/reference/compose_config.md"),
  ],
  docs: {
    why: [
      "Who reads the main file sees a hardened service, and what runs is another one: an override file, a later `-f` file, a later document, or the",
      "service over what it extends has taken a wall away. Nobody who reviews the main file sees it, and `compose.override.yml` is merged without",
      "being named.",
    ].join("\n"),
    attack: [
      "Somebody loosens a service in an override file to find a mistake, and the file stays, or is copied to the server.",
      "Each later review reads `read_only: true` and `cap_drop: [ALL]` in the main file.",
      "The attacker who gets into the service meets neither.",
    ],
    fix: [
      "Remove the line, and what the layer below says counts again. Where one machine needs it looser, keep it in a file that only that machine names,",
      "and say why in the comment that ignores this rule. `docker compose config` shows what is merged.",
    ].join("\n"),
    fine: [
      "The override is for development only, and never reaches the machine that others reach. What a layer merely adds, such as a capability, a port",
      "or a network that no layer below spoke of, is left to the rules for those things; so is a limit that is raised, and a capability that is added",
      "back to `cap_drop: [ALL]`.",
    ].join("\n"),
    premise: [
      "Compose merges mappings key by key, puts lists together, and takes the last scalar, so an empty list or a null takes nothing away: only another",
      "value does, or the tags `!reset` and `!override`. An explicit key beside `<<` is in the service's own text and is not reported.",
    ].join("\n"),
  },
  *check(project, context) {
    for (const service of project.services.values()) {
      const losses = lossesOf(project.earlier.service(service.name.value), service, heldBy);
      for (const group of byText(losses)) yield serviceReport(service, group, context);
    }
    yield* networkReports(project, context);
  },
};

function heldBy(service: Service): readonly Held[] {
  return [...heldPrivileges(service), ...heldWalls(service)];
}

/** What an earlier layer held last, and the thing as it is now does not. */
function lossesOf<T>(states: readonly LayerState<T>[], now: T, heldIn: (state: T) => readonly Held<T>[]): readonly Loss[] {
  const seen = new Set<string>();
  return [...states.entries()]
    .slice(0, -1)
    .reverse()
    .flatMap(([index, { value }]) => {
      const found = value === undefined ? [] : heldIn(value).filter(({ id }) => !seen.has(id));
      for (const { id } of found) seen.add(id);
      return found.flatMap((held) => lossOf(held, now, states.slice(index + 1)));
    });
}

function lossOf<T>(held: Held<T>, now: T, later: readonly LayerState<T>[]): readonly Loss[] {
  const { what, on, gain, again } = held;
  const fate = held.now(now);
  if (fate === "held") return [];
  if (fate !== "gone") return [{ what, on, gain, again: again?.(now), by: fate.by, mend: fate.mend, cut: undefined }];
  const cut = firstCut(later, held.path);
  return cut === undefined ? [] : [{ what, on, gain, again: again?.(now), by: cut, mend: undefined, cut: cut.value }];
}

function firstCut<T>(states: readonly LayerState<T>[], path: readonly string[]): Sourced<CutTag> | undefined {
  for (const state of states) {
    const cut = state.cut(...path);
    if (cut !== undefined) return cut;
  }
  return undefined;
}

/** What one text takes away is told once. */
function byText(losses: readonly Loss[]): Iterable<readonly [Loss, ...Loss[]]> {
  const groups = new Map<string, [Loss, ...Loss[]]>();
  for (const loss of losses) {
    const { key, at } = loss.by;
    const place = `${at.file} ${(key ?? at).start}`;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [loss]);
    else group.push(loss);
  }
  return groups.values();
}

function serviceReport(service: Service, group: readonly [Loss, ...Loss[]], { edit }: RuleContext): Report {
  const name = service.name.value;
  return {
    on: group[0].by,
    service: name,
    message: messageOf(`"${name}"`, group),
    related: relatedTo(`"${name}"`, group),
    fixes: () => [fixOf(group, edit.for(service))],
  };
}

function messageOf(who: string, group: readonly [Loss, ...Loss[]]): string {
  const [{ on, by, gain, mend, cut }] = group;
  const whats = group.map(({ what }) => what);
  const shown = whats.length > maxNamed ? t`${whats[0] ?? ""} and ${whats.length - 1} more` : inWords(whats);
  const effect = group.length === 1 ? gain : "a breach of it reaches further";
  const remedy = group.length === 1 && mend !== undefined ? `${mend.title}.` : remedies[cut ?? "none"];
  return t`${who} loses ${shown} of ${layerOf(on, by)}: ${effect}. ${remedy}`;
}

const remedies: Readonly<Record<CutTag | "none", string>> = {
  none: "Remove this where nothing needs it.",
  reset: "Remove the reset where nothing needs it.",
  override: "Write it here, too.",
};

/** More would make the message too long; the related places tell all. */
const maxNamed = 2;

function relatedTo(who: string, group: readonly Loss[]): NonNullable<Report["related"]> {
  return group.map(({ what, on }) => ({ on, message: t`${who} has ${what} here.` }));
}

/** The layer in which a value stands, for one who looks at the text that takes it away. */
function layerOf(on: Sourced<unknown>, by: Sourced<unknown>): string {
  const base = on.via.findLast(({ kind }) => kind === "extends");
  if (base !== undefined) return `"${base.name}"`;
  const file = useOf(on).file;
  return file === useOf(by).file ? t("the document above") : nameOf(file);
}

function useOf({ via, key, at }: Sourced<unknown>): Sourced<unknown>["at"] {
  return via[0]?.at ?? key ?? at;
}

const caveat = "Somebody loosened it on purpose: what that was for fails again. Start it and use it once.";

function fixOf(group: readonly [Loss, ...Loss[]], edit: RuleContext["edit"]): Fix {
  const [{ by, mend, cut }] = group;
  if (mend !== undefined && group.length === 1) {
    return { title: mend.title, class: "check", caveat: t(caveat), change: edit.change(mend.operation) };
  }
  const removal = edit.change({ op: "remove", target: by });
  const isWritable = group.every(({ again }) => again !== undefined);
  if (cut !== "override" && !("refused" in removal && isWritable)) {
    const layers = inWords([...new Set(group.map(({ on }) => layerOf(on, by)))]);
    const title = cut === "reset" ? t("Remove the !reset") : t`Remove it, so that ${layers} counts`;
    return { title, class: "check", caveat: t(caveat), change: removal };
  }
  const title = t`Write ${inWords(group.map(({ what }) => what))} here, too`;
  const missing = group.filter(({ again }) => again === undefined).map(({ what }) => what);
  if (missing.length > 0) {
    const reason = t`The !override replaces all that stood there: write ${inWords(missing)} into it by hand.`;
    return { title, class: "check", change: { refused: reason } };
  }
  return { title, class: "check", caveat: t(caveat), change: edit.change(...group.flatMap(({ again }) => again ?? [])) };
}

/** Only networks that a service joins. */
function* networkReports(project: ComposeProject, { edit }: RuleContext): Iterable<Report> {
  const states = project.earlier.networks();
  if (states.length === 0) return;
  const used = new Set([...project.services.values()].flatMap(({ networks }) => networks.items.map(({ name }) => known(name))));
  for (const [name, network] of project.networks) {
    if (!used.has(name)) continue;
    const own = states.map(({ value, cut }): LayerState<Network> => ({ value: value?.get(name), cut: (...path) => cut(name, ...path) }));
    for (const group of byText(lossesOf(own, network, heldInternal))) {
      yield {
        on: group[0].by,
        message: messageOf(t`Network "${name}"`, group),
        related: relatedTo(t`Network "${name}"`, group),
        fixes: () => [fixOf(group, edit)],
      };
    }
  }
}

function heldInternal({ internal }: Network): readonly Held<Network>[] {
  if (internal === undefined || known(internal) !== true) return [];
  return [
    {
      id: "internal",
      what: "internal: true",
      on: internal,
      gain: "an intruder in it can call out",
      path: ["internal"],
      again: ({ body, name }) => ({ op: "set", into: body ?? { ...name, value: "mapping" }, key: "internal", value: true }),
      now(after) {
        const fate = fateOf(after.internal, (value) => value);
        if (fate === "held" || fate === "gone") return fate;
        return { by: fate.by, mend: { title: t("Set internal: true"), operation: { op: "replace", target: fate.by, value: true } } };
      },
    },
  ];
}
