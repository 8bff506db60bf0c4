import { test } from "node:test";
import { addChown, check, dropAll, refused, service, type Wish } from "./change.js";

test("a new list goes behind its kin, in the style of the file", () => {
  check(service("image: x\nports: [a]\n"), dropAll, service("image: x\ncap_drop: [ALL]\nports: [a]\n"));
  check(
    service("image: x # keep\n# about ports\nports:\n  - a\n"),
    dropAll,
    service("image: x # keep\ncap_drop:\n  - ALL\n# about ports\nports:\n  - a\n"),
  );
  check(service("image: x\nports:\n- a\n"), dropAll, service("image: x\ncap_drop:\n- ALL\nports:\n- a\n"));
  check(service("cap_add:\n  - CHOWN # why\nimage: x\n"), dropAll, service("cap_add:\n  - CHOWN # why\ncap_drop:\n  - ALL\nimage: x\n"));
  check(service("restart: always\nenvironment:\n  A: b\n"), dropAll, service("restart: always\nenvironment:\n  A: b\ncap_drop: [ALL]\n"));
  check(service("command: |\n  one\n  two\n\n# after\n"), dropAll, service("command: |\n  one\n  two\ncap_drop: [ALL]\n\n# after\n"));
});

test("line ends, byte order marks and missing last line breaks", () => {
  check("services:\r\n  a:\r\n    image: x\r\n", dropAll, "services:\r\n  a:\r\n    image: x\r\n    cap_drop: [ALL]\r\n");
  check("services:\n  a:\n    image: x", dropAll, "services:\n  a:\n    image: x\n    cap_drop: [ALL]");
  check("services:\n  a:\n    image: x # c", dropAll, "services:\n  a:\n    image: x # c\n    cap_drop: [ALL]");
  check("\uFEFFservices:\n  a:\n    image: 🚢\n", dropAll, "\uFEFFservices:\n  a:\n    image: 🚢\n    cap_drop: [ALL]\n");
  check("services:\n    a:\n        image: x\n", dropAll, "services:\n    a:\n        image: x\n        cap_drop: [ALL]\n");
});

test("an existing list gets the item, in its own style, once", () => {
  check(service("image: x\ncap_drop: [A]\n"), dropAll, service("image: x\ncap_drop: [A, ALL]\n"));
  check(service("image: x\ncap_drop: [ A , ]\n"), dropAll, service("image: x\ncap_drop: [ A, ALL , ]\n"));
  check(service("image: x\ncap_drop: []\n"), dropAll, service("image: x\ncap_drop: [ALL]\n"));
  check(service('image: x\ncap_drop: ["A"]\n'), dropAll, service('image: x\ncap_drop: ["A", "ALL"]\n'));
  check(service("image: x\ncap_drop:\n  - 'A'\n"), dropAll, service("image: x\ncap_drop:\n  - 'A'\n  - 'ALL'\n"));
  check(
    service("image: x\ncap_drop:\n  - A # why\n  # more\nports: []\n"),
    dropAll,
    service("image: x\ncap_drop:\n  - A # why\n  - ALL\n  # more\nports: []\n"),
  );
  check(service("image: x\ncap_drop: [\n  A,\n  B\n]\n"), dropAll, service("image: x\ncap_drop: [\n  A,\n  B, ALL\n]\n"));
  check(service("image: x\ncap_drop: [ALL]\n"), dropAll, service("image: x\ncap_drop: [ALL]\n"));
  check(service("image: x\ncap_drop:\n  - ALL"), addChown, service("image: x\ncap_drop:\n  - ALL\ncap_add:\n  - CHOWN"));
});

test("an empty key is filled, a single value becomes a list", () => {
  check(service("image: x\ncap_drop:\n"), dropAll, service("image: x\ncap_drop: [ALL]\n"));
  check(service("image: x\ncap_drop: # later\n"), dropAll, service("image: x\ncap_drop: [ALL] # later\n"));
  check(
    service("image: x\ndns: 1.1.1.1 # one\n"),
    ({ body }) => [{ op: "append", into: body, key: "dns", items: ["9.9.9.9"] }],
    service("image: x\ndns:\n  - 1.1.1.1\n  - 9.9.9.9 # one\n"),
  );
});

test("entries that go into an inner and an outer mapping which end together", () => {
  check(
    service("image: x\nenvironment:\n  A: b\n"),
    ({ body, environment }) => [
      { op: "set", into: body, key: "networks", value: ["front"] },
      { op: "set", into: { ...(environment.list ?? body), value: "mapping" }, key: "C", value: "d" },
    ],
    service("image: x\nenvironment:\n  A: b\n  C: d\nnetworks:\n  - front\n"),
  );
});

test("flow mappings stay on their line", () => {
  check("services: {a: {image: x}}\n", dropAll, "services: {a: {image: x, cap_drop: [ALL]}}\n");
  check("services:\n  a: {image: x, restart: no}\n", dropAll, "services:\n  a: {image: x, cap_drop: [ALL], restart: no}\n");
  check('{"services": {"a": {"image": "x"}}}', dropAll, '{"services": {"a": {"image": "x", "cap_drop": ["ALL"]}}}');
  check("services:\n  a: {image: x, cap_drop: }\n", dropAll, "services:\n  a: {image: x, cap_drop: [ALL] }\n");
});

test("a list that is merged is repeated at the service", () => {
  const base = "x-base: &base\n  cap_drop: [MKNOD]\n";
  check(
    `${base}services:\n  a:\n    <<: *base\n    image: x\n`,
    dropAll,
    `${base}services:\n  a:\n    <<: *base\n    image: x\n    cap_drop: [MKNOD, ALL]\n`,
    /came from &base/u,
  );
  const two = "x-one: &one {}\nx-two: &two {cap_drop: [A]}\n";
  check(
    `${two}services:\n  a:\n    <<: [*one, *two]\n    image: x\n`,
    dropAll,
    `${two}services:\n  a:\n    <<: [*one, *two]\n    image: x\n    cap_drop: [A, ALL]\n`,
  );
});

test("a list behind an alias is written out", () => {
  const caps = "x-caps: &caps [MKNOD]\n";
  check(
    `${caps}services:\n  a:\n    image: x\n    cap_drop: *caps # shared\n`,
    dropAll,
    `${caps}services:\n  a:\n    image: x\n    cap_drop: [MKNOD, ALL] # shared\n`,
    /written out/u,
  );
});

test("what is reset is overridden from then on", () => {
  check(service("image: x\ncap_drop: !reset []\n"), dropAll, service("image: x\ncap_drop: !override [ALL]\n"));
});

test("a mapping gets entries where a list would get items", () => {
  const variable: Wish = ({ body }) => [{ op: "append", into: body, key: "environment", items: ["A=b=c", "D"] }];
  check(service("image: x\nenvironment:\n  A: x\n  Z: y\n"), variable, service("image: x\nenvironment:\n  A: x\n  Z: y\n  D:\n"));
  const network: Wish = ({ body }) => [{ op: "append", into: body, key: "networks", items: ["back"] }];
  check(service("image: x\nnetworks: {front: {}}\n"), network, service("image: x\nnetworks: {front: {}, back: null}\n"));
});

test("what cannot be done says why", () => {
  refused(service("image: x\ncap_drop: {A: 1}\n"), dropAll, /written as a mapping/u);
});
