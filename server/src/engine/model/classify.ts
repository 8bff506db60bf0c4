import type { MapNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import type { FileKind } from "./project.js";

/**
 * What a file is by its content. "compose" needs services or an include and nothing that speaks for another tool; half-typed files count
 * as what they are becoming. "fragment" is a piece of a project: no services, or none with an image or a build.
 */
export function classify(file: SyntaxFile): FileKind {
  const roots = rootsOf(file);
  if (roots.length === 0 || roots.length < file.documents.filter(({ root }) => root !== undefined).length) return "other";
  // A document of names and extensions alone is whatever the others are.
  const kinds = roots.flatMap((root) => classifyRoot(root) ?? []);
  if (kinds.length === 0 || kinds.includes("other")) return "other";
  return kinds.includes("compose") ? "compose" : "fragment";
}

/** Whether this is the format of docker-compose 1, without `services`, which Compose refuses today. */
export function isVersionOne(file: SyntaxFile): boolean {
  const [root] = rootsOf(file);
  if (root === undefined || root.entries.length === 0 || entry(root, "services") !== undefined) return false;
  return root.entries.every(({ value }) => {
    const service = mapBehind(value);
    if (service === undefined || entry(service, "script") !== undefined) return false;
    return isScalar(entry(service, "image")?.value) || isScalar(entry(service, "build")?.value);
  });
}

const topLevel: ReadonlySet<string> = new Set([
  "name",
  "version",
  "services",
  "include",
  "volumes",
  "networks",
  "secrets",
  "configs",
  "models",
]);
/** Top-level keys of those that say nothing about what the file is. */
const neutral: ReadonlySet<string> = new Set(["name", "version"]);
/** Top-level keys of tools whose files may also have `services`. */
const foreign: ReadonlySet<string> = new Set(
  "apiVersion kind jobs on stages pipelines definitions openapi swagger parameters imports hosts tasks when@dev when@test when@prod".split(
    " ",
  ),
);

/** What one document is; absent when it has nothing but what any document may have. */
function classifyRoot(root: MapNode): FileKind | undefined {
  const keys = root.entries.filter(({ merge }) => !merge).map(({ key }) => key.text);
  if (keys.some((key) => foreign.has(key))) return "other";
  const isOurs = keys.every((key) => topLevel.has(key) || key.startsWith("x-"));
  const services = entry(root, "services");
  if (services !== undefined) return classifyServices(services.value, isOurs);
  if (!isOurs) return "other";
  if (!keys.some((key) => topLevel.has(key) && !neutral.has(key))) return undefined;
  if (keys.includes("include")) return "compose";
  const areMappings = root.entries.every(({ key, value }) => neutral.has(key.text) || key.text.startsWith("x-") || isMapOrNothing(value));
  return areMappings ? "fragment" : "other";
}

function classifyServices(value: YamlNode | undefined, isOurs: boolean): FileKind {
  if (isNothing(value)) return isOurs ? "compose" : "other";
  const services = mapBehind(value);
  if (services === undefined) return isScalar(value) && isOurs ? "compose" : "other";
  const entries = services.entries.filter(({ merge }) => !merge);
  if (entries.some(({ key }) => key.text === "_defaults" || key.text.includes("\\"))) return "other";
  const bodies = entries.map((one) => mapBehind(one.value)).filter((body) => body !== undefined && body.entries.length > 0);
  const known = bodies.filter((body) => body?.entries.some(({ key, merge }) => merge || isServiceKey(key.text)));
  if (known.length === 0) return isOurs && bodies.length === 0 ? "compose" : "other";
  return bodies.some((body) => body !== undefined && isWhole(body)) ? "compose" : "fragment";
}

/** Whether the service can run: what it extends or merges may bring the image. */
function isWhole(body: MapNode): boolean {
  return body.entries.some(({ key, merge }) => merge || ["image", "build", "provider", "extends"].includes(key.text));
}

/** Every key of a service, the beginnings of one while it is typed, and extensions. */
function isServiceKey(key: string): boolean {
  return key.startsWith("x-") || serviceKeys.some((known) => known.startsWith(key));
}

const serviceKeys: readonly string[] = `
  annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count cpu_percent
  cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy develop
  device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends external_links
  extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links logging mac_address mem_limit
  mem_reservation mem_swappiness memswap_limit models network_mode networks oom_kill_disable oom_score_adj pid pids_limit platform
  ports post_start pre_start pre_stop privileged profiles provider pull_policy read_only restart runtime scale secrets security_opt
  shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts
  volumes volumes_from working_dir
`
  .trim()
  .split(/\s+/u);

function rootsOf(file: SyntaxFile): readonly MapNode[] {
  return file.documents.flatMap(({ root }) => (root?.kind === "map" ? [root] : []));
}

function entry(map: MapNode, name: string) {
  return map.entries.find(({ key, merge }) => !merge && key.text === name);
}

function mapBehind(node: YamlNode | undefined): MapNode | undefined {
  const target = node?.kind === "alias" ? node.target : node;
  return target?.kind === "map" ? target : undefined;
}

function isScalar(node: YamlNode | undefined): boolean {
  return node?.kind === "scalar";
}

function isNothing(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.value === null);
}

function isMapOrNothing(node: YamlNode | undefined): boolean {
  return isNothing(node) || mapBehind(node) !== undefined;
}
