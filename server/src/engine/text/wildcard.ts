/** Whether a name fits a pattern in which `*` stands for any characters; anything else stands for itself. */
export function fits(name: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "su").test(name);
}
