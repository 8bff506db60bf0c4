import assert from "node:assert/strict";
import { test } from "node:test";
import { findings } from "./check.js";
import { checkSample, sampleOf } from "./sample.js";

// What checkers of compose files are known to claim wrongly, a row each: the rule, or the rules of one thing, must have nothing to say.

interface Row {
  readonly name: string;
  /** Beginnings of the ids of the rules that must be silent. */
  readonly silent: readonly string[];
  /** Lines of one service with an image that nobody knows; or a whole file, if it starts with `services:`. */
  readonly text: string;
  readonly env?: string;
}

const rows: readonly Row[] = [
  // Settings that change nothing.
  { name: "a host's uts namespace", silent: ["network", "host-pid"], text: "uts: host" },
  { name: "a sysctl of the container's own network", silent: ["sysctl"], text: "sysctls: {net.core.somaxconn: 1024}" },
  { name: "a process limit that is left to the engine", silent: ["pids"], text: "restart: always" },
  // Hardening is not punished.
  ...["DAC_OVERRIDE", "CHOWN", "NET_RAW", "SETUID", "NET_BIND_SERVICE", "SYS_CHROOT", "MKNOD", "AUDIT_WRITE"].map((name) => ({
    name: `${name} added back after ALL is dropped`,
    silent: ["cap-add", "cap-redundant"],
    text: `cap_drop: [ALL]\n    cap_add: [${name}]`,
  })),
  { name: "capabilities in other spellings", silent: ["cap-unknown"], text: "cap_drop: [all]\n    cap_add: [cap_net_bind_service, Chown]" },
  // Variables.
  { name: "privileged by a variable without a default", silent: ["privileged"], text: "privileged: ${P}" },
  { name: "privileged by a default that is false", silent: ["privileged"], text: "privileged: ${P:-false}" },
  { name: "a port's address by a default", silent: ["port"], text: 'ports: ["${BIND:-127.0.0.1}:5432:5432"]' },
  { name: "a nested default", silent: ["port"], text: 'ports: ["${A:-${B:-127.0.0.1}}:5432:5432"]' },
  {
    name: "a required variable as a password",
    silent: ["secret", "default", "credential"],
    text: "environment: {DB_PASSWORD: '${P:?set P}'}",
  },
  {
    name: "a password behind two dollars",
    silent: ["secret-in-env", "credential"],
    text: "environment: {DB_PASSWORD: $$PASSWORD_FROM_ENTRYPOINT}",
  },
  {
    name: "a password that .env gives",
    silent: ["secret", "default", "credential"],
    text: "environment: {DB_PASSWORD: '${DB_PASSWORD}'}",
    env: "DB_PASSWORD=8sDk2mPq77Zx\n",
  },
  // The engine's socket, and paths that look like it.
  ...["/tmp/fake:/var/run/docker.sock", "/run/myapp:/x", "/run/user/1000:/x", "sock:/var/run/docker.sock", "/running-x:/x"].map(
    (mount) => ({
      name: `the mount ${mount}`,
      silent: ["docker-socket", "socket-parent", "host-root"],
      text: `volumes: ["${mount}"]`,
    }),
  ),
  // Host paths.
  ...[
    "/usr/src/app/node_modules",
    "./data:/data",
    "../shared:/shared:ro",
    "/var/lib/mysql:/var/lib/mysql",
    "/etc/localtime:/etc/localtime:ro",
    "/etc/timezone:/etc/timezone:ro",
    "/home/app/data:/data",
    "/srv/media:/media",
    "/opt/app/conf:/conf:ro",
    "/mnt/disk1/photos:/photos",
    "/etcetera:/x",
    "/etc/ssl/certs:/etc/ssl/certs:ro",
    "data:/etc",
    "data:/var/run",
  ].map((mount) => ({
    name: `the mount ${mount}`,
    silent: ["host-", "mount-", "docker-socket", "socket-"],
    text: `volumes: ["${mount}"]`,
  })),
  ...["/dev/null:/dev/null", "/dev/zero:/x", "/dev/urandom:/y"].map((mount) => ({
    name: `the device ${mount}`,
    silent: ["host-"],
    text: `volumes: ["${mount}"]`,
  })),
  {
    name: "what exporters of host metrics mount",
    silent: ["host-root-writable", "host-credentials"],
    text: "services:\n  a:\n    image: prom/node-exporter:v1.8.2\n    volumes: ['/proc:/host/proc:ro', '/sys:/host/sys:ro', '/:/rootfs:ro']",
  },
  // Users.
  { name: "no user", silent: ["explicit-root", "user-not-set"], text: "restart: always" },
  { name: "a user that is no root", silent: ["explicit-root"], text: 'user: "1000:0"' },
  // Ports.
  ...["127.0.0.1:5432:5432", "127.0.0.1::5432", "[::1]:5432:5432", "192.0.2.7:8080:80"].map((port) => ({
    name: `the port ${port}`,
    silent: ["port-all", "port-datastore"],
    text: `ports: ["${port}"]`,
  })),
  { name: "ports that are only exposed", silent: ["port"], text: 'expose: ["5432", "2375"]' },
  { name: "a long port at loopback", silent: ["port"], text: "ports: [{target: 5432, published: '5432', host_ip: 127.0.0.1}]" },
  {
    name: "the web ports of a proxy, by TCP and UDP",
    silent: ["port"],
    text: 'services:\n  a:\n    image: caddy:2.8\n    ports: ["80:80", "443:443", "443:443/udp"]',
  },
  // Networks.
  {
    name: "two services on Compose's own network",
    silent: ["flat-network", "net-raw"],
    text: "services:\n  a:\n    image: example/a:1\n  b:\n    image: example/b:1",
  },
  // Secrets.
  ...[
    "POSTGRES_PASSWORD_FILE: /run/secrets/p",
    'MYSQL_RANDOM_ROOT_PASSWORD: "yes"',
    'TOKEN_TTL: "30"',
    'MAX_TOKENS: "4096"',
    'PASSWORD_MIN_LENGTH: "12"',
    'PASSPORT: "yes"',
    "GPG_KEY: E3FF2839C048B25C084DEBE9B26995E310250568",
    "RECAPTCHA_SITE_KEY: 6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI",
    "STRIPE_PUBLISHABLE_KEY: pk_test_TYooMQauvdEDq54NiTphI7jx",
    "SECRET_NAME: my-app",
    'ENABLE_PASSWORD: "true"',
    'DB_PASSWORD: ""',
    "DATABASE_URL: postgres://db:5432/app",
    "CALLBACK_URL: https://example.com/cb?x=1",
    "CACHE_KEY: users",
    'PASSWORD_HASHERS: "argon2"',
  ].map((line) => ({ name: line, silent: ["secret", "default-credential"], text: `environment: {${line}}` })),
  { name: "an env file", silent: ["secret", "credential"], text: "env_file: [app.env]" },
  // Limits.
  { name: "a CPU quota as a limit", silent: ["cpu-limit"], text: "cpu_quota: 50000" },
  { name: "a deploy limit of memory", silent: ["memory-limit"], text: "deploy: {resources: {limits: {memory: 1g}}}" },
  // Images.
  { name: "a registry's port", silent: ["image-tag"], text: "services:\n  a:\n    image: registry.example:5000/app:1.2.3" },
  {
    name: "a digest without a tag",
    silent: ["image-tag", "image-no-digest"],
    text: `services:\n  a:\n    image: example/a@sha256:${"0123456789abcdef".repeat(4)}`,
  },
  { name: "the name of what is built here", silent: ["image"], text: "services:\n  a:\n    build: .\n    image: app" },
  // Security options.
  ...["no-new-privileges", "no-new-privileges:true", "no-new-privileges=true"].map((option) => ({
    name: `the option ${option}`,
    silent: ["no-new-privileges"],
    text: `security_opt: ["${option}"]`,
  })),
  { name: "a profile of one's own", silent: ["seccomp", "apparmor"], text: "security_opt: ['seccomp:./profile.json', 'apparmor=mine']" },
];

for (const { name, silent, text, env } of rows) {
  test(`nothing is said of ${name}`, () => {
    const whole = text.startsWith("services:") ? text : `services:\n  a:\n    image: example/a:1\n    ${text}`;
    const found = env === undefined ? findings(`${whole}\n`) : checkSample(sampleOf(`${whole}\n`, env), "recommended").findings;
    assert.deepEqual(
      found.filter(({ rule }) => silent.some((start) => rule.startsWith(start))).map(({ rule, message }) => `${rule}: ${message}`),
      [],
    );
  });
}
