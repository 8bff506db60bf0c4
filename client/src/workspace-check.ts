import {
  CancellationTokenSource,
  type Disposable,
  FileType,
  l10n,
  ProgressLocation,
  type Tab,
  TabInputText,
  TabInputTextDiff,
  type Uri,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient, CancellationToken } from "vscode-languageclient";
import {
  type CheckFilesParams,
  type CheckFilesProgress,
  type CheckFilesResult,
  checkFilesProgress,
  checkFilesRequest,
  type HiddenParams,
  hiddenNotification,
} from "../../server/src/lsp/protocol.js";
import { type FoundFiles, findComposeFiles, isNamedLikeOne } from "./find-files.js";
import { workspaceSummary } from "./workspace-text.js";

/** Checks all compose files of the workspace: once and from then on by a command, or always by a setting. */
export interface WorkspaceCheck extends Disposable {
  /** Does it now, with its progress shown, and tells what came of it. */
  checkAll(): Promise<void>;
  /** A server runs that knows of no files yet. */
  serverStarted(): void;
}

/** What the check needs of the rest of the client. */
export interface WorkspaceCheckHost {
  /** The client, once its server runs. */
  client(): Promise<BaseLanguageClient>;
  /** What came of a check, in one line; absent when files are no longer followed. */
  told(summary: string | undefined): void;
  failed(error: unknown): void;
}

/** The setting that has all files checked without being asked. */
export const alwaysSetting = "watertight.workspaceDiagnostics";

/** Switching a branch makes and deletes many files: they are looked for again once that is over. */
const pauseMilliseconds = 500;

/** Of more events than this nobody asks one by one whether it is a folder. */
const maxLooks = 50;

type Report = (progress: CheckFilesProgress) => void;

export function workspaceCheck(host: WorkspaceCheckHost): WorkspaceCheck {
  let isFollowing = false;
  /** Some server was told of the files: another one has to be told again. */
  let hasAsked = false;
  let watching: Disposable | undefined;
  let report: Report | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const stopped = new CancellationTokenSource();

  /** One after the other: the server holds one list. */
  function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function request(uris: readonly Uri[], onlyNew: boolean, token: CancellationToken): Promise<CheckFilesResult> {
    const client = await host.client();
    hasAsked = true;
    await hide(client);
    const progress = client.onNotification(checkFilesProgress, (params: CheckFilesProgress) => report?.(params));
    try {
      const params: CheckFilesParams = { uris: uris.map((uri) => client.code2ProtocolConverter.asUri(uri)), onlyNew };
      return await client.sendRequest<CheckFilesResult>(checkFilesRequest, params, token);
    } finally {
      progress.dispose();
    }
  }

  async function find(onlyNew: boolean, token: CancellationToken): Promise<{ readonly found: FoundFiles; readonly summary: string }> {
    follow();
    const found = await findComposeFiles(token);
    const result = await request(found.uris, onlyNew, token);
    const summary = workspaceSummary(result, found.isCut, l10n.t);
    host.told(summary);
    return { found, summary };
  }

  /** Without being asked: nothing is shown but the findings, and a line in the log. */
  function findQuietly(onlyNew: boolean): void {
    void inTurn(() => find(onlyNew, stopped.token)).catch(host.failed);
  }

  function follow(): void {
    if (isFollowing) return;
    isFollowing = true;
    watching = watchFiles((folders) => {
      void inTurn(async () => {
        // What lies in folders that came or went may belong to projects of other files.
        if (folders.length > 0) {
          const client = await host.client();
          const changes = folders.map(({ uri, type }) => ({ uri: client.code2ProtocolConverter.asUri(uri), type }));
          await client.sendNotification("workspace/didChangeWatchedFiles", { changes });
        }
        await find(true, stopped.token);
      }).catch(host.failed);
    });
  }

  function end(): void {
    if (!isFollowing) return;
    isFollowing = false;
    watching?.dispose();
    watching = undefined;
    host.told(undefined);
    void inTurn(() => request([], true, stopped.token)).catch(host.failed);
  }

  /** The client pulls for documents in tabs only; those that the editor keeps for a while after that are handed back. */
  async function hide(client: BaseLanguageClient): Promise<void> {
    const shown = new Set(window.tabGroups.all.flatMap(({ tabs }) => tabs.flatMap(urisOf)));
    const hidden = workspace.textDocuments.map(({ uri }) => uri).filter((uri) => !shown.has(uri.toString()));
    if (hidden.length === 0) return;
    const params: HiddenParams = { uris: hidden.map((uri) => client.code2ProtocolConverter.asUri(uri)) };
    await client.sendNotification(hiddenNotification, params);
  }

  const listeners = [
    window.tabGroups.onDidChangeTabs(({ closed }) => {
      if (isFollowing && closed.length > 0) void host.client().then(hide).catch(host.failed);
    }),
    workspace.onDidChangeWorkspaceFolders(() => {
      if (isFollowing) findQuietly(true);
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(alwaysSetting)) {
        if (isAlways()) findQuietly(false);
        else end();
      } else if (isFollowing && findingSettings.some((key) => change.affectsConfiguration(key))) findQuietly(true);
    }),
  ];
  if (isAlways()) findQuietly(false);

  return {
    async checkAll() {
      const { found, summary } = await window.withProgress(
        { location: ProgressLocation.Notification, title: l10n.t("Watertight: checking compose files"), cancellable: true },
        (progress, token) =>
          inTurn(async () => {
            let before = 0;
            report = ({ done, total }) => {
              const now = total === 0 ? 0 : (done / total) * 100;
              progress.report({ message: l10n.t("{0} of {1}", done, total), increment: now - before });
              before = now;
            };
            try {
              return await find(false, token);
            } finally {
              report = undefined;
            }
          }),
      );
      void window.showInformationMessage(found.uris.length === 0 ? l10n.t("There is no compose file in this workspace.") : summary);
    },
    serverStarted() {
      if (isFollowing && hasAsked) findQuietly(false);
    },
    dispose() {
      stopped.cancel();
      watching?.dispose();
      for (const listener of listeners) listener.dispose();
    },
  };
}

function urisOf({ input }: Tab): readonly string[] {
  if (input instanceof TabInputText) return [input.uri.toString()];
  return input instanceof TabInputTextDiff ? [input.original.toString(), input.modified.toString()] : [];
}

/** What decides which files are found. */
const findingSettings = ["watertight.files.include", "watertight.projects", "files.exclude", "search.exclude"];

function isAlways(): boolean {
  return workspace.getConfiguration().get(alwaysSetting) === true;
}

const created = 1;
const deleted = 3;

interface FolderChange {
  readonly uri: Uri;
  readonly type: typeof created | typeof deleted;
}

/** Tells, after a pause, when compose files or folders have come or gone: of these with their names. Changes of files the server hears itself. */
function watchFiles(found: (folders: readonly FolderChange[]) => void): Disposable {
  const watcher = workspace.createFileSystemWatcher("**/*", false, true, false);
  let events: FolderChange[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function look(): Promise<void> {
    const now = events;
    events = [];
    const kinds = await Promise.all(now.map(async (event) => ((await isFolder(event, now.length)) ? [event] : [])));
    const folders = kinds.flat();
    if (folders.length > 0 || now.some(({ uri }) => isNamedLikeOne(uri))) found(folders);
  }

  function note(uri: Uri, type: FolderChange["type"]): void {
    if (/\/(?:\.git|node_modules)\//u.test(uri.path)) return;
    events.push({ uri, type });
    clearTimeout(timer);
    timer = setTimeout(() => void look(), pauseMilliseconds);
  }

  watcher.onDidCreate((uri) => note(uri, created));
  watcher.onDidDelete((uri) => note(uri, deleted));
  return {
    dispose() {
      clearTimeout(timer);
      watcher.dispose();
    },
  };
}

/** What is gone can no longer be asked: what has no ending is taken for a folder, and so is everything where there is much. */
async function isFolder({ uri, type }: FolderChange, events: number): Promise<boolean> {
  const hasEnding = /\.[a-z\d]{1,8}$/iu.test(uri.path);
  if (type === deleted || events > maxLooks) return !hasEnding;
  try {
    return ((await workspace.fs.stat(uri)).type & FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
