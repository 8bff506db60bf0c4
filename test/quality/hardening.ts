import type { Edit, HardeningPart, Settings } from "../../server/src/engine/index.js";
import { harden, hardenable } from "../../server/src/engine/lint/harden.js";
import { changedServices } from "../../server/src/engine/model/meaning.js";
import { keepsComments } from "./kept-comments.js";
import { keepsLines } from "./kept-lines.js";
import { type Form, projectsIn, sourcesOf } from "./open-file.js";
import { parses } from "./settles.js";
import { type Check, type Start, shortFirst, start, type Trial, tryEdits } from "./trial.js";

const recommended: Settings = { preset: "recommended", rules: {} };

/** "Harden", as it is tried for one service or for a whole file. */
interface Hardening extends Trial {
  readonly service: string | undefined;
  readonly parts: readonly HardeningPart[];
}

interface Outcome {
  services: number;
  files: number;
  parts: number;
  faults: number;
}

const always: readonly Check<Hardening>[] = [parses, hardensOnce, keepsToItself, keepsComments, keepsLines];

/** Hardens every service and every file of the corpus, with all parts and with those that are recommended, and prints what went wrong. */
export async function tryHardening(checks: readonly Check[], form: Form): Promise<boolean> {
  const outcome: Outcome = { services: 0, files: 0, parts: 0, faults: 0 };
  for (const { path, file } of shortFirst()) {
    const before = start(path, file, recommended, form);
    const [first] = before.projects;
    if (first === undefined || first.project.kind === "other") continue;
    const names = hardenable(first.project, recommended);
    outcome.services += names.length;
    if (names.length > 0) outcome.files++;
    for (const service of [...names, ...(names.length > 0 ? [undefined] : [])])
      await tryOne(before, service, [...always, ...checks], outcome);
  }
  const { services, files, parts, faults } = outcome;
  console.log(`${services} services and ${files} files hardened, by ${parts} parts each for itself; ${faults} faults.`);
  return faults === 0;
}

async function tryOne(before: Start, service: string | undefined, checks: readonly Check<Hardening>[], outcome: Outcome): Promise<void> {
  const all = partsFor(before, before.texts, service);
  if (service !== undefined) outcome.parts += all.length;
  const choices = [all, all.filter(({ kind }) => kind === "recommended")].filter((parts) => parts.length > 0);
  for (const parts of choices.filter((one, index) => index === 0 || one.length < all.length)) {
    const trial = {
      ...tryEdits(
        before,
        parts.flatMap(({ edits }): readonly Edit[] => edits),
        recommended,
      ),
      service,
      parts,
    };
    for (const check of checks) {
      const fault = await check(trial);
      if (fault === undefined) continue;
      outcome.faults++;
      console.error(`${before.path}: ${service ?? "all services"}, ${parts.length} of ${all.length} parts\n  ${fault}`);
    }
  }
}

function partsFor(before: Start, texts: ReadonlyMap<string, string>, service: string | undefined): readonly HardeningPart[] {
  const [files] = projectsIn(before.open);
  return files === undefined ? [] : harden(files, sourcesOf(texts), recommended, service);
}

/** None of the parts that were taken is there a second time. */
function hardensOnce({ before, after, service, parts }: Hardening): string | undefined {
  const again = partsFor(before, after.texts, service);
  const found = again.find((one) => parts.some(({ rule, service: of }) => one.rule === rule && one.service === of));
  return found && `A second run changes more: ${found.service}: ${found.title}`;
}

/** A service that is hardened by itself leaves the others as they are, unless a part names them. */
function keepsToItself({ before, after, service, parts }: Hardening): string | undefined {
  const [old, now] = [before.projects[0], after.projects[0]];
  if (service === undefined || old === undefined || now === undefined) return undefined;
  const others = changedServices(old.project, now.project).filter((name) => name !== service);
  const unsaid = others.find((name) => !parts.some(({ caveat }) => caveat?.includes(`"${name}"`)));
  return unsaid && `It changes another service without a word: ${unsaid}`;
}
