/** Names of compose files in editors which call them plain YAML; VS Code knows most of them as language `dockercompose`. */
export const composeFileNames: readonly string[] = [
  "compose.{yml,yaml}",
  "docker-compose.{yml,yaml}",
  "compose.*.{yml,yaml}",
  "docker-compose.*.{yml,yaml}",
  "*.compose.{yml,yaml}",
  "docker-stack*.{yml,yaml}",
  "*docker*compose*.{yml,yaml}",
  "podman-compose*.{yml,yaml}",
  "container-compose*.{yml,yaml}",
];

/** Names that compose files share with files of other kinds: they are ours only where services stand in them. */
export const sharedFileNames: readonly string[] = ["*stack*.{yml,yaml}"];

/** Whether a text has services at its root, at a glance. */
export function hasServices(text: string): boolean {
  return /^(?:\{\s*)?(?<quote>["']?)services\k<quote>[ \t]*:/mu.test(text);
}

/** Folders that hold other people's files. */
export const foreignFolders: readonly string[] = ["node_modules", "vendor", "__pycache__", "venv", "site-packages", "bower_components"];

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
