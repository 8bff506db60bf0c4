import { imageFacts, parseImageReference } from "./images.js";
import { administrationPorts } from "./ports/administration.js";
import { datastorePorts } from "./ports/datastores.js";
import { otherPorts } from "./ports/other.js";
import { publicCategories, publicPorts } from "./ports/public.js";
import type { SensitivePort } from "./ports/sensitive-port.js";

export type { SensitivePort } from "./ports/sensitive-port.js";

/** Every port that is worth a word when it is open to the network. */
export const sensitivePorts: readonly SensitivePort[] = [...datastorePorts, ...administrationPorts, ...otherPorts];

/**
 * What listens on a container port, by the number and the image together. Numbers that ordinary programs use as well count
 * only for the images that are known for them; the others count for every image.
 */
export function sensitivePort(port: number, protocol: string, image: string | undefined): SensitivePort | undefined {
  const candidates = sensitivePorts.filter((one) => one.port === port && one.protocols.includes(protocol.toLowerCase()));
  const byImage = candidates.find(({ images }) => image !== undefined && images.some((known) => isImage(image, known)));
  return byImage ?? candidates.find(({ onlyWithImage }) => onlyWithImage !== true);
}

/** Whether a port is there for everybody, by its number. */
export function isPublicPort(port: number, protocol: string): boolean {
  return publicPorts.some((one) => one.port === port && one.protocols.includes(protocol.toLowerCase()));
}

/** Whether an image is one that is published because others are to reach it: proxies, VPNs, mail servers and the like. */
export function isPublicImage(image: string): boolean {
  return publicCategories.has(imageFacts(image)?.category ?? "");
}

function isImage(reference: string, known: string): boolean {
  const { repository } = parseImageReference(reference);
  return repository === parseImageReference(known).repository;
}
