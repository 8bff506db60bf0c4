import { test } from "node:test";
import type { Operation } from "../../server/src/engine/edit/change.js";
import type { ComposeProject, Service } from "../../server/src/engine/model/project.js";
import { check, refused, service, setUser } from "./change.js";

const image =
  (value: string) =>
  (one: Service): readonly Operation[] =>
    one.image === undefined ? [] : [{ op: "replace", target: one.image, value }];
const variable =
  (value: string) =>
  ({ environment: { items } }: Service): readonly Operation[] =>
    items.slice(0, 1).map(({ item }) => ({ op: "replace", target: item, value }));
const port =
  (part: "start" | "end", text: string) =>
  ({ ports: { items } }: Service): readonly Operation[] =>
    items.slice(0, 1).map(({ item }) => ({ op: "splice", target: item, part, text }));

test("a value keeps its quotes, and gets them where it needs them", () => {
  check(service("image: x # c\n"), image("z"), service("image: z # c\n"));
  check(service("image: 'x'\n"), image("z"), service("image: 'z'\n"));
  check(service('image: "x"\n'), image("it's"), service('image: "it\'s"\n'));
  check(service("image: 'x'\n"), image("it's"), service("image: 'it''s'\n"));
  check(service("image: x\n"), image("yes"), service('image: "yes"\n'));
  check(service("image: x\n"), image("a: b"), service('image: "a: b"\n'));
  check(service("image: 'x'\nenvironment: {A: b}\n"), variable("{c}"), service("image: 'x'\nenvironment: {A: '{c}'}\n"));
  check(service("image: x\nenvironment:\n  - A=b\n"), variable("A=${A:?set A}"), service("image: x\nenvironment:\n  - A=${A:?set A}\n"));
  check(service("image: x\nenvironment: [A=b]\n"), variable("A=${A:?set A}"), service('image: x\nenvironment: ["A=${A:?set A}"]\n'));
});

test("a key is set where it is, or behind its kin", () => {
  check(service("image: x\nuser: root # c\n"), setUser, service('image: x\nuser: "1000:1000" # c\n'));
  check(service("image: x\nuser:\nports: []\n"), setUser, service('image: x\nuser: "1000:1000"\nports: []\n'));
  check(service("image: 'x'\nports: []\n"), setUser, service("image: 'x'\nuser: '1000:1000'\nports: []\n"));
  check("services: {a: {image: x}}\n", setUser, 'services: {a: {image: x, user: "1000:1000"}}\n');
});

test("mappings and lists of mappings are written as blocks", () => {
  const nested = ({ body }: Service): readonly Operation[] => [
    { op: "set", into: body, key: "deploy", value: { resources: { limits: { cpus: "0.5", pids: 10 } }, labels: ["a", { b: "c", d: [] }] } },
  ];
  check(
    service("image: x\nports:\n  - a\n"),
    nested,
    service(
      'image: x\nports:\n  - a\ndeploy:\n  resources:\n    limits:\n      cpus: "0.5"\n      pids: 10\n  labels:\n    - a\n    - b: c\n      d: []\n',
    ),
  );
});

test("a part of a text is written into it, variables and all", () => {
  check(
    service('image: x\nports:\n  - "80:80" # c\n'),
    port("start", "127.0.0.1:"),
    service('image: x\nports:\n  - "127.0.0.1:80:80" # c\n'),
  );
  check(
    service("image: x\nports:\n  - ${P:-80}:80\n"),
    port("start", "127.0.0.1:"),
    service("image: x\nports:\n  - 127.0.0.1:${P:-80}:80\n"),
  );
  check(service("image: x\nports: [80:80]\n"), port("end", "/udp"), service("image: x\nports: [80:80/udp]\n"));
  check(service("image: x\nports: [80]\n"), port("start", "${"), service('image: x\nports: ["${80"]\n'));
});

test("a part of a line is written into a text over several lines", () => {
  const secret =
    (text: string) =>
    ({ environment: { items } }: Service, { files }: ComposeProject): readonly Operation[] =>
      items.slice(0, 1).map(({ item }) => {
        const start = files[0]?.text.indexOf("old") ?? -1;
        return { op: "splice", target: item, part: { file: item.at.file, start, end: start + 3 }, text };
      });
  for (const [before, after] of [
    ["A: |\n    x: old # y\n    z\n", "A: |\n    x: ${B:?set B} # y\n    z\n"],
    ["A: >-\n    x\n    old y\n", "A: >-\n    x\n    ${B:?set B} y\n"],
    ['A: "x\n    old y"\n', 'A: "x\n    ${B:?set B} y"\n'],
    ["A: 'old\n    y'\n", "A: '${B:?set B}\n    y'\n"],
  ] as const) {
    check(service(`image: x\nenvironment:\n  ${before}`), secret("${B:?set B}"), service(`image: x\nenvironment:\n  ${after}`));
  }
  refused(service("image: x\nenvironment:\n  A: x\n    old y\n"), secret("b"), /spans lines/u);
  refused(service('image: x\nenvironment:\n  A: "x\n    old y"\n'), secret('"'), /spans lines/u);
  refused(service("image: x\nenvironment:\n  A: |\n    old y\n"), secret("b\nc"), /spans lines/u);
});

test("an inherited value is replaced at the service", () => {
  const base = "x-base: &base\n  image: x\n";
  check(
    `${base}services:\n  a:\n    <<: *base\n    restart: always\n`,
    image("z"),
    `${base}services:\n  a:\n    <<: *base\n    restart: always\n    image: z\n`,
    /comes from &base/u,
  );
  check(
    "x-base: &base\n  ports: ['80', '81']\nservices:\n  a:\n    <<: *base\n    image: x\n",
    port("start", "1:"),
    "x-base: &base\n  ports: ['80', '81']\nservices:\n  a:\n    <<: *base\n    image: x\n    ports:\n      - '1:80'\n      - '81'\n",
  );
});
