import type { Service } from "../model/project.js";
import type { MapNode, SyntaxFile } from "../syntax/tree.js";
import { t } from "../text/l10n.js";
import { atService } from "./at-service.js";
import type { Change, EditBuilder, Edits, Operation } from "./change.js";
import { type Into, inPlace, into } from "./in-place.js";
import { origin, ownEntry } from "./inherited.js";
import { locate, mapAt } from "./located.js";
import { Plan } from "./plan.js";
import { styleOf } from "./style.js";
import type { Target } from "./text-edits.js";
import { appendWish, type TargetOf, usesOf, viaOf, type Wish, wishOf } from "./wish.js";

/** Builds edits for the files of one project. Files are walked when the first edit in them is asked for. */
export function editBuilder(files: readonly SyntaxFile[]): EditBuilder {
  const targets = new Map<string, Target>();
  const targetOf: TargetOf = (uri) => {
    const file = files.find((one) => one.uri === uri);
    if (file === undefined) return undefined;
    const known = targets.get(uri);
    if (known !== undefined) return known;
    const located = locate(file);
    const root = file.documents[0]?.root;
    const target: Target = { located, style: styleOf(located), json: root?.kind === "map" && root.flow };
    targets.set(uri, target);
    return target;
  };
  return builderFor(targetOf, undefined);
}

function builderFor(targetOf: TargetOf, service: Service | undefined): EditBuilder {
  return {
    for: (one) => builderFor(targetOf, one),
    change: (...operations) => {
      const inherited = operations.filter((operation) => viaOf(operation, targetOf).length > 0);
      const here = build({ targetOf, service, operations, inherited });
      if (inherited.length === 0) return here;
      const there = build({ targetOf, service, operations, inherited: [] });
      return together(here, there, originOf(inherited, targetOf), inherited.length === operations.length);
    },
  };
}

/** Where an inherited value stands, in words. */
function originOf(inherited: readonly Operation[], targetOf: TargetOf): string {
  const last = inherited.flatMap((operation) => viaOf(operation, targetOf)).at(-1);
  return last === undefined ? "" : origin(last);
}

/** The change at the service comes first. At the origin it stands beside that one, unless it would be half of it, or in its place. */
function together(here: Change, there: Change, from: string, isWhole: boolean): Change {
  if ("refused" in there) return here;
  const atOrigin: Edits = { ...there, origin: from };
  if ("refused" in here) return atOrigin;
  const isSame = JSON.stringify(here.edits) === JSON.stringify(there.edits);
  return isSame || !isWhole ? here : { ...here, atOrigin };
}

interface Task {
  readonly targetOf: TargetOf;
  readonly service: Service | undefined;
  readonly operations: readonly Operation[];
  /** Those to be written at the service; the others are made where the text stands. */
  readonly inherited: readonly Operation[];
}

function build({ targetOf, service, operations, inherited }: Task): Change {
  const plan = new Plan(service?.image !== undefined || service?.build !== undefined);
  const wishes: Wish[] = [];
  for (const operation of operations) {
    const wish = inherited.includes(operation) ? wishOf(operation, targetOf) : directly(plan, operation, targetOf, service);
    if (typeof wish === "string") return { refused: wish };
    if (wish !== undefined) wishes.push(wish);
  }
  for (const use of usesOf(wishes)) {
    const refused = atService(plan, use, targetOf, service);
    if (refused !== undefined) return { refused };
  }
  return plan.finish();
}

/** Takes an operation up where its text stands; answers why that cannot be done, or what it wants of a list that is not there. */
function directly(plan: Plan, operation: Operation, targetOf: TargetOf, service: Service | undefined): Wish | string | undefined {
  const { at } = "into" in operation ? operation.into : operation.target;
  const target = targetOf(at.file);
  if (target === undefined) return t("The value stands in a file that is not open here.");
  if (!("into" in operation)) return inPlace(plan, target, operation);
  const home = homeOf(operation, target, targetOf, service);
  if (home === undefined) return t("Nothing is written there yet.");
  const wish = operation.op === "append" ? appendWish(home.target, home.map, operation) : undefined;
  return wish === "done" ? undefined : (wish ?? into(plan, home.target, home.map, operation));
}

interface Home {
  readonly target: Target;
  readonly map: MapNode;
}

/** The mapping to write into. Where a later file replaces what earlier ones say of a service's key, only there a new value has an effect. */
function homeOf({ op, into: { at }, key }: Into, target: Target, targetOf: TargetOf, service: Service | undefined): Home | undefined {
  const isService = service !== undefined && at.file === service.body.at.file && at.start === service.body.at.start;
  for (const { body } of isService ? service.written.toReversed() : []) {
    const later = targetOf(body.file);
    const map = later && mapAt(later.located, body);
    const own = map && ownEntry(map, key);
    if (later !== undefined && map !== undefined && own !== undefined && (op === "set" || own.value?.tag !== undefined)) {
      return { target: later, map };
    }
  }
  const map = mapAt(target.located, at);
  return map && { target, map };
}
