import assert from "node:assert/strict";
import { test } from "node:test";
import {
  capabilities,
  capability,
  capabilityTier,
  dockerDefaultCapabilities,
  hostTakeoverCapabilities,
  normaliseCapability,
  seccompOpensForAll,
} from "../../server/src/engine/knowledge/capabilities.js";

test("all 41 capabilities, by number, without a gap", () => {
  assert.deepEqual(
    capabilities.map(({ number }) => number),
    Array.from({ length: 41 }, (_, index) => index),
  );
  assert.equal(new Set(capabilities.map(({ name }) => name)).size, 41);
});

test("Docker's default set is that of moby", () => {
  const moby = "CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE";
  assert.deepEqual([...dockerDefaultCapabilities].toSorted(), moby.split(" ").toSorted());
});

test("what opens the host by itself is marked so", () => {
  for (const { name, escape: opensHost } of capabilities) assert.equal(hostTakeoverCapabilities.includes(name), opensHost, name);
  assert.ok(hostTakeoverCapabilities.includes("ALL"));
});

const tiers = {
  takeover: "DAC_READ_SEARCH SYS_ADMIN SYS_MODULE SYS_RAWIO",
  network: "NET_ADMIN",
  "host-reach": "BPF IPC_LOCK LEASE PERFMON SYSLOG SYS_NICE SYS_TIME",
  bounded: "SYS_BOOT SYS_PTRACE",
  other:
    "AUDIT_CONTROL AUDIT_READ BLOCK_SUSPEND CHECKPOINT_RESTORE IPC_OWNER LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE SYS_PACCT SYS_RESOURCE SYS_TTY_CONFIG WAKE_ALARM",
  unused: "NET_BROADCAST",
  default: dockerDefaultCapabilities.toSorted().join(" "),
} as const;

test("the tiers part all 41: each is in one of them, and every name is there", () => {
  for (const [tier, names] of Object.entries(tiers)) {
    const found = capabilities.map(({ name }) => name).filter((name) => capabilityTier(name) === tier);
    assert.equal(found.toSorted().join(" "), names, tier);
  }
  assert.equal(Object.values(tiers).join(" ").split(" ").length, 41);
});

test("capabilities that open system calls for everybody open some at all", () => {
  for (const name of seccompOpensForAll) assert.ok((capability(name)?.unlocks?.length ?? 0) > 0, name);
});

test("every one says what it is, what it allows and where that is written", () => {
  for (const { name, summary, allows, risks, references } of capabilities) {
    assert.ok(summary.length > 10 && summary.length < 160, `${name}: ${summary}`);
    assert.ok(allows.length > 0 && risks.length > 0 && references.length > 0, name);
    for (const url of references) assert.match(url, /^https:\/\//u);
  }
});

test("names are read as the engine reads them", () => {
  for (const [written, name] of [
    ["NET_ADMIN", "NET_ADMIN"],
    ["cap_net_admin", "NET_ADMIN"],
    ["Cap_Net_Admin", "NET_ADMIN"],
    [" net_admin ", " NET_ADMIN "],
    ["all", "ALL"],
    ["CAP_ALL", "CAP_ALL"],
    ["NOPE", "NOPE"],
  ] as const) {
    assert.equal(normaliseCapability(written), name);
  }
  assert.equal(capability("cap_bpf")?.number, 39);
  assert.equal(capability("ALL"), undefined);
});
