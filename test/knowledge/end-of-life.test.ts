import assert from "node:assert/strict";
import { test } from "node:test";
import { endOfLife, endOfLifeAsOf } from "../../server/src/engine/knowledge/end-of-life.js";

const rows: readonly (readonly [image: string, expected: string])[] = [
  ["postgres:13", "13 2025-11-13 postgres:15"],
  ["postgres:13.4-alpine", "13 2025-11-13 postgres:15-alpine"],
  ["postgres:13.4-alpine3.14", "13 2025-11-13 -"],
  ["postgres:9.6", "9 2021-11-11 postgres:15"],
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
  ["ubuntu:20.04", "20.04 2025-05-31 ubuntu:22.04"],
  ["nginx:1.27.0@sha256:00", "1.27 2025-04-23 -"],
  ["centos:7", "undefined 2024-06-30 -"],
  ["ghcr.io/library/postgres:9", "-"],
];

test("a tag belongs to the longest version line that it starts with", () => {
  for (const [image, expected] of rows) {
    const found = endOfLife(image);
    assert.equal(found === undefined ? "-" : `${found.cycle} ${found.ended} ${found.next ?? "-"}`, expected, image);
  }
});

test("nothing in the table ends after its day, and every next line is one that has not ended", () => {
  for (const [image] of rows) {
    const found = endOfLife(image);
    if (found === undefined) continue;
    assert.ok(found.ended <= endOfLifeAsOf, image);
    assert.match(found.source, /^https:\/\//u);
    if (found.next !== undefined) assert.equal(endOfLife(found.next), undefined, found.next);
  }
});
