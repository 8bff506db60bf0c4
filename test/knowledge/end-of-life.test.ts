import assert from "node:assert/strict";
import { test } from "node:test";
import { abandoned } from "../../server/src/engine/knowledge/end-of-life/abandoned.js";
import { products } from "../../server/src/engine/knowledge/end-of-life/products.js";
import { endOfLife, endOfLifeAsOf } from "../../server/src/engine/knowledge/end-of-life.js";

const rows: readonly (readonly [image: string, expected: string])[] = [
  ["postgres:13", "13 2025-11-13 postgres:15"],
  ["postgres:13.4-alpine", "13 2025-11-13 postgres:15-alpine"],
  ["postgres:13.4-alpine3.14", "13 2025-11-13 -"],
  ["postgres:9.4", "9.4 2020-02-13 postgres:15"],
  ["postgres:9.6", "9.6 2021-11-11 postgres:15"],
  ["postgres:130", "-"],
  ["postgres:latest", "-"],
  ["postgis/postgis:12-3.3", "12 2024-11-21 -"],
  ["mysql:5.7.44", "5.7 2023-10-31 mysql:8.4"],
  ["mysql:8", "-"],
  ["mysql:8.0", "8.0 2026-04-30 mysql:8.4"],
  ["node:20-bookworm-slim", "20 2026-04-30 -"],
  ["python:3.1", "-"],
  ["python:3.10.4", "3.10 2026-10-31 python:3.11"],
  ["traefik:v1.7", "1 2021-12-31 -"],
  ["debian:buster-20240101", "buster 2024-06-30 -"],
  ["ubuntu:20.04", "20.04 2025-05-29 ubuntu:22.04"],
  ["nginx:1.27.0@sha256:00", "1.27 2025-06-24 -"],
  ["centos:7", "undefined 2024-06-30 -"],
  ["ghcr.io/library/postgres:9", "-"],
  ["mysql:8.1", "8.1 2023-10-25 mysql:8.4"],
  ["mysql/mysql-server:8.0.13", "undefined 2023 -"],
  ["mariadb:10.9", "10.9 2023-08-22 mariadb:10.11"],
  ["mariadb:10.11", "-"],
  ["mongo:7.0", "-"],
  ["mongo:7.3", "7.3 2024-10-31 mongo:7.0"],
  ["rabbitmq:3-management", "3 2024-09-17 -"],
  ["node:hydrogen-alpine", "hydrogen 2025-04-30 node:22-alpine"],
  ["ruby:3.2.2-slim", "3.2 2026-04-01 ruby:3.3-slim"],
  ["traefik:v2.2", "2.2 2020-09-23 -"],
  ["traefik:v3.6", "-"],
  ["golang:1.24-alpine", "1.24 2026-02-11 golang:1.26-alpine"],
  ["mcr.microsoft.com/dotnet/aspnet:6.0-alpine", "6 2024-11-12 -"],
  ["mcr.microsoft.com/dotnet/aspnet:10.0", "-"],
  ["alpine:3.7", "3.7 2019-11-01 alpine:3.22"],
  ["openjdk:17-jdk-slim", "undefined 2022 -"],
  ["openjdk:27-ea-jdk", "-"],
  ["bitnami/redis:7.2", "undefined 2025-08-28 -"],
  ["bitnami/redis", "-"],
  ["registry.example/bitnami/redis:7.2", "-"],
  ["docker.io/bitnamilegacy/redis", "undefined 2025-08-28 -"],
  ["quay.io/minio/minio:latest", "undefined 2025 -"],
];

test("a tag belongs to the longest version line that it starts with", () => {
  for (const [image, expected] of rows) {
    const found = endOfLife(image);
    assert.equal(found === undefined ? "-" : `${found.cycle} ${found.ended} ${found.next ?? "-"}`, expected, image);
  }
});

test("nothing in the tables ends after their day, and every next line is one that has not ended", () => {
  for (const { name, source, read, repositories, ended, next } of products) {
    assert.match(source, /^https:\/\//u);
    assert.match(read, /^20\d\d-\d\d$/u);
    assert.ok(read <= endOfLifeAsOf, name);
    assert.equal(new Set(ended.map(({ cycle }) => cycle)).size, ended.length, name);
    for (const { cycle, ended: day } of ended) {
      assert.match(cycle, /^(?:\d+(?:\.\d+)*|[a-z]+)$/u);
      assert.match(day, /^\d{4}(?:-\d\d-\d\d)?$/u, `${name} ${cycle}`);
      assert.ok(day <= endOfLifeAsOf, `${name} ${cycle}`);
    }
    if (next !== undefined) assert.equal(endOfLife(`${repositories[0]}:${next}`), undefined, name);
  }
  for (const { repository, ended, source } of abandoned) {
    assert.ok(ended <= endOfLifeAsOf, repository);
    assert.match(source, /^https:\/\//u);
  }
});
