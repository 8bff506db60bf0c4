/** What is known of one image. `null` means that nobody has found out: nothing is offered on a guess. */
export interface ImageFacts {
  readonly id: string;
  /** Repositories it is published under: official ones without `library/`, Docker Hub's without registry; `*` at the end stands for any name. */
  readonly repositories: readonly string[];
  /** A regular expression that the tag has to match, where one repository holds different programs. */
  readonly tag?: string;
  readonly category: string;
  /** What it needs after `cap_drop: [ALL]` when it starts as its own default user. */
  readonly capAdd: readonly string[] | null;
  readonly capAddOptional: readonly { readonly cap: string; readonly when: string }[];
  /** What it needs when `user` is set to a user other than root. */
  readonly capAddIfNonRoot: readonly string[] | null;
  readonly runsAsNonRoot: boolean | null;
  /** Set for images that bring a user of their own, and whose entrypoint goes on as that user even when `user` is root. */
  readonly leavesRoot?: true;
  /** The user that the image brings for itself, as `user` takes it. */
  readonly nonRootUser: string | null;
  readonly nonRootUserAlpine?: string;
  /** Where it needs a tmpfs when its file system is read-only, as an item of `tmpfs`; `null` when nobody has tried it read-only. */
  readonly readOnlyTmpfs: readonly string[] | null;
  /** Set for images that do not work with a read-only file system: they write to their own programs or to `/etc`; the evidence says where. */
  readonly needsWritableRootfs?: true;
  /** Where it writes data, each followed by a note where one is needed. */
  readonly writablePaths: readonly string[];
  /** What its purpose makes it ask the engine for: lists and events, or also to start and change containers. */
  readonly needsDockerSocket: false | "reads" | "rules";
  readonly privilegedReplacement: PrivilegedReplacement | null;
  /** Set for images that do not work without `privileged`. */
  readonly needsPrivileged?: true;
  readonly rootlessAlternative?: string;
  /** Why `no-new-privileges` breaks something in it. */
  readonly gainsPrivileges?: string;
  readonly confidence: "documented" | "derived-from-entrypoint" | "community";
  readonly evidence: readonly Evidence[];
  readonly notes: readonly string[];
}

/** A fact and where it was read; `measured` for what was found by running the entrypoint. */
export interface Evidence {
  readonly source: string;
  readonly fact: string;
}

export interface PrivilegedReplacement {
  readonly capAdd: readonly string[];
  readonly devices: readonly string[];
  readonly sysctls: readonly string[];
  readonly securityOpt: readonly string[];
  readonly notes: string;
}
