/** Where the project lives; the manifest's `repository` is the same, which a test checks. */
export const repository = "https://github.com/watertight/watertight";

/** The page of a rule. */
export function rulePage(rule: string): string {
  return `${repository}/blob/main/docs/rules/${rule}.md`;
}
