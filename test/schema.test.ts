import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { overrideKeys, type projectKeys, teamKeys } from "../server/src/engine/config/team-file.js";
import { enginePostures, rules } from "../server/src/engine/index.js";
import { categories, presets, severities } from "../server/src/engine/rules/rule.js";

// The schema of `.watertight.json`, for completion and hovers in editors; `UPDATE=1` writes it. It refuses nothing: the server tells what is
// wrong and what was likely meant, and an editor that checks the schema as well would tell each mistake a second time.
const path = fileURLToPath(new URL("../../schemas/watertight.schema.json", import.meta.url));

/** Completes a value and refuses none. */
const offered = (schema: object, told: { readonly description?: string; readonly markdownDescription?: string } = {}) => ({
  ...told,
  anyOf: [schema, {}],
});
const text = { type: "string" };
const texts = { type: "array", items: offered(text) };
const words = (known: readonly string[], enumDescriptions?: readonly string[]) => ({
  enum: known,
  ...(enumDescriptions && { enumDescriptions }),
});

const choice = words(
  [...severities, "off"],
  [
    "Root on the host, or as good as that.",
    "A hole that an attacker uses.",
    "Worth a look.",
    "Dots in the editor, nothing else.",
    "The rule is silent.",
  ],
);
const choices = {
  type: "object",
  properties: Object.fromEntries([
    ...rules.map(({ id, title, severity }) => [id, offered(choice, { description: `${title}. Usually: ${severity}.` })]),
    ...categories.map((category) => [category, offered(choice, { description: `All rules of the group ${category}.` })]),
  ]),
  patternProperties: { "\\*": offered(choice) },
};
const ofRules = offered(
  { $ref: "#/definitions/rules" },
  { markdownDescription: "Severities by rule, by group of rules, or by a pattern such as `port-*`. The narrower name wins." },
);
const override = (keys: typeof overrideKeys) => {
  const properties: Record<(typeof keys)[number], object> = {
    rules: ofRules,
    reason: offered(text, { description: "Why, for whoever reads it next." }),
    until: offered(text, { description: "The last day on which it counts: 2027-03-31." }),
  };
  return { type: "object", properties };
};
const overrides = { type: "object", additionalProperties: offered({ $ref: "#/definitions/override" }) };
const project: Record<(typeof projectKeys)[number], object> = {
  files: offered(texts, { description: "The files of the project, the main one first, from the folder of this file." }),
  directory: offered(text, { description: "Where the project's relative paths start." }),
  envFiles: offered(texts, { description: "What is read instead of .env." }),
};
const properties: Record<(typeof teamKeys)[number], object> = {
  $schema: offered(text),
  extends: {
    description: "Other such files that this one builds upon, by paths from its folder. What is written here wins.",
    anyOf: [text, texts, {}],
  },
  preset: offered(
    words(presets, ["What a team can live with every day.", "Each missing hardening is told by itself, and more rules run."]),
    { description: "How much is reported." },
  ),
  posture: offered(words(enginePostures), {
    description: "What the files run on: some findings weigh less on other engines than Docker's as root.",
  }),
  rules: ofRules,
  services: offered(overrides, { markdownDescription: "Other severities for services, by name; `*` stands for any characters." }),
  images: offered(overrides, {
    markdownDescription: "Other severities for the services of some images, by name without tag; `*` stands for any characters.",
  }),
  trustedRegistries: offered(texts, {
    markdownDescription: "Registries, or parts of them such as `ghcr.io/acme`, that images may come from.",
  }),
  projects: offered(
    { type: "array", items: offered({ type: "object", properties: project }) },
    { description: "Which files make a project, where their names do not tell." },
  ),
};

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Watertight",
  description: "Settings for everybody who works on the compose files below this folder.",
  allowComments: true,
  allowTrailingCommas: true,
  properties,
  definitions: { rules: choices, override: override(overrideKeys) },
};

test("the schema says what the code reads", async () => {
  const expected = `${JSON.stringify(schema, undefined, 2)}\n`;
  if (process.env["UPDATE"] === "1") await writeFile(path, expected);
  assert.equal(await readFile(path, "utf8"), expected, "run `UPDATE=1 npm test`");
  assert.deepEqual(Object.keys(properties), [...teamKeys]);
  assert.doesNotMatch(expected, /"(?:additionalProperties": false|required|pattern|format|minItems|minLength)"/u);
});
