import { withoutVariables } from "./url-passwords.js";

/** A setting with which a program takes any certificate for the right one. */
export interface TlsSwitch {
  readonly at: { readonly variable: RegExp; readonly is: RegExp } | { readonly word: RegExp; readonly instead?: string };
  /** The setting with which the program trusts a certificate of one's own. */
  readonly trust?: string;
  readonly source: string;
}

const on = /^(?:true|yes|on|1)$/iu;
const off = /^(?:false|no|off|0|none)$/iu;

/** Python 2.7 alone reads PYTHONHTTPSVERIFY: since Python 3.4 it changes nothing, so it is not among them. */
export const tlsSwitches: readonly TlsSwitch[] = [
  {
    at: { variable: /^NODE_TLS_REJECT_UNAUTHORIZED$/u, is: /^0$/u },
    trust: "NODE_EXTRA_CA_CERTS",
    source: "https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue",
  },
  // Git asks only whether the variable is set.
  {
    at: { variable: /^GIT_SSL_NO_VERIFY$/u, is: /./u },
    trust: "GIT_SSL_CAINFO",
    source: "https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpsslVerify",
  },
  {
    at: { variable: /^VAULT_SKIP_VERIFY$/u, is: on },
    trust: "VAULT_CACERT",
    source: "https://developer.hashicorp.com/vault/docs/commands#vault_skip_verify",
  },
  {
    at: { variable: /^NOMAD_SKIP_VERIFY$/u, is: on },
    trust: "NOMAD_CACERT",
    source: "https://developer.hashicorp.com/nomad/commands#nomad_skip_verify",
  },
  {
    at: { variable: /^CONSUL_HTTP_SSL_VERIFY$/u, is: off },
    trust: "CONSUL_CACERT",
    source: "https://developer.hashicorp.com/consul/commands#consul_http_ssl_verify",
  },
  {
    at: { variable: /^npm_config_strict_ssl$/iu, is: off },
    trust: "npm_config_cafile",
    source: "https://docs.npmjs.com/cli/v11/using-npm/config#strict-ssl",
  },
  {
    at: { variable: /^ELASTICSEARCH_SSL_VERIFICATIONMODE$/u, is: /^none$/iu },
    trust: "ELASTICSEARCH_SSL_CERTIFICATEAUTHORITIES",
    source: "https://www.elastic.co/guide/en/kibana/current/settings.html",
  },
  // Programs call it by their own prefix; the words that say what is skipped are the same.
  {
    at: { variable: /(?:^|_)(?:SKIP_(?:TLS|SSL)_VERIFY|(?:TLS|SSL)_SKIP_VERIFY|INSECURE_SKIP_VERIFY|NO_VERIFY_SSL)$/iu, is: on },
    source: "https://pkg.go.dev/crypto/tls#Config",
  },
  {
    at: { variable: /(?:^|_)(?:VERIFY_(?:SSL|TLS)|(?:SSL|TLS)_VERIFY|VERIFY_CERT(?:S|IFICATES?)?)$/iu, is: off },
    source: "https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification",
  },
  {
    at: { word: /^--(?:serversTransport\.)?insecureSkipVerify(?:=true)?$/iu, instead: "--serversTransport.insecureSkipVerify=false" },
    trust: "--serversTransport.rootCAs",
    source: "https://doc.traefik.io/traefik/reference/routing-configuration/http/load-balancing/serverstransport/",
  },
  { at: { word: /^--insecure-skip-tls-verify(?:=true)?$/u }, source: "https://kubernetes.io/docs/reference/kubectl/kubectl/" },
  {
    at: { word: /^http\.sslVerify=false$/iu, instead: "http.sslVerify=true" },
    source: "https://git-scm.com/docs/git-config#Documentation/git-config.txt-httpsslVerify",
  },
];

/** Options by which a client that is given an address skips the check, where its name says no more. */
export const insecureFlags: readonly { readonly program: RegExp; readonly flag: RegExp; readonly source: string }[] = [
  { program: /^curl$/u, flag: /^(?:--insecure|-[a-zA-Z]*k[a-zA-Z]*)$/u, source: "https://curl.se/docs/manpage.html#-k" },
  { program: /^wget$/u, flag: /^--no-check-certificate$/u, source: "https://www.gnu.org/software/wget/manual/wget.html" },
];

/** Settings in an address or connection string with which a database's client encrypts nothing, or takes any certificate. */
export const insecureConnections: readonly { readonly setting: RegExp; readonly instead: string; readonly source: string }[] = [
  {
    setting: /(?<=[?&\s])sslmode=(?:disable|allow)\b/iu,
    instead: "sslmode=verify-full",
    source: "https://www.postgresql.org/docs/current/libpq-ssl.html",
  },
  {
    setting: /(?<=[?&])useSSL=false\b/iu,
    instead: "sslMode=VERIFY_IDENTITY",
    source: "https://dev.mysql.com/doc/connector-j/en/connector-j-connp-props-security.html",
  },
  {
    setting: /(?<=[?&])ssl-?mode=disabled\b/iu,
    instead: "sslMode=VERIFY_IDENTITY",
    source: "https://dev.mysql.com/doc/connector-j/en/connector-j-connp-props-security.html",
  },
  {
    setting: /(?<=;\s*)TrustServerCertificate\s*=\s*(?:true|yes)\b/iu,
    instead: "TrustServerCertificate=false",
    source: "https://learn.microsoft.com/en-us/sql/connect/ado-net/connection-string-syntax",
  },
];

/** The host that an address or connection string names; absent where it is a variable. */
export function hostIn(written: string): string | undefined {
  const text = withoutVariables(written);
  const url = /[a-z][a-z\d+.-]*:\/\/(?:[^/?#\s@]*@)?(?<host>\[[^\]]+\]|[^/?#\s:@,]+)/iu.exec(text)?.groups?.["host"];
  const named = /(?:^|[;\s])(?:host|server|data source)\s*=\s*(?:tcp:)?(?<host>[^;,\s:]+)/iu.exec(text)?.groups?.["host"];
  const host = url ?? named;
  return host === undefined || host.includes("$") ? undefined : host.toLowerCase();
}

/** Whether a host is another machine: a name with a domain, or an address that is not this machine's own. */
export function isRemoteHost(host: string): boolean {
  if (/^(?:localhost|127\.|\[?::1\]?$|0\.0\.0\.0)|\.(?:localhost|internal|local|test)$/iu.test(host)) return false;
  return host.includes(".") || host.startsWith("[");
}
