import type { Change, Operation } from "../edit/change.js";
import type { ComposeProject, Port, Service } from "../model/project.js";
import type { Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { isLoopback, leadsToHost, parseEndpoint, servedEndpoints, strangerTo, usedEndpoints, type Written } from "./engine-api.js";
import { bindToLoopback } from "./port-fixes.js";
import { portsOf, reachesNetwork } from "./published-ports.js";
import { cisDocker, cwe, owaspDocker } from "./references.js";
import { type Fix, type Report, type RuleContext, serviceRule } from "./rule.js";
import { isSocketProxy } from "./socket-proxy.js";

type Context = RuleContext & { readonly project: ComposeProject };

export const dockerHostTcp = serviceRule({
  id: "docker-host-tcp",
  title: "Engine's API without encryption or password",
  category: "networks",
  severity: "error",
  changes: ["command", "entrypoint", "environment", "ports"],
  references: [
    cisDocker("2.7"),
    owaspDocker(1),
    cwe(306),
    cwe(319),
    { title: "Docker: protect the daemon's socket", url: "https://docs.docker.com/engine/security/protect-access/" },
    {
      title: "docker-library/docker: dockerd-entrypoint.sh",
      url: "https://github.com/docker-library/docker/blob/master/dockerd-entrypoint.sh",
    },
  ],
  docs: {
    why: [
      "Over plain TCP the engine asks for no password and no certificate: whoever reaches the port starts a container that mounts the host's disk, and is",
      "root there. Port 2375 is searched for on the internet day and night. A nested engine is no better: it runs privileged.",
    ].join("\n"),
    attack: [
      "The attacker reaches the port: from the network, from another container of the project, or from this one, which is a client of it.",
      "They call `docker -H tcp://engine:2375 run -v /:/host ...`, and nothing asks who they are.",
      "Their container writes to the host's disk, and they are root on the host.",
    ],
    fix: [
      "Use `ssh://` or port 2376 with `DOCKER_TLS_VERIFY=1` and certificates. Let a nested engine make them: leave `DOCKER_TLS_CERTDIR` as the image has it,",
      "and share `/certs/client` with its client. For programs that only look at containers put a socket proxy on an internal network.",
    ].join("\n"),
    fine: [
      "A socket proxy of this project or another (a host named `proxy`) speaks plain TCP on purpose, and is not reported; `socket-proxy-open` looks at it. A",
      "nested engine is not reported either while only its own clients share a network with it, and nothing publishes its port.",
    ].join("\n"),
    premise: [
      "Read in the image's start script: with an empty `DOCKER_TLS_CERTDIR` it serves `tcp://0.0.0.0:2375`, else 2376 with `--tlsverify`. The engine",
      "authenticates clients only with `--tlsverify`; `--tls` alone encrypts. Clients use certificates when `DOCKER_TLS_VERIFY` or `DOCKER_CERT_PATH` is",
      "not empty. Docker's documentation announces that engines will refuse to serve without TLS; read in moby's source, 28.5 warns, waits and serves.",
      "Names of other projects' containers cannot be judged from this file: a lone name that is no service here is left alone.",
    ].join("\n"),
  },
  *check(service, context) {
    yield* checkClient(service, context);
    if (!isSocketProxy(service)) yield* checkServer(service, context);
  },
});

function* checkClient(service: Service, context: Context): Generator<Omit<Report, "service">> {
  for (const used of usedEndpoints(service).filter(({ endpoint }) => leadsToHost(endpoint, service, context.project))) {
    const url = urlOf(used);
    yield {
      on: used.on,
      message: t`"${service.name.value}" commands the engine at ${url} without encryption or password, and so may everyone else. Use ssh:// or TLS.`,
      fixes: () => clientFixes(service, used, context),
    };
  }
}

function* checkServer(service: Service, context: Context): Generator<Omit<Report, "service">> {
  const served = servedEndpoints(service).filter(({ endpoint }) => !isLoopback(endpoint.host));
  const stranger = served.length === 0 ? undefined : strangerTo(service, context.project);
  const name = service.name.value;
  for (const one of stranger === undefined ? [] : served) {
    const who = stranger === "host" ? "The whole network of the host" : t`"${stranger ?? ""}", like every neighbour,`;
    yield {
      on: one.on,
      message: t`${who} commands the engine of "${name}" by port ${one.endpoint.port}, without a password. Ask for certificates.`,
      fixes: () => serverFixes(service, one, context),
    };
  }
  for (const port of service.ports.items.filter((one) => reachesNetwork(one) && leadsTo(one, served))) {
    yield {
      on: port.item,
      message: t`This opens the engine of "${name}" to every network of the host without a password, past ufw. Bind it to 127.0.0.1, or remove it.`,
      fixes: () => portFixes(port, context),
    };
  }
}

function leadsTo({ target }: Port, served: readonly Written[]): boolean {
  const ports = portsOf(target);
  return served.some(({ endpoint }) => ports.includes(endpoint.port));
}

function urlOf({ endpoint: { host, port } }: Written): string {
  return `tcp://${bracketed(host)}:${port}`;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function clientFixes(service: Service, used: Written, context: Context): readonly Fix[] {
  const ssh = `ssh://USER@${bracketed(used.endpoint.host)}`;
  const overSsh = (change: Change): Fix => ({
    title: t`Use ${ssh}`,
    class: "check",
    caveat: t("The image needs an ssh client, and a key that the host knows; USER is in the group docker there."),
    change,
    placeholders: ["USER"],
  });
  if (used.by === "command") return [overSsh(replaceGiven(service, used.on, withUrl(used, ssh), context))];
  const { edit } = context;
  const remove: Fix = {
    title: t("Remove the address of the engine"),
    class: "check",
    caveat: t("The program no longer finds an engine; it may look for a socket at /var/run/docker.sock instead."),
    change: edit.change({ op: "remove", target: used.on }),
  };
  const variable = service.environment.items.find(({ item }) => item === used.on);
  if (variable?.name.value !== "DOCKER_HOST" || used.on.variables !== undefined) return [remove];
  const tls = `tcp://${bracketed(used.endpoint.host)}:2376`;
  const isList = variable.form === "list";
  const write = (url: string): Operation => ({ op: "replace", target: used.on, value: isList ? `DOCKER_HOST=${url}` : url });
  return [
    {
      title: t`Ask for certificates: ${tls} with DOCKER_TLS_VERIFY=1`,
      class: "check",
      caveat: t(
        "The engine has to listen there with --tlsverify, and the container needs ca.pem, cert.pem and key.pem in the folder DOCKER_CERT_PATH.",
      ),
      change: edit.change(write(tls), verifyOperation(service, isList)),
    },
    overSsh(edit.change(write(ssh))),
    remove,
  ];
}

function verifyOperation({ body, environment }: Service, isList: boolean): Operation {
  if (isList) return { op: "append", into: body, key: "environment", items: ["DOCKER_TLS_VERIFY=1"] };
  return { op: "set", into: { ...(environment.list ?? body), value: "mapping" }, key: "DOCKER_TLS_VERIFY", value: "1" };
}

function serverFixes(service: Service, served: Written, context: Context): readonly Fix[] {
  const { on, endpoint, by } = served;
  if (by === "certificates") {
    return [
      {
        title: t("Remove the empty DOCKER_TLS_CERTDIR, so that clients need certificates"),
        class: "check",
        caveat: t`Clients then use tcp://${service.name.value}:2376, DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH=/certs/client from a shared volume.`,
        change: context.edit.change({ op: "remove", target: on }),
      },
    ];
  }
  const bound =
    by === "forwarder"
      ? String(on.value).replace(/\btcp[46]?-l(?:isten)?:\d+/iu, "$&,bind=127.0.0.1")
      : withUrl(served, `tcp://127.0.0.1:${endpoint.port}`);
  return [
    {
      title: t`Listen on 127.0.0.1:${endpoint.port} alone`,
      class: "check",
      caveat: t`Only containers that share its network with network_mode: service:${service.name.value} reach it then.`,
      change: replaceGiven(service, on, bound, context),
    },
  ];
}

/** The word with another address in it. */
function withUrl({ on, endpoint }: Written, url: string): string {
  return String(on.value).replaceAll(/tcp:\/\/[^\s'",;]*/giu, (found) => {
    const other = parseEndpoint(found);
    return other?.host === endpoint.host && other.port === endpoint.port ? url : found;
  });
}

function portFixes(port: Port, { edit }: Context): readonly Fix[] {
  return [
    {
      title: t("Bind it to 127.0.0.1"),
      class: "check",
      caveat: t("Other machines can no longer connect to it; use ssh:// from there. Every program on the host still can."),
      change: edit.change(bindToLoopback(port)),
    },
    {
      title: t("Remove the published port"),
      class: "check",
      caveat: t("Neither other machines nor the host can connect to it; services of this project reach it by its name."),
      change: edit.change({ op: "remove", target: port.item }),
    },
  ];
}

/** Writes another text in the place of one word of `command` or `entrypoint`, be it an item of a list or a part of a line. */
function replaceGiven(service: Service, word: Sourced<unknown>, text: string, { edit }: RuleContext): Change {
  if (word.variables !== undefined) return { refused: t("A variable takes part in it: change its value.") };
  const asItem = edit.change({ op: "replace", target: word, value: text });
  if (!("refused" in asItem) || word.via.length > 0) return asItem;
  const line = [service.command.list, service.entrypoint.list].find((list) => list !== undefined && isWithin(word, list));
  // Within quotes the word stands there otherwise than it is read.
  const isBare = word.at.end - word.at.start === String(word.value).length;
  if (line === undefined || !isBare) return { refused: t("The quotes around it are the shell's: change it by hand.") };
  return edit.change({ op: "splice", target: line, part: word.at, text });
}

function isWithin({ at }: Sourced<unknown>, { at: around }: Sourced<unknown>): boolean {
  return at.file === around.file && around.start <= at.start && at.end <= around.end;
}
