import assert from "node:assert/strict";
import { test } from "node:test";
import { checkSample, folder, type Sample } from "./sample.js";

/** What the rule says of a project: the file, the text at the finding, and the texts that it refers to. */
function said(sample: Sample): readonly string[] {
  const { findings } = checkSample(sample, "recommended");
  const text = ({ file, start, end }: { file: string; start: number; end: number }) =>
    (sample.files[file.slice(folder.length)] ?? "").slice(start, end);
  return findings
    .filter(({ rule }) => rule === "override-weakens")
    .map(({ at, related }) => `${at.file.slice(folder.length)}: ${text(at)} <- ${related.map((one) => text(one.at)).join(", ")}`)
    .toSorted();
}

const base = `services:
  web:
    image: example/web:1
    read_only: true
    cap_drop: [ALL]
    ports: ["127.0.0.1:8080:80"]
    deploy: {resources: {limits: {memory: 256M}}}
`;

test("a later file of the project", () => {
  const over = `services:
  web:
    read_only: false
    privileged: true
    ports:
      - target: 80
        host_ip: 0.0.0.0
    deploy:
      resources: !reset null
`;
  assert.deepEqual(
    said({ own: ["compose.yml", "over.yml"], files: { "compose.yml": base, "over.yml": over } }),
    [
      "over.yml: host_ip: 0.0.0.0 <- 127.0.0.1:8080:80, web",
      "over.yml: privileged: true <- ALL, web",
      "over.yml: read_only: false <- read_only: true, web",
      "over.yml: resources: !reset null <- memory: 256M, web",
    ].map((line) => line.replace("127.0.0.1:8080:80", '"127.0.0.1:8080:80"')),
  );
});

test("of three layers the last word counts, and the one that held it last is named", () => {
  const files = {
    "compose.yml": base,
    "two.yml": "services:\n  web: {read_only: false, user: '1000'}\n",
    "three.yml": "services:\n  web: {read_only: true, user: root}\n",
  };
  assert.deepEqual(said({ own: ["compose.yml", "two.yml", "three.yml"], files }), ["three.yml: user: root <- user: '1000', web"]);
});

test("the project's own text over what it includes and extends", () => {
  const own = `include: [base.yml]
services:
  web:
    read_only: false
  worker:
    extends: {file: base.yml, service: web}
    read_only: false
`;
  assert.deepEqual(said({ own: ["compose.yml"], files: { "compose.yml": own, "base.yml": base } }), [
    "compose.yml: read_only: false <- read_only: true",
    "compose.yml: read_only: false <- read_only: true",
  ]);
});

test("networks that are replaced as a whole, and a service that comes back", () => {
  const net = "networks: {back: {internal: true}}\n";
  const files = {
    "compose.yml": `${base}    networks: [back]\n${net}`,
    "over.yml": "services: !override\n  web: {image: example/web:2, networks: [back]}\nnetworks: !override {back: {}}\n",
  };
  const found = said({ own: ["compose.yml", "over.yml"], files });
  assert.equal(found.length, 2);
  assert.match(found.join("\n"), /networks: !override \{back: \{\}\} <- internal: true/u);
  assert.match(found.join("\n"), /services: !override <- .*read_only: true/u);
});

test("a file by itself weakens nothing", () => {
  assert.deepEqual(said({ own: ["compose.yml"], files: { "compose.yml": base } }), []);
});
