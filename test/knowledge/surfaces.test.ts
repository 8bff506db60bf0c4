import assert from "node:assert/strict";
import { test } from "node:test";
import { capability } from "../../server/src/engine/knowledge/capabilities.js";
import { deviceNumbers, deviceRule, deviceRuleOpens } from "../../server/src/engine/knowledge/devices/device-numbers.js";
import { hostDevice, hostDevices } from "../../server/src/engine/knowledge/devices.js";
import { fileVariable, secretKind } from "../../server/src/engine/knowledge/environment.js";
import {
  canonicalHostPath,
  hostPath,
  hostPaths,
  isEngineSocket,
  isHostTakeover,
  socketFolder,
} from "../../server/src/engine/knowledge/host-paths.js";
import { asksForPath, readerNamed } from "../../server/src/engine/knowledge/host-readers.js";
import { sensitivePort, sensitivePorts } from "../../server/src/engine/knowledge/ports.js";
import { commonCapabilitySets, grantsForCommand, grantsForDevice, grantsForSysctl } from "../../server/src/engine/knowledge/privileged.js";

test("the closest path counts, and a name that only begins alike does not", () => {
  assert.ok(hostPaths.length >= 99);
  for (const [path, found] of [
    ["/", "/"],
    ["/etc", "/etc"],
    ["/etc/cron.d/x", "/etc/cron.d"],
    ["/etcetera", undefined],
    ["/var/lib/mysql", undefined],
    ["/var/lib/docker/image", "/var/lib/docker"],
    ["/var/lib/docker/volumes/x/_data", "/var/lib/docker/volumes"],
    ["/usr/sbin/x", "/usr/bin"],
    ["/var/run", "/var/run"],
    ["/run/docker.sock", "/var/run/docker.sock"],
    ["/run/user/1000/docker.sock", "/run/user/*/docker.sock"],
    ["/home/me", "~"],
    ["/home/me/data", undefined],
    ["/home/me/.ssh/id_rsa", "~/.ssh"],
    ["/root/.aws/credentials", "~/.aws"],
    ["~me/.kube/config", "~/.kube"],
    ["~root", "/root"],
    ["C:\\Users\\me\\.docker\\config.json", "~/.docker/config.json"],
    ["/run/desktop/mnt/host/c/Users/me", "~"],
    ["$XDG_RUNTIME_DIR/bus", "/run/user/*"],
    ["~/.nuget/packages", undefined],
    ["/usr/src/app", undefined],
    ["/root/app/data", undefined],
  ] as const) {
    assert.equal(hostPath(path)?.path, found, path);
  }
  assert.ok(isHostTakeover("/etc") && isHostTakeover("/lib/modules/6.1") && !isHostTakeover("/srv"));
});

test("sockets of engines, wherever they are", () => {
  for (const path of [
    "/var/run/docker.sock",
    "/run/docker.sock",
    "/run/containerd/containerd.sock",
    "/run/podman/podman.sock",
    "/run/user/1000/podman/podman.sock",
    "~/.docker/run/docker.sock",
    "//./pipe/docker_engine",
    "/custom/docker.sock",
  ]) {
    assert.ok(isEngineSocket(path), path);
  }
  for (const path of ["/run/mysqld/mysqld.sock", "/var/run", "./docker.sock.d", "/run/docker.socks"])
    assert.ok(!isEngineSocket(path), path);
  assert.equal(canonicalHostPath("/var//run/x/"), "/run/x");
});

test("folders of control sockets", () => {
  for (const [path, holds] of [
    ["/", "every control socket of the host"],
    ["/var/run/", "the sockets of Docker, containerd and systemd"],
    ["/run/user/1000/podman", "Podman's socket"],
    ["/var", undefined],
    ["/run/user/1000", undefined],
    ["/run/myapp", undefined],
    ["./run", undefined],
  ] as const) {
    assert.equal(socketFolder(path)?.holds, holds, path);
  }
});

test("images that look after the host, by their paths and modes", () => {
  for (const [image, path, writable, expected] of [
    ["prom/node-exporter:v1.9.1", "/", false, true],
    ["prom/node-exporter:v1.9.1", "/", true, false],
    ["mirror.example/prom/node-exporter", "/sys/class", false, true],
    ["prom/node-exporter", "/system", false, false],
    ["prom/node-exporter", "/home", false, false],
    ["someone/node-exporter", "/", false, false],
    ["certbot/dns-cloudflare", "/etc/letsencrypt", true, true],
    ["nginx", "/etc/letsencrypt", true, false],
    ["google/cadvisor", "/run", false, true],
  ] as const) {
    assert.equal(asksForPath(image, path, writable), expected, `${image} ${path}`);
  }
  assert.equal(readerNamed("Node_Exporter"), "prom/node-exporter");
  for (const name of ["web", "agent", "*"]) assert.equal(readerNamed(name), undefined, name);
});

test("what a path lets somebody do is said where a rule may say it", () => {
  const notable = new Set(["medium", "high", "critical"]);
  for (const { path, category, writable, readOnly, writing, reading } of hostPaths) {
    if (category === "engine-socket") continue;
    assert.ok(!notable.has(writable) || writing !== undefined, `${path}, writable`);
    assert.ok(!notable.has(readOnly) || reading !== undefined, `${path}, read-only`);
    for (const phrase of [writing, reading]) assert.match(phrase ?? "read", /^[a-z][^.]{3,48}$/u, path);
  }
});

test("ports by number and image", () => {
  assert.ok(sensitivePorts.length > 80);
  for (const [port, image, service] of [
    [5432, undefined, "PostgreSQL"],
    [5432, "example/app", "PostgreSQL"],
    [8123, "ghcr.io/home-assistant/home-assistant", undefined],
    [8123, "clickhouse/clickhouse-server:25", "ClickHouse HTTP"],
    [9000, "portainer/portainer-ce", "Portainer"],
    [9000, "minio/minio:latest", "MinIO"],
    [9000, "example/app", undefined],
    [80, "nginx", undefined],
  ] as const) {
    assert.equal(sensitivePort(port, "tcp", image)?.service, service, `${port} ${image}`);
  }
  assert.equal(sensitivePort(5432, "udp", undefined), undefined);
});

const secrets: readonly (readonly [name: string, value: string, kind: string | undefined])[] = [
  ["POSTGRES_PASSWORD", "changeme", "password"],
  ["DB_PASS", "x", "password"],
  ["MYSQL_PWD", "root", "password"],
  ["ADMIN_PASSWORD", "12345", "password"],
  ["JWT_SECRET", "abc", "secret"],
  ["SECRET_KEY_BASE", "abc", "secret"],
  ["TUNNEL_TOKEN", "abc", "token"],
  ["OPENAI_API_KEY", "abc", "key"],
  ["AWS_SECRET_ACCESS_KEY", "minioadmin", "secret"],
  ["REGISTRY_CREDENTIALS", "a:b", "credential"],
  ["spring.datasource.password", "abc", "password"],
  ["Auth__ApiKey", "abc", "key"],
  ["dbPassword", "abc", "password"],
  ["FTLCONF_webserver_api_password", "abc", "password"],
  ["PASSWORD_FILE", "/run/secrets/x", undefined],
  ["PGPASSWORD", "abc", "password"],
  ["--db-root-password", "abc", "password"],
  ["AWS_SECRET_ACCESS_KEY", "test", undefined],
  ["PASSWORD", "$$2a$14$x", "password"],
  ["PASSWORD", "{bcrypt}$2a$10$x", undefined],
  ["PASSWORD", "$OTHER", undefined],
  ["PASSWORD", "", undefined],
  ["PASSWORD", '""', undefined],
  ["password_encryption", "scram-sha-256", undefined],
  ["API_KEY", "arn:aws:secretsmanager:eu-west-1:1:secret:x", undefined],
  ["PASSWORD", "/run/secrets/x", undefined],
  ["USE_PASSWORD", "true", undefined],
  ["PASSWORD_RESET", "yes", undefined],
  ["TOKEN_TTL", "3600", undefined],
  ["TOKEN_REFRESH", "300", undefined],
  ["SECRET_NAME", "db", undefined],
  ["PASSWORD_POLICY", "strict", undefined],
  ["PUBLIC_KEY", "abc", undefined],
  ["VITE_API_KEY", "abc", undefined],
  ["SITE_KEY", "abc", undefined],
  ["PASSPORT", "x", undefined],
  ["PROXY_PASS", "http://x", undefined],
  ["MAX_TOKENS", "4096", undefined],
  ["AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", undefined],
  ["API_KEY", "op://vault/item", undefined],
  ["API_KEY", "{{ api_key }}", undefined],
  ["API_KEY", "xxxx", undefined],
  ["ADMIN_PASSWORD_HASH", "$2a$14$x", undefined],
  ["GF_SECURITY_ADMIN_USER", "admin", undefined],
  ["NODE_ENV", "production", undefined],
];

test("secrets by name and by form, and the names that only look like one", () => {
  for (const [name, value, kind] of secrets) assert.equal(secretKind(name, value), kind, `${name}=${value}`);
});

test("variables that images read from files", () => {
  for (const [image, name, file] of [
    ["postgres:17", "POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"],
    ["mirror.example/library/mysql", "MYSQL_ROOT_PASSWORD", "MYSQL_ROOT_PASSWORD_FILE"],
    ["grafana/grafana", "GF_SECURITY_ADMIN_PASSWORD", "GF_SECURITY_ADMIN_PASSWORD__FILE"],
    ["lscr.io/linuxserver/sonarr", "API_KEY", "FILE__API_KEY"],
    ["rabbitmq:4", "RABBITMQ_DEFAULT_PASS", undefined],
    ["example/app", "DB_PASSWORD", undefined],
    ["postgres", "OTHER_PASSWORD", undefined],
  ] as const) {
    assert.equal(fileVariable(image, name)?.name, file, `${image} ${name}`);
  }
});

test("evidence for grants", () => {
  assert.deepEqual(grantsForDevice("/dev/net/tun")?.capAdd, ["NET_ADMIN"]);
  assert.deepEqual(grantsForDevice("/dev/ttyUSB0")?.capAdd, []);
  assert.equal(grantsForDevice("/dev/strange"), undefined);
  assert.deepEqual(grantsForCommand(["sh", "-c", "/sbin/iptables -L && ping x"])?.capAdd, ["NET_ADMIN"]);
  assert.equal(grantsForCommand(["node", "ip.js"]), undefined);
  assert.deepEqual(grantsForSysctl("net.ipv4.ip_forward")?.capAdd, ["NET_ADMIN"]);
  assert.equal(grantsForSysctl("net.core.somaxconn"), undefined);
  for (const { capAdd } of commonCapabilitySets) for (const name of capAdd) assert.ok(capability(name), name);
});

test("devices that take over the host say what they open, and every one says where that is written", () => {
  for (const { device, severity, opens, lets, needs, source } of hostDevices) {
    assert.equal(opens !== undefined, severity === "critical", device);
    assert.equal(lets !== undefined, severity === "high" || severity === "medium", device);
    assert.ok(needs === undefined || capability(needs) !== undefined, device);
    assert.match(source ?? "", /^https:\/\//u, device);
  }
});

test("rules for devices by number", () => {
  for (const [text, opens] of [
    ["a *:* rwm", "all"],
    ["a 1:3 r", "all"],
    ["b *:* rw", "disks"],
    ["b 8:16 rw", "disks"],
    ["b 7:* rw", undefined],
    ["b 11:0 r", undefined],
    ["c *:* rwm", "characters"],
    ["c 21:0 rw", "disks"],
    ["c 90:0 rw", "disks"],
    ["c 1:1 rw", "memory"],
    ["c 1:3 rwm", undefined],
    ["c 13:* r", "input"],
    ["c 189:* rmw", undefined],
    ["c 189:*", undefined],
    ["d *:* rwm", undefined],
    ["", undefined],
  ] as const) {
    const rule = deviceRule(text);
    assert.equal(rule === undefined ? undefined : deviceRuleOpens(rule), opens, text);
  }
  assert.deepEqual(deviceRule("c 226:128 rw"), { type: "c", major: 226, minor: 128, access: "rw" });
  assert.equal(deviceNumbers("/dev/bus/usb/001"), "c 189:*");
  assert.equal(deviceNumbers("/dev/sda"), undefined);
});

test("devices by their own name and by their family", () => {
  assert.ok(hostDevices.length > 40);
  for (const [path, found] of [
    ["/dev/ttyUSB3", "/dev/ttyUSB*"],
    ["/dev/sda1", "/dev/sd*"],
    ["/dev/dri/renderD128", "/dev/dri"],
    ["/dev", "/dev"],
    ["/dev/sdaa12", "/dev/sd*"],
    ["/dev/xvda", "/dev/sd*"],
    ["/dev/nvme0", "/dev/nvme#*"],
    ["/dev/nvme-fabrics", undefined],
    ["/dev/mapper/vg0-root", "/dev/mapper/*"],
    ["/dev/mapper/control", "/dev/btrfs-control"],
    ["/dev/disk/by-id/usb-x-part1", "/dev/disk"],
    ["/dev/st0", "/dev/st#*"],
    ["/dev/stdin", undefined],
    ["/dev/tty", undefined],
    ["/dev/tty7", "/dev/tty#"],
    ["/dev/ttyS1", "/dev/ttyS*"],
    ["/dev/bus/usb", "/dev/bus/usb"],
    ["/dev/bus/usb/001/004", "/dev/bus/usb/#/#"],
    ["/dev/vfio/12", "/dev/vfio/*"],
    ["/dev/vfio/noiommu-0", "/dev/vfio/noiommu-#"],
    ["/dev/vcsm-cma", "/dev/vchiq"],
    ["/dev/unheard-of", undefined],
  ] as const) {
    assert.equal(hostDevice(path)?.device, found, path);
  }
});
