/** Codes of problems behind which services or settings stay unseen: what was not found there may still be there. */
export const unreadCodes: ReadonlySet<string> = new Set([
  "file-missing",
  "file-unread",
  "include-missing",
  "include-unread",
  "extends-missing",
  "extends-unread",
  "too-many-files",
  "too-much",
]);

/** Those of them that stand in no text: they concern every file of the project. */
export const projectCodes: ReadonlySet<string> = new Set(["file-missing", "file-unread"]);
