// Builds tools/oracle and asks it: what Compose makes of projects, what the engine makes of capability lists.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../tools/oracle", import.meta.url));
const program = fileURLToPath(new URL("../.cache/oracle/oracle", import.meta.url));

let built = false;

/** One answer for each request, in their order; `kind` is "projects" or "capabilities". */
export function askOracle(kind, requests) {
  build();
  const input = requests.map((request) => `${JSON.stringify(request)}\n`).join("");
  return run(program, [kind], { input })
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** An oracle for one question after the other, where each comes of the answers before; absent where there is no Go. */
export function startOracle(kind) {
  if (spawnSync("go", ["version"]).status !== 0) return undefined;
  build();
  const child = spawn(program, [kind], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      return JSON.parse((await lines.next()).value);
    },
    stop: () => child.stdin.end(),
  };
}

function build() {
  if (!built) run("go", ["build", "-o", program, "."], { cwd: source });
  built = true;
}

/** What Compose makes of cases, by their names. Each case is written to a folder of its name, which answers show as `/<name>`. */
export function askForCases(cases) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "oracle-")));
  try {
    for (const { name, texts } of cases) for (const [path, text] of texts) write(join(root, name, path), text);
    const requests = cases.map((one) => requestOf(one, join(root, one.name)));
    const rounds = Array.from({ length: 8 }, () => askOracle("projects", requests));
    return new Map(cases.map(({ name }, index) => [name, portable(steady(rounds.map((answers) => answers[index])), root)]));
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Compose walks its maps in any order. Of several reasons to refuse it then tells any; what it accepts must not depend on it. */
function steady(answers) {
  const texts = answers.map((answer) => JSON.stringify(answer)).sort();
  if (answers.some(({ error }) => error === undefined) && new Set(texts).size > 1) {
    console.error(`Compose does not always say the same of this:\n${texts[0]}\n${texts.at(-1)}`);
    process.exitCode = 1;
  }
  return JSON.parse(texts[0]);
}

function portable({ id, ...answer }, root) {
  return JSON.parse(JSON.stringify(answer).replaceAll(`${root}/`, "/").replaceAll(root, "/"));
}

function requestOf({ name, files, projectDirectory, envFiles }, directory) {
  return { id: name, directory, files, projectDirectory, envFiles };
}

function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function run(command, args, options) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 30, ...options });
  if (status === 0) return stdout;
  console.error(`${command} ${args.join(" ")}: ${error?.message ?? ""}${stderr ?? ""}`);
  process.exit(1);
}
