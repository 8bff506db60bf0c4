import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { reportMermaid } from "../../server/src/engine/report/mermaid.js";
import { reportOf } from "./report-of.js";

const example = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../examples/${name}/compose.yml`, import.meta.url)), "utf8");

test("the insecure stack, its ways to the host thick", () => {
  assert.equal(
    reportMermaid(reportOf(example("insecure"))),
    `flowchart LR
  outside(["Any machine that reaches the host"])
  s1["web<br/>root, by the image<br/>capabilities: 14 of 41"]
  s2["api<br/>the image's user, root unless it names one<br/>capabilities: 14 of 41"]
  s3["db<br/>root, by the image<br/>capabilities: 14 of 41"]
  s4["cache<br/>root, by the image<br/>capabilities: 14 of 41"]
  s5["vpn<br/>root, by the image<br/>capabilities: all 41<br/>runs privileged"]
  s6["logs<br/>root, by the image<br/>capabilities: 14 of 41<br/>holds the engine's socket"]
  n1{{"network default"}}
  host[["The host, as root"]]
  outside -- "80, 443" --> s1
  outside -- "5432" --> s3
  outside -- "host network" --> s4
  s1 --- n1
  s2 --- n1
  s3 --- n1
  s5 --- n1
  s6 --- n1
  s5 ==> host
  s6 ==> host
  classDef power stroke-width:4px,stroke:#c4314b
  class s5,s6 power
  linkStyle 0,3,6,7,8,9 stroke:#c4314b,stroke-width:4px
`,
  );
});

test("nothing of the file can be read as Mermaid", () => {
  const user = 'a"] --> host; click s1 "javascript:alert(1)" %% <b>\\n`x`';
  const text = reportMermaid(reportOf(`services: {a: {image: x, ports: ['80:80'], user: ${JSON.stringify(user)}}}`));
  const [, shown] = /^ {2}s1\["a<br\/>(.*)<br\/>capabilities: 14 of 41"\]$/mu.exec(text) ?? [];
  assert.match(shown ?? "", /^user a#34;#93; --#62; host#59; click s1 #34;[^"<>`;\\]*(?:#\d+;[^"<>`;\\]*)*$/u);
});
