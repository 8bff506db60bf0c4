import assert from "node:assert/strict";
import { test } from "node:test";
import { directoryPath, normaliseHostPath } from "../../server/src/engine/model/host-path.js";

test("host paths have one spelling", () => {
  const rows: readonly (readonly [path: string, expected: string])[] = [
    ["/", "/"],
    ["//etc/./x/..", "/etc"],
    ["/../..", "/"],
    ["./data/", "./data"],
    ["data", "./data"],
    ["", "."],
    ["a/..", "."],
    ["..", "/srv"],
    ["../../../..", "/"],
    ["../etc", "/srv/etc"],
    ["~", "~"],
    ["~/", "~"],
    ["~/a/../../b", "~/../b"],
    ["~me/x", "~/me/x"],
    ["C:\\", "C:/"],
    ["c:\\Users\\..\\..\\x", "c:/x"],
    ["c:/a//b", "c:/a/b"],
    ["a:b", "./a:b"],
    ["\\\\.\\pipe\\docker_engine", "\\\\.\\pipe\\docker_engine"],
    ["//./pipe/docker_engine", "//./pipe/docker_engine"],
    ["$SSH_AUTH_SOCK", "$SSH_AUTH_SOCK"],
    ["$XDG_RUNTIME_DIR/../docker.sock", "$XDG_RUNTIME_DIR/../docker.sock"],
  ];
  for (const [path, expected] of rows) assert.equal(normaliseHostPath(path, "/srv/app"), expected, path);
});

test("without a known directory a path that climbs stays relative", () => {
  assert.equal(normaliseHostPath("../../etc", undefined), "../../etc");
  assert.equal(normaliseHostPath("./a/../../etc", undefined), "../etc");
});

test("only a directory on a disk has a path", () => {
  const rows: readonly (readonly [uri: string, expected: string | undefined])[] = [
    ["file:///srv/my%20app", "/srv/my app"],
    ["file://", ""],
    ["file:///c%3A/work", "c:/work"],
    ["vscode-remote://ssh-remote%2Bhost/srv", "/srv"],
    ["vscode-vfs://github/owner/repository", undefined],
    ["file:///bad%", undefined],
  ];
  for (const [uri, expected] of rows) assert.equal(directoryPath(uri), expected, uri);
  assert.equal(normaliseHostPath("../..", directoryPath("file://")), "/");
});
