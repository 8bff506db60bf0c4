import type { CancellationToken, Connection, Diagnostic, TextDocuments } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { canonicalUri, Engine, Lines } from "../engine/index.js";
import { today } from "../today.js";
import { checker, type Outcome } from "./checker.js";
import { toDiagnostic } from "./convert.js";
import { countBySeverity, type Diagnostics } from "./diagnostics.js";
import type { ClientFeatures } from "./features.js";
import { fileStore, folderAround, type ReadFile } from "./files.js";
import { guard } from "./handle.js";
import {
  type CheckFilesParams,
  type CheckFilesProgress,
  type CheckFilesResult,
  checkFilesProgress,
  type SeverityCounts,
} from "./protocol.js";
import { schedule } from "./schedule.js";
import type { SettingsStore } from "./settings.js";

/** Checks the compose files of a workspace that nobody has opened, and goes on following them. */
export interface WorkspaceCheck {
  /** These are the files from now on. Answers when all are checked, or as many as were until it was cancelled. */
  follow(params: CheckFilesParams, token: CancellationToken): Promise<CheckFilesResult>;
  /** Files, or folders with all in them, have changed on the disk. */
  changed(uris: readonly string[]): void;
  /** A person types in a document: others may rest on it, and the check of the rest waits. */
  edited(uri: string): void;
  /** The client now has the diagnostics of an open document by itself. */
  taken(uri: string): void;
  /** A document was closed, or is no longer looked at. */
  closed(uri: string): void;
  /** Settings or folders have changed. */
  all(): void;
  /** How many files are followed; absent where nobody asked for that. */
  size(): number | undefined;
}

/** What the check has to do with: all but `said` is what open documents are checked with, too. */
export interface Surroundings {
  readonly connection: Connection;
  readonly features: ClientFeatures;
  readonly documents: TextDocuments<TextDocument>;
  readonly settings: SettingsStore;
  readonly said: Pick<Diagnostics, "speaksOf">;
  readonly read: ReadFile;
  readonly folders: () => readonly string[];
  /** Has files of unusual names watched. */
  readonly cover: (uris: readonly string[]) => void;
}

/** As many as a list of problems shows of a file that nobody looks at, worst first: with all files it has to be bearable. */
export const maxOfClosed = 100;

/** A check runs so long before it lets others have their turn. */
const sliceMilliseconds = 10;

/** While a person types the check waits; it goes on after a pause of this length. */
const typingMilliseconds = 300;

/** Closed files follow what is typed in others at a distance. */
const editedMilliseconds = 1000;

const progressMilliseconds = 100;

interface Followed {
  readonly status: Outcome["report"]["status"] | "off" | "gone" | "due";
  readonly counts: SeverityCounts;
  /** Every file that the last report rests on. */
  readonly read: ReadonlySet<string>;
  readonly included: readonly string[];
  /** Whether diagnostics of it were sent from here, and still stand. */
  readonly shows: boolean;
  /** Found by no search, but included by a file that was. */
  readonly isIncluded: boolean;
}

const noCounts: SeverityCounts = { error: 0, warning: 0, information: 0, hint: 0 };
const due: Followed = { status: "due", counts: noCounts, read: new Set(), included: [], shows: false, isIncluded: false };

/**
 * Has an engine of its own, which forgets a folder's texts when it is done with it: five thousand files cost no more memory than the list of
 * what each rests on, and the engine of the open documents keeps nothing but these.
 */
export function workspaceCheck({ connection, features, documents, settings, said, read, folders, cover }: Surroundings): WorkspaceCheck {
  const engine = new Engine(today);
  const followed = new Map<string, Followed>();
  const queue = new Set<string>();
  const current = new Map<string, TextDocument>();
  let isFollowing = false;
  /** Something has changed since the files were read that the folder at hand has in common. */
  let isOld = false;
  /** The file at hand: what it rests on is only known when it is checked. */
  let checking: string | undefined;
  let typedAt = 0;
  let working: Promise<void> | undefined;

  /** What is not saved yet counts. */
  const readNow: ReadFile = async (uri, roots) => {
    const plain = canonicalUri(uri);
    const open = documents.get(uri) ?? documents.all().find((document) => canonicalUri(document.uri) === plain);
    return open?.getText() ?? read(uri, roots);
  };
  const files = fileStore(engine, readNow, folders, cover);
  const linesOf = (uri: string): Lines | undefined => {
    const open = documents.get(uri);
    return open === undefined ? files.linesOf(uri) : new Lines(open.getText());
  };
  /** A folder has one answer for all of its files: asking for each would be thousands of questions. */
  const folderSettings = { of: (uri: string) => settings.of(folderAround(uri, folders()) ?? uri), forget: () => undefined };
  const check = checker(engine, { get: (uri) => current.get(uri) }, folderSettings, files, folders, () => undefined);

  async function checkOne(uri: string): Promise<void> {
    const before = followed.get(uri);
    if (before === undefined) return;
    const roots = folderAround(uri, folders()) === undefined ? undefined : folders();
    const text = await readNow(uri, roots).catch(() => ({ refused: "it cannot be read" }));
    if (typeof text !== "string") return conclude(uri, { ...due, status: text === undefined ? "gone" : "failed" }, []);
    current.set(uri, TextDocument.create(uri, "yaml", 0, text));
    engine.setText(uri, text);
    const outcome = await check.check(uri);
    const isOff = outcome === undefined && (await check.candidate(uri)) === undefined;
    const items = outcome === undefined ? [] : itemsOf(uri, outcome);
    current.delete(uri);
    check.forget(uri);
    const status = outcome?.report.status ?? (isOff ? "off" : "failed");
    const { read: rests = due.read, included: all = [] } = outcome?.report ?? {};
    // A file that is included itself has the list of what includes it, which has it already.
    const included = all.includes(uri) ? [] : all;
    conclude(uri, { ...due, status, counts: countBySeverity(items), read: rests, included }, items);
  }

  function itemsOf(uri: string, { document, report }: Outcome): readonly Diagnostic[] {
    const own = report.findings.filter(({ at }) => at.file === uri).slice(0, maxOfClosed);
    return own.map((finding) => toDiagnostic(document, finding, features, linesOf));
  }

  function conclude(uri: string, now: Followed, items: readonly Diagnostic[]): void {
    const before = followed.get(uri);
    // It may have been let go while it was checked.
    if (before === undefined) return;
    const isTaken = said.speaksOf(uri);
    const shows = items.length > 0 && !isTaken;
    if (!isTaken && (shows || before.shows)) tell(uri, items);
    followed.set(uri, { ...now, shows, isIncluded: before.isIncluded });
    for (const one of now.included) if (one !== uri && !before.included.includes(one)) noteIncluded(one);
    for (const one of before.included) if (one !== uri && !now.included.includes(one)) noteNotIncluded(one);
  }

  /** A file is judged in what includes it, and has to be looked at again. */
  function noteIncluded(uri: string): void {
    if (!followed.has(uri)) {
      if (folderAround(uri, folders()) === undefined) return;
      followed.set(uri, { ...due, isIncluded: true });
    }
    queue.add(uri);
  }

  function noteNotIncluded(uri: string): void {
    const known = followed.get(uri);
    if (known === undefined) return;
    if (known.isIncluded && ![...followed.values()].some(({ included }) => included.includes(uri))) letGo(uri);
    else queue.add(uri);
  }

  function tell(uri: string, items: readonly Diagnostic[]): void {
    void connection.sendDiagnostics({ uri, diagnostics: [...items] });
  }

  function letGo(uri: string): void {
    const known = followed.get(uri);
    if (known?.shows === true && !said.speaksOf(uri)) tell(uri, []);
    followed.delete(uri);
    queue.delete(uri);
    for (const one of known?.included ?? []) if (one !== uri) noteNotIncluded(one);
  }

  /** One folder after the other: its files share a project, or what they read. */
  async function drain(): Promise<void> {
    let started = performance.now();
    while (queue.size > 0) {
      const [first = ""] = queue;
      const folder = folderOf(first);
      for (let uri: string | undefined = first; uri !== undefined && folderOf(uri) === folder; [uri] = queue) {
        queue.delete(uri);
        if (isOld) files.reset();
        isOld = false;
        checking = uri;
        await checkSafely(uri);
        checking = undefined;
        if (performance.now() - started < sliceMilliseconds) continue;
        await letOthersWork();
        started = performance.now();
      }
      files.reset();
    }
  }

  const checkSafely = guard(connection.console, "check of a file", checkOne);

  async function letOthersWork(): Promise<void> {
    await pause(0);
    while (performance.now() - typedAt < typingMilliseconds) await pause(typingMilliseconds / 3);
  }

  function work(): Promise<void> {
    working ??= drain().finally(() => {
      working = undefined;
      if (queue.size > 0) void work();
    });
    return working;
  }

  function enqueue(uris: Iterable<string>): void {
    for (const uri of uris) queue.add(uri);
    isOld = true;
    if (queue.size > 0) void work();
  }

  /** Has everything checked again that rests on these files, or on files in these folders. */
  function recheck(uris: readonly string[]): void {
    const resting = restingOn(new Set(uris.flatMap((uri) => [uri, canonicalUri(uri)])));
    enqueue(checking === undefined ? resting : [...resting, checking]);
  }

  const editing = schedule(editedMilliseconds, (uri) => recheck([uri]));

  function restingOn(uris: ReadonlySet<string>): readonly string[] {
    const within = [...uris].map((uri) => `${uri.replace(/\/$/u, "")}/`).filter((uri) => !/\.(?:ya?ml|env)\/$/u.test(uri));
    const isMeant = (uri: string): boolean => uris.has(uri) || within.some((folder) => uri.startsWith(folder));
    return [...followed].filter(([uri, { read: rests }]) => isMeant(uri) || [...rests].some(isMeant)).map(([uri]) => uri);
  }

  function adopt(uris: readonly string[]): readonly string[] {
    const wanted = new Set(uris);
    isFollowing = wanted.size > 0;
    for (const [uri, { isIncluded }] of followed) if (!wanted.has(uri) && !isIncluded) letGo(uri);
    const added = [...wanted].filter((uri) => followed.get(uri)?.isIncluded !== false);
    for (const uri of added) followed.set(uri, { ...(followed.get(uri) ?? due), isIncluded: false });
    return added;
  }

  return {
    async follow({ uris, onlyNew }, token) {
      const added = adopt(uris);
      const asked = new Set(onlyNew === true ? added : followed.keys());
      enqueue([...asked].toSorted((a, b) => compare(folderOf(a), folderOf(b)) || compare(a, b)));
      const left = (): number => [...asked].filter((uri) => queue.has(uri)).length;
      const progress = setInterval(() => {
        const params: CheckFilesProgress = { done: asked.size - left(), total: asked.size };
        void connection.sendNotification(checkFilesProgress, params);
      }, progressMilliseconds);
      const stopping = token.onCancellationRequested(() => {
        // What was checked before keeps its result, which is still true.
        for (const uri of asked) if (queue.delete(uri) && followed.get(uri)?.status === "due") letGo(uri);
      });
      try {
        while (left() > 0 || (working !== undefined && !token.isCancellationRequested)) await work();
        return summary([...followed.values()], token.isCancellationRequested);
      } finally {
        clearInterval(progress);
        stopping.dispose();
      }
    },
    changed: (uris) => {
      if (isFollowing) recheck(uris);
    },
    edited(uri) {
      typedAt = performance.now();
      if (isFollowing) editing.soon(uri);
    },
    taken(uri) {
      const known = followed.get(uri);
      if (known?.shows !== true) return;
      followed.set(uri, { ...known, shows: false });
      tell(uri, []);
    },
    closed(uri) {
      if (!isFollowing) return;
      editing.cancel(uri);
      recheck([uri]);
    },
    all: () => enqueue(followed.keys()),
    size: () => (isFollowing ? followed.size : undefined),
  };
}

function summary(files: readonly Followed[], isCancelled: boolean): CheckFilesResult {
  const of = (status: Followed["status"]): number => files.filter((one) => one.status === status).length;
  const sum = (severity: keyof SeverityCounts): number => files.reduce((all, { counts }) => all + counts[severity], 0);
  return {
    checked: of("checked"),
    partial: of("partial"),
    failed: of("failed"),
    counts: { error: sum("error"), warning: sum("warning"), information: sum("information"), hint: sum("hint") },
    isCancelled,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf("/"));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
