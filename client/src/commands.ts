import {
  ConfigurationTarget,
  commands,
  type Disposable,
  env,
  l10n,
  languages,
  type QuickPickItem,
  Selection,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { BaseLanguageClient, WorkspaceEdit as ProtocolEdit } from "vscode-languageclient";
import {
  type ChooseParams,
  type ChosenEditResult,
  checkNotification,
  chooseCommand,
  chosenEditRequest,
  explainCommand,
  type RuleSummary,
  rulesRequest,
  type ServicePlace,
  turnOffCommand,
} from "../../server/src/lsp/protocol.js";
import { teamFileTemplate } from "../../server/src/team-file-template.js";
import { hardenSample, hoverInSample, openSample } from "./sample.js";

/** What commands need of the running client. */
export interface Commanded {
  /** The client, once its server runs. */
  client(): Promise<BaseLanguageClient>;
  restart(): Promise<void>;
  showLog(): void;
  /** Checks all compose files of the workspace. */
  checkAll(): Promise<void>;
  /** The text of a diagnostic report. */
  report(): Promise<string>;
  /** The extension's own id. */
  readonly extension: string;
  readonly extensionUri: Uri;
  showReport(uri: Uri): Promise<void>;
}

/** Registers our commands. A command that fails says so: somebody asked for it. */
export function registerCommands(commanded: Commanded): Disposable[] {
  return [
    command("watertight.restart", () => commanded.restart()),
    command("watertight.showLog", () => commanded.showLog()),
    command("watertight.openSettings", () => commands.executeCommand("workbench.action.openSettings", `@ext:${commanded.extension}`)),
    command("watertight.copyDiagnosticReport", () => copyReport(commanded)),
    command("watertight.openRuleDocumentation", async () => openDocumentation(await commanded.client())),
    command("watertight.checkFile", async () => checkFile(await commanded.client())),
    command("watertight.checkAllFiles", () => commanded.checkAll()),
    command("watertight.showReport", (uri) => showReport(commanded, uri)),
    command("watertight.fixAllSafe", () =>
      commands.executeCommand("editor.action.sourceAction", { kind: "source.fixAll.watertight", apply: "first" }),
    ),
    command("watertight.hardenService", async (place) => hardenService(await commanded.client(), place)),
    command("watertight.hardenFile", () => refactor("harden.file")),
    command("watertight.segmentNetworks", () => refactor("segment")),
    command(explainCommand, async (rule) => explain(await commanded.client(), rule)),
    command("watertight.createTeamFile", () => createTeamFile()),
    command("watertight.openSample", (place) => openSample(commanded.extensionUri, place)),
    command("watertight.hoverInSample", () => hoverInSample(commanded.extensionUri, commanded.client)),
    command("watertight.hardenSample", () => hardenSample(commanded.extensionUri, commanded.client)),
    command(turnOffCommand, (rule, uri) => turnOff(rule, uri)),
    command(chooseCommand, async (params) => choose(await commanded.client(), params)),
    workspace.registerTextDocumentContentProvider(pageScheme, {
      provideTextDocumentContent: (uri) => page(uri, commanded.extensionUri),
    }),
  ];
}

function command(id: string, run: (...given: unknown[]) => unknown): Disposable {
  return commands.registerCommand(id, async (...given: unknown[]) => {
    try {
      await run(...given);
    } catch {
      await window.showErrorMessage(l10n.t("Watertight could not do that. The log says more."), l10n.t("Show Log")).then((answer) => {
        if (answer !== undefined) return commands.executeCommand("watertight.showLog");
        return undefined;
      });
    }
  });
}

/** The editor shows the edit in its Refactor Preview, since a part of it asks to be confirmed; it says so when there is nothing to do. */
function refactor(what: string): Thenable<unknown> {
  return commands.executeCommand("editor.action.refactor", { kind: `refactor.rewrite.watertight.${what}`, apply: "first" });
}

/** A lens names its service: the cursor goes there first. */
async function hardenService(client: BaseLanguageClient, place: unknown): Promise<unknown> {
  if (isServicePlace(place)) {
    const editor = await window.showTextDocument(client.protocol2CodeConverter.asUri(place.uri));
    const { line, character } = place.position;
    editor.selection = new Selection(line, character, line, character);
  }
  return refactor("harden.service");
}

function isServicePlace(place: unknown): place is ServicePlace {
  return typeof place === "object" && place !== null && "uri" in place && "position" in place;
}

async function checkFile(client: BaseLanguageClient): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) return;
  await client.sendNotification(checkNotification, { uri: client.code2ProtocolConverter.asUri(document.uri) });
}

/** Of the file whose title menu was used, else of the one that is being edited. */
async function showReport({ showReport: show }: Commanded, argument: unknown): Promise<void> {
  const uri = argument instanceof Uri ? argument : window.activeTextEditor?.document.uri;
  if (uri !== undefined) await show(uri);
}

const pageScheme = "watertight-rule";

/** Opens the page of a rule: of the one given, else of one that is chosen. Works without a network. */
async function explain(client: BaseLanguageClient, rule: unknown): Promise<void> {
  const id = typeof rule === "string" ? rule : (await pickRule(client, l10n.t("Explain a rule")))?.id;
  if (id === undefined) return;
  const uri = Uri.from({ scheme: pageScheme, path: `/${id}.md` });
  try {
    await commands.executeCommand("markdown.showPreview", uri);
  } catch {
    await window.showTextDocument(uri, { preview: true });
  }
}

/** Opens the page of a rule on the web: nothing but this very command does that. */
async function openDocumentation(client: BaseLanguageClient): Promise<void> {
  const rule = await pickRule(client, l10n.t("Open the documentation of a rule"));
  if (rule !== undefined) await env.openExternal(Uri.parse(rule.page, true));
}

/** Lets a person choose a rule; those of the findings at the cursor come first. */
async function pickRule(client: BaseLanguageClient, title: string): Promise<RuleSummary | undefined> {
  const rules = await client.sendRequest<RuleSummary[]>(rulesRequest);
  const here = rulesAtCursor();
  const items = rules
    .toSorted((a, b) => Number(here.has(b.id)) - Number(here.has(a.id)))
    .map((rule) => ({ label: rule.id, description: rule.severity, detail: rule.title, rule }));
  return (await window.showQuickPick(items, { title, matchOnDetail: true }))?.rule;
}

function rulesAtCursor(): ReadonlySet<unknown> {
  const { document, selection } = window.activeTextEditor ?? {};
  if (document === undefined || selection === undefined) return new Set();
  const here = languages
    .getDiagnostics(document.uri)
    .filter(({ source, range }) => source === "watertight" && range.contains(selection.active));
  return new Set(here.map(({ code }) => (typeof code === "object" ? code.value : code)));
}

async function copyReport({ report }: Commanded): Promise<void> {
  await env.clipboard.writeText(await report());
  void window.showInformationMessage(l10n.t("The diagnostic report is in the clipboard. It holds no text and no names of your files."));
}

/** The page of a rule, from a file that is read when somebody asks for one. In a browser the server cannot read it. */
async function page(uri: Uri, extensionUri: Uri): Promise<string> {
  const rule = uri.path.replace(/^\/|\.md$/gu, "");
  const pages = await pagesIn(`.${env.language}`, extensionUri).catch(() => pagesIn("", extensionUri));
  return pages[rule] ?? l10n.t("There is no rule named {0}.", rule);
}

async function pagesIn(language: string, extensionUri: Uri): Promise<Readonly<Record<string, string>>> {
  const bytes = await workspace.fs.readFile(Uri.joinPath(extensionUri, "dist", `rule-pages${language}.json`));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Opens the team file of a folder, and writes one to begin with where there is none. */
async function createTeamFile(): Promise<void> {
  const active = window.activeTextEditor?.document.uri;
  const own = active && workspace.getWorkspaceFolder(active);
  const folder =
    own ?? ((workspace.workspaceFolders ?? []).length > 1 ? await window.showWorkspaceFolderPick() : workspace.workspaceFolders?.[0]);
  if (folder === undefined) {
    if ((workspace.workspaceFolders ?? []).length === 0)
      await window.showErrorMessage(l10n.t("Open the team's folder first: the file belongs into it."));
    return;
  }
  const uri = Uri.joinPath(folder.uri, ".watertight.json");
  const edit = new WorkspaceEdit();
  edit.createFile(uri, { ignoreIfExists: true, contents: new TextEncoder().encode(teamFileTemplate) });
  await workspace.applyEdit(edit);
  await window.showTextDocument(uri);
}

/** Writes the rule as "off" into the settings of the workspace, or of the person where no folder is open. */
async function turnOff(rule: unknown, uri: unknown): Promise<void> {
  if (typeof rule !== "string" || typeof uri !== "string") return;
  const settings = workspace.getConfiguration("watertight", Uri.parse(uri));
  const isInWorkspace = (workspace.workspaceFolders ?? []).length > 0;
  const { workspaceValue, globalValue } = settings.inspect<object>("rules") ?? {};
  const before = isInWorkspace ? workspaceValue : globalValue;
  const target = isInWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await settings.update("rules", { ...before, [rule]: "off" }, target);
}

/** Lets a person pick capabilities, then writes what was picked. */
async function choose(client: BaseLanguageClient, params: unknown): Promise<void> {
  if (!isChooseParams(params)) return;
  const { fix, candidates } = params;
  const items: QuickPickItem[] = candidates.map(({ value, description, because, picked }) => ({
    label: value,
    description,
    picked,
    ...(because === undefined ? {} : { detail: because }),
  }));
  const title = fix.service === null ? l10n.t("Choose capabilities") : l10n.t("Choose capabilities for {0}", fix.service);
  const chosen = await window.showQuickPick(items, {
    canPickMany: true,
    title,
    placeHolder: l10n.t("What is not ticked is dropped"),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const values = chosen.map(({ label }) => label);
  const { edit, refused } = await client.sendRequest<ChosenEditResult<ProtocolEdit>>(chosenEditRequest, { fix, chosen: values });
  if (refused !== undefined) await window.showErrorMessage(refused);
  else if (edit !== undefined) await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit));
}

/** The command is listed nowhere: only our own code actions carry it, with what the server put into them. */
function isChooseParams(params: unknown): params is ChooseParams {
  return typeof params === "object" && params !== null && "fix" in params && "candidates" in params;
}
