import type { Rule } from "../rules/rule.js";

/** All that is said of a rule, as Markdown: the text of its page, of "Explain" in editors and of `watertight explain`. */
export function rulePageText({ id, title, severity, absence, docs, references }: Rule): string {
  const folded = absence === undefined ? "" : ` In the preset \`recommended\` it is part of the hint \`hardening-missing\`.`;
  return [
    `# ${title}`,
    `\`${id}\`, severity ${severity}.${folded}`,
    `## Why\n\n${docs.why}`,
    `## What to do\n\n${docs.fix}`,
    ...(docs.fine === undefined ? [] : [`## When it is fine\n\n${docs.fine}`]),
    `## Where to silence it\n\n${silencing(id)}`,
    `## References\n\n${references.map((reference) => `- [${reference.title}](${reference.url})`).join("\n")}`,
  ]
    .join("\n\n")
    .concat("\n");
}

function silencing(id: string): string {
  return [
    `In one place: \`# watertight-ignore-next-line ${id} -- reason\` on the line above.`,
    `For a service: \`# watertight-ignore-service ${id} -- reason\` in it, or \`x-watertight: {ignore: {${id}: reason}}\`.`,
    `Everywhere: \`"watertight.rules": { "${id}": "off" }\` in the settings of the editor.`,
  ].join("\n\n");
}
