import assert from "node:assert/strict";
import { modern } from "../capabilities.js";
import { codes, items, privileged, pull, push, type Test, uri, whole } from "./check.js";

export function fileTests(test: Test): void {
  const cases: readonly [uri: string, languageId: string, isOurs: boolean][] = [
    [uri, "dockercompose", true],
    [uri, "yaml", true],
    [uri, "yaml.docker-compose", true],
    [uri, "docker-compose", true],
    [uri, "Docker Compose", true],
    [uri, "something-else", true],
    ["memfs:/project/anything.yml", "dockercompose", true],
    ["memfs:/project/Docker-Compose.Prod.YAML", "yaml", true],
    ["memfs:/project/prod.compose.yml", "yaml", true],
    ["memfs:/project/docker-stack.yml", "yaml", true],
    ["memfs:/project/podman-compose.yml", "yaml", true],
    ["memfs:/project/container-compose.dev.yaml", "yaml", true],
    ["memfs:/project/monitoring-stack.yml", "yaml", true],
    ["untitled:Untitled-1", "dockercompose", true],
    ["untitled:Untitled-1", "yaml", false],
    ["memfs:/project/values.yml", "yaml", false],
    ["memfs:/project/recompose.yml", "yaml", false],
    ["git:/project/compose.yml", "dockercompose", false],
    ["vscode-bulkeditpreview:/project/compose.yml", "dockercompose", false],
  ];
  for (const [document, languageId, isOurs] of cases) {
    test(`${document} of language ${languageId} is ${isOurs ? "" : "not "}ours`, pull, async ({ open, pull: ask }) => {
      open(document, privileged, languageId);
      assert.equal(codes(await ask(document)).includes("privileged-container"), isOurs);
    });
  }

  test("a name that other kinds of files share counts only with services in the file", pull, async ({ open, pull: ask }) => {
    const fragment = "networks: {a: {driver: host, attachable: true}}\nx-services: 1\nservice: {web: {privileged: true}}\n";
    open("memfs:/project/values-stack.yml", fragment, "yaml");
    assert.deepEqual(items(await ask("memfs:/project/values-stack.yml")), []);
    for (const [name, text] of [
      ["flow", '{"services": {"web": {"image": "x:1", "privileged": true}}}'],
      ["quoted", "name: x\n'services' :\n  web: {image: 'x:1', privileged: true}\n"],
    ] as const) {
      open(`memfs:/project/${name}-stack.yml`, text, "yaml");
      assert.ok(codes(await ask(`memfs:/project/${name}-stack.yml`)).includes("privileged-container"), name);
    }
  });

  test("globs of the settings add files", {
    capabilities: modern,
    settings: { files: { include: ["deploy/**/*.yml", "*.stack"] } },
  }, async ({ open, pull: ask }) => {
    for (const [document, isOurs] of [
      ["memfs:/project/deploy/a/b.yml", true],
      ["memfs:/project/x.stack", true],
      ["memfs:/project/other/b.yml", false],
    ] as const) {
      open(document, privileged, "yaml");
      assert.equal(codes(await ask(document)).includes("privileged-container"), isOurs, document);
    }
  });

  test("a Kubernetes file stays silent even under our name", pull, async ({ open, pull: ask, actions, hover, complete }) => {
    const text = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: web\n      securityContext:\n        privileged: true\n";
    open(uri, text, "yaml");
    assert.deepEqual(items(await ask(uri)), []);
    assert.deepEqual(await actions(uri, whole(text)), []);
    assert.equal(await hover(uri, { line: 6, character: 10 }), null);
    assert.deepEqual(await complete(uri, { line: 6, character: 20 }), []);
  });

  test("no diagnostics are sent for a file that is not ours", push, async ({ open, published, received }) => {
    open("memfs:/project/values.yml", privileged, "yaml");
    open(uri, privileged);
    await published(uri, 1);
    const uris = received<{ uri: string }>("textDocument/publishDiagnostics").map((params) => params.uri);
    assert.deepEqual([...new Set(uris)], [uri]);
  });
}
