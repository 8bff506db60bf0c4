import { isImageOf } from "../images.js";

/**
 * Variables with which an image does not start when they are empty, so that nothing is open then. An existing data directory keeps its password.
 * Sources: the start scripts of docker-library/postgres, mysql and mariadb; the pages of dpage/pgadmin4, Microsoft's SQL Server, ArangoDB and traefik-forward-auth.
 */
const refusing: readonly { readonly repositories: readonly string[]; readonly variable: RegExp }[] = [
  {
    repositories: ["postgres", "postgis/postgis", "timescale/timescaledb", "pgvector/pgvector"],
    variable: /^POSTGRES_PASSWORD$/u,
  },
  { repositories: ["mysql", "percona", "percona/percona-server", "mariadb"], variable: /^(?:MYSQL|MARIADB)_(?:ROOT_)?PASSWORD$/u },
  { repositories: ["dpage/pgadmin4"], variable: /^PGADMIN_DEFAULT_PASSWORD$/u },
  { repositories: ["mcr.microsoft.com/mssql/server"], variable: /^(?:MSSQL_)?SA_PASSWORD$/u },
  // It logs in elsewhere with it.
  { repositories: ["phpmyadmin", "phpmyadmin/phpmyadmin"], variable: /^(?:MYSQL|PMA)_\w*PASSWORD$/u },
  { repositories: ["arangodb", "arangodb/arangodb"], variable: /^ARANGO_ROOT_PASSWORD$/u },
  { repositories: ["thomseddon/traefik-forward-auth", "ghcr.io/thomseddon/traefik-forward-auth"], variable: /^SECRET$/u },
  { repositories: ["opensearchproject/opensearch"], variable: /^OPENSEARCH_INITIAL_ADMIN_PASSWORD$/u },
];

/** Whether an image refuses to start with this variable empty. One that is built here is taken for what the variable's name says. */
export function refusesEmpty(image: string | undefined, variable: string): boolean {
  return refusing.some((one) => one.variable.test(variable) && (image === undefined || isImageOf(image, one.repositories)));
}

/**
 * Whether a variable of a container guards this container: the password of its administrator or page, or the key with which it signs
 * sessions. Passwords with which it logs in elsewhere do not, nor do keys for other people's services: when they are empty, it is the
 * program that is not let in. `kind` is what the name says it holds.
 */
export function guardsItself(variable: string, kind: string): boolean {
  const name = variable.toUpperCase();
  if (/API_?KEY|ACCESS_?KEY|CLIENT_SECRET|^AWS_|S3_|SMTP|MAIL|PROXY|OAUTH|OIDC|CAPTCHA|HOOK|SQS_|VPN|TELEGRAM|_BOT_/u.test(name))
    return false;
  if (kind === "password") return ownPassword.test(name);
  return kind === "secret" || /(?:MASTER|ENCRYPTION|SIGNING|APP|SESSION)_KEY$|KEY_BASE$/u.test(name);
}

const ownPassword =
  /^(?:HASHED_)?(?:PASSWORD|PASSWD|PASS)$|(?:^|_)(?:ADMIN|ROOT|SUPERUSER|VNC|WEB|UI|GUI|RPC|LOGIN|BASIC_?AUTH|HTTP|DASHBOARD|PANEL)_?(?:USER_)?(?:PASSWORD|PASSWD|PASS|PWD)$/u;
