import { type ConfigurationScope, type ExtensionContext, env, version, workspace } from "vscode";
import type { ReportParts, SettingInForce } from "./diagnostic-report.js";

/** What the editor itself has to say in a diagnostic report. */
export function editorReport(context: ExtensionContext): Pick<ReportParts, "version" | "editor" | "workspace" | "settings"> {
  const { packageJSON } = context.extension as { packageJSON: Manifest };
  const folders = workspace.workspaceFolders ?? [];
  const schemes = [...new Set(folders.map(({ uri }) => uri.scheme))];
  const where = [env.appHost, ...(env.remoteName === undefined ? [] : [`remote ${env.remoteName}`])].join(", ");
  return {
    version: packageJSON.version,
    editor: `${env.appName} ${version} (${where})`,
    workspace: [`${folders.length} folders`, ...schemes, workspace.isTrusted ? "trusted" : "restricted"].join(", "),
    settings: Object.entries(packageJSON.contributes.configuration.properties).map(([key, property]) =>
      settingOf(key, property, folders[0]?.uri),
    ),
  };
}

interface Manifest {
  readonly version: string;
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, Property>> } };
}

interface Property {
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Property>>;
}

function settingOf(key: string, property: Property, scope: ConfigurationScope | undefined): SettingInForce {
  const configuration = workspace.getConfiguration(undefined, scope);
  const found = configuration.inspect(key);
  const places = [
    ["folder", found?.workspaceFolderValue],
    ["workspace", found?.workspaceValue],
    ["user", found?.globalValue],
  ] as const;
  const inner = Object.entries(property.properties ?? {});
  return {
    key,
    value: configuration.get(key),
    from: places.find(([, value]) => value !== undefined)?.[0] ?? "default",
    known: [...(property.enum ?? []), ...inner.flatMap(([, { enum: values = [] }]) => values)],
    names: inner.map(([name]) => name),
  };
}
