/** The text of our own Markdown for clients that show it as it is: no marks, and each link followed by its address. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/\[(?<text>[^\]]+)\]\((?<address>[^()\s]+)\)/gu, "$<text> ($<address>)")
    .replace(/\*\*(?<text>[^*]+)\*\*/gu, "$<text>")
    .replace(/^\s*---\s*$/gmu, "")
    .replace(/^#+ /gmu, "")
    .replace(/`(?<text>[^`\n]+)`/gu, "$<text>")
    .replace(/\\(?<mark>[\\`*_{}[\]()#+.!<>|-])/gu, "$<mark>")
    .replace(/\n{3,}/gu, "\n\n")
    .trim();
}
