/** A variable with which a program tells, or does, more than it may for strangers. */
export interface DebugSwitch {
  readonly variable: string;
  readonly is: RegExp;
  /** What everybody gets who reaches it: "a Python console when an error occurs". */
  readonly gives: string;
  /** What to set in its place. */
  readonly instead: string;
  readonly source: string;
}

const on = /^(?:true|yes|on|1)$/iu;

export const debugSwitches: readonly DebugSwitch[] = [
  {
    variable: "FLASK_DEBUG",
    is: on,
    gives: "Python's source, and behind a PIN a console, at each error",
    instead: "0",
    source: "https://flask.palletsprojects.com/en/stable/debugging/",
  },
  {
    variable: "WERKZEUG_DEBUG_PIN",
    is: /^off$/iu,
    gives: "a Python console without a PIN at each error",
    instead: "on",
    source: "https://werkzeug.palletsprojects.com/en/stable/debug/#debugger-pin",
  },
  {
    variable: "DJANGO_DEBUG",
    is: on,
    gives: "source, settings and queries at each error",
    instead: "False",
    source: "https://docs.djangoproject.com/en/stable/ref/settings/#debug",
  },
  {
    variable: "APP_DEBUG",
    is: on,
    gives: "source and variables, secrets among them, at each error",
    instead: "false",
    source: "https://laravel.com/docs/12.x/configuration#debug-mode",
  },
  {
    variable: "RAILS_ENV",
    is: /^development$/iu,
    gives: "source and settings at each error",
    instead: "production",
    source: "https://guides.rubyonrails.org/configuring.html#config-consider-all-requests-local",
  },
  ...["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"].map(
    (variable): DebugSwitch => ({
      variable,
      is: /^development$/iu,
      gives: "source, headers and cookies at each error",
      instead: "Production",
      source: "https://learn.microsoft.com/en-us/aspnet/core/fundamentals/error-handling#developer-exception-page",
    }),
  ),
];

/** A debugger that waits on every address: whoever connects runs code in the program. */
export interface DebugPort {
  readonly program: string;
  readonly port: number;
  /** The word with loopback in the place of the address that stands for all. */
  readonly instead: string;
}

const everywhere = String.raw`(?:0\.0\.0\.0|\[?::\]?|\*)`;

/**
 * What a word of a command, or of `NODE_OPTIONS` and the like, opens; `program` is asked for other words of the command.
 * Sources: `node --help`, the JDWP agent's `help`, debugpy's and Delve's own help.
 */
export function debugPort(word: string, program: (name: RegExp) => boolean): DebugPort | undefined {
  const node = new RegExp(`^(?<before>--inspect(?:-brk|-wait)?=)${everywhere}(?::(?<port>\\d+))?$`, "u").exec(word)?.groups;
  if (node !== undefined) return opened("Node.js", node, 9229);
  const java = new RegExp(`^(?<before>-(?:agentlib:|Xrun)jdwp[=:].*\\baddress=)${everywhere}:(?<port>\\d+)(?<after>.*)$`, "u").exec(
    word,
  )?.groups;
  if (java !== undefined) return opened("Java", java, 5005);
  const python = new RegExp(`^(?<before>(?:--listen=)?)${everywhere}:(?<port>\\d+)$`, "u").exec(word)?.groups;
  if (python !== undefined && program(/^debugpy$/u)) return opened("Python", python, 5678);
  const go = new RegExp(`^(?<before>--listen=)${everywhere}?:(?<port>\\d+)$`, "u").exec(word)?.groups;
  if (go !== undefined && program(/(?:^|\/)dlv$/u)) return opened("Go", go, 2345);
  return undefined;
}

function opened(
  program: string,
  { before = "", port, after = "" }: Readonly<Record<string, string | undefined>>,
  usual: number,
): DebugPort {
  const number = port === undefined ? usual : Number(port);
  return { program, port: number, instead: `${before}127.0.0.1:${number}${after}` };
}
