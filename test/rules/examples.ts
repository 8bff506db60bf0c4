import type { Rule } from "../../server/src/engine/index.js";
import type { RuleExamples } from "../../server/src/engine/rules/rule.js";
import { alone, findingsOf, type Surroundings } from "./case.js";
import { type Block, readFixture } from "./fixture.js";

/** All fixtures of a rule as the examples of its page. */
export function allExamples(id: string): string {
  return readFixture(id)
    .lines.join("\n")
    .trim()
    .replaceAll(/^```yaml clean$/gmu, "No finding:\n\n```yaml")
    .replaceAll(/^```yaml fixed="(?<title>.*)"$/gmu, 'After "$<title>":\n\n```yaml')
    .replaceAll(/^```yaml fixed$/gmu, "After the first fix:\n\n```yaml")
    .replaceAll(/^```yaml refused="(?<reason>.*)"\n```$/gmu, "One fix is not offered: $<reason>")
    .replaceAll(/^```yaml file="(?<path>.*)"$/gmu, "With this `$<path>` beside the file:\n\n```yaml")
    .replaceAll(/^```json settings$/gmu, "With these settings:\n\n```json")
    .replaceAll(/^```dotenv$/gmu, "With this `.env` beside the file:\n\n```dotenv");
}

/**
 * The two examples of a rule that are shipped, for pages without a network: the first text that a fix of it mends, before and after; where
 * there is none, the first text that it flags, and the shortest without a finding. None needs another file.
 */
export function shippedExamples(rule: Rule): RuleExamples {
  const { blocks } = readFixture(rule.id);
  const alike = (info: string) => blocks.flatMap((block, index) => (block.info === info && !needsFile(blocks, index) ? [index] : []));
  const flagged = alike("yaml");
  for (const bad of flagged) {
    const good = outcomesOf(blocks, bad).find((block) => mends(rule, block, blocks, bad));
    if (good !== undefined) return examples(blocks, bad, good, /="(?<title>.*)"/u.exec(good.info)?.groups?.["title"] ?? "");
  }
  const clean = alike("yaml clean").flatMap((index) => blocks[index] ?? []);
  const [shortest] = clean.toSorted((one, other) => one.text.length - other.text.length);
  const [first] = flagged;
  if (first === undefined || shortest === undefined) throw new Error(`${rule.id} has no text that needs no other file`);
  return examples(blocks, first, shortest, undefined);
}

function examples(blocks: readonly Block[], bad: number, { text }: Block, fix: string | undefined): RuleExamples {
  const settings = settingsOf(blocks, bad);
  return {
    bad: blocks[bad]?.text ?? "",
    good: text,
    ...(fix === undefined ? {} : { fix }),
    ...(settings === undefined ? {} : { settings }),
  };
}

function settingsOf(blocks: readonly Block[], index: number): string | undefined {
  const before = blocks[index - 1];
  return before?.info === "json settings" ? before.text : undefined;
}

function needsFile(blocks: readonly Block[], index: number): boolean {
  return /^(?:dotenv|yaml file=)/u.test(blocks[index - 1]?.info ?? "");
}

/** The blocks that say what the fixes of a flagged one leave. */
function outcomesOf(blocks: readonly Block[], flagged: number): readonly Block[] {
  const rest = blocks.slice(flagged + 1);
  const end = rest.findIndex(({ info }) => !/^yaml (?:fixed|refused)/u.test(info));
  return rest.slice(0, end < 0 ? rest.length : end).filter(({ info }) => info.startsWith("yaml fixed"));
}

function mends(rule: Rule, { text }: Block, blocks: readonly Block[], bad: number): boolean {
  const settings = settingsOf(blocks, bad);
  const around: Surroundings = settings === undefined ? alone : { ...alone, settings: JSON.parse(settings) };
  return findingsOf({ ...around, rule, text }).length === 0;
}
