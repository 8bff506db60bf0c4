/** What programs read and never write: names of files, and folders of well-known images. */

/** Kinds of files that hold settings, certificates or scripts, by their ending. */
const endings: ReadonlySet<string> = new Set([
  ...["conf", "cnf", "cfg", "ini", "toml", "yml", "yaml", "xml", "properties", "hcl", "rules"],
  ...["tmpl", "tpl", "template", "j2"],
  ...["crt", "cer", "pem", "key"],
  ...["sh", "sql"],
]);

const names: ReadonlySet<string> = new Set(["Caddyfile", "Corefile", "crontab", ".htpasswd", "htpasswd"]);

/** Files with such an ending that their programs do write: lock files, state, and settings that a web page edits. */
const written: ReadonlySet<string> = new Set([
  "pnpm-lock.yaml",
  "app.ini",
  "users_database.yml",
  "configuration.yaml",
  "automations.yaml",
  "scripts.yaml",
  "scenes.yaml",
  "AdGuardHome.yaml",
]);

/** Folders that images only read; what they write stands elsewhere. Each is named as its image documents it. */
const folders: readonly string[] = [
  "/docker-entrypoint-initdb.d",
  "/docker-entrypoint.d",
  "/etc/nginx",
  "/etc/apache2",
  "/usr/local/apache2/conf",
  "/etc/caddy",
  "/etc/envoy",
  "/etc/haproxy",
  "/usr/local/etc/haproxy",
  "/etc/traefik/dynamic",
  "/etc/coredns",
  "/etc/prometheus",
  "/etc/alertmanager",
  "/etc/grafana/provisioning",
  "/etc/loki",
  "/etc/promtail",
  "/etc/tempo",
  "/etc/otelcol",
  "/etc/otelcol-contrib",
  "/etc/vector",
  "/fluentd/etc",
  "/fluent-bit/etc",
  "/usr/share/logstash/pipeline",
  "/usr/share/logstash/config",
  "/etc/mysql/conf.d",
  "/etc/mysql/mariadb.conf.d",
  "/etc/postgresql",
  "/etc/clickhouse-server/config.d",
  "/etc/clickhouse-server/users.d",
  "/usr/local/etc/php/conf.d",
  "/etc/supervisor/conf.d",
  "/etc/supervisord.d",
  "/etc/rsyslog.d",
  "/etc/logrotate.d",
  "/etc/temporal/config",
  "/etc/config/kratos",
];

/** Whether a path in a container is a file of settings or a script, or a folder of them, that its program only reads. */
export function isConfigPath(target: string): boolean {
  const path = target.replace(/\/+$/u, "");
  if (folders.some((folder) => path === folder || path.startsWith(`${folder}/`))) return true;
  const name = path.split("/").at(-1) ?? "";
  if (written.has(name)) return false;
  const ending = /\.(?<ending>[a-z\d]+)$/u.exec(name)?.groups?.["ending"];
  // Programs keep data as JSON, too: only what stands below /etc is settings for sure.
  if (ending === "json") return path.startsWith("/etc/");
  return names.has(name) || (ending !== undefined && endings.has(ending));
}
