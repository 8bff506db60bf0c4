import type { Checked } from "../lint/check.js";
import { type Severity, severities } from "../rules/rule.js";
import { t } from "../text/l10n.js";
import type { Span } from "../text/span.js";

/** What stands above a service. */
export interface ServiceLens {
  readonly service: string;
  /** The service's name in the file. */
  readonly at: Span;
  /** Whether "Harden" could do something for it. */
  readonly hardenable: boolean;
  /** What is found in it, in this file, as `2 warnings, 1 hint`; absent where there is nothing. */
  readonly found: string | undefined;
}

/** The lenses of a file: of the services that it writes and that something is said of. */
export function codeLenses({ project, findings }: Checked, uri: string, hardenable: readonly string[]): readonly ServiceLens[] {
  const here = new Map<string, Severity[]>();
  for (const { service, at, severity } of findings)
    if (service !== undefined && at.file === uri) here.set(service, [...(here.get(service) ?? []), severity]);
  const open = new Set(hardenable);
  return [...project.services.values()].flatMap(({ name: { value: service }, written }) => {
    const key = written.find((one) => one.key.file === uri)?.key;
    if (key === undefined) return [];
    const found = counts(here.get(service) ?? []);
    const lens = { service, at: { start: key.start, end: key.end }, hardenable: open.has(service), found };
    return lens.hardenable || found !== undefined ? [lens] : [];
  });
}

function counts(found: readonly Severity[]): string | undefined {
  const parts = severities.flatMap((severity) => {
    const count = found.filter((one) => one === severity).length;
    return count === 0 ? [] : [counted(severity, count)];
  });
  return parts.length === 0 ? undefined : parts.join(", ");
}

function counted(severity: Severity, count: number): string {
  if (severity === "error") return count === 1 ? t("1 error") : t`${count} errors`;
  if (severity === "warning") return count === 1 ? t("1 warning") : t`${count} warnings`;
  if (severity === "information") return count === 1 ? t("1 info") : t`${count} infos`;
  return count === 1 ? t("1 hint") : t`${count} hints`;
}
