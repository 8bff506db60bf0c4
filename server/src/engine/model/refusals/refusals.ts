import { sectionForms, serviceForm, topLevelForms } from "../../knowledge/compose-schema.js";
import { t } from "../../text/l10n.js";
import { serviceLayers } from "../extends.js";
import { flatten, type Layer, layersOf } from "../layers.js";
import { startLoader } from "../loader.js";
import type { ComposeProject, Problem } from "../project.js";
import { type Reading, startReading } from "../reading.js";
import { openProject, type ProjectFiles } from "../resolve.js";
import type { Sources } from "../sources.js";
import { child, keysOf, type Stack, top } from "../stack.js";
import { placeIn } from "../view.js";
import { checkConsistency } from "./consistency.js";
import { checkForm } from "./schema.js";
import { checkValues } from "./values.js";

/**
 * For what Compose would refuse a resolved project, beyond the problems of its reading: attributes that Compose does not know, values and
 * layers of the wrong form, names that nothing defines, settings that exclude each other. None of it keeps us from saying what the project
 * means, so it is worked out only for those who ask. An `incomplete` project may lack what others are to bring.
 */
export function refusals(project: ComposeProject, files: ProjectFiles, sources: Sources, incomplete = false): readonly Problem[] {
  const problems: Problem[] = [];
  const reading = startReading(startLoader(sources), []);
  const refusing = startReading(reading.loader, problems);
  const { files: own, kind, scope } = openProject(reading, files);
  const [main] = own;
  if (main === undefined) return [];
  if (kind === "other") {
    refusing.refuse("not-compose", t("This is no compose file."), placeIn(main, { start: 0, end: 0 }));
    return problems;
  }
  checkLayers(refusing, layersOf(reading, own, scope));
  checkValues(project, refusing.refuse);
  if (!incomplete) checkConsistency(project, refusing.refuse);
  return problems.filter(({ fatal }) => fatal);
}

/** Compose looks at each document as soon as it is merged over those before, and at what each `include` brings by itself. */
function checkLayers(reading: Reading, layers: readonly Layer[]): void {
  for (const [index, { includes }] of layers.entries()) {
    for (const scope of new Set(includes.map(({ root }) => root.scope))) {
      checkLayers(
        reading,
        includes.filter(({ root }) => root.scope === scope),
      );
    }
    checkMerged(reading, layers.slice(0, index + 1));
  }
}

function checkMerged(reading: Reading, layers: readonly Layer[]): void {
  const all = flatten(layers);
  const own = layers.map(({ root }) => root);
  for (const key of keysOf(reading, own)) {
    // What is included keeps all but its sections to itself.
    const stack = child(reading, own, key);
    const form = key.startsWith("x-") ? { any: true as const } : topLevelForms[key];
    const at = top(stack)?.key;
    if (form !== undefined) checkForm(reading, stack, form);
    else if (at !== undefined && key !== "services" && sectionForms[key] === undefined) {
      reading.refuse("unknown-attribute", t`Compose knows no "${key}" here.`, at);
    }
  }
  checkSection(reading, child(reading, all, "services"), (name) =>
    checkForm(reading, serviceLayers(reading, layers, name).stack, serviceForm),
  );
  for (const [key, form] of Object.entries(sectionForms)) {
    const stack = child(reading, all, key);
    checkSection(reading, stack, (name) => checkForm(reading, child(reading, stack, name), form));
  }
}

function checkSection(reading: Reading, stack: Stack, check: (name: string) => void): void {
  const view = top(stack);
  if (view === undefined) return;
  if (view.node?.kind !== "map") reading.refuse("wrong-form", t("Compose wants names here, and what they stand for."), view.key ?? view.at);
  for (const name of keysOf(reading, stack)) {
    const at = top(child(reading, stack, name))?.key ?? view.at;
    if (/^[\w.-]+$/u.test(name)) check(name);
    else reading.refuse("bad-name", t("Compose takes only letters, digits, points, dashes and underlines in a name."), at);
  }
}
