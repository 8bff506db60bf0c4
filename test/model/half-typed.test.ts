import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical } from "../../server/src/engine/model/canonical/project.js";
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
    deploy: {resources: {limits: {memory: 1g}, reservations: {devices: [{capabilities: [gpu], count: all}]}}}
    healthcheck: {test: [CMD, x], interval: 1m30s}
    logging: {driver: none, options: {a: 1}}
    networks: {n: {aliases: [x]}, m: }
    depends_on: {db: {condition: service_healthy}}
    post_start: [{command: a, privileged: true}]
    develop: {watch: [{path: ., action: sync+exec, exec: {command: b}}]}
    ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}
    gpus: [{count: 1}]
    provider: {type: t, options: {a: [b]}}
    env_file: [{path: a.env, required: false}]
    secrets: [{source: s, mode: 0400}]
    security_opt: !override [no-new-privileges:true]
  db: *base
networks: {n: {ipam: {config: [{subnet: 10.0.0.0/8}]}, labels: [a=b]}}
models: {m: {model: x}}
volumes: {data: {driver_opts: {type: none, o: bind, device: /}}}
---
services: {web: {cap_add: *caps, pid: !reset null}}
`;

test("a text cut anywhere resolves, with every place inside it", () => {
  for (let end = 0; end <= text.length; end++) {
    const cut = text.slice(0, end);
    const found = project(cut, { ".env": "TAG=2" });
    checkPlaces(found, `cut at ${end}`);
    canonical(found);
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
