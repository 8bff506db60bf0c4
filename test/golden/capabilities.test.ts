import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilities, capability, normaliseCapability } from "../../server/src/engine/knowledge/capabilities.js";
import { effectiveCapabilities } from "../../server/src/engine/model/effective-capabilities.js";
import { service } from "../model/check.js";
import { goldenCapabilities } from "./capabilities.js";

const names = capabilities.map(({ name }) => name);
const golden = goldenCapabilities(names);

test("2,000 containers get the capabilities that the engine gives them; a name that it does not know counts as not written", () => {
  assert.equal(golden.length, 2000);
  for (const [{ privileged, add, drop }, answer] of golden) {
    const written = `privileged: ${privileged}\ncap_add: ${JSON.stringify(add)}\ncap_drop: ${JSON.stringify(drop)}`;
    const found = effectiveCapabilities(service(written));
    assert.ok(found !== "unknown", written);
    assert.deepEqual(found.toSorted(), answer.capabilities, written);
  }
});

test("we know the names that the engine knows, and no others", () => {
  for (const [{ add, drop }, { refused }] of golden) {
    const unknown = [...add, ...drop].filter((name) => capability(name) === undefined && normaliseCapability(name) !== "ALL");
    assert.deepEqual(unknown, refused);
  }
});
