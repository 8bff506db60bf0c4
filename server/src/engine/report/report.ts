import type { EnginePosture } from "../rules/engine-posture.js";
import type { HostReach } from "../rules/host-reach.js";
import { t } from "../text/l10n.js";

/**
 * A project's walls in one picture: who reaches which service, what connects them, and the ways from outside to the host. Plain data in the
 * order of the project, without secrets; every text of the file in it is still to be escaped by whoever prints it.
 */
export interface SecurityReport {
  /** The project's name, else that of its main file. */
  readonly name: string;
  readonly engine: EnginePosture;
  /** The files that take part, by their paths from the main one. */
  readonly files: readonly string[];
  readonly services: readonly ReportService[];
  readonly networks: readonly ReportNetwork[];
  readonly shares: readonly Share[];
  /** One for each service that opens the host and is reached from outside: the shortest. */
  readonly paths: readonly AttackPath[];
  /** What the file does not tell, one sentence each. */
  readonly unknown: readonly Statement[];
}

/** Where something is written. Counted from 0, in UTF-16 units. */
export interface ReportPlace {
  readonly uri: string;
  /** From the folder of the main file. */
  readonly path: string;
  readonly line: number;
  readonly character: number;
}

/** A text, and the place that says so; without one where nothing is written and the engine's default holds. */
export interface Statement {
  readonly text: string;
  readonly at: ReportPlace | undefined;
}

export interface ReportService {
  /** Stands for it in edges and addresses: the name may be anything. */
  readonly id: string;
  readonly name: string;
  readonly at: ReportPlace;
  /** How many services stand between it and the outside; absent when it is not reached, as far as the file shows. */
  readonly hops: number | undefined;
  /** Id of the one that it is reached through, on the shortest way. */
  readonly through: string | undefined;
  readonly entries: readonly Entry[];
  readonly user: Statement & { readonly isRoot: boolean | undefined };
  readonly capabilities: Statement & { readonly count: number | undefined };
  /** What of Docker's walls is taken down or put up besides. */
  readonly confinement: readonly Statement[];
  /** Each of them opens the host. */
  readonly reaches: readonly Reach[];
  /** What else of the host is in it. */
  readonly touches: readonly Statement[];
  /** Ids; "unknown" when a variable or another project decides. */
  readonly networks: readonly string[] | "unknown";
  /** It runs only with one of these; always where there is none. */
  readonly profiles: readonly string[];
  /** A program on the client provides it: there is no container. */
  readonly provided: boolean;
}

export interface Reach extends Statement {
  readonly kind: HostReach["kind"];
  readonly gain: string;
  readonly premise?: string;
}

/** A way into a service that is no other service's. */
export interface Entry {
  readonly kind: "port" | "host network" | "lan";
  /** "443/udp", "127.0.0.1:5432". */
  readonly label: string;
  readonly from: "outside" | "address" | "host" | "unknown" | "nobody";
  /** Stands behind "by". */
  readonly how: string;
  readonly premise?: string;
  readonly at: ReportPlace;
}

export interface ReportNetwork {
  readonly id: string;
  readonly name: string;
  readonly kind: "bridge" | "internal" | "external" | "lan" | "silent";
  readonly members: readonly string[];
  /** Where it is declared. */
  readonly at: ReportPlace | undefined;
}

/** What two or more services have in common besides networks. */
export interface Share {
  readonly id: string;
  readonly kind: "volume" | "mounts" | "network" | "processes" | "memory";
  /** "the volume "data"". */
  readonly what: string;
  readonly members: readonly Sharing[];
  readonly at: ReportPlace;
}

export interface Sharing {
  readonly service: string;
  readonly role: "writes" | "reads" | "may write" | "owns" | "joins";
  readonly at: ReportPlace;
}

export interface AttackPath {
  readonly id: string;
  /** From the outside to the host; at least two. */
  readonly steps: readonly PathStep[];
}

export interface PathStep extends Statement {
  /** A service's id. */
  readonly from: string | "outside";
  readonly to: string | "host";
  readonly kind: "enter" | "network" | "share" | "host network" | "takeover";
  /** Id of the network or share. */
  readonly by: string | undefined;
  readonly at: ReportPlace;
  /** What has to hold, and the file does not show; a clause behind "if". */
  readonly premise?: string;
}

/** Who is meant by the outside. */
export const outsideWords = (): string => t("Any machine that reaches the host");

/** What an intruder ends at, by what the files run on. */
export function hostWords(engine: EnginePosture): string {
  const words = {
    rootful: t("The host, as root"),
    rootless: t("The account of the user who runs the engine"),
    desktop: t("Docker Desktop's machine, and the folders that are shared with it"),
    "userns-remap": t("The host, as root"),
  };
  return words[engine];
}

/** What the whole report rests on, one sentence each. */
export function premisesOf({ engine, services }: SecurityReport): readonly string[] {
  return [
    t("A path begins with a hole in the service that is reached from outside: whether there is one, the file does not show."),
    t("Containers on one network reach each other on every port, on internal networks too."),
    engineWords(engine),
    ...(services.some(({ profiles }) => profiles.length > 0) ? [t("Services of all profiles are shown, as if they ran together.")] : []),
    t("Firewalls, other projects and what an image does by itself are not part of it."),
  ];
}

function engineWords(engine: EnginePosture): string {
  const words = {
    rootful: t("Docker's engine runs as root with its default settings."),
    rootless: t("The engine runs rootless: root in a container is the user who runs the engine."),
    desktop: t("The engine runs in Docker Desktop's virtual machine."),
    "userns-remap": t("The engine maps root of its containers to a user without rights."),
  };
  return words[engine];
}
