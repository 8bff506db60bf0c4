import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { overrideKeys, type projectKeys, teamKeys } from "../server/src/engine/config/team-file.js";
import { enginePostures, rules } from "../server/src/engine/index.js";
import { categories, presets, severities } from "../server/src/engine/rules/rule.js";

// The schema of `.watertight.json`, for completion and hovers in editors; `UPDATE=1` writes it.
const path = fileURLToPath(new URL("../../schemas/watertight.schema.json", import.meta.url));

const choice = {
  enum: [...severities, "off"],
  enumDescriptions: [
    "Root on the host, or as good as that.",
    "A hole that an attacker uses.",
    "Worth a look.",
    "Dots in the editor, nothing else.",
    "The rule is silent.",
  ],
};
const choices = {
  type: "object",
  markdownDescription: "Severities by rule, by group of rules, or by a pattern such as `port-*`. The narrower name wins.",
  properties: Object.fromEntries([
    ...rules.map(({ id, title, severity }) => [id, { ...choice, description: `${title}. Usually: ${severity}.` }]),
    ...categories.map((category) => [category, { ...choice, description: `All rules of the group ${category}.` }]),
  ]),
  patternProperties: { "\\*": choice },
  additionalProperties: false,
};
const texts = { type: "array", items: { type: "string" } };
const override = (keys: typeof overrideKeys) => {
  const properties: Record<(typeof keys)[number], object> = {
    rules: { $ref: "#/definitions/rules" },
    reason: { type: "string", description: "Why, for whoever reads it next." },
    until: {
      type: "string",
      format: "date",
      pattern: "^\\d{4}-\\d{2}-\\d{2}$",
      description: "The last day on which it counts: 2027-03-31.",
    },
  };
  return { type: "object", properties, additionalProperties: false };
};
const project: Record<(typeof projectKeys)[number], object> = {
  files: { ...texts, minItems: 1, description: "The files of the project, the main one first, from the folder of this file." },
  directory: { type: "string", description: "Where the project's relative paths start." },
  envFiles: { ...texts, description: "What is read instead of .env." },
};
const properties: Record<(typeof teamKeys)[number], object> = {
  $schema: { type: "string" },
  extends: {
    anyOf: [{ type: "string" }, texts],
    description: "Other such files that this one builds upon, by paths from its folder. What is written here wins.",
  },
  preset: {
    enum: presets,
    enumDescriptions: ["What a team can live with every day.", "Each missing hardening is told by itself, and more rules run."],
    description: "How much is reported.",
  },
  posture: { enum: enginePostures, description: "What the files run on: some findings weigh less on other engines than Docker's as root." },
  rules: { $ref: "#/definitions/rules" },
  services: {
    type: "object",
    markdownDescription: "Other severities for services, by name; `*` stands for any characters.",
    additionalProperties: { $ref: "#/definitions/override" },
  },
  images: {
    type: "object",
    markdownDescription: "Other severities for the services of some images, by name without tag; `*` stands for any characters.",
    additionalProperties: { $ref: "#/definitions/override" },
  },
  trustedRegistries: { ...texts, markdownDescription: "Registries, or parts of them such as `ghcr.io/acme`, that images may come from." },
  projects: {
    type: "array",
    description: "Which files make a project, where their names do not tell.",
    items: { type: "object", properties: project, required: ["files"], additionalProperties: false },
  },
};

const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Watertight",
  description: "Settings for everybody who works on the compose files below this folder.",
  type: "object",
  allowComments: true,
  allowTrailingCommas: true,
  properties,
  additionalProperties: false,
  definitions: { rules: choices, override: override(overrideKeys) },
};

test("the schema says what the code reads", async () => {
  const expected = `${JSON.stringify(schema, undefined, 2)}\n`;
  if (process.env["UPDATE"] === "1") await writeFile(path, expected);
  assert.equal(await readFile(path, "utf8"), expected, "run `UPDATE=1 npm test`");
  assert.deepEqual(Object.keys(properties), [...teamKeys]);
});
