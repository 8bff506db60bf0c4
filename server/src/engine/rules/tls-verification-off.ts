import { hostIn, insecureConnections, insecureFlags, isRemoteHost, type TlsSwitch, tlsSwitches } from "../knowledge/tls-switches.js";
import type { ComposeProject, EnvironmentVariable, Service } from "../model/project.js";
import { isUnresolved, known, type Sourced } from "../model/sourced.js";
import { writtenPart } from "../model/written-part.js";
import { t } from "../text/l10n.js";
import { type CommandWord, replaceWord, serviceCommands } from "./command-words.js";
import { composeService, cwe } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const tlsVerificationOff = serviceRule({
  id: "tls-verification-off",
  title: "Certificates are not checked",
  category: "secrets",
  severity: "information",
  changes: ["command", "entrypoint", "environment"],
  references: [
    cwe(295),
    cwe(319),
    composeService("environment"),
    { title: "Node.js: NODE_TLS_REJECT_UNAUTHORIZED", url: "https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue" },
    { title: "PostgreSQL: SSL modes", url: "https://www.postgresql.org/docs/current/libpq-ssl.html" },
  ],
  docs: {
    why: [
      "Encryption without a check of the certificate keeps nobody out who stands on the way: whoever answers first is taken for the server. Passwords and tokens",
      "that the program sends can be read, and what it receives can be replaced, be it data, packages or code.",
    ].join("\n"),
    attack: [
      "Stand between the container and its server: in the same network, at the router, or by a forged answer to a name lookup.",
      "Show a certificate of one's own; the program takes it.",
      "Read the login that it sends, or answer with something else than what it asked for.",
    ],
    fix: [
      "Let the program trust the certificate: mount the authority that signed it as a config or secret, and name it (`NODE_EXTRA_CA_CERTS`, `GIT_SSL_CAINFO`,",
      "`VAULT_CACERT`, `sslrootcert`). For a public server nothing is needed: remove the setting.",
    ].join("\n"),
    fine: "The connection stays on one machine, or goes to a device in the house that has no certificate to check.",
    premise: [
      "Variables and options that switch the check off for all connections of the program, as their makers document them. `curl -k`, `sslmode=disable` and the like",
      "only where the address is another machine: services of the project, `localhost` and names without a domain are silent, and so is a check of what is not",
      "encrypted anyhow (`X_VERIFY_SSL: false` beside `X_SSL: false`) or goes to a service of the project (`X_URL: https://service`). `PYTHONHTTPSVERIFY` has no effect since Python 3 and is silent.",
    ].join("\n"),
  },
  *check(service, { project, edit, settings }) {
    const context = { edit, settings };
    const found = [
      ...fromVariables(project, service),
      ...fromWords(project, serviceCommands(project, service)),
      ...service.environment.items.flatMap((variable) => fromAddress(project, variable)),
    ];
    for (const { on, name, fix } of found) {
      yield {
        on,
        message: t`${name} lets whoever is on the way read and change what "${service.name.value}" sends. Trust the server's certificate instead.`,
        fixes: () => [fix(context)],
      };
    }
  },
});

interface Finding {
  readonly on: Sourced<unknown>;
  readonly name: string;
  readonly fix: (context: RuleContext) => Fix;
}

function fromVariables(project: ComposeProject, { environment: { items } }: Service): readonly Finding[] {
  return items.flatMap((variable): readonly Finding[] => {
    const { name, item, value } = variable;
    const text = value === undefined ? undefined : known(value);
    const one = tlsSwitches.find(({ at }) => "variable" in at && at.variable.test(name.value));
    if (text === undefined || one === undefined || !("variable" in one.at) || !one.at.is.test(text)) return [];
    if (isPlain(variable, items) || staysInside(project, variable, items)) return [];
    return [
      {
        on: item,
        name: name.value,
        fix: ({ edit }) => ({
          title: t`Remove ${name.value}`,
          class: "check",
          caveat: caveatOf(one),
          change: edit.change({ op: "remove", target: item }),
        }),
      },
    ];
  });
}

/** What the names of a connection's variables begin with; absent where the switch is for all connections. */
function prefixOf({ name }: EnvironmentVariable): string | undefined {
  return /^(?<prefix>.+?_)(?:(?:SKIP_)?(?:VERIFY|TLS|SSL)(?:_\w+)?|INSECURE_SKIP_VERIFY|NO_VERIFY_SSL|VERIFY_CERT\w*)$/iu.exec(name.value)
    ?.groups?.["prefix"];
}

/** Whether the addresses of the same prefix are services of the project or this machine: the way to them is a network of their own. */
function staysInside(project: ComposeProject, variable: EnvironmentVariable, items: readonly EnvironmentVariable[]): boolean {
  const prefix = prefixOf(variable);
  if (prefix === undefined) return false;
  const hosts = items.flatMap(({ name, value }) => {
    const text = name.value.startsWith(prefix) && value !== undefined ? known(value) : undefined;
    return text === undefined || !/^[a-z][\w+.-]*:\/\//iu.test(text) ? [] : (hostIn(text) ?? []);
  });
  return hosts.length > 0 && hosts.every((host) => !isOther(project, host));
}

/** Whether another variable of the same prefix says that nothing is encrypted: then there is nothing to check. */
function isPlain(variable: EnvironmentVariable, items: readonly EnvironmentVariable[]): boolean {
  const { name } = variable;
  const prefix = prefixOf(variable);
  if (prefix === undefined) return false;
  return items.some(({ name: other, value }) => {
    const text = value === undefined ? undefined : known(value);
    if (text === undefined || other.value === name.value || !other.value.startsWith(prefix)) return false;
    return /^(?:USE_)?(?:SSL|TLS)$/iu.test(other.value.slice(prefix.length))
      ? /^(?:false|no|off|0)$/iu.test(text)
      : /^http:\/\//iu.test(text);
  });
}

function fromWords(project: ComposeProject, commands: readonly (readonly CommandWord[])[]): readonly Finding[] {
  return commands.flatMap((command) => {
    const flags = insecureFlags.filter(({ program }) => command.some(({ text }) => program.test(text.replace(/^.*\//u, ""))));
    const goes = flags.length > 0 && goesOut(project, command);
    return command.flatMap((word): readonly Finding[] => {
      const one = tlsSwitches.find(({ at }) => "word" in at && at.word.test(word.text));
      if (one === undefined && !(goes && flags.some(({ flag }) => flag.test(word.text)))) return [];
      const instead = one !== undefined && "word" in one.at ? one.at.instead : undefined;
      return [{ on: word.on, name: word.text, fix: (context) => wordFix(word, instead, one, context) }];
    });
  });
}

/** Whether a client is sent to another machine by a protocol that encrypts. */
function goesOut(project: ComposeProject, command: readonly CommandWord[]): boolean {
  return command.some(({ text }) => {
    const host = /^https:/iu.test(text) ? hostIn(text) : undefined;
    return host !== undefined && isOther(project, host);
  });
}

function wordFix(word: CommandWord, instead: string | undefined, one: TlsSwitch | undefined, context: RuleContext): Fix {
  return {
    title: instead === undefined ? t`Remove ${word.text}` : t`Replace ${word.text} by ${instead}`,
    class: "check",
    caveat: caveatOf(one),
    change: replaceWord(word, instead ?? "", context),
  };
}

function fromAddress(project: ComposeProject, { name, value, item }: EnvironmentVariable): readonly Finding[] {
  if (value === undefined) return [];
  const text = isUnresolved(value.value) ? value.value.unresolved : value.value;
  const host = hostIn(text);
  if (host === undefined || !isOther(project, host)) return [];
  return insecureConnections.flatMap(({ setting, instead }): readonly Finding[] => {
    const match = setting.exec(text);
    if (match === null) return [];
    const at = writtenPart(project, value, text, match.index, match.index + match[0].length);
    if (at === undefined) return [];
    return [
      {
        on: { value: "setting", at, via: value.via },
        name: t`${match[0]} in ${name.value}`,
        fix: ({ edit }) => ({
          title: t`Replace ${match[0]} by ${instead}`,
          class: "check",
          caveat: caveatOf(undefined),
          change: edit.change({ op: "splice", target: item, part: at, text: instead }),
        }),
      },
    ];
  });
}

/** Whether a host is neither this machine nor a service of the project. */
function isOther({ services }: ComposeProject, host: string): boolean {
  return isRemoteHost(host) && !services.has(host) && ![...services.values()].some(({ containerName }) => known(containerName) === host);
}

function caveatOf(one: TlsSwitch | undefined): string {
  const trust = one?.trust === undefined ? "" : t`, and name it in ${one.trust}`;
  return t`Connections to servers whose certificate is not signed by a public authority fail then: mount the authority's certificate${trust}.`;
}
