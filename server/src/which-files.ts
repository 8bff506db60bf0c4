/** Names of compose files in editors which call them plain YAML; VS Code knows most of them as language `dockercompose`. */
export const composeFileNames: readonly string[] = [
  "compose.{yml,yaml}",
  "docker-compose.{yml,yaml}",
  "compose.*.{yml,yaml}",
  "docker-compose.*.{yml,yaml}",
  "*.compose.{yml,yaml}",
  "docker-stack*.{yml,yaml}",
  "*docker*compose*.{yml,yaml}",
];

/**
 * Where documents come from that a person works on. An allow-list: editors show copies of a document under further schemes (previews of a
 * refactoring, comparisons), which would be reported twice.
 */
export const documentSchemes: readonly string[] = [
  "file",
  "untitled",
  "vscode-vfs",
  "vscode-remote",
  "vscode-test-web",
  "memfs",
  "inmemory",
];
