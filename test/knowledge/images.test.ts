import assert from "node:assert/strict";
import { test } from "node:test";
import { capability } from "../../server/src/engine/knowledge/capabilities.js";
import { capabilityNeeds } from "../../server/src/engine/knowledge/images/capability-needs.js";
import {
  documentsCapability,
  documentsDevice,
  imageFacts,
  images,
  mutableTag,
  parseImageReference,
} from "../../server/src/engine/knowledge/images.js";

test("118 images, each with evidence, and with capabilities that exist", () => {
  assert.equal(images.length, 118);
  assert.equal(new Set(images.map(({ id }) => id)).size, 118);
  for (const { id, repositories, capAdd, capAddIfNonRoot, capAddOptional, privilegedReplacement, evidence } of images) {
    assert.ok(repositories.length > 0 && evidence.length > 0, id);
    for (const { source, fact } of evidence) assert.ok(/^https:\/\/|^measured$/u.test(source) && fact.length > 5, `${id}: ${source}`);
    const named = [
      ...(capAdd ?? []),
      ...(capAddIfNonRoot ?? []),
      ...capAddOptional.map(({ cap }) => cap),
      ...(privilegedReplacement?.capAdd ?? []),
    ];
    for (const name of named) assert.ok(capability(name), `${id} names ${name}`);
  }
});

test("references come apart as the engine takes them apart", () => {
  const rows: readonly (readonly [string, ReturnType<typeof parseImageReference>])[] = [
    ["nginx", { repository: "nginx" }],
    ["nginx:1.29", { repository: "nginx", tag: "1.29" }],
    ["docker.io/library/nginx", { repository: "nginx" }],
    ["library/nginx", { repository: "nginx" }],
    ["grafana/grafana:12", { repository: "grafana/grafana", tag: "12" }],
    ["registry:5000/app", { registry: "registry:5000", repository: "app" }],
    ["localhost/app:x", { registry: "localhost", repository: "app", tag: "x" }],
    ["ghcr.io/a/b@sha256:abc", { registry: "ghcr.io", repository: "a/b", digest: "sha256:abc" }],
    ["nginx:1@sha256:abc", { repository: "nginx", tag: "1", digest: "sha256:abc" }],
  ];
  for (const [reference, parts] of rows) assert.deepEqual(parseImageReference(reference), parts, reference);
});

test("an image is known by its repository, under any registry", () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["nginx", "nginx"],
    ["nginx:1.29-alpine", "nginx"],
    ["docker.io/library/nginx:latest", "nginx"],
    ["mirror.example/nginx", "nginx"],
    ["mirror.example:5000/library/nginx:1", "nginx"],
    ["harbor.example/hub/library/postgres:17", "postgres"],
    ["someone/nginx", undefined],
    ["ghcr.io/someone/nginx", undefined],
    ["nginxinc/nginx-unprivileged:1", "nginx-unprivileged"],
    ["postgis/postgis:17-3.5", "postgres"],
    ["lscr.io/linuxserver/wireguard", "linuxserver-wireguard"],
    ["linuxserver/wireguard:1.0.20250521", "linuxserver-wireguard"],
    ["google/cadvisor", "cadvisor"],
    ["lscr.io/linuxserver/sonarr:4", "linuxserver-generic"],
    ["docker:28-dind", "docker-dind"],
    ["docker:dind-rootless", "docker-dind-rootless"],
    ["docker:28-cli", undefined],
    ["gitea/gitea:1", "gitea"],
    ["gitea/gitea:1-rootless", "gitea-rootless"],
    ["prom/prometheus@sha256:abc", "prometheus"],
    ["quay.io/prometheus/node-exporter:v1", "node-exporter"],
    ["ghcr.io/home-assistant/home-assistant:stable", "home-assistant"],
    ["", undefined],
  ];
  for (const [reference, id] of rows) assert.equal(imageFacts(reference)?.id, id, reference);
});

test("what images document of capabilities and devices", () => {
  for (const [image, name, onHostNetwork, expected] of [
    ["qmcgaw/gluetun:v3.40", "NET_ADMIN", false, true],
    ["qmcgaw/gluetun:v3.40", "NET_ADMIN", true, false],
    ["qmcgaw/gluetun:v3.40", "SYS_TIME", false, false],
    ["linuxserver/wireguard", "NET_ADMIN", false, true],
    ["docker.io/dperson/openvpn-client", "NET_ADMIN", false, true],
    ["someone/openvpn-client", "NET_ADMIN", false, false],
    ["osixia/keepalived:2.0.20", "NET_ADMIN", true, true],
    ["mysql:8.4", "SYS_NICE", false, true],
    ["hashicorp/vault:1.20", "IPC_LOCK", false, true],
    ["docker.elastic.co/elasticsearch/elasticsearch:9.1.5", "IPC_LOCK", false, true],
    ["registry.datadoghq.com/agent:7", "SYS_PTRACE", false, true],
    ["cturra/ntp", "SYS_TIME", false, false],
    ["", "NET_ADMIN", false, false],
  ] as const) {
    assert.equal(documentsCapability(image, name, onHostNetwork), expected, `${image} ${name}`);
  }
  for (const { repositories, capAdd, source } of capabilityNeeds) {
    assert.ok(repositories.length > 0 && capAdd.every((name) => capability(name) !== undefined), repositories[0]);
    assert.match(source, /^https:\/\//u);
  }
  assert.ok(documentsDevice("gcr.io/cadvisor/cadvisor:v0.52.1", "/dev/kmsg"));
  assert.ok(documentsDevice("lscr.io/linuxserver/jellyfin:10", "/dev/dri/renderD128"));
  assert.ok(!documentsDevice("example/app", "/dev/kmsg"));
});

test("images that pass the first start and fail on the second are given what the second needs", () => {
  for (const id of ["postgres", "redis", "mongo"]) {
    assert.ok(images.find((one) => one.id === id)?.capAdd?.includes("DAC_OVERRIDE"), id);
  }
});

test("tags that move are told from versions", () => {
  for (const [reference, expected] of [
    ["nginx", "none"],
    ["nginx:latest", "latest"],
    ["nginx:stable", "moving"],
    ["nginx:alpine", "moving"],
    ["app:latest-gpu", "moving"],
    ["nginx:1", undefined],
    ["nginx:1-alpine", undefined],
    ["app:main-3f2a1c", undefined],
    ["nginx@sha256:abc", undefined],
    ["nginx:latest@sha256:abc", undefined],
    ["registry:5000/app", "none"],
  ] as const) {
    assert.equal(mutableTag(reference), expected, reference);
  }
});

test("the user that an image brings is that of its tag's program and of the distribution below it", () => {
  const rows: readonly (readonly [image: string, user: string | null])[] = [
    ["timescale/timescaledb:latest-pg16", "70:70"],
    ["influxdb:2.7-alpine", "1000:1000"],
    ["influxdb:3-core", "1500:1500"],
    ["influxdb:1.8", null],
    ["influxdb", null],
  ];
  for (const [image, user] of rows) assert.equal(imageFacts(image)?.nonRootUser, user, image);
});

test("an image that is known by its Debian user and has an Alpine variant says the user of that one", () => {
  for (const image of ["postgres", "redis", "valkey/valkey", "rabbitmq", "redmine", "httpd", "wordpress", "nextcloud"]) {
    const facts = imageFacts(image);
    assert.ok(facts?.nonRootUserAlpine !== undefined && facts.nonRootUserAlpine !== facts.nonRootUser, image);
  }
});
