import { applications1 } from "./images/applications-1.js";
import { applications2 } from "./images/applications-2.js";
import { build } from "./images/build.js";
import { capabilityNeeds } from "./images/capability-needs.js";
import { databases } from "./images/databases.js";
import type { ImageFacts } from "./images/image-facts.js";
import { media } from "./images/media.js";
import { monitoring } from "./images/monitoring.js";
import { network } from "./images/network.js";
import { security } from "./images/security.js";
import { vpn } from "./images/vpn.js";
import { web } from "./images/web.js";

export type { Evidence, ImageFacts, PrivilegedReplacement } from "./images/image-facts.js";

/** Every image that we know something of. */
export const images: readonly ImageFacts[] = [
  ...databases,
  ...web,
  ...applications1,
  ...applications2,
  ...monitoring,
  ...security,
  ...network,
  ...vpn,
  ...media,
  ...build,
];

/** The parts of an image reference. Source: distribution/reference, grammar in reference.go. */
export interface ImageReference {
  /** Host and port, as written; absent for Docker Hub. */
  readonly registry?: string;
  /** Without registry and without `library/`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** Takes a reference apart. Never fails: a text that is none becomes its repository. */
export function parseImageReference(text: string): ImageReference {
  return remembered(references, text, takeApart);
}

function takeApart(text: string): ImageReference {
  const [name = "", digest] = text.trim().split("@", 2);
  const slash = name.lastIndexOf("/");
  const colon = name.indexOf(":", slash + 1);
  const path = colon < 0 ? name : name.slice(0, colon);
  const tag = colon < 0 ? undefined : name.slice(colon + 1);
  const [first = "", ...rest] = path.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/u.test(first) || first === "localhost");
  const onHub = !hasRegistry || hubNames.has(first);
  const repository = (hasRegistry ? rest : [first, ...rest]).join("/");
  return {
    ...(onHub ? {} : { registry: first }),
    repository: onHub ? repository.replace(/^library\//u, "") : repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Registry and repository of an image, without tag and digest; Docker Hub's written out: `docker.io/library/nginx`. */
export function fullImageName(reference: string): string {
  const { registry, repository } = parseImageReference(reference);
  if (registry !== undefined) return `${registry}/${repository}`;
  return repository.includes("/") ? `docker.io/${repository}` : `docker.io/library/${repository}`;
}

/** Whether an image comes from one of some repositories, be it through a mirror; `*` at the end stands for any name. */
export function isImageOf(reference: string, repositories: readonly string[]): boolean {
  const { registry, repository: path } = parseImageReference(reference);
  const repository = path.replace(/^(?:.*\/)?library\//u, "");
  const full = registry === undefined ? repository : `${registry}/${repository}`;
  return repositories.some((known) =>
    known.endsWith("/*") ? full.startsWith(known.slice(0, -1)) : full === known || (full !== repository && repository === known),
  );
}

const hubNames: ReadonlySet<string> = new Set(["docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"]);

/**
 * The facts of an image, by its repository under any registry: a mirror of `nginx` is nginx, `someone/nginx` is not.
 * The closest match wins. Absent for images nobody has looked at.
 */
export function imageFacts(reference: string): ImageFacts | undefined {
  return remembered(known, reference, closest);
}

/** Rules ask about the same images again and again, some for each pair of services. */
function remembered<T>(answers: Map<string, T>, reference: string, answer: (reference: string) => T): T {
  const before = answers.get(reference);
  if (before !== undefined || answers.has(reference)) return before as T;
  if (answers.size >= maxRemembered) answers.clear();
  const found = answer(reference);
  answers.set(reference, found);
  return found;
}

const references = new Map<string, ImageReference>();
const known = new Map<string, ImageFacts | undefined>();
const maxRemembered = 1000;

function closest(reference: string): ImageFacts | undefined {
  const parsed = parseImageReference(reference);
  let best: { readonly facts: ImageFacts; readonly score: number } | undefined;
  for (const facts of images) {
    const score = Math.max(...facts.repositories.map((repository) => matchScore(parsed, repository)));
    if (score <= 0 || (facts.tag !== undefined && !new RegExp(facts.tag, "u").test(parsed.tag ?? ""))) continue;
    const total = score + (facts.tag === undefined ? 0 : 0.5) + (facts.tag?.length ?? 0) / 1000;
    if (best === undefined || total > best.score) best = { facts, score: total };
  }
  return best?.facts;
}

/**
 * Whether the image documents the capability, for all or for a part of what it does; on the host's network only where it documents that
 * network, too: there a capability counts for the host.
 */
export function documentsCapability(reference: string, name: string, onHostNetwork: boolean): boolean {
  const parsed = parseImageReference(reference);
  const needs = capabilityNeeds.filter(({ repositories }) => repositories.some((repository) => matchScore(parsed, repository) > 0));
  if (needs.some((need) => need.capAdd.includes(name) && (!onHostNetwork || need.onHostNetwork === true))) return true;
  const facts = imageFacts(reference);
  if (facts === undefined || onHostNetwork) return false;
  const { capAdd, capAddOptional, capAddIfNonRoot, privilegedReplacement } = facts;
  const optional = capAddOptional.map(({ cap }) => cap);
  return [...(capAdd ?? []), ...(capAddIfNonRoot ?? []), ...(privilegedReplacement?.capAdd ?? []), ...optional].includes(name);
}

/** Whether the image documents that it is given the device, or the folder that holds it. */
export function documentsDevice(reference: string, path: string): boolean {
  const documented = imageFacts(reference)?.privilegedReplacement?.devices ?? [];
  return documented.map((device) => device.split(":")[0] ?? device).some((device) => path === device || path.startsWith(`${device}/`));
}

/** 0 for no match; an exact name counts more than a pattern, the same registry more than a mirror. */
function matchScore({ registry, repository }: ImageReference, pattern: string): number {
  const known = patterns.get(pattern) ?? takeApart(pattern);
  patterns.set(pattern, known);
  const inRegistry = registry === known.registry ? 1 : 0;
  if (known.repository.endsWith("/*")) {
    return inRegistry === 1 && repository.startsWith(known.repository.slice(0, -1)) ? 2 : 0;
  }
  if (repository === known.repository) return registry === known.registry || registry !== undefined ? 4 + inRegistry : 0;
  // A pull-through mirror keeps the whole path, often below a project of its own: mirror.example/hub/library/nginx.
  const mirrored = registry !== undefined && !publicRegistries.has(registry) && repository.endsWith(`/${known.repository}`);
  return mirrored && (known.repository.includes("/") || /(?:^|\/)library\/[^/]+$/u.test(repository)) ? 3 : 0;
}

/** The repositories that we know, taken apart once: each is held against every image of every project. */
const patterns = new Map<string, ImageReference>();

/** Registries where anybody's name may stand before the repository: the end of a path says nothing there. */
const publicRegistries: ReadonlySet<string> = new Set([
  "ghcr.io",
  "quay.io",
  "gcr.io",
  "registry.gitlab.com",
  "public.ecr.aws",
  "codeberg.org",
]);

/** Why `no-new-privileges` harms an image; "no" when it is known not to; absent for images that are not known. */
export function gainsPrivileges(reference: string): string | undefined {
  const facts = imageFacts(reference);
  return facts === undefined ? undefined : (facts.gainsPrivileges ?? "no");
}

/**
 * How an image is left open to change: no tag at all, a tag that is meant to move, or not (then absent). A digest never moves.
 * A version tag counts as fixed, however coarse: which one is right is the owner's choice.
 */
export function mutableTag(reference: string): "none" | "latest" | "moving" | undefined {
  const { tag, digest } = parseImageReference(reference);
  if (digest !== undefined) return undefined;
  if (tag === undefined) return "none";
  const word = tag.toLowerCase();
  if (word === "latest") return "latest";
  return movingWords.has(word) || /^(?:latest-.+|.+-latest)$/u.test(word) ? "moving" : undefined;
}

const movingWords: ReadonlySet<string> = new Set([
  "stable",
  "edge",
  "nightly",
  "main",
  "master",
  "dev",
  "develop",
  "development",
  "beta",
  "alpha",
  "rc",
  "canary",
  "next",
  "release",
  "current",
  "lts",
  "mainline",
  "unstable",
  "testing",
  "snapshot",
  "rolling",
  "alpine",
  "slim",
  "bullseye",
  "bookworm",
  "trixie",
  "buster",
]);
