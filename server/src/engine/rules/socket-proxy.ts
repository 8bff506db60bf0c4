import type { Operation } from "../edit/change.js";
import { parseImageReference } from "../knowledge/images.js";
import type { Body, ComposeProject, Service } from "../model/project.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Fix, RuleContext } from "./rule.js";

/** Whether the image is one whose purpose is to filter the engine's API. */
export function isSocketProxy({ image }: Service): boolean {
  const reference = image === undefined ? undefined : known(image);
  if (reference === undefined) return false;
  return /(?:^|\/)(?:docker-)?socket-?proxy$/u.test(parseImageReference(reference).repository);
}

const proxyName = "docker-socket-proxy";
const proxyNetwork = "docker-socket";

/** A proxy that lets lists and events pass and no writing request, wired to this service alone in the place of what gave it the socket. */
export function proxyFix(
  service: Service,
  socket: Sourced<unknown>,
  { edit, project }: RuleContext & { readonly project: ComposeProject },
): Fix {
  const title = t("Put a socket proxy in front");
  const caveat = [
    t("The proxy lets the program list and watch containers, images, networks and volumes, and change nothing."),
    t`Give it more in the environment of ${proxyName} when its log shows status 403.`,
  ].join(" ");
  const services = project.sections.get("services");
  const networks = joinNetwork(service);
  const address = isTraefik(service) ? traefikAddress(project, service) : { operation: hostVariable(service) };
  const refused =
    project.body === undefined
      ? t("The file has no mapping to put the proxy into.")
      : (refusal(service, project, networks) ?? ("refused" in address ? address.refused : undefined));
  if (refused !== undefined || project.body === undefined || networks === undefined || "refused" in address) {
    return { title, class: "check", caveat, change: { refused: refused ?? t("The service's networks cannot be changed here.") } };
  }
  const topNetworks = project.sections.get("networks");
  const network: Operation =
    topNetworks === undefined
      ? { op: "set", into: project.body, key: "networks", value: { [proxyNetwork]: { internal: true } } }
      : { op: "set", into: topNetworks, key: proxyNetwork, value: { internal: true } };
  const proxy: Operation =
    services === undefined
      ? { op: "set", into: project.body, key: "services", value: { [proxyName]: proxyService } }
      : { op: "set", into: services, key: proxyName, value: proxyService };
  const change = edit.change({ op: "remove", target: socket }, address.operation, ...networks, proxy, network);
  return { title, class: "check", caveat, change };
}

/** Reading requests only; what is not named the image leaves off. */
const proxyService = {
  image: "tecnativa/docker-socket-proxy:0.3.0",
  read_only: true,
  tmpfs: ["/run", "/tmp"],
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
  environment: { CONTAINERS: 1, IMAGES: 1, NETWORKS: 1, VOLUMES: 1, INFO: 1, POST: 0 },
  volumes: ["/var/run/docker.sock:/var/run/docker.sock:ro"],
  networks: [proxyNetwork],
};

function refusal(service: Service, project: ComposeProject, networks: readonly Operation[] | undefined): string | undefined {
  if (project.services.has(proxyName)) return t`There is a service ${proxyName} already: give this one its DOCKER_HOST.`;
  if (networks === undefined)
    return t`With network_mode "${(service.networkMode && known(service.networkMode)) ?? ""}" the service cannot join the proxy's network.`;
  if (service.environment.items.some(({ name }) => name.value === "DOCKER_HOST")) return t("DOCKER_HOST is set already.");
  return undefined;
}

const proxyAddress = `tcp://${proxyName}:2375`;

function isTraefik({ image }: Service): boolean {
  return parseImageReference(known(image) ?? "").repository === "traefik";
}

/**
 * Traefik does not read DOCKER_HOST. It takes the address from its command, else from a variable of its own, else from a file; where it has one of
 * them it looks at no other. Source: doc.traefik.io, static configuration; traefik, pkg/provider/docker/shared.go.
 */
function traefikAddress(
  project: ComposeProject,
  { command, environment, body }: Service,
): { readonly operation: Operation } | { readonly refused: string } {
  const words = command.items.map((word) => known(word) ?? "");
  const names = environment.items.map(({ name }) => name.value);
  const isSet = [...words, ...names].some((word) => /providers[._](?:docker|swarm)[._]endpoint/iu.test(word));
  if (isSet) return { refused: t("Traefik's address of the engine is set already.") };
  if (words.length > 0) {
    const flag = `--providers.docker.endpoint=${proxyAddress}`;
    if (command.list === undefined) return { refused: t`Traefik takes the address from its command: add ${flag} there.` };
    return {
      operation: isSequence(project, command.list)
        ? { op: "append", into: body, key: "command", items: [flag] }
        : { op: "splice", target: command.list, part: "end", text: ` ${flag}` },
    };
  }
  if (!names.some((name) => name.startsWith("TRAEFIK_"))) {
    return { refused: t("Traefik takes the address from its configuration file: set endpoint under providers.docker there.") };
  }
  return { operation: environmentVariable({ environment, body }, "TRAEFIK_PROVIDERS_DOCKER_ENDPOINT") };
}

/** Whether a command is written as a list rather than as one text. */
function isSequence({ files }: ComposeProject, { at }: Sourced<unknown>): boolean {
  const text = files.find(({ uri }) => uri === at.file)?.text ?? "";
  return /^(?:\[|-\s)/u.test(text.slice(at.start, at.start + 2));
}

function hostVariable(service: Service): Operation {
  return environmentVariable(service, "DOCKER_HOST");
}

function environmentVariable(service: Pick<Service, "environment" | "body">, name: string): Operation {
  const isList = service.environment.items.some(({ form }) => form === "list");
  const { list } = service.environment;
  if (isList) return { op: "append", into: service.body, key: "environment", items: [`${name}=${proxyAddress}`] };
  if (list === undefined) return { op: "set", into: service.body, key: "environment", value: { [name]: proxyAddress } };
  return { op: "set", into: bodyOf(list), key: name, value: proxyAddress };
}

/** Joins the proxy's network and keeps the ones that the service is in; absent where it has none of its own. */
function joinNetwork(service: Service): readonly Operation[] | undefined {
  if (service.networkMode !== undefined) return undefined;
  const { list, items } = service.networks;
  if (list === undefined) return [{ op: "set", into: service.body, key: "networks", value: ["default", proxyNetwork] }];
  const isMapping = items.some(({ name, item }) => name.key !== undefined && item.key !== undefined);
  if (isMapping) return [{ op: "set", into: bodyOf(list), key: proxyNetwork, value: null }];
  return [{ op: "append", into: service.body, key: "networks", items: [proxyNetwork] }];
}

function bodyOf(list: NonNullable<Service["networks"]["list"]>): Body {
  return { ...list, value: "mapping" };
}
