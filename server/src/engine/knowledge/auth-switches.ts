/** A setting with which a program asks nobody who they are. */
export interface AuthSwitch {
  /** Where it is written. */
  readonly at: VariableSetting | WordSetting;
  /** Repositories that it means something for; absent where its name alone tells. `*` at the end stands for any. */
  readonly repositories?: readonly string[];
  /** What everybody may do then: "log in to PostgreSQL without a password". */
  readonly may: string;
  /** What to do, as a sentence. */
  readonly advice: string;
  /** Names of variables with a value, and words of the command, with which it has no effect. */
  readonly unless?: RegExp;
  /** A variable that has to have a value, too. */
  readonly when?: { readonly variable: string; readonly value: RegExp };
  /** A folder or file of the container: with a mount below it, the setting tells nothing. */
  readonly unlessMounted?: string;
  /** The password's variable, which the program asks for in the setting's place. */
  readonly password?: string;
  /** What else happens when it is mended, as a sentence. */
  readonly note?: string;
  readonly source: string;
}

/** `value` is to be set in its place; without one it is to be removed. */
interface VariableSetting {
  readonly variable: string;
  readonly is: RegExp;
  readonly instead?: string;
}

/** A word of the command, and the one behind it where it takes one; `instead` stands in the place of the last. */
interface WordSetting {
  readonly word: RegExp;
  readonly next?: RegExp;
  readonly instead?: string;
  /** Why nothing can be put in its place without a person. */
  readonly refused?: string;
}

const on = /^(?:true|yes|on|1)$/iu;
const off = /^(?:false|no|off|0)$/iu;
const anything = /./u;

const initialised = "A database that is there already keeps its accounts: change them in it, too.";
const bitnami = "https://github.com/bitnami/containers";

export const authSwitches: readonly AuthSwitch[] = [
  {
    at: { variable: "POSTGRES_HOST_AUTH_METHOD", is: /^trust$/iu },
    may: "log in to PostgreSQL without a password",
    advice: "Set POSTGRES_PASSWORD instead.",
    password: "POSTGRES_PASSWORD",
    note: "A data directory that is there already keeps its pg_hba.conf: change it, too.",
    source: "https://github.com/docker-library/postgres/blob/master/docker-entrypoint.sh",
  },
  {
    // Any text counts for the entrypoint, "no" as well.
    at: { variable: "MYSQL_ALLOW_EMPTY_PASSWORD", is: anything },
    may: "log in to MySQL as root without a password",
    advice: "Set MYSQL_ROOT_PASSWORD instead.",
    unless: /^(?:MYSQL|MARIADB)_(?:RANDOM_)?ROOT_PASSWORD(?:_FILE|_HASH)?$/u,
    password: "MYSQL_ROOT_PASSWORD",
    note: initialised,
    source: "https://github.com/docker-library/mysql/blob/master/docker-entrypoint.sh",
  },
  {
    at: { variable: "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", is: anything },
    may: "log in to MariaDB as root without a password",
    advice: "Set MARIADB_ROOT_PASSWORD instead.",
    unless: /^(?:MYSQL|MARIADB)_(?:RANDOM_)?ROOT_PASSWORD(?:_FILE|_HASH)?$/u,
    password: "MARIADB_ROOT_PASSWORD",
    note: initialised,
    source: "https://github.com/MariaDB/mariadb-docker/blob/master/docker-entrypoint.sh",
  },
  {
    at: { word: /^--skip-grant-tables(?:=1|=ON)?$/iu },
    may: "read and change every database without a password",
    advice: "Remove it.",
    source: "https://dev.mysql.com/doc/refman/8.4/en/server-options.html#option_mysqld_skip-grant-tables",
  },
  {
    at: { variable: "ALLOW_EMPTY_PASSWORD", is: on },
    may: "connect without a password",
    advice: "Set the password of the image instead.",
    unless: /PASSWORD(?:_FILE|S)?$/u,
    source: bitnami,
  },
  {
    at: { variable: "ALLOW_ANONYMOUS_LOGIN", is: on },
    may: "connect without a login",
    advice: "Set ZOO_ENABLE_AUTH and users instead.",
    unless: /^ZOO_(?:ENABLE_AUTH|SERVER_PASSWORDS)/u,
    source: bitnami,
  },
  {
    at: { variable: "ALLOW_NONE_AUTHENTICATION", is: on },
    may: "read and change all keys without a password",
    advice: "Set ETCD_ROOT_PASSWORD instead.",
    unless: /^ETCD_ROOT_PASSWORD/u,
    password: "ETCD_ROOT_PASSWORD",
    source: bitnami,
  },
  {
    at: { variable: "xpack.security.enabled", is: off, instead: "true" },
    may: "read and change all its data without a login",
    advice: "Leave it on, with a password.",
    password: "ELASTIC_PASSWORD",
    note: "Several nodes need certificates for each other then.",
    source: "https://www.elastic.co/guide/en/elasticsearch/reference/current/security-settings.html",
  },
  {
    at: { word: /^(?:-E)?xpack\.security\.enabled=false$/u, instead: "-Expack.security.enabled=true" },
    may: "read and change all its data without a login",
    advice: "Leave it on, with a password.",
    note: "Several nodes need certificates for each other then.",
    source: "https://www.elastic.co/guide/en/elasticsearch/reference/current/security-settings.html",
  },
  ...["DISABLE_SECURITY_PLUGIN", "plugins.security.disabled"].map(
    (variable): AuthSwitch => ({
      at: { variable, is: on },
      may: "read and change all its data without a login",
      advice: "Remove it, and set a password for admin.",
      password: "OPENSEARCH_INITIAL_ADMIN_PASSWORD",
      note: "OpenSearch speaks HTTPS then: clients need https:// and its certificate.",
      source: "https://docs.opensearch.org/latest/security/configuration/disable-enable-security/",
    }),
  ),
  {
    at: { variable: "DISABLE_SECURITY_DASHBOARDS_PLUGIN", is: on },
    may: "use OpenSearch Dashboards without a login",
    advice: "Remove it.",
    source: "https://docs.opensearch.org/latest/security/configuration/disable-enable-security/",
  },
  {
    at: { variable: "NEO4J_AUTH", is: /^none$/iu, instead: "neo4j/${NEO4J_PASSWORD:?set NEO4J_PASSWORD}" },
    may: "read and change the graph without a login",
    advice: "Set it to neo4j/PASSWORD, from a variable.",
    note: initialised,
    source: "https://neo4j.com/docs/operations-manual/current/docker/introduction/",
  },
  {
    at: { variable: "ARANGO_NO_AUTH", is: on },
    may: "read and change all databases without a login",
    advice: "Set ARANGO_ROOT_PASSWORD instead.",
    password: "ARANGO_ROOT_PASSWORD",
    source: "https://github.com/arangodb/arangodb-docker",
  },
  {
    at: { variable: "CLICKHOUSE_SKIP_USER_SETUP", is: on },
    may: "log in to ClickHouse without a password",
    advice: "Set CLICKHOUSE_PASSWORD instead.",
    unlessMounted: "/etc/clickhouse-server/users",
    password: "CLICKHOUSE_PASSWORD",
    source: "https://clickhouse.com/docs/install/docker",
  },
  {
    at: { variable: "SURREAL_UNAUTHENTICATED", is: on },
    may: "do everything in SurrealDB without a login",
    advice: "Remove it.",
    source: "https://surrealdb.com/docs/surrealdb/cli/start",
  },
  {
    at: { word: /^--unauthenticated$/u },
    repositories: ["surrealdb/surrealdb"],
    may: "do everything in SurrealDB without a login",
    advice: "Remove it.",
    source: "https://surrealdb.com/docs/surrealdb/cli/start",
  },
  {
    at: { variable: "AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED", is: on, instead: "false" },
    may: "read and change all vectors without a key",
    advice: "Use API keys instead.",
    source: "https://docs.weaviate.io/deploy/configuration/authentication",
  },
  {
    at: { word: /^--protected-mode$/u, next: /^no$/iu, instead: "yes" },
    repositories: ["redis/redis-stack", "redis/redis-stack-server", "eqalpha/keydb", "bitnami/*"],
    may: "read and change all data without a password",
    advice: "Set a password with --requirepass.",
    unless: /PASSWORD|^--requirepass/u,
    note: "Without a password Redis then answers to its own container only.",
    source: "https://redis.io/docs/latest/operate/oss_and_stack/management/security/#protected-mode",
  },
  {
    at: {
      word: /^\/mosquitto-no-auth\.conf$/u,
      refused: "Its users and passwords are yours to choose: mount a mosquitto.conf with a password_file.",
    },
    may: "read and send every message without a login",
    advice: "Mount a configuration with a password file.",
    source: "https://github.com/eclipse-mosquitto/mosquitto/blob/master/docker/2.0/mosquitto-no-auth.conf",
  },
  {
    at: { variable: "GF_AUTH_ANONYMOUS_ENABLED", is: on, instead: "false" },
    when: { variable: "GF_AUTH_ANONYMOUS_ORG_ROLE", value: /^(?:admin|editor)$/iu },
    may: "change dashboards without a login",
    advice: "Switch it off, or make them Viewer.",
    source: "https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/anonymous-auth/",
  },
  {
    at: { variable: "PGADMIN_CONFIG_SERVER_MODE", is: off, instead: "True" },
    may: "use pgAdmin, and the passwords it keeps, without a login",
    advice: "Leave the server mode on.",
    source: "https://www.pgadmin.org/docs/pgadmin4/latest/server_deployment.html",
  },
  {
    at: { variable: "PMA_USER", is: anything },
    repositories: ["phpmyadmin", "phpmyadmin/phpmyadmin"],
    when: { variable: "PMA_PASSWORD", value: anything },
    may: "use the database as this user without a login",
    advice: "Remove it and PMA_PASSWORD: phpMyAdmin asks for both then.",
    source: "https://docs.phpmyadmin.net/en/latest/setup.html#docker-environment-variables",
  },
  {
    at: { variable: "ME_CONFIG_BASICAUTH", is: off },
    may: "read and change the database by mongo-express without a login",
    advice: "Remove it, and set a password.",
    password: "ME_CONFIG_BASICAUTH_PASSWORD",
    source: "https://github.com/mongo-express/mongo-express-docker",
  },
  ...["ServerApp", "NotebookApp", "IdentityProvider", "LabApp"].map(
    (section): AuthSwitch => ({
      at: {
        word: new RegExp(`^--${section}\\.token=(?:''|"")?$`, "u"),
        instead: `--${section}.token=\${JUPYTER_TOKEN:?set JUPYTER_TOKEN}`,
      },
      may: "run code in Jupyter without a token",
      advice: "Set a token from a variable.",
      unless: /^--\w+\.(?:hashed_)?password=./u,
      source: "https://jupyter-server.readthedocs.io/en/latest/operators/security.html",
    }),
  ),
  {
    at: { word: /^--auth$/u, next: /^none$/u, instead: "password" },
    repositories: ["codercom/code-server", "ghcr.io/coder/code-server"],
    may: "open a shell in code-server without a password",
    advice: "Set --auth password and PASSWORD.",
    source: "https://coder.com/docs/code-server/FAQ",
  },
  {
    at: { word: /^--auth=none$/u, instead: "--auth=password" },
    repositories: ["codercom/code-server", "ghcr.io/coder/code-server"],
    may: "open a shell in code-server without a password",
    advice: "Set --auth=password and PASSWORD.",
    source: "https://coder.com/docs/code-server/FAQ",
  },
  {
    at: { variable: "DISABLE_AUTH", is: on },
    repositories: ["rocker/*"],
    may: "run code in RStudio without a password",
    advice: "Set PASSWORD instead.",
    password: "PASSWORD",
    source: "https://rocker-project.org/images/versioned/rstudio.html",
  },
  {
    at: { word: /^--api\.insecure(?:=true)?$/iu, instead: "--api.insecure=false" },
    may: "read all routes and users of Traefik on port 8080",
    advice: "Route api@internal with a login instead.",
    source: "https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/",
  },
  {
    at: { variable: "TRAEFIK_API_INSECURE", is: on, instead: "false" },
    may: "read all routes and users of Traefik on port 8080",
    advice: "Route api@internal with a login instead.",
    source: "https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/",
  },
  {
    at: { word: /^--noauth(?:=true)?$/u, instead: "--noauth=false" },
    repositories: ["filebrowser/filebrowser"],
    may: "read and change all files without a login",
    advice: "Remove it.",
    source: "https://filebrowser.org/cli/filebrowser.html",
  },
  {
    at: { variable: "FB_NOAUTH", is: on, instead: "false" },
    may: "read and change all files without a login",
    advice: "Remove it.",
    source: "https://filebrowser.org/cli/filebrowser.html",
  },
  {
    at: { variable: "WEBUI_AUTH", is: off, instead: "True" },
    may: "use Open WebUI as its administrator without a login",
    advice: "Leave it on.",
    source: "https://docs.openwebui.com/reference/env-configuration/",
  },
  {
    at: { variable: "DISABLE_ADMIN_TOKEN", is: on },
    may: "use the administration of Vaultwarden without a token",
    advice: "Remove it.",
    source: "https://github.com/dani-garcia/vaultwarden/wiki/Disable-admin-token",
  },
  {
    at: { variable: "PAPERLESS_AUTO_LOGIN_USERNAME", is: anything },
    may: "read all documents as this user without a login",
    advice: "Remove it.",
    source: "https://docs.paperless-ngx.com/configuration/#PAPERLESS_AUTO_LOGIN_USERNAME",
  },
  {
    at: { variable: "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS", is: on, instead: "False" },
    may: "run tasks in Airflow as its administrator without a login",
    advice: "Leave it off.",
    source: "https://airflow.apache.org/docs/apache-airflow/stable/core-concepts/auth-manager/simple/index.html",
  },
  {
    at: { variable: "AUTH_TYPE", is: /^none$/iu },
    repositories: ["unleashorg/unleash-server"],
    may: "change every feature flag without a login",
    advice: "Remove it.",
    source: "https://docs.getunleash.io/using-unleash/deploy/configuring-unleash",
  },
  {
    at: { word: /^-Dcom\.sun\.management\.jmxremote\.authenticate=false$/u, instead: "-Dcom.sun.management.jmxremote.authenticate=true" },
    may: "run code by JMX without a password",
    advice: "Leave the login on.",
    note: "JMX then needs a password file.",
    source: "https://docs.oracle.com/en/java/javase/21/management/monitoring-and-management-using-jmx-technology.html",
  },
];
