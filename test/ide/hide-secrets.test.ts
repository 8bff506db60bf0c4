import assert from "node:assert/strict";
import { test } from "node:test";
import { hideSecrets } from "../../server/src/engine/ide/hide-secrets.js";
import { type Json, toJson } from "../../server/src/engine/model/canonical/node.js";
import { canonical } from "../../server/src/engine/model/canonical/project.js";
import { inService, project } from "../model/check.js";

/** What is shown of one attribute of a service. */
function shown(attributes: string, env = ""): Json | undefined {
  const tree = toJson(hideSecrets(canonical(project(inService(attributes), { ".env": env })), []));
  const { services } = tree as { readonly services: { readonly app: Readonly<Record<string, Json>> } };
  const key = attributes.split(":")[0] ?? "";
  return services.app[key];
}

test("what looks like a secret is not shown, and nothing else is lost", () => {
  const rows: readonly (readonly [attributes: string, expected: Json, env?: string])[] = [
    [
      "environment: {DB_PASSWORD: hunter2, DB_USER: shop, DB_PASSWORD_FILE: /run/secrets/p}",
      { DB_PASSWORD: "***", DB_USER: "shop", DB_PASSWORD_FILE: "/run/secrets/p" },
    ],
    ["environment: [TOKEN=abc123xyz, EMPTY_PASSWORD=]", { TOKEN: "***", EMPTY_PASSWORD: "" }],
    [
      "environment: {URL: 'postgres://shop:hunter2@db/shop', PLAIN: 'http://db:80/x'}",
      { URL: "postgres://shop:***@db/shop", PLAIN: "http://db:80/x" },
    ],
    ["environment: {SQL: 'Server=db;User Id=sa;Password=hunter2;Encrypt=True'}", { SQL: "Server=db;User Id=sa;Password=***;Encrypt=True" }],
    ["environment: {GH: ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5}", { GH: "***" }],
    // From a variable: it does not stand in this file, and is a secret all the same.
    ["environment: {DB_PASSWORD: '${P}'}", { DB_PASSWORD: "***" }, "P=hunter2\n"],
    ["environment: {X: 'a-${DB_PASSWORD}-b', Y: '${NAME}'}", { X: "***", Y: "n" }, "DB_PASSWORD=hunter2\nNAME=n\n"],
    ["environment: {DB_PASSWORD: }", { DB_PASSWORD: "***" }, "DB_PASSWORD=hunter2\n"],
    ["environment: {DB_PASSWORD: , TOKEN: '${TOKEN}'}", { DB_PASSWORD: null, TOKEN: { unresolved: "${TOKEN}" } }],
    [
      "environment: {DB_PASSWORD: 'hunter2${SUFFIX}', URL: 'http://a:${PW}@b'}",
      { DB_PASSWORD: "***", URL: { unresolved: "http://a:${PW}@b" } },
    ],
    ["command: [--requirepass, hunter2, --port, '6379']", ["--requirepass", "***", "--port", "6379"]],
    ["command: [--db-password=hunter2, --user=shop]", ["--db-password=***", "--user=shop"]],
    ["command: serve --pass ${PASS} --name ${NAME}", ["serve", "--pass", "***", "--name", "n"], "PASS=hunter2\nNAME=n\n"],
    ['command: [sh, -c, "run --password hunter2 --verbose && x"]', ["sh", "-c", "run --password *** --verbose && x"]],
    ['command: [sh, -c, "ping -p$$PASSWORD"]', ["sh", "-c", "ping -p$PASSWORD"]],
    ["labels: {api.token: abc123xyz, traefik.enable: true}", { "api.token": "***", "traefik.enable": "true" }],
    ["healthcheck: {test: 'mysqladmin -p${ROOT_PASSWORD} ping'}", { test: ["CMD-SHELL", "***"] }, "ROOT_PASSWORD=hunter2\n"],
    ["build: {args: {NPM_TOKEN: abc123xyz}}", { context: "/work/app", dockerfile: "Dockerfile", args: { NPM_TOKEN: "***" } }],
    ["secrets: [db_password]", [{ source: "db_password", target: "/run/secrets/db_password" }]],
  ];
  for (const [attributes, expected, env] of rows) assert.deepEqual(shown(attributes, env), expected, attributes);
});

test("what stands at a known place is not shown, wherever it is used", () => {
  const text = 'x-a: &a "7f3a"\nservices: {a: {image: i, hostname: *a, domainname: d}}';
  const start = text.indexOf('"7f3a"');
  const tree = canonical(project(text));
  const hidden = toJson(hideSecrets(tree, [{ file: "file:///work/app/compose.yaml", start, end: start + 6 }]));
  assert.deepEqual((hidden as { readonly services: Json }).services, {
    a: { image: "i", hostname: "***", domainname: "d", networks: { default: null } },
  });
});

test("long texts are read in a moment", () => {
  const before = performance.now();
  for (const part of ["a", "a-", "_", "://a:", "-a ", "a=", "://", ":", "a: "])
    shown(`hostname: ${JSON.stringify(part.repeat(200_000 / part.length))}`);
  assert.ok(performance.now() - before < 10_000, `${performance.now() - before} ms`);
});
