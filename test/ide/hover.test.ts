import assert from "node:assert/strict";
import { test } from "node:test";
import { engineWith, uri } from "../lint/check.js";

/** The hover at `<|>` has each of the texts; none at all when none is given. */
function check(marked: string, ...expected: readonly RegExp[]): void {
  const offset = marked.indexOf("<|>");
  const hover = engineWith(marked.replace("<|>", "")).hover(uri, offset);
  if (expected.length === 0) assert.equal(hover, undefined, marked);
  for (const pattern of expected) assert.match(hover?.markdown ?? "", pattern, marked);
  assert.doesNotMatch(hover?.markdown ?? "", /<[a-z]+>|command:/u);
}

const calm = "cap_drop: [ALL], security_opt: [no-new-privileges:true]";

test("capabilities in every spelling", () => {
  for (const name of ["NET_ADMIN", "CAP_NET_ADMIN", "net_admin"]) {
    check(
      `services: {a: {image: x:1, ${calm}, cap_add: [${name.slice(0, 3)}<|>${name.slice(3)}]}}`,
      /^\*\*NET_ADMIN\*\* - /u,
      /Risk high; not in Docker's default set/u,
      /man7\.org/u,
    );
  }
  check(`services: {a: {image: x:1, ${calm}, cap_add: ["NET_<|>RAW"]}}`, /^\*\*NET_RAW\*\*/u, /in Docker's default set/u);
});

test("ALL says what is left", () => {
  check(
    "services: {a: {image: x:1, security_opt: [no-new-privileges:true], cap_add: [CHOWN, KILL], cap_drop: [A<|>LL]}}",
    /2 added back: CHOWN, KILL/u,
  );
  check("services: {a: {image: x:1, cap_add: [A<|>LL]}}", /does not take it back/u);
});

test("privileged, images and findings", () => {
  check("services:\n  a:\n    image: x:1\n    privi<|>leged: true\n", /switches off/u, /seccomp/u, /Find out which single thing/u);
  check(`services:\n  a: {image: post<|>gres:17, ${calm}}\n`, /needs CHOWN, DAC_OVERRIDE, SETGID, SETUID/u, /Evidence/u);
  check("services:\n  d<|>b:\n    image: postgres:17\n", /Default capabilities are kept/u, /postgres needs CHOWN/u);
  check("services:\n  a:\n    image: x:1\n    volumes:\n      - /var/run/doc<|>ker.sock:/s\n", /socket/u);
});

test("nothing is said of what other extensions explain", () => {
  check(`services:\n  a: {ima<|>ge: x:1, ${calm}}\n`);
  check(`services:\n  a: {image: exam<|>ple/app:1, ${calm}}\n`);
  check("# comm<|>ent\nservices: {}\n");
  check("apiVersion: v1\nspec: {privil<|>eged: true}\n");
});
