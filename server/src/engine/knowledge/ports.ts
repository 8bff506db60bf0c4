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

/** Whether an image is a reverse proxy, which leads to other services by settings that no compose file shows. */
export function isProxyImage(image: string): boolean {
  return imageFacts(image)?.category === "proxy";
}

/** Whether the second image is the proxy of the product that the first is a part of, such as `mailu/nginx` of `mailu/admin`. */
export function isOneProduct(image: string, proxy: string): boolean {
  const [part, front] = [image, proxy].map((one) => parseImageReference(one));
  const [, maker] = /^(.+)\/(?:nginx|traefik|caddy|haproxy|envoy|proxy|gateway)$/u.exec(front?.repository ?? "") ?? [];
  return maker !== undefined && front?.registry === part?.registry && part?.repository.startsWith(`${maker}/`) === true;
}

/** Whether an image is known for a page, or an interface, with which people administer something. */
export function hasAdministration(image: string): boolean {
  return administrationPorts.some(({ images }) => images.some((known) => isImage(image, known)));
}

function isImage(reference: string, known: string): boolean {
  const { repository } = parseImageReference(reference);
  return repository === parseImageReference(known).repository;
}
