import { parseImageReference } from "../knowledge/images.js";
import type { ComposeProject, Service } from "../model/project.js";
import { known, type Sourced, type Unresolved } from "../model/sourced.js";

/** `tcp://host:port`, by which clients and engines name where the engine's API is. */
export interface Endpoint {
  /** Empty when it stands for every address. */
  readonly host: string;
  readonly port: number;
}

/** A text that gives an endpoint: an environment variable, or a word of the command. */
export interface Written {
  readonly on: Sourced<unknown>;
  readonly endpoint: Endpoint;
  readonly by: "environment" | "command" | "certificates" | "forwarder";
}

/** Reads `tcp://host:port`; absent for other schemes. The port is 2375 where none stands. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const [, host = "", port] = /^tcp:\/\/(\[[\da-f:]*\]|[^:/]*)(?::(\d+))?\/?$/iu.exec(text) ?? [];
  return /^tcp:/iu.test(text) ? { host: host.replaceAll(/[[\]]/gu, ""), port: Number(port ?? 2375) } : undefined;
}

/** Whether an address stands for the machine itself alone. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || /^127(?:\.\d+){3}$/u.test(host) || /^(?:0*:)+0*1$/u.test(host);
}

type Word = Sourced<string | Unresolved>;

/** The endpoints that a service's own engine, or what forwards to one, offers without asking for a certificate. */
export function servedEndpoints(service: Service): readonly Written[] {
  const words = [...service.entrypoint.items, ...service.command.items];
  return [...fromCertificates(service), ...(runsEngine(service, words) ? fromEngineFlags(words) : []), ...fromForwarder(words)];
}

/** The image starts without certificates, on port 2375, when this variable is empty. Source: docker-library/docker, dockerd-entrypoint.sh. */
function fromCertificates(service: Service): readonly Written[] {
  if (!isEngineImage(service)) return [];
  return service.environment.items
    .filter(({ name, value }) => name.value === "DOCKER_TLS_CERTDIR" && value !== undefined && known(value) === "")
    .map(({ item }) => ({ on: item, endpoint: { host: "", port: 2375 }, by: "certificates" }));
}

function isEngineImage({ image }: Service): boolean {
  const { repository, tag } = parseImageReference(known(image) ?? "");
  return repository === "docker" && tag !== undefined && /(?:^|-)dind(?:-|$)/u.test(tag);
}

/** `dockerd`, or flags alone, before which the image puts it. */
function runsEngine(service: Service, words: readonly Word[]): boolean {
  if (words.some((word) => /(?:^|[\s/])dockerd(?:\s|$)/u.test(known(word) ?? ""))) return true;
  const [first] = service.command.items;
  return isEngineImage(service) && service.entrypoint.items.length === 0 && (known(first) ?? "").startsWith("-");
}

function fromEngineFlags(words: readonly Word[]): readonly Written[] {
  if (words.some((word) => /(?:^|\s)--tlsverify(?:=true|\s|$)/u.test(known(word) ?? ""))) return [];
  return endpointsIn(words);
}

/** `socat TCP-LISTEN:2375,fork UNIX-CONNECT:/var/run/docker.sock` passes everything on. */
function fromForwarder(words: readonly Word[]): readonly Written[] {
  if (!words.some((word) => /unix(?:-connect|-client)?:\S*docker\.sock/iu.test(known(word) ?? ""))) return [];
  return words.flatMap((on) => {
    const [, port, options = ""] = /\btcp[46]?-l(?:isten)?:(\d+)(\S*)/iu.exec(known(on) ?? "") ?? [];
    const [, host = ""] = /,bind=([^,\s]+)/iu.exec(options) ?? [];
    return port === undefined ? [] : [{ on, endpoint: { host, port: Number(port) }, by: "forwarder" } as const];
  });
}

/** The endpoints that a service talks to without certificates. */
export function usedEndpoints(service: Service): readonly Written[] {
  const words = [...service.entrypoint.items, ...service.command.items];
  if (usesCertificates(service, words)) return [];
  const variables = service.environment.items.flatMap(({ name, value, item }): readonly Written[] => {
    const endpoint = endpointVariables.has(name.value) && value !== undefined ? parseEndpoint(known(value) ?? "") : undefined;
    return endpoint === undefined ? [] : [{ on: item, endpoint, by: "environment" }];
  });
  const inCommand = runsEngine(service, words) ? [] : endpointsIn(words);
  return [...variables, ...inCommand].filter(({ endpoint }) => endpoint.port !== 2376);
}

const endpointVariables: ReadonlySet<string> = new Set(["DOCKER_HOST", "TRAEFIK_PROVIDERS_DOCKER_ENDPOINT"]);

function usesCertificates({ environment }: Service, words: readonly Word[]): boolean {
  const isSet = environment.items.some(
    ({ name, value }) =>
      ["DOCKER_TLS_VERIFY", "DOCKER_TLS", "DOCKER_CERT_PATH"].includes(name.value) && value !== undefined && known(value) !== "",
  );
  return isSet || words.some((word) => /(?:^|\s)--tls(?:verify)?(?:=true|\s|$)/u.test(known(word) ?? ""));
}

/** What `-H`, `--host` and Traefik's `endpoint` name, in words of their own or within a shell's line. */
function endpointsIn(words: readonly Word[]): readonly Written[] {
  return words.flatMap((on, index) => {
    const before = known(words[index - 1]) ?? "";
    const text = known(on) ?? "";
    const line = before === "-H" || before === "--host" ? `--host=${text}` : text;
    return [...line.matchAll(flags)].flatMap(([, url]): readonly Written[] => {
      const endpoint = parseEndpoint(url ?? "");
      return endpoint === undefined ? [] : [{ on, endpoint, by: "command" }];
    });
  });
}

const flags = /(?:^|\s)(?:-H\s*|--host[=\s]\s*|DOCKER_HOST=|--providers\.(?:docker|swarm)\.endpoint=)['"]?(tcp:\/\/[^\s'",;]*)/giu;

/**
 * Whether what listens there is an engine of a host, or of another machine: an address, the host by one of its names, or a full domain name.
 * Services of the project are judged where they listen; a lone name may be a proxy of another project.
 */
export function leadsToHost({ host }: Endpoint, service: Service, project: ComposeProject): boolean {
  if (isLoopback(host)) return known(service.networkMode) === "host";
  if (host === "" || /proxy/iu.test(host) || isService(host, project)) return false;
  if (hostNames.has(host) || /^[\d.]+$/u.test(host) || host.includes(":")) return true;
  const extras = service.extraHosts.items.map((entry) => known(entry) ?? "");
  return host.includes(".") || extras.some((entry) => entry.startsWith(`${host}=`) || entry.startsWith(`${host}:`));
}

const hostNames: ReadonlySet<string> = new Set([
  "host.docker.internal",
  "gateway.docker.internal",
  "docker.for.mac.localhost",
  "docker.for.win.localhost",
  "host.containers.internal",
]);

function isService(host: string, { services }: ComposeProject): boolean {
  return [...services.values()].some(({ name, containerName }) => host === name.value || host === known(containerName));
}

/** Another service that reaches a port of this one without being its client; "host" when the whole network of the host does. */
export function strangerTo(service: Service, project: ComposeProject): string | undefined {
  if (known(service.networkMode) === "host") return "host";
  const own = networksOf(service, project);
  const others = [...project.services.values()].filter((other) => other !== service && usedEndpoints(other).length === 0);
  return others.find((other) => networksOf(other, project).some((name) => own.includes(name)))?.name.value;
}

/** The networks a service is in, through another service's where it shares that; none where a variable decides. */
function networksOf(service: Service, project: ComposeProject, depth = 0): readonly string[] {
  const mode = known(service.networkMode);
  if (service.networkMode === undefined) {
    const names = service.networks.items.flatMap(({ name }) => known(name) ?? []);
    return service.networks.list === undefined ? ["default"] : names;
  }
  const shared = mode?.startsWith("service:") === true ? project.services.get(mode.slice("service:".length)) : undefined;
  return shared === undefined || depth > project.services.size ? [] : networksOf(shared, project, depth + 1);
}
