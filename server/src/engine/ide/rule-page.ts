import { engineWords } from "../rules/engine-posture.js";
import { examples } from "../rules/examples.js";
import type { Rule, RuleExamples } from "../rules/rule.js";
import { t } from "../text/l10n.js";

/**
 * All that is said of a rule, as Markdown: of "Explain" in editors and of `watertight explain`, with two examples; of its page among the
 * documentation, with those that are given.
 */
export function rulePageText(rule: Rule, shown = examplesText(examples[rule.id])): string {
  const { id, title, severity, absence, preset, posture, docs, references } = rule;
  const folded = absence === undefined ? "" : t(" In the preset `recommended` it is part of the hint `hardening-missing`.");
  const strict = preset === undefined ? "" : t(" Only in the preset `strict`.");
  return [
    `# ${t(title)}`,
    t`${`\`${id}\``}, severity ${severity}.${folded}${strict}`,
    ...section(t("Why"), t(docs.why)),
    ...section(t("How the attack goes"), docs.attack && numbered(docs.attack)),
    ...section(t("What to do"), t(docs.fix)),
    ...section(t("When it is fine"), docs.fine && t(docs.fine)),
    ...section(t("What it rests on"), docs.premise && t(docs.premise)),
    ...section(t("On other engines"), posture && onEngines(posture)),
    ...section(t("Where to silence it"), silencing(id)),
    ...section(t("References"), references.map((reference) => `- [${reference.title}](${reference.url})`).join("\n")),
    ...section(t("Examples"), shown),
  ]
    .join("\n\n")
    .concat("\n");
}

/** What is not said has no heading: the bundled server comes without prose and examples (scripts/bundle.mjs). */
function section(heading: string, text = ""): readonly string[] {
  return text === "" ? [] : [`## ${heading}\n\n${text}`];
}

/** Two examples of a rule as Markdown. */
function examplesText(of: RuleExamples | undefined): string {
  if (of === undefined) return "";
  const { bad, good, fix, settings } = of;
  const after = fix === undefined ? t("No finding:") : fix === "" ? t("After the first fix:") : t`After "${fix}":`;
  return [
    ...(settings === undefined ? [] : [`${t("With these settings:")}\n\n${fenced("json", settings)}`]),
    `${t("Flagged:")}\n\n${fenced("yaml", bad)}`,
    `${after}\n\n${fenced("yaml", good)}`,
  ].join("\n\n");
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\`\`\``;
}

function onEngines(effects: NonNullable<Rule["posture"]>): string {
  const rows = (["rootless", "desktop", "userns-remap"] as const).flatMap((engine) => {
    const effect = effects[engine];
    return effect === undefined
      ? []
      : [`- ${t`${`\`${engine}\``}: ${effect.severity}. The service ${engineWords[engine]}: ${effect.because}.`}`];
  });
  return [t("The setting `watertight.posture` (on the command line `--posture`) says what the file runs on:"), "", ...rows].join("\n");
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${t(step)}`).join("\n");
}

function silencing(id: string): string {
  return [
    t`In one place: ${`\`# watertight-ignore-next-line ${id} -- reason\``} on the line above.`,
    t`For a service: ${`\`# watertight-ignore-service ${id} -- reason\``} in it, or ${`\`x-watertight: {ignore: {${id}: reason}}\``}.`,
    t`Everywhere: ${`\`"watertight.rules": { "${id}": "off" }\``} in the settings of the editor.`,
  ].join("\n\n");
}
