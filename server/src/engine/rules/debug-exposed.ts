import { debugPort, debugSwitches } from "../knowledge/debug-switches.js";
import { nameOf } from "../model/location.js";
import type { EnvironmentVariable, Port } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { type CommandWord, replaceWord, serviceCommands } from "./command-words.js";
import { bindToLoopback } from "./port-fixes.js";
import { portsOf, reachesNetwork } from "./published-ports.js";
import { composeService, cwe } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const debugExposed = serviceRule({
  id: "debug-exposed",
  title: "Debugger or debug pages open to the network",
  category: "secrets",
  severity: "information",
  changes: ["command", "entrypoint", "environment", "ports"],
  references: [
    cwe(489),
    composeService("environment"),
    composeService("ports"),
    { title: "Node.js: security of the inspector", url: "https://nodejs.org/en/learn/getting-started/debugging#security-implications" },
    { title: "Werkzeug: debugging applications", url: "https://werkzeug.palletsprojects.com/en/stable/debug/" },
    { title: "ASP.NET Core: developer exception page", url: "https://learn.microsoft.com/en-us/aspnet/core/fundamentals/error-handling" },
  ],
  docs: {
    why: [
      "A debugger asks for no password: whoever connects to its port runs code in the program. Debug pages show source, settings and often secrets at each error,",
      "and an error is easily made: some have a console on them.",
    ].join("\n"),
    attack: [
      "Find the port, or send a request that the program does not expect.",
      "Attach a debugger, or read the page: variables, settings and the keys in them.",
      "Run code in the container, or log in elsewhere with what the page showed.",
    ],
    fix: "Bind the debugger's port to `127.0.0.1` on the host, and switch debug modes off where others reach the program.",
    fine: "A developer's machine, in a network that nobody else is in. Files whose name says so (`override`, `dev`, `local`, `debug`, `test`) are not looked at.",
    premise: [
      "Only with a port that other machines reach, or with the network of the host: for a debugger its own port, for debug pages any. A port without an address is open",
      "to every network of the host. Java takes `address=5005` for the container alone since Java 9, so that only `*:5005` counts.",
    ].join("\n"),
  },
  *check(service, context) {
    const name = service.name.value;
    const isHost = known(service.networkMode ?? undefined) === "host";
    const open = service.ports.items.filter(reachesNetwork);
    if (!isHost && open.length === 0) return;
    for (const variable of service.environment.items) {
      const one = debugSwitches.find(
        (debug) => debug.variable === variable.name.value && debug.is.test(known(variable.value ?? undefined) ?? ""),
      );
      if (one === undefined || isForDevelopers(variable.item.at.file)) continue;
      yield {
        on: variable.item,
        message: t`${one.variable} shows everybody who reaches "${name}" ${one.gives}. Set it to ${one.instead} where others reach it.`,
        fixes: () => [switchOff(variable, one.instead, context)],
      };
    }
    for (const { word, program, port, instead } of debuggersOf(serviceCommands(context.project, service))) {
      const published = open.filter(({ target }) => portsOf(target).includes(port));
      if ((published.length === 0 && !isHost) || isForDevelopers(word.on.at.file)) continue;
      yield {
        on: word.on,
        message: t`The ${program} debugger of "${name}" lets everybody who reaches port ${port} run code in it. Bind the port to 127.0.0.1.`,
        related: published.map(({ item }) => ({ on: item, message: t("The debugger's port is published here.") })),
        fixes: () => debuggerFixes(word, instead, published, context),
      };
    }
  },
});

/** Whether the name of a file says that developers use it on their own machines. */
function isForDevelopers(uri: string): boolean {
  return /(?:^|[.\-_])(?:override|dev|devel|development|local|debug|test|tests|testing|ci|e2e)(?=[.\-_])/iu.test(nameOf(uri));
}

interface Debugger {
  readonly word: CommandWord;
  readonly program: string;
  readonly port: number;
  readonly instead: string;
}

function debuggersOf(commands: readonly (readonly CommandWord[])[]): readonly Debugger[] {
  return commands.flatMap((command) =>
    command.flatMap((word): readonly Debugger[] => {
      const found = debugPort(word.text, (name) => command.some(({ text }) => name.test(text)));
      return found === undefined ? [] : [{ word, ...found }];
    }),
  );
}

function switchOff({ item, form, name }: EnvironmentVariable, instead: string, { edit }: RuleContext): Fix {
  return {
    title: t`Set ${name.value} to ${instead}`,
    class: "check",
    caveat: t("Errors show less from then on; code and templates that change are read at the next start only."),
    change: edit.change({ op: "replace", target: item, value: form === "list" ? `${name.value}=${instead}` : instead }),
  };
}

function debuggerFixes(word: CommandWord, instead: string, published: readonly Port[], context: RuleContext): readonly Fix[] {
  const [port] = published;
  const bind: readonly Fix[] =
    port === undefined || published.length > 1
      ? []
      : [
          {
            title: t("Bind the debugger's port to 127.0.0.1"),
            class: "check",
            caveat: t("Debuggers on other machines no longer reach it; the host's do."),
            change: context.edit.change(bindToLoopback(port)),
          },
        ];
  return [
    ...bind,
    {
      title: t("Let the debugger listen in the container only"),
      class: "check",
      caveat: t("No debugger outside of the container reaches it then."),
      change: replaceWord(word, instead, context),
    },
  ];
}
