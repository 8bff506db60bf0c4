import { type ExtensionContext, workspace } from "vscode";
import { LanguageClient } from "vscode-languageclient/node";

/** Starts Red Hat's server as its extension does; `besideServer` and the schemas stand in the settings of the test. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = workspace.getConfiguration("besideServer").get<string>("script", "");
  const client = new LanguageClient(
    "yaml-beside",
    "YAML beside",
    { command: process.execPath, args: [script, "--stdio"] },
    {
      documentSelector: [{ language: "yaml" }, { language: "dockercompose" }],
      synchronize: { configurationSection: ["yaml", "http.proxy", "[yaml]", "editor"] },
    },
  );
  context.subscriptions.push(client);
  await client.start();
}
