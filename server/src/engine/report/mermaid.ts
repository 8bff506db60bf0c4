import { type AttackPath, type Entry, hostWords, outsideWords, type ReportService, type SecurityReport, type Share } from "./report.js";

/** The picture as a flowchart that Mermaid draws, for the command line, which speaks English; the ways to the host are thick. Nothing of the file can be read as Mermaid. */
export function reportMermaid(report: SecurityReport): string {
  const links = [...entryLinks(report), ...networkLinks(report), ...shareLinks(report), ...hostLinks(report)];
  const hot = links.flatMap(({ isHot }, index) => (isHot ? [index] : []));
  const reached = report.services.filter(({ hops }) => hops !== undefined);
  const lines = [
    "flowchart LR",
    ...(reached.length > 0 ? [`  outside([${quoted(outsideWords())}])`] : []),
    ...report.services.map((service) => `  ${service.id}[${quoted(...serviceLines(service))}]`),
    ...report.networks.map(({ id, name, kind }) => `  ${id}{{${quoted(`network ${name}${networkNotes[kind]}`)}}}`),
    ...report.shares.map(
      ({ id, what, kind }) => `  ${id}${kind === "volume" || kind === "mounts" ? `[(${quoted(what)})]` : `[/${quoted(what)}/]`}`,
    ),
    ...(report.services.some(({ reaches }) => reaches.length > 0) ? [`  host[[${quoted(hostWords(report.engine))}]]`] : []),
    ...links.map(({ text }) => `  ${text}`),
    "  classDef power stroke-width:4px,stroke:#c4314b",
    ...classLine(
      "power",
      report.services.filter(({ reaches }) => reaches.length > 0).map(({ id }) => id),
    ),
    ...(hot.length > 0 ? [`  linkStyle ${hot.join(",")} stroke:#c4314b,stroke-width:4px`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

const networkNotes = {
  bridge: "",
  internal: ", no way out",
  external: ", of another project too",
  lan: ", on the LAN",
  silent: ", its services are kept apart",
} as const;

interface Link {
  readonly text: string;
  /** Whether an attack path goes along it. */
  readonly isHot: boolean;
}

function serviceLines({ name, user, capabilities, reaches, provided }: ReportService): readonly string[] {
  if (provided) return [name, "no container"];
  const [reach] = reaches;
  return [name, user.text, `capabilities: ${capabilities.text}`, ...(reach === undefined ? [] : [reach.text])];
}

function entryLinks({ services, paths }: SecurityReport): readonly Link[] {
  return services.flatMap(({ id, entries }) => {
    const open = entries.filter(isOpen);
    if (open.length === 0) return [];
    const label = open.map((entry) => entry.label).join(", ");
    return [{ text: `outside -- ${quoted(label)} --> ${id}`, isHot: isOn(paths, "outside", id) }];
  });
}

/** Whether other machines come in by it. */
export function isOpen({ from }: Entry): boolean {
  return from === "outside" || from === "address";
}

function networkLinks({ networks, paths }: SecurityReport): readonly Link[] {
  return networks.flatMap(({ id, members }) =>
    members.map((member) => ({
      text: `${member} --- ${id}`,
      isHot: paths.some(({ steps }) => steps.some((step) => step.by === id && (step.from === member || step.to === member))),
    })),
  );
}

const roleArrows = { writes: "-->", "may write": "-.->", reads: "---", owns: "---", joins: "---" } as const;

function shareLinks({ shares, paths }: SecurityReport): readonly Link[] {
  return shares.flatMap(({ id, members }: Share) =>
    members.map(({ service, role }) => ({
      text: `${service} ${roleArrows[role]}|${quoted(role)}| ${id}`,
      isHot: paths.some(({ steps }) => steps.some((step) => step.by === id && (step.from === service || step.to === service))),
    })),
  );
}

function hostLinks({ services, paths }: SecurityReport): readonly Link[] {
  return services.flatMap(({ id, reaches }) => (reaches.length === 0 ? [] : [{ text: `${id} ==> host`, isHot: isOn(paths, id, "host") }]));
}

function isOn(paths: readonly AttackPath[], from: string, to: string): boolean {
  return paths.some(({ steps }) => steps.some((step) => step.from === from && step.to === to));
}

function classLine(name: string, ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [] : [`  class ${ids.join(",")} ${name}`];
}

/** A text in quotes: whatever is no plain letter, digit or sign becomes a character number, which Mermaid prints and never reads. */
function quoted(...lines: readonly string[]): string {
  const plain = lines.map((line) => line.replaceAll(/[^\p{L}\p{N} .,:/+()'-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`));
  return `"${plain.join("<br/>")}"`;
}
