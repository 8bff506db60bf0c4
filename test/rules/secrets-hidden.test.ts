import assert from "node:assert/strict";
import { test } from "node:test";
import { Engine, type OfferedFix, rules } from "../../server/src/engine/index.js";
import { readFixture, withoutCarets } from "./fixture.js";

const uri = "file:///project/compose.yml";

/** Every flagged file of the rules about secrets. */
const files = rules
  .filter(({ category }) => category === "secrets")
  .flatMap(({ id }) => readFixture(id).blocks.filter(({ info }) => info === "yaml"))
  .map(({ text }) => withoutCarets(text));

test("no secret stands in anything that is said of it", () => {
  let count = 0;
  for (const text of files) {
    const engine = new Engine();
    engine.setText(uri, text);
    for (const wanted of engine.check(uri).wanted) engine.provide(wanted, undefined);
    const { secrets, findings } = engine.check(uri);
    const texts = secrets
      .filter(({ file }) => file === uri)
      .map(({ start, end }) => text.slice(start, end).replaceAll(/^["'\s]+|["'\s]+$/gu, ""));
    // Words that texts about secrets use for themselves tell nothing.
    const telling = texts.filter((secret) => secret.length > 4 && !/^(?:secret|password|guest|admin|changeme)$/u.test(secret));
    count += telling.length;
    const said = findings.flatMap((finding) => [
      finding.message,
      ...finding.related.map(({ message }) => message),
      ...finding.fixes().flatMap(spoken),
      engine.hover(uri, finding.at.start)?.markdown ?? "",
    ]);
    for (const one of said) for (const secret of telling) assert.ok(!one.includes(secret), `${secret} in: ${one}`);
  }
  assert.ok(count > 60, `only ${count} secrets`);
});

function spoken({ title, caveat, refused, placeholders }: OfferedFix): readonly string[] {
  return [title, caveat ?? "", refused ?? "", ...placeholders];
}
