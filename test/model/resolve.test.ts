import assert from "node:assert/strict";
import { test } from "node:test";
import type { Service } from "../../server/src/engine/model/project.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import type { FileAnswer } from "../../server/src/engine/model/sources.js";
import { sourcesOf } from "../sources.js";
import { problems, project, service, short, shorts, slice, uri, way } from "./check.js";

function all(text: string, files: Readonly<Record<string, string>> = {}): (name: string) => Service {
  const { services } = project(text, files);
  return (name) => {
    const found = services.get(name);
    assert.ok(found, `no service ${name}`);
    return found;
  };
}

function securityOpts({ securityOpt }: Service): readonly string[] {
  return securityOpt.items.map(({ value }) =>
    "unresolved" in value ? `?${value.unresolved}` : `${value.key}${value.separator ?? ""}${value.value ?? ""}`,
  );
}

const hardened = `
x-hard: &hard {cap_drop: [ALL], read_only: true, security_opt: ["no-new-privileges:true"]}
x-log: &log {read_only: false, user: "65534"}
services:
  web: {<<: [*hard, *log], image: web}
  job: {image: job, user: "0", <<: *hard, security_opt: ["seccomp:unconfined"]}
`;

test("merge keys: the first mapping wins, an explicit key beats them wherever it stands, lists are not put together", () => {
  const at = all(hardened);
  const web = at("web");
  assert.deepEqual([short(web.image), shorts(web.capDrop), short(web.readOnly), short(web.user)], ["web", "ALL", "true", "65534"]);
  assert.deepEqual(securityOpts(web), ["no-new-privileges:true"]);
  const job = at("job");
  assert.deepEqual([short(job.user), short(job.readOnly), ...securityOpts(job)], ["0", "true", "seccomp:unconfined"]);
});

test("a merged value knows its text and the way there", () => {
  const web = all(hardened)("web");
  assert.equal(slice(hardened, web.readOnly?.at), "true");
  assert.equal(slice(hardened, web.readOnly?.key), "read_only");
  assert.deepEqual(way(hardened, web.readOnly), ["merge hard: <<: [*hard, *log]"]);
  assert.deepEqual(way(hardened, web.user), ["merge log: <<: [*hard, *log]"]);
  assert.deepEqual(way(hardened, web.capDrop.items[0]), ["merge hard: <<: [*hard, *log]"]);
  assert.equal(slice(hardened, web.capDrop.items[0]?.at), "ALL");
  assert.deepEqual(way(hardened, web.image), []);
  assert.equal(slice(hardened, web.keys.get("cap_drop")?.key), "cap_drop");
  assert.equal(slice(hardened, web.body.at), "{<<: [*hard, *log], image: web}");
});

test("aliases of values, items, services and merge lists keep every hop, the nearest use first", () => {
  const text = `
x-caps: &caps [NET_ADMIN]
x-cap: &cap SYS_TIME
x-deep: &deep {cap_add: *caps}
x-mid: &mid {<<: *deep}
x-list: &list [*mid]
services:
  base: &base {image: i, cap_add: *caps}
  copy: *base
  item: {image: i, cap_add: [*cap]}
  deep: {image: i, <<: *mid}
  list: {image: i, <<: *list}
`;
  const at = all(text);
  assert.deepEqual(way(text, at("base").capAdd.items[0]), ["alias caps: *caps"]);
  assert.equal(slice(text, at("base").capAdd.list?.key), "cap_add");
  assert.deepEqual(way(text, at("copy").capAdd.items[0]), ["alias base: *base", "alias caps: *caps"]);
  assert.deepEqual(way(text, at("copy").body), ["alias base: *base"]);
  assert.equal(slice(text, at("copy").name.at), "copy");
  assert.deepEqual(way(text, at("item").capAdd.items[0]), ["alias cap: *cap"]);
  assert.deepEqual(way(text, at("deep").capAdd.items[0]), ["merge mid: <<: *mid", "merge deep: <<: *deep", "alias caps: *caps"]);
  assert.deepEqual(way(text, at("list").capAdd.items[0]), [
    "merge list: <<: *list",
    "alias mid: *mid",
    "merge deep: <<: *deep",
    "alias caps: *caps",
  ]);
});

test("a merge key of anything but mappings is refused", () => {
  for (const value of ["text", "", "[text]", "~", "*s"]) {
    assert.deepEqual(problems(project(`x-s: &s text\nservices: {a: {image: i, <<: ${value}}}`)), ["bad-merge!"], value);
  }
});

test("a quoted << is a key like any other", () => {
  const found = service(`services: {a: {image: i, "<<": {privileged: true}}}`);
  assert.equal(found.privileged, undefined);
});

test("parts of a short entry have characters of their own where the text is literal", () => {
  const text = `services:
  a:
    image: i
    ports: ["127.0.0.1:8080:80/udp", 9000:90, '[::1]:1:2']
    volumes:
      - "/etc:/host:ro,z"
      - "/a\\x62:/c"
      - "\${D:-/etc}:/d:ro"
      - "/a/$$x:/e"
    environment: [A=b]
    devices: [/dev/a:/dev/b:r]
`;
  const { ports, mounts, environment, devices } = service(text);
  const at = (...places: readonly ({ readonly at: { file: string; start: number; end: number } } | undefined)[]) =>
    places.map((one) => slice(text, one?.at));
  const [first, second, third] = ports.items;
  assert.deepEqual(at(first?.hostIp, first?.published, first?.target, first?.protocol), ["127.0.0.1", "8080", "80", "udp"]);
  assert.equal(slice(text, first?.item.at), '"127.0.0.1:8080:80/udp"');
  assert.deepEqual(at(second?.published, second?.target), ["9000", "90"]);
  assert.deepEqual(at(third?.hostIp), ["::1"]);
  const [bind, escaped, variable, dollar] = mounts.items;
  assert.deepEqual(at(bind?.source, bind?.target, bind?.readOnly, bind?.options[1]), ["/etc", "/host", "ro", "z"]);
  assert.deepEqual(at(escaped?.source), ['"/a\\x62:/c"']);
  assert.deepEqual(at(variable?.source, variable?.target, variable?.readOnly), ["/etc", "/d", "ro"]);
  assert.deepEqual(at(dollar?.source, dollar?.target), ['"/a/$$x:/e"', "/e"]);
  assert.deepEqual(at(environment.items[0]?.name, environment.items[0]?.value), ["A", "b"]);
  assert.deepEqual(at(devices.items[0]?.source, devices.items[0]?.target, devices.items[0]?.permissions), ["/dev/a", "/dev/b", "r"]);
});

test("keys and values of long entries and mappings have their places", () => {
  const text = `services:
  a:
    "image": i
    volumes: [{type: bind, source: /etc, target: /t}]
    environment: {A: b}
`;
  const found = service(text);
  assert.equal(slice(text, found.image?.key), '"image"');
  const [mount] = found.mounts.items;
  assert.deepEqual([slice(text, mount?.source?.at), slice(text, mount?.source?.key)], ["/etc", "source"]);
  assert.equal(slice(text, mount?.item.at), "{type: bind, source: /etc, target: /t}");
  const [variable] = found.environment.items;
  assert.deepEqual([slice(text, variable?.name.at), slice(text, variable?.value?.at), slice(text, variable?.item.key)], ["A", "b", "A"]);
  assert.deepEqual([...found.keys.keys()], ["image", "volumes", "environment"]);
});

test("extends in one file: scalars replace, lists append, mappings merge, reset and override reach the base", () => {
  const text = `
services:
  base: {image: b, privileged: true, cap_add: [A], ports: ["1:1"], security_opt: ["label=type:x"], environment: {A: 1, B: 2}}
  web: {extends: {service: base}, privileged: !reset null, cap_add: !override [B], ports: !reset [], security_opt: ["no-new-privileges=true"], environment: ["B=3", C]}
  all: {extends: web, user: "1"}
`;
  const at = all(text);
  assert.equal(short(at("base").privileged), "true");
  const web = at("web");
  assert.deepEqual([short(web.image), short(web.privileged), shorts(web.capAdd)], ["b", "-", "B"]);
  assert.deepEqual([web.ports.list, web.keys.has("ports"), web.partial], [undefined, false, false]);
  assert.deepEqual(securityOpts(web), ["label=type:x", "no-new-privileges=true"]);
  assert.deepEqual(
    web.environment.items.map(({ name, value }) => `${name.value} ${short(value)}`),
    ["A 1", "B 3", "C -"],
  );
  assert.deepEqual(way(text, web.image), ["extends base: {service: base}"]);
  assert.deepEqual(way(text, at("all").image), ["extends web: web", "extends base: {service: base}"]);
  assert.deepEqual(way(text, web.environment.items[1]?.name), []);
  assert.equal(slice(text, web.body.at).slice(0, 9), "{extends:");
  assert.equal(slice(text, web.name.at), "web");
});

test("an extended service that is not seen makes a service partial", () => {
  const other = (missing: FileAnswer) => project("services: {a: {image: i, extends: {file: other.yaml, service: b}}}", {}, missing);
  assert.equal(other("absent").services.get("a")?.partial, true);
  assert.deepEqual(problems(other("absent")), ["extends-missing!"]);
  assert.deepEqual(problems(other("unknown")), ["extends-unread"]);
  assert.deepEqual(problems(other({ refused: "it lies outside of the workspace" })), ["extends-unread"]);
  const same = project("services: {a: {extends: {file: ./compose.yaml, service: b}}, b: {image: i, privileged: true}}");
  assert.deepEqual(
    [same.services.get("a")?.partial, short(same.services.get("a")?.privileged), problems(same).join()],
    [false, "true", ""],
  );
  assert.deepEqual(problems(project("services: {a: {image: i, extends: b}}")), ["extends-unknown!"]);
  const included = project("include: [x.yaml]\nservices: {a: {image: i, extends: b}, c: {image: i}}", {}, "unknown");
  assert.deepEqual(problems(included), ["include-unread", "extends-unread"]);
  assert.deepEqual([included.partial, included.services.get("a")?.partial, included.services.get("c")?.partial], [true, true, false]);
});

test("a circle of extends is a problem, not a hang", () => {
  assert.deepEqual(problems(project("services: {a: {image: i, extends: b}, b: {extends: a}}")), ["extends-cycle!", "extends-cycle!"]);
  assert.deepEqual(problems(project("services: {a: {image: i, extends: a}}")), ["extends-cycle!"]);
});

test("a service without image and build completes another file", () => {
  assert.equal(project("services: {a: {privileged: true}, b: {image: i}}").services.get("a")?.partial, true);
});

test("variables: .env, defaults, escapes, and nothing for what is unset", () => {
  const text = `
services:
  app: {image: "app:\${TAG:?set TAG}", user: "\${NO_UID}:\${NO_GID}", privileged: "\${PRIV:-yes}", mem_limit: "\${MEM-512m}", ports: ["\${BIND:-127.0.0.1}:\${PORT-8080}:80"], environment: {RAW: "$$HOME", K: "\${TAG}-x", F: }}
`;
  const app = all(text, { ".env": "TAG=1.2\nF=dot\nPORT=\n" })("app");
  assert.deepEqual(
    [short(app.image), short(app.user), short(app.privileged), short(app.memLimit)],
    ["app:1.2", "?${NO_UID}:${NO_GID}", "true", "536870912"],
  );
  assert.deepEqual(app.user?.value, { unresolved: "${NO_UID}:${NO_GID}", missing: ["NO_UID", "NO_GID"] });
  const [port] = app.ports.items;
  assert.deepEqual([short(port?.hostIp), short(port?.published), short(port?.target)], ["127.0.0.1", "-", "80"]);
  assert.deepEqual(
    app.environment.items.map(({ name, value }) => `${name.value} ${short(value)}`),
    ["RAW $HOME", "K 1.2-x", "F dot"],
  );
  assert.deepEqual(app.privileged?.variables, [{ name: "PRIV", source: "default" }]);
});

test("the .env beside the file is wanted once a variable is used, and only then", () => {
  const ask = (text: string, of = uri) => resolve({ files: [of] }, sourcesOf({ [of]: text }, "unknown"));
  const used = ask("services: {a: {image: $I}}");
  assert.deepEqual([used.wanted, [...used.read]], [["file:///work/app/.env"], [uri, "file:///work/app/.env"]]);
  assert.deepEqual(ask("services: {a: {image: i}}").wanted, []);
  assert.deepEqual(ask("services: {a: {image: $I}}", "untitled:Untitled-1").wanted, []);
});

test("a .env that Compose refuses is a problem that tells no value", () => {
  const found = project("services: {a: {image: $I}}", { ".env": "I=x\nSECRET hunter2\n" });
  assert.deepEqual(problems(found), ["bad-env-file!"]);
  assert.equal(short(found.services.get("a")?.image), "x");
  assert.doesNotMatch(found.problems[0]?.message ?? "", /hunter2|SECRET/u);
});

test("an invalid variable anywhere is a problem at its characters", () => {
  const text = 'x-unused: ["${A!}"]\nservices: {a: {image: i, environment: {"${B!}": 1}}}';
  const found = project(text);
  assert.deepEqual(
    found.problems.map(({ code, at }) => [code, slice(text, at)]),
    [["bad-variable", "${A!}"]],
  );
});

test("documents merge like files, anchors survive the mark between them, x- below services is a service", () => {
  const text = `x-a: &a {user: "1"}
services:
  s: {image: i, cap_add: [A], ports: ["1:1"]}
---
services:
  s: {<<: *a, cap_add: [B], ports: !override ["2:2"]}
  x-helper: {image: i, privileged: true}
`;
  const at = all(text);
  assert.deepEqual([short(at("s").user), shorts(at("s").capAdd), short(at("s").image)], ["1", "A | B", "i"]);
  assert.deepEqual(
    at("s").ports.items.map(({ published }) => short(published)),
    ["2"],
  );
  assert.equal(short(at("x-helper").privileged), "true");
});

test("later documents: null keeps, an empty list keeps, empty text and a null command reset", () => {
  const text = `services:
  app: {image: app, user: "1000", privileged: true, cap_add: [SYS_ADMIN], command: [serve], ports: ["80:80"]}
---
services:
  app: {user: "", privileged: , cap_add: [], command: , ports: ~}
`;
  const app = all(text)("app");
  assert.deepEqual([short(app.user), short(app.privileged), shorts(app.capAdd), shorts(app.command)], ["", "true", "SYS_ADMIN", ""]);
  assert.equal(app.ports.items.length, 1);
  assert.deepEqual(problems(project(text)), []);
});

test("later documents: reset of entries and items", () => {
  const text = `services:
  app: {image: app, pid: host, environment: {A: "1", B: "2"}, labels: ["A=1"], volumes: ["/:/host"]}
---
services:
  app: {pid: !reset null, environment: {A: !reset null, C: "3"}, labels: {A: !reset null}, volumes: [!reset "/:/host", "./d:/d"]}
`;
  const app = all(text)("app");
  assert.deepEqual([app.pid, app.keys.has("pid")], [undefined, false]);
  assert.deepEqual(
    app.environment.items.map(({ name, value }) => `${name.value} ${short(value)}`),
    ["B 2", "C 3"],
  );
  assert.deepEqual(
    app.labels.items.map(({ name, value }) => `${name.value} ${short(value)}`),
    ["A 1"],
  );
  assert.deepEqual(
    app.mounts.items.map(({ hostPath }) => hostPath),
    ["/", "./d"],
  );
});

test("tags below a merge key cut earlier documents, unless they come by a list of mappings", () => {
  const text = (merge: string) => `x-a: &a {cap_add: !override [A], pid: !reset null}
services: {s: {image: i, cap_add: [B], pid: host}}
---
services: {s: {<<: ${merge}}}
`;
  const form = ({ capAdd, pid }: Service) => `${shorts(capAdd)} ${short(pid)}`;
  assert.equal(form(all(text("*a"))("s")), "A -");
  assert.equal(form(all(text("[*a]"))("s")), "B | A host");
});

test("equal items are refused where they meet", () => {
  const text = "services: {a: {image: i, security_opt: [x=y]}, b: {extends: a, security_opt: [x=y]}}";
  const found = project(text);
  assert.deepEqual(problems(found), ["equal-items!"]);
  assert.equal(found.problems[0]?.at.start, text.lastIndexOf("x=y"));
});

test("a reset key is cut out before << is merged", () => {
  const found = service("x-a: &a {privileged: true}\nservices: {a: {image: i, <<: *a, privileged: !reset null}}");
  assert.equal(short(found.privileged), "true");
});

test("disguised binds, an ignored option and a one-letter volume", () => {
  const text = `services:
  app: {image: i, volumes: ["cache:/c", "/etc:/host:readonly", "x:/x", "sock:/s"]}
volumes:
  cache: {driver: local, driver_opts: {type: none, o: bind, device: ./c}}
  sock: {driver_opts: {type: none, o: "bind,ro", device: ./run}}
---
volumes: {cache: {driver_opts: {device: /}}}
`;
  const { mounts } = all(text)("app");
  assert.deepEqual(
    mounts.items.map(({ type, hostPath, readOnly, target }) => `${type} ${short(target)} ${hostPath} ${short(readOnly)}`),
    ["volume /c / -", "bind /host /etc -", "volume x:/x undefined -", "volume /s ./run -"],
  );
  assert.equal(slice(text, mounts.items[0]?.backing?.at), "/");
});

test("an alias that leads nowhere gives no value and no second problem", () => {
  const found = project("services: {a: {image: *nobody, privileged: true}}");
  assert.equal(short(found.services.get("a")?.privileged), "true");
  assert.equal(found.services.get("a")?.image, undefined);
});

test("an alias bomb ends with a problem", () => {
  const levels = ["x-0: &b0 {a: 1}"];
  for (let level = 1; level <= 12; level++) {
    const uses = Array.from({ length: 10 }, () => `*b${level - 1}`).join(", ");
    levels.push(`x-${level}: &b${level} {<<: [${uses}]}`);
  }
  const before = performance.now();
  const found = project(`${levels.join("\n")}\nservices: {a: {image: i, <<: *b12}, b: {image: i, privileged: true}}`);
  assert.deepEqual(problems(found), ["too-much"]);
  assert.ok(performance.now() - before < 5000);
  const lists = ["x-0: &l0 [A]"];
  for (let level = 1; level <= 12; level++)
    lists.push(`x-${level}: &l${level} [${Array.from({ length: 10 }, () => `*l${level - 1}`).join(", ")}]`);
  assert.ok(project(`${lists.join("\n")}\nservices: {a: {image: i, cap_add: *l12}}`).services.get("a"));
});

test("a deep chain of merge keys ends with a problem", () => {
  const chain = ["x-0: &c0 {privileged: true}"];
  for (let level = 1; level <= 3000; level++) chain.push(`x-${level}: &c${level} {<<: *c${level - 1}}`);
  assert.deepEqual(problems(project(`${chain.join("\n")}\nservices: {a: {image: i, <<: *c3000}}`)), ["too-deep"]);
});

test("more than a hundred uses of one anchor are ordinary", () => {
  const services = Array.from({ length: 300 }, (_, index) => `  s${index}: {image: i, <<: *a}`).join("\n");
  const found = project(`x-a: &a {privileged: true}\nservices:\n${services}\n`);
  assert.equal([...found.services.values()].filter(({ privileged }) => privileged?.value === true).length, 300);
  assert.deepEqual(problems(found), []);
});
