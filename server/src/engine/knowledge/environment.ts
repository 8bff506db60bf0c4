import { type FileVariables, fileVariables } from "./environment/file-variables.js";
import { isImageOf } from "./images.js";

/**
 * What a value is by the name that it has, such as "password"; absent when it is no secret. `value` is the text after variables, without
 * any that nobody has given. Placeholders such as `changeme` count: they reach production unchanged. Paths, switches, numbers about a
 * secret, references into a secret store and public halves of keys do not.
 */
export function secretKind(name: string, value: string): string | undefined {
  const kind = secretName(name);
  return kind === undefined || isHarmlessValue(name, value.trim()) ? undefined : kind;
}

/** What a variable of this name holds, such as "password", whatever its value; absent when that is no secret. */
export function secretName(name: string): string | undefined {
  const words = inWords(name);
  const kind = kinds.find(([pattern]) => pattern.test(words))?.[1];
  return kind === undefined || browserNames.test(words) || harmlessNames.some((pattern) => pattern.test(words)) ? undefined : kind;
}

/** Where in a value the password stands that follows a user's name: `NEO4J_AUTH=neo4j/x`, `BASIC_AUTH=me:x`. */
export function passwordOfPair(name: string, value: string): { readonly start: number; readonly end: number } | undefined {
  const form = /^NEO4J_AUTH$/u.test(name)
    ? /^[^/]+\/(?=.)/u
    : /(?:^|_)(?:BASIC|TRAEFIK|HTTP)_?AUTH(?:_USERS?)?$/u.test(name)
      ? /^[^:/]+:(?=.)/u
      : undefined;
  const start = form?.exec(value)?.[0].length;
  return start === undefined || secretKind("PASSWORD", value.slice(start)) === undefined ? undefined : { start, end: value.length };
}

/** Whether a name says that its value is handed to browsers. */
export function isBrowserName(name: string): boolean {
  return browserNames.test(inWords(name));
}

/** Names of another style as upper words: `spring.datasource.password`, `Auth__ApiKey`, `dbPassword`, `--db-password`. */
function inWords(name: string): string {
  if (name === name.toUpperCase() && !/[.-]/u.test(name)) return name;
  return name
    .replace(/^-+/u, "")
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/gu, "_")
    .replaceAll(/[.\-:]|__/gu, "_")
    .toUpperCase();
}

const kinds: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/(?:^|_)(?:PASSWD|PASSWRD|PASS|PWD|PASSPHRASE)\d*(?:_|$)|PASSWORD\d*(?:_|$)/u, "password"],
  [/(?:^|_)(?:SECRET|SECRETKEY)(?:_|$)/u, "secret"],
  [/(?:^|_)(?:TOKEN|AUTHKEY|AUTH_KEY)(?:_|$)/u, "token"],
  [/(?:^|_)(?:API_?KEY|ACCESS_?KEY|SECRET_?KEY|PRIVATE_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY|MASTER_?KEY|APP_KEY|KEY_BASE)(?:_|$)/u, "key"],
  [/(?:^|_)(?:CREDENTIAL|CREDENTIALS|CREDS)(?:_|$)/u, "credential"],
  [/(?:^|_)(?:ERLANG_COOKIE|AUTH_SALT|SESSION_KEY|PEPPER)$/u, "key"],
];

/** Names that speak about a secret, or mean something else by the same word. */
const harmlessNames: readonly RegExp[] = [
  /_FILE$|__FILE$|^FILE__|_SECRETFILE$|_FILENAME$/u,
  /_(?:PATH|DIR|DIRECTORY|FOLDER|LOCATION|STORE|MOUNT)$/u,
  /_(?:TTL|EXPIRY|EXPIRES|EXPIRATION|EXPIRES_IN|LIFETIME|TIMEOUT|INTERVAL|ROTATION|MAX_AGE|AGE|LENGTH|LEN|MIN|MAX|LIMIT|COUNT|SIZE|BITS|ROUNDS|ITERATIONS|COST|DAYS|HOURS|MINUTES|SECONDS|MS)$/u,
  /_(?:POLICY|REGEX|PATTERN|HEADER|COOKIE_NAME|NAME|FIELD|COLUMN|PREFIX|SUFFIX|TYPE|ALGORITHMS?|ALGO|METHODS?|FORMAT|ENCODING|ISSUER|AUDIENCE|SCOPES?|URL|URI|ENDPOINT|HOST|PORT|SERVER|PROVIDER|BACKEND|STRENGTH|HASH|HASHED|VERSION|DRIVER|CLASS|MODE|DOMAIN|USER|USERNAME|EMAIL|LABEL|HINT|TEXT|TITLE|ENCRYPTION|HASHERS?|VALIDATORS?|RULES?|PLUGIN|STDIN|PROMPT)$/u,
  /^(?:ENABLE|DISABLE|ALLOW|REQUIRE|USE|FORCE|SKIP|NO|SHOW|HIDE|HAS|IS)_|_(?:ENABLED?|DISABLED?|REQUIRED|ALLOWED|ALLOW|RESET|CHANGE|LOGIN|AUTHENTICATION|CHECK|VALIDATION|VERIFICATION)$/u,
  /ALLOW_EMPTY|RANDOM_ROOT_PASSWORD|ONETIME_PASSWORD|RANDOM_PASSWORD/u,
  /PUBLIC_?KEY|PUBKEY|_KEY_ID$|KEYID$|FINGERPRINT|KEY_NAME$|KEY_ALIAS$/u,
  /(?:PRIMARY|FOREIGN|SORT|PARTITION|CACHE|ROUTING|GROUP|IDEMPOTENCY)_KEY/u,
  /COMPASS|BYPASS|PASSENGER|PASSIVE|PASSTHROUGH|PASSPORT|PROXY_PASS$|^PWD$|^OLDPWD$/u,
  /TOKENIZER|MAX_TOKENS?|TOKENS?_PER|TOKEN_LIMIT|_TOKENS$/u,
  /^SSH_AUTH_SOCK$|^XAUTHORITY$|^GOOGLE_APPLICATION_CREDENTIALS$|^KUBECONFIG$/u,
  // In Kafka's images the name of a file with the password, below /etc/kafka/secrets.
  /^KAFKA_(?:\w+_)?SSL_(?:KEY|KEYSTORE|TRUSTSTORE)_CREDENTIALS$/u,
  /_SECRET_NAME$|_SECRET_ARN$|^SECRET_NAME$|_VAULT_/u,
];

const browserNames =
  /^NEXT_PUBLIC_|^NUXT_PUBLIC_|^VITE_|^REACT_APP_|^PUBLIC_|^EXPO_PUBLIC_|PUBLISHABLE|SITE_?KEY|ANON_KEY|FIREBASE_(?:WEB_)?API_?KEY/u;

const harmlessValues: readonly RegExp[] = [
  // In a list `NAME=""` has two quotes for a value, where nothing was meant.
  /^(?:""|'')?$/u,
  /^(?:true|false|yes|no|on|off|none|null|nil|disabled|enabled|0|1)$/iu,
  // A path of the container or of a host: the wanted form, or nothing at all.
  /^(?:\/|\.{1,2}\/|~\/|[A-Za-z]:\\)[^\s]*$/u,
  /^(?:file|https?|tcp|unix):\/\/[^@\s]*$/u,
  // References into a store, and templates which another tool fills.
  /^(?:op|vault|secret|awssm|gcpsm|doppler|keyring|arn|sm|bws|infisical):|^ref\+|^ENC[[(]|^\{cipher\}|^projects\/.+\/secrets\//u,
  /^!secret(?:\.yaml)?\s+\w+$/u,
  /^(?:\{\{.*\}\}|<[^>]*>|%%?\w+%%?|__\w+__|@@?\w+@@?|\$\{?\w+\}?|\$\(.*\)|`.*`)$/u,
  // The hash of a password, which is not the password.
  /^(?:\{\w+\})?\$(?:1|2[abxy]|5|6|y|apr1|argon2\w*|pbkdf2\S*|scrypt)\$/u,
  /^[x*.•-]{3,}$/iu,
  /EXAMPLE$/u,
];

function isHarmlessValue(name: string, value: string): boolean {
  if (harmlessValues.some((pattern) => pattern.test(value))) return true;
  // Neither AWS nor what is used in its place takes so short a key: it stands there since some client asks for one.
  if (/AWS_(?:SECRET|SESSION)/u.test(name) && value.length < 8) return true;
  // `TOKEN_LIFE: 3600` is a quantity, `DB_PASSWORD: 12345` a weak password.
  return /^\d{1,5}(?:ms|s|m|h|d)?$/u.test(value) && !/PASS|PWD|PIN/iu.test(name);
}

/** The variable by which an image reads a value from a file, and what else has to be heeded. Absent where the image is not known to. */
export function fileVariable(image: string, name: string): { readonly name: string; readonly note: string | undefined } | undefined {
  const support = fileVariables.find(
    (one) => isImageOf(image, one.repositories) && one.variables.some((variable) => names(variable, name)),
  );
  const written = support === undefined ? undefined : forms[support.style]?.(name);
  return written === undefined ? undefined : { name: written, note: support?.note };
}

function names(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

const forms: Readonly<Partial<Record<FileVariables["style"], (name: string) => string>>> = {
  VAR_FILE: (name) => `${name}_FILE`,
  VAR__FILE: (name) => `${name}__FILE`,
  FILE__VAR: (name) => `FILE__${name}`,
  VAR_SECRETFILE: (name) => `${name}_SECRETFILE`,
  VARFILE: (name) => `${name}FILE`,
  "value-is-path": (name) => name,
};
