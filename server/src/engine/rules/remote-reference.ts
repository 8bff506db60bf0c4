/** What Compose or BuildKit fetches from another machine, and whether the text itself says which bytes that is. */
export interface RemoteReference {
  readonly kind: "git" | "oci" | "archive";
  /** True for a whole commit or a digest; false for branches, tags, and where nothing is said. */
  readonly pinned: boolean;
}

/**
 * Takes a reference apart as the tools do; absent for paths of this machine. Sources: docker/compose, pkg/remote (git and oci), and
 * BuildKit, util/gitutil (the forms of git URLs).
 */
export function remoteReference(text: string): RemoteReference | undefined {
  if (/^oci:\/\//iu.test(text)) return { kind: "oci", pinned: /@sha256:[0-9a-f]{64}$/iu.test(text) };
  const isGit =
    /^(?:git@|git:\/\/|ssh:\/\/|github\.com\/)/iu.test(text) ||
    /^[a-z][a-z0-9+.-]*:\/\/[^#?]+\.git(?:[#?].*)?$/iu.test(text) ||
    /\.git(?:#.*)?$/iu.test(text);
  if (isGit) return { kind: "git", pinned: /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/iu.test(refOf(text)) };
  return /^https?:\/\//iu.test(text) ? { kind: "archive", pinned: /[?&]checksum=sha256:[0-9a-f]{64}/iu.test(text) } : undefined;
}

/** Commit, tag or branch of `URL#REF:DIRECTORY`, or of BuildKit's `URL?ref=REF` and `URL?checksum=COMMIT`. */
function refOf(text: string): string {
  const query =
    /[?&](?:checksum|commit)=(?<ref>[^&#]*)/iu.exec(text)?.groups?.["ref"] ?? /[?&]ref=(?<ref>[^&#]*)/iu.exec(text)?.groups?.["ref"];
  return query ?? /#(?<ref>[^:]*)/u.exec(text)?.groups?.["ref"] ?? "";
}

/** How a reference of its kind names the very bytes. */
export function pinnedForm(kind: RemoteReference["kind"]): string {
  if (kind === "oci") return "its digest, @sha256:...";
  return kind === "git" ? "a commit, #<40 digits>" : "?checksum=sha256:...";
}
