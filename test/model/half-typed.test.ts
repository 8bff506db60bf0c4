import assert from "node:assert/strict";
import { test } from "node:test";
import { checkPlaces, project, short } from "./check.js";

const text = `name: app
x-base: &base {privileged: true, cap_add: &caps [NET_ADMIN]}
include: [other.yaml]
services:
  web:
    <<: *base
    image: "nginx:\${TAG:-1}"
    extends: {service: db}
    user: "0"
    ports:
      - "127.0.0.1:8080:80/udp"
      - {target: 80, published: "8080-8081", host_ip: ::1}
    volumes:
      - /etc:/host:ro
      - {type: bind, source: ~/x, target: /y, bind: {propagation: shared}}
    environment: {A: b, C: }
    labels:
      - a=\${B?c}
    command: sh -c 'echo "\${X:+y}" | cat'
    build: {context: ., args: [A=1]}
    deploy: {resources: {limits: {memory: 1g}}}
    security_opt: !override [no-new-privileges:true]
  db: *base
volumes: {data: {driver_opts: {type: none, o: bind, device: /}}}
---
services: {web: {cap_add: *caps, pid: !reset null}}
`;

test("a text cut anywhere resolves, with every place inside it", () => {
  for (let end = 0; end <= text.length; end++) {
    const cut = text.slice(0, end);
    checkPlaces(project(cut, { ".env": "TAG=2" }), `cut at ${end}`);
  }
});

test("a text with a line taken out resolves, with every place inside it", () => {
  const lines = text.split("\n");
  for (let taken = 0; taken < lines.length; taken++) {
    const rest = lines.toSpliced(taken, 1).join("\n");
    checkPlaces(project(rest), `without line ${taken}`);
  }
});

test("what stands above the line being typed is read", () => {
  for (const typed of ["ca", "cap_add", "cap_add:", "cap_add: [", "cap_add:\n      -", "cap_add:\n      - NET_"]) {
    const found = project(`services:\n  web:\n    image: nginx\n    privileged: true\n    ${typed}`).services.get("web");
    assert.equal(short(found?.privileged), "true", typed);
  }
});
