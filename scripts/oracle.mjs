// `npm run oracle`: asks the code of Docker Compose and of the engine, by tools/oracle, what they make of the cases of test/golden, and writes
// the answers beside them. Needs Go; the first run downloads the modules that tools/oracle/go.sum pins.
import { writeFileSync } from "node:fs";
import { capabilities } from "../out/server/src/engine/knowledge/capabilities.js";
import { goldenPath, printAnswers } from "../out/test/golden/answers.js";
import { capabilitiesPath, printCapabilities, randomLists } from "../out/test/golden/capabilities.js";
import { caseFiles } from "../out/test/golden/cases.js";
import { askForCases, askOracle } from "./ask-oracle.mjs";

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
