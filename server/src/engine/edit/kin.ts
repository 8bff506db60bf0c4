/** Keys that belong together, in the order people mostly write them: a new key goes behind the nearest one before it. */
const order: readonly string[] = [
  "image",
  "build",
  "container_name",
  "platform",
  "user",
  "userns_mode",
  "privileged",
  "cap_drop",
  "cap_add",
  "security_opt",
  "read_only",
  "tmpfs",
  "devices",
  "group_add",
  "network_mode",
  "pid",
  "ipc",
];

/** Keys that are better neighbours than the order says. */
const nearest: Readonly<Record<string, readonly string[]>> = {
  cap_drop: ["cap_add", "privileged", "security_opt"],
  cap_add: ["cap_drop", "privileged", "security_opt"],
  security_opt: ["cap_add", "cap_drop", "privileged"],
  devices: ["cap_add", "cap_drop", "privileged"],
  user: ["image", "build"],
  secrets: ["environment", "env_file", "configs"],
  environment: ["env_file", "image"],
  networks: ["ports", "expose"],
  ports: ["expose", "network_mode"],
};

/** The key behind which a new one belongs; absent when nothing there is akin to it, so that it goes to the end. */
export function kinOf(key: string, present: readonly string[]): string | undefined {
  const near = nearest[key]?.find((name) => present.includes(name));
  if (near !== undefined) return near;
  const place = order.indexOf(key);
  if (place < 0) return undefined;
  return order.slice(0, place).findLast((name) => present.includes(name));
}
