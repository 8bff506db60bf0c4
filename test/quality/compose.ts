import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Json, ProjectFiles } from "../../server/src/engine/index.js";
import { canonical } from "../../server/src/engine/model/canonical/project.js";
import { directoryUri } from "../../server/src/engine/model/location.js";
import { resolve } from "../../server/src/engine/model/resolve.js";
import { corpusRoot } from "../corpus.js";
import { comparable, type Difference, differences } from "../golden/compare.js";
import { disk, missingVariables } from "../golden/corpus-projects.js";
import { projectsIn, sourcesOf } from "./open-file.js";
import type { Start, Trial } from "./trial.js";

/** What the oracle is asked; see tools/oracle/project.go. */
interface Request {
  readonly id: string;
  readonly directory: string;
  readonly files: readonly string[];
  readonly incomplete: boolean;
  readonly envFiles: readonly string[];
}

type Answer = { readonly error: string } | { readonly project: Json };

interface Oracle {
  readonly ask: (request: Request) => Promise<Answer>;
  readonly stop: () => void;
}

/** How Compose is asked about a project so that it loads it as it stands. */
interface Way {
  readonly files: ProjectFiles;
  /** It may lack what others bring. */
  readonly incomplete: boolean;
  readonly envFiles: readonly string[];
  /** Where our resolver says something else already. */
  readonly known: ReadonlySet<string>;
}

/** Compose's own loader, asked about what trials leave; absent, with a line that says so, where there is no Go. */
export async function startCompose(): Promise<Compose | undefined> {
  const { startOracle } = await import(new URL("../../../scripts/ask-oracle.mjs", import.meta.url).href);
  const oracle: Oracle | undefined = startOracle("projects");
  if (oracle === undefined) console.log("note: no Go here, so Compose's loader was not asked");
  return oracle && new Compose(oracle);
}

export class Compose {
  readonly #oracle: Oracle;
  /** A copy of the corpus where trials are written. */
  readonly #copy = realpathSync(mkdtempSync(join(tmpdir(), "compose-")));
  #of: Start | undefined;
  #ways: readonly (Way | undefined)[] = [];
  #loaded = 0;
  /** Those of the loaded that want a variable first. */
  #withVariables = 0;
  #notBefore = 0;

  constructor(oracle: Oracle) {
    this.#oracle = oracle;
    cpSync(corpusRoot, this.#copy, { recursive: true });
  }

  /** Compose loads what a trial leaves where it loaded what was before, and we say the same of it. */
  readonly check = async (trial: Trial): Promise<string | undefined> => {
    const { before, after } = trial;
    if (this.#of !== before) this.#ways = await this.#waysOf(before);
    this.#of = before;
    for (const way of this.#ways) {
      if (way === undefined) {
        this.#notBefore++;
        continue;
      }
      const { answer, files } = await this.#ask(way, trial);
      if ("error" in answer) return `Compose refuses the result: ${answer.error}`;
      this.#loaded++;
      const found = this.#differences(files, after.texts, answer.project).find(({ path }) => !way.known.has(path));
      if (found !== undefined) return `Compose resolves the result otherwise: ${JSON.stringify(found)}`;
    }
    return undefined;
  };

  /** How many results it was asked about so far. */
  summary(): string {
    return [
      `compose-go loaded ${this.#loaded} of the results, ${this.#withVariables} of them only with the variable that the fix asks for, and says the same`,
      `of them as we. ${this.#notBefore} more are of files that it does not load as they stand.`,
    ].join("\n");
  }

  stop(): void {
    this.#oracle.stop();
    rmSync(this.#copy, { recursive: true });
  }

  /** Asks about a result. A fix may make Compose ask for a variable: then somebody sets it. */
  async #ask(way: Way, { changed, edits }: Trial): Promise<{ readonly answer: Answer; readonly files: ProjectFiles }> {
    const set = new Set<string>();
    for (;;) {
      const envFiles = set.size === 0 ? way.envFiles : [...way.envFiles, this.#written("wanted.env", [...set].map(assigned).join(""))];
      const answer = await this.#withTexts(changed, () => this.#oracle.ask(this.#request({ ...way, envFiles })));
      const wanted = "error" in answer ? /required variable (\w+) is missing/u.exec(answer.error)?.[1] : undefined;
      if (wanted === undefined || set.has(wanted) || !edits.some(({ text }) => text.includes(`\${${wanted}:?`))) {
        if (set.size > 0) this.#withVariables++;
        return { answer, files: ours({ ...way, envFiles }) };
      }
      set.add(wanted);
    }
  }

  async #waysOf({ open }: Start): Promise<readonly (Way | undefined)[]> {
    const ways: (Way | undefined)[] = [];
    for (const files of projectsIn(open)) ways.push(await this.#wayOf(files, open.texts));
    return ways;
  }

  /** As it is; as a piece that may lack what others bring; with a value for every variable that nobody sets. */
  async #wayOf(files: ProjectFiles, texts: ReadonlyMap<string, string>): Promise<Way | undefined> {
    const own = `${files.directory ?? directoryUri(files.files[0] ?? "")}/.env`;
    const variables = disk.read(own) === "absent" ? [] : [fileURLToPath(own)];
    for (const [incomplete, value] of [[false], [true], [true, "1"], [true, "true"]] as const) {
      const more = value === undefined ? [] : [this.#written(`${value}.env`, missingVariables(files.files, value))];
      const way = { files, incomplete, envFiles: [...variables, ...more] };
      const answer = await this.#oracle.ask(this.#request(way));
      if ("error" in answer) continue;
      return { ...way, known: new Set(this.#differences(ours(way), texts, answer.project).map(({ path }) => path)) };
    }
    return undefined;
  }

  #request({ files, incomplete, envFiles }: Omit<Way, "known">): Request {
    const paths = files.files.map((uri) => this.#inCopy(fileURLToPath(uri)));
    const main = paths[0] ?? "";
    const directory = files.directory === undefined ? dirname(main) : this.#inCopy(fileURLToPath(files.directory));
    return { id: main, directory, files: paths, incomplete, envFiles: envFiles.map((path) => this.#inCopy(path)) };
  }

  #written(name: string, text: string): string {
    const file = join(this.#copy, name);
    writeFileSync(file, text);
    return file;
  }

  #inCopy(path: string): string {
    return path.startsWith(corpusRoot) ? this.#copy + path.slice(corpusRoot.length) : path;
  }

  async #withTexts<T>(texts: ReadonlyMap<string, string>, ask: () => Promise<T>): Promise<T> {
    const paths = [...texts.keys()].map((uri) => fileURLToPath(uri));
    for (const [uri, text] of texts) writeFileSync(this.#inCopy(fileURLToPath(uri)), text);
    const answer = await ask();
    for (const path of paths) writeFileSync(this.#inCopy(path), readFileSync(path));
    return answer;
  }

  #differences(files: ProjectFiles, texts: ReadonlyMap<string, string>, theirs: Json): readonly Difference[] {
    const here: Json = JSON.parse(JSON.stringify(theirs).replaceAll(this.#copy, corpusRoot));
    return differences(canonical(resolve(files, sourcesOf(texts))), comparable(here));
  }
}

/** The same for our resolver. */
function ours({ files, envFiles }: Omit<Way, "known">): ProjectFiles {
  return { ...files, unsetIsEmpty: true, envFiles: envFiles.map((path) => pathToFileURL(path).href) };
}

function assigned(name: string): string {
  return `${name}=1\n`;
}
