import type { Rule } from "../rules/rule.js";

/** All that is said of a rule, as Markdown: the text of its page, of "Explain" in editors and of `watertight explain`. */
export function rulePageText({ id, title, severity, absence, preset, docs, references }: Rule): string {
  const folded = absence === undefined ? "" : ` In the preset \`recommended\` it is part of the hint \`hardening-missing\`.`;
  const strict = preset === undefined ? "" : " Only in the preset `strict`.";
  return [
    `# ${title}`,
    `\`${id}\`, severity ${severity}.${folded}${strict}`,
    `## Why\n\n${docs.why}`,
    ...(docs.attack === undefined ? [] : [`## How the attack goes\n\n${numbered(docs.attack)}`]),
    `## What to do\n\n${docs.fix}`,
    ...(docs.fine === undefined ? [] : [`## When it is fine\n\n${docs.fine}`]),
    ...(docs.premise === undefined ? [] : [`## What it rests on\n\n${docs.premise}`]),
    `## Where to silence it\n\n${silencing(id)}`,
    `## References\n\n${references.map((reference) => `- [${reference.title}](${reference.url})`).join("\n")}`,
  ]
    .join("\n\n")
    .concat("\n");
}

function numbered(steps: readonly string[]): string {
  return steps.map((step, index) => `${index + 1}. ${step}`).join("\n");
}

function silencing(id: string): string {
  return [
    `In one place: \`# watertight-ignore-next-line ${id} -- reason\` on the line above.`,
    `For a service: \`# watertight-ignore-service ${id} -- reason\` in it, or \`x-watertight: {ignore: {${id}: reason}}\`.`,
    `Everywhere: \`"watertight.rules": { "${id}": "off" }\` in the settings of the editor.`,
  ].join("\n\n");
}
