// `npm run oracle`: asks the code of Docker Compose and of the engine, by tools/oracle, what they make of the cases of test/golden, and writes
// the answers beside them. Needs Go; the first run downloads the modules that tools/oracle/go.sum pins.
// `npm run oracle -- --random N [SEED]` compares N projects made by chance with Compose, and keeps nothing.
import { writeFileSync } from "node:fs";
import { capabilities } from "../out/server/src/engine/knowledge/capabilities.js";
import { goldenPath, printAnswers } from "../out/test/golden/answers.js";
import { capabilitiesPath, printCapabilities, randomLists } from "../out/test/golden/capabilities.js";
import { caseFiles, goldenFolder, printCases } from "../out/test/golden/cases.js";
import { randomCases } from "../out/test/golden/generate/project.js";
import { judge } from "../out/test/golden/ours.js";
import { askForCases, askOracle } from "./ask-oracle.mjs";

const [option, count = "500", seed = String(Date.now() % 100_000)] = process.argv.slice(2);
if (option === "--random") compareRandom(Number(seed), Number(count));
else writeGoldens();

function writeGoldens() {
  const seed = 1;
  const head = `# Projects made by chance, from seed ${seed}: written by \`npm run oracle\`.\n\n`;
  writeFileSync(`${goldenFolder}/generated.cases`, head + printCases(randomCases(seed, 80)));
  for (const [file, cases] of caseFiles()) {
    const answers = askForCases(cases);
    writeFileSync(goldenPath(file), printAnswers(answers));
    const refused = [...answers.values()].filter(({ error }) => error !== undefined).length;
    console.log(`${file}: ${answers.size} answers, ${refused} of them refusals`);
  }
  const names = capabilities.map(({ name }) => name);
  const lists = randomLists(names, 1, 2000);
  writeFileSync(capabilitiesPath, printCapabilities(names, lists, askOracle("capabilities", lists)));
  console.log(`capabilities: ${lists.length} answers`);
}

function compareRandom(seed, count) {
  const cases = randomCases(seed, count);
  const answers = askForCases(cases);
  const failed = cases.filter((one) => {
    const differences = judge(one, answers.get(one.name));
    if (differences.length > 0) console.log(`${printCases([one])}${JSON.stringify(differences, undefined, 1)}\n`);
    return differences.length > 0;
  });
  const refused = [...answers.values()].filter(({ error }) => error !== undefined).length;
  console.log(`seed ${seed}: ${count - failed.length} of ${count} projects agree (Compose refuses ${refused})`);
  if (failed.length > 0) process.exitCode = 1;
}
