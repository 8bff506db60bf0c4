import { test } from "node:test";
import type { Operation } from "../../server/src/engine/edit/change.js";
import type { Service } from "../../server/src/engine/model/project.js";
import { check, refused, service, type Wish } from "./change.js";

const unprivileged = ({ privileged }: Service): readonly Operation[] =>
  privileged === undefined ? [] : [{ op: "remove", target: privileged }];
const firstCap = ({ capAdd: { items } }: Service): readonly Operation[] => items.slice(0, 1).map((target) => ({ op: "remove", target }));
const allCaps = ({ capAdd: { items } }: Service): readonly Operation[] => items.map((target) => ({ op: "remove", target }));

test("an entry goes with its line and its comment, and nothing else does", () => {
  check(service("image: x\n# why\nprivileged: true # really\n\nports: []\n"), unprivileged, service("image: x\n# why\n\nports: []\n"));
  check(service("image: x\nprivileged: true"), unprivileged, service("image: x"));
  check(service("privileged: true\nimage: x\n"), unprivileged, service("image: x\n"));
  check("services:\r\n  a:\r\n    image: x\r\n    privileged: true\r\n", unprivileged, "services:\r\n  a:\r\n    image: x\r\n");
  const unversioned: Wish = (_, { versions }) => versions.map((version) => ({ op: "remove", target: version }));
  check("\uFEFFversion: '3'\r\nservices:\r\n  a: {}\r\n", unversioned, "\uFEFFservices:\r\n  a: {}\r\n");
  check("services: {a: {privileged: true, image: x}}\n", unprivileged, "services: {a: {image: x}}\n");
  check("services: {a: {image: x, privileged: true}}\n", unprivileged, "services: {a: {image: x}}\n");
  check("services: {a: {image: x, privileged: true, b: c}}\n", unprivileged, "services: {a: {image: x, b: c}}\n");
});

test("an item goes; the last one takes its list along", () => {
  check(service("image: x\ncap_add:\n  - A # one\n  - B # two\n"), firstCap, service("image: x\ncap_add:\n  - B # two\n"));
  check(service("image: x\ncap_add: [A, B, C]\n"), firstCap, service("image: x\ncap_add: [B, C]\n"));
  check(service("image: x\ncap_add: [A]\nports: []\n"), firstCap, service("image: x\nports: []\n"));
  check(service("image: x\ncap_add:\n- A\n"), firstCap, service("image: x\n"));
  check(service("image: x\ncap_add: [A, B]\n"), allCaps, service("image: x\n"));
  check(service("cap_add:\n  - A\nimage: x\ndeploy: {}\n"), firstCap, service("image: x\ndeploy: {}\n"));
});

test("removing and adding in one list, and several keys at once", () => {
  const swap = (one: Service): readonly Operation[] => [...allCaps(one), { op: "append", into: one.body, key: "cap_add", items: ["NEW"] }];
  check(service("image: x\ncap_add: [A, B]\n"), swap, service("image: x\ncap_add: [NEW]\n"));
  check(service("image: x\ncap_add:\n  - A\n  - B\n"), swap, service("image: x\ncap_add:\n  - NEW\n"));
  const both = (one: Service): readonly Operation[] => [
    ...unprivileged(one),
    { op: "append", into: one.body, key: "cap_drop", items: ["ALL"] },
    { op: "append", into: one.body, key: "cap_add", items: ["A"] },
  ];
  check(
    service("image: x\nprivileged: true\nports:\n  - b\n"),
    both,
    service("image: x\ncap_drop:\n  - ALL\ncap_add:\n  - A\nports:\n  - b\n"),
  );
  check("services: {a: {image: x, privileged: true}}\n", both, "services: {a: {image: x, cap_drop: [ALL], cap_add: [A]}}\n");
});

test("an inherited switch is turned off at the service", () => {
  const base = "x-base: &base\n  privileged: true\n";
  check(
    `${base}services:\n  a:\n    <<: *base\n    image: x\n`,
    unprivileged,
    `${base}services:\n  a:\n    <<: *base\n    image: x\n    privileged: false\n`,
    /comes from &base/u,
  );
  const old = "services:\n  a:\n    extends: {service: b}\n    image: x\n  b:\n    image: y\n    privileged: true\n";
  check(old, unprivileged, old.replace("    image: x\n", "    image: x\n    privileged: false\n"), /extended service "b"/u);
});

test("an inherited item leaves the others behind, at the service", () => {
  const base = "x-base: &base\n  cap_add: [A, B]\n";
  check(
    `${base}services:\n  a:\n    <<: *base\n    image: x\n`,
    firstCap,
    `${base}services:\n  a:\n    <<: *base\n    image: x\n    cap_add: [B]\n`,
    /written out/u,
  );
  check(
    "x: &caps [A, B]\nservices:\n  a:\n    image: x\n    cap_add: *caps\n",
    firstCap,
    "x: &caps [A, B]\nservices:\n  a:\n    image: x\n    cap_add: [B]\n",
  );
  check(
    "x: &cap A\nservices:\n  a:\n    image: x\n    cap_add: [*cap, B]\n",
    firstCap,
    "x: &cap A\nservices:\n  a:\n    image: x\n    cap_add: [B]\n",
  );
  check(
    "x: &yes true\nservices:\n  a:\n    image: x\n    privileged: *yes # c\n",
    unprivileged,
    "x: &yes true\nservices:\n  a:\n    image: x\n",
  );
});

test("what cannot be done says why", () => {
  refused("services:\n  a:\n    privileged: true\n", unprivileged, /all that "a" holds/u);
  refused(
    "services:\n  a:\n    image: x\n    privileged: true\n    deploy: &d {}\n    x-d: *d\n",
    ({ deploy }) => {
      return deploy === undefined ? [] : [{ op: "remove", target: deploy.item }];
    },
    /by an alias/u,
  );
});
