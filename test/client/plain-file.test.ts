import assert from "node:assert/strict";
import { test } from "node:test";
import { type FileSystem, readPlainFile } from "../../client/src/plain-file.js";

const file = 1;
const folder = 2;
const link = 64;

interface Entry {
  readonly type: number;
  readonly bytes?: Uint8Array;
  readonly size?: number;
  /** The code of the error that the file system throws. */
  readonly fails?: string;
}

/** A virtual file system, as an editor's API shows it; what is not named does not exist. */
function fileSystem(entries: Readonly<Record<string, Entry>>): FileSystem & { readonly reads: string[] } {
  const reads: string[] = [];
  const find = (uri: string): Entry => {
    const entry = entries[uri] ?? { type: folder, fails: uri.split("/").length > 4 ? "FileNotFound" : "" };
    if (entry.fails !== undefined && entry.fails !== "") throw Object.assign(new Error("no"), { code: entry.fails });
    return entry;
  };
  return {
    reads,
    stat: async (uri) => {
      const { type, bytes, size } = find(uri);
      return { type, size: size ?? bytes?.length ?? 0 };
    },
    read: async (uri) => {
      reads.push(uri);
      return find(uri).bytes ?? new Uint8Array();
    },
  };
}

const text = (content: string): Entry => ({ type: file, bytes: new TextEncoder().encode(content) });
const at = (path: string) => `vscode-vfs://github/owner/${path}`;
const roots = [at("repo/app"), at("repo")];

const files: Readonly<Record<string, Entry>> = {
  [at("repo/base.yml")]: text("a: 1\n"),
  [at("repo/mark.yml")]: text("\uFEFFa: 1\n"),
  [at("repo/latin.yml")]: { type: file, bytes: Uint8Array.of(0x63, 0xe9) },
  [at("repo/.env")]: { type: file, bytes: Uint8Array.of(0x63, 0xe9) },
  [at("repo/folder.yml")]: { type: folder },
  [at("repo/odd.yml")]: { type: 0 },
  [at("repo/link.yml")]: { type: file | link, bytes: new Uint8Array() },
  [at("repo/sub")]: { type: folder | link },
  [at("repo/sub/deep")]: { type: folder },
  [at("repo/sub/deep/base.yml")]: text("a: 1\n"),
  [at("repo/app")]: { type: folder | link },
  [at("repo/app/base.yml")]: text("a: 1\n"),
  [at("repo/huge.yml")]: { type: file, size: 1_000_001 },
  [at("repo/grown.yml")]: { type: file, size: 1, bytes: new Uint8Array(1_000_001) },
  [at("repo/locked.yml")]: { type: file, fails: "NoPermissions" },
  [at("repo/away.yml")]: { type: file, fails: "Unavailable" },
  [at("other/base.yml")]: text("a: 1\n"),
};

test("a file is read by the same rules as on a disk", async () => {
  const rows: readonly (readonly [uri: string, expected: RegExp | string | undefined])[] = [
    [at("repo/base.yml"), "a: 1\n"],
    [at("repo/mark.yml"), "a: 1\n"],
    [at("repo/.env"), "c\uFFFD"],
    [at("repo/gone.yml"), undefined],
    [at("repo/latin.yml"), /no UTF-8 text/u],
    [at("repo/folder.yml"), /it is a folder/u],
    [at("repo/odd.yml"), /no plain file/u],
    [at("repo/link.yml"), /a link that leads out/u],
    [at("repo/sub/deep/base.yml"), /a link that leads out/u],
    // Its folder is where the document itself lies.
    [at("repo/app/base.yml"), "a: 1\n"],
    [at("repo/huge.yml"), /larger than 1 MB/u],
    [at("repo/grown.yml"), /larger than 1 MB/u],
    [at("repo/locked.yml"), /permission is denied/u],
    [at("repo/away.yml"), /cannot be read/u],
    [at("other/base.yml"), /lies outside of the workspace/u],
    [at("repository/base.yml"), undefined],
    ["git:/repo/base.yml", undefined],
  ];
  for (const [uri, expected] of rows) {
    const { text: found, refused } = await readPlainFile({ uri, roots }, fileSystem(files));
    if (expected instanceof RegExp) assert.match(refused ?? "", expected, uri);
    else assert.deepEqual([found, refused], [expected ?? null, undefined], uri);
  }
});

test("without roots it may lie anywhere, behind links too", async () => {
  for (const path of ["other/base.yml", "repo/sub/deep/base.yml"])
    assert.equal((await readPlainFile({ uri: at(path) }, fileSystem(files))).text, "a: 1\n", path);
});

test("what is refused is not read", async () => {
  const fs = fileSystem(files);
  for (const path of ["repo/huge.yml", "repo/link.yml", "repo/folder.yml", "repo/sub/deep/base.yml", "other/base.yml"])
    await readPlainFile({ uri: at(path), roots }, fs);
  assert.deepEqual(fs.reads, []);
});
