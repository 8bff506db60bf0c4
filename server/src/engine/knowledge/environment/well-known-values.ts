/**
 * Whether a password, token or key is one that is tried first: the default of a product, one of the most used passwords, a placeholder
 * from documentation, or the name of who logs in. `beside` are the names that go with it: the user, the product.
 */
export function isWellKnownValue(value: string, beside: readonly string[]): boolean {
  const word = value.trim().toLowerCase();
  if (beside.some((name) => name.toLowerCase() === word)) return true;
  const bare = word.replaceAll(/[\d!?.#*_-]+$/gu, "");
  return (
    wellKnown.has(word) ||
    wellKnown.has(bare) ||
    placeholders.some((pattern) => pattern.test(value.trim())) ||
    /^(?:(?<digit>\d)\k<digit>*|0?123(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?|(?:123|321|abc)(?:123|321|abc)|654321)$/u.test(word)
  );
}

const placeholders: readonly RegExp[] = [
  /change.?(?:me|it|this)|replace.?(?:me|it|this|with)|place.?holder|_here$|-here$/iu,
  /^(?:your|my|some|enter|insert|super|top|very|not.?so)[\W_]?(?:\w*[\W_])*(?:secret|password|passwd|pass|token|key)/iu,
  /^your[A-Z\W_]/u,
];

/**
 * Defaults of the official images' documentation and of the products, and the most used passwords of the lists that login
 * scanners carry (SecLists, Mirai).
 */
const wellKnown: ReadonlySet<string> = new Set([
  ...[
    "admin",
    "administrator",
    "root",
    "toor",
    "guest",
    "user",
    "username",
    "test",
    "testing",
    "tester",
    "demo",
    "dev",
    "develop",
    "default",
  ],
  ...[
    "example",
    "sample",
    "dummy",
    "foo",
    "foobar",
    "bar",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "pass@word",
    "pa55word",
    "passwd",
  ],
  ...[
    "pass",
    "pwd",
    "secret",
    "s3cret",
    "secrets",
    "secretkey",
    "secretpassword",
    "supersecret",
    "topsecret",
    "mysecret",
    "insecure",
    "letmein",
  ],
  ...[
    "welcome",
    "qwerty",
    "qwertz",
    "monkey",
    "dragon",
    "iloveyou",
    "token",
    "mytoken",
    "key",
    "apikey",
    "mykey",
    "login",
    "access",
    "temp",
    "tmp",
  ],
  ...[
    "postgres",
    "postgresql",
    "pgpass",
    "mysql",
    "mariadb",
    "mongo",
    "mongodb",
    "redis",
    "valkey",
    "rabbitmq",
    "rabbit",
    "minio",
    "minioadmin",
  ],
  ...["grafana", "elastic", "elasticsearch", "kibana", "opensearch", "neo4j", "keycloak", "wordpress", "somewordpress", "drupal", "joomla"],
  ...[
    "airflow",
    "sonar",
    "sonarqube",
    "nextcloud",
    "owncloud",
    "jenkins",
    "kafka",
    "influx",
    "influxdb",
    "couchdb",
    "cassandra",
    "clickhouse",
  ],
  ...[
    "oracle",
    "sa",
    "docker",
    "vagrant",
    "ubuntu",
    "raspberry",
    "tomcat",
    "gitea",
    "gitlab",
    "zabbix",
    "portainer",
    "traefik",
    "vault",
    "database",
  ],
  ...["db", "dbpass", "dbpassword", "rootpassword", "rootpass", "adminpassword", "adminpass", "userpassword", "testpassword", "testpass"],
]);
