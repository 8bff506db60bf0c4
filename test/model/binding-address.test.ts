import assert from "node:assert/strict";
import { test } from "node:test";
import { posture } from "../../server/src/engine/ide/posture.js";
import { isUnresolved } from "../../server/src/engine/model/sourced.js";
import { project } from "./check.js";

const option = "com.docker.network.bridge.host_binding_ipv4";
const local = `driver_opts: {${option}: 127.0.0.1}`;
const lan = `driver_opts: {${option}: 10.0.0.5}`;

/** Each row: what the service says of its networks, the networks of the file, and the address of a port without one. */
function check(rows: readonly (readonly [service: string, networks: string, expected: string])[]): void {
  for (const [service, networks, expected] of rows) {
    const found = project(`services: {a: {image: 'x:1', ports: ['80:80'], ${service}}}\nnetworks: {${networks}}`);
    const address = found.services.get("a")?.ports.items[0]?.networkAddress;
    const text = isUnresolved(address?.value) ? `?${address.value.unresolved}` : (address?.value ?? "-");
    assert.equal(text, expected, `${service} | ${networks}`);
  }
}

test("the network that a service is on gives the address", () => {
  check([
    ["", `default: {${local}}`, "127.0.0.1"],
    ["networks: [n]", `n: {${local}}`, "127.0.0.1"],
    ["networks: {n: }", `n: {driver: bridge, ${local}}`, "127.0.0.1"],
    ["networks: [n]", `n: {driver_opts: {${option}: '::1'}}`, "::1"],
    ["networks: [n]", `n: {driver_opts: {${option}: '\${BIND}'}}`, "?${BIND}"],
    ["networks: [n]", `n: {driver_opts: {${option}: '\${BIND:-127.0.0.1}'}}`, "127.0.0.1"],
    ["networks: [n]", `n: , default: {${local}}`, "-"],
    ["networks: ['${NET}']", `n: {${local}}`, "-"],
    ["networks: [n]", `n: {driver: overlay, ${local}}`, "-"],
    ["network_mode: bridge", `default: {${local}}`, "-"],
    ["network_mode: host", `default: {${local}}`, "-"],
  ]);
});

test("in the gateway mode routed there is no address for its family", () => {
  const routed = (family: number, address: string) =>
    `n: {driver_opts: {${option}: '${address}', com.docker.network.bridge.gateway_mode_ipv${family}: routed}}`;
  check([
    ["networks: [n]", routed(4, "127.0.0.1"), "-"],
    ["networks: [n]", routed(6, "127.0.0.1"), "127.0.0.1"],
    ["networks: [n]", routed(6, "::1"), "-"],
  ]);
});

test("of several networks the first by priority, then by name, carries the ports; an internal one never does", () => {
  check([
    ["networks: [a, b]", `a: {${local}}, b: `, "127.0.0.1"],
    ["networks: [b, a]", `a: {${local}}, b: `, "127.0.0.1"],
    ["networks: [a, b]", `a: , b: {${local}}`, "-"],
    ["networks: [a, b]", `a: {internal: true}, b: {${local}}`, "127.0.0.1"],
    ["networks: {a: , b: {gw_priority: 1}}", `a: , b: {${local}}`, "127.0.0.1"],
    ["networks: {a: {gw_priority: -1}, b: }", `a: {${local}}, b: {${lan}}`, "10.0.0.5"],
    ["networks: {a: {gw_priority: 1}, b: {gw_priority: 1}}", `a: {${local}}, b: `, "127.0.0.1"],
    ["networks: {a: {internal: true, gw_priority: 5}, b: }", `a: {internal: true}, b: {${local}}`, "127.0.0.1"],
    ["networks: [a, b]", `a: {name: z, ${local}}, b: {name: y, ${lan}}`, "10.0.0.5"],
  ]);
});

test("where nobody can tell which network carries the ports, the widest counts", () => {
  check([
    ["networks: [a, b]", `a: {name: x, ${local}}, b: `, "-"],
    ["networks: [a, b]", `a: {name: x, ${local}}, b: {${lan}}`, "10.0.0.5"],
    ["networks: [a, b]", `a: {${local}}, b: {external: true}`, "-"],
    ["networks: [a, b]", `a: {${local}}, b: {enable_ipv6: true}`, "-"],
    ["networks: [a, b]", `a: {${local}}, b: {enable_ipv6: true, driver_opts: {${option}: '::1'}}`, "127.0.0.1"],
    ["networks: [a, b]", `a: {${local}}, b: {enable_ipv6: true, driver_opts: {${option}: 0.0.0.0}}`, "0.0.0.0"],
    ["networks: [a, b]", `a: {${local}}, b: {enable_ipv6: true, driver_opts: {${option}: '\${BIND}'}}`, "?${BIND}"],
    ["networks: [a, b]", `a: {${local}}, b: {internal: '\${INSIDE}'}`, "-"],
    ["networks: {a: , b: {gw_priority: '${PRIORITY}'}}", `a: {${local}}, b: `, "-"],
  ]);
});

test("an address of the port's own comes before that of its network, and the posture says which one counts", () => {
  const found = project(
    `services: {a: {image: 'x:1', ports: ['80:80', '0.0.0.0:81:81', '127.0.0.1:82:82', {target: 83, published: '83'}]}}\nnetworks: {default: {${lan}}}`,
  );
  const service = found.services.get("a");
  assert.ok(service);
  assert.deepEqual(
    posture(found, service).ports.map(({ reach, address }) => `${reach} ${address}`),
    ["address 10.0.0.5", "every interface 0.0.0.0", "host 127.0.0.1", "address 10.0.0.5"],
  );
});
