/** What `--help` prints; by command where one is named. */
export function helpText(about: string | undefined): string {
  return (about === undefined ? undefined : commands[about]) ?? general;
}

const general = `Watertight finds insecure settings in Docker Compose files and says how to repair them.

Usage: watertight COMMAND

  check [PATH...]        check files, and the compose files of folders (default: the current folder)
  resolve [PATH]         print what Compose would run, and where each value comes from
  report [PATH]          draw who reaches what, and the ways to the host: HTML, Mermaid or JSON
  explain NAME...        all about a rule or a Linux capability
  rules                  every rule with its severity
  init [FOLDER]          write a .watertight.json for the team, to begin with
  lsp                    be the language server of an editor, over standard input and output
  help [COMMAND]         the options of a command

  -h, --help             print this text
  -V, --version          print the version

Nothing is sent anywhere, and nothing is changed on disk but what "init" and report --output write.
`;

const project = `  -f, --file FILE        the files of one project, as docker compose takes them: each later one is merged over those before.
                         Without it a file is judged together with its override, and with what COMPOSE_FILE in .env names
  --project-directory D  where the project's relative paths start (default: the folder of the first file)
  --env-file FILE        read variables from here instead of .env; may be given more than once
  --allow-outside        read files outside of the current folder, too, where an include or extends leads there`;

const check = `Usage: watertight check [PATH...] [OPTIONS]

A folder is searched for compose files; "-" reads standard input.

  --format text|json     for people (default), or for programs
  --preset PRESET        recommended (default) or strict, which names each missing hardening by itself
  --posture ENGINE       what the files run on: rootful (default), rootless, desktop or userns-remap
  --fail-on SEVERITY     error, warning (default), information, hint or never: from where on the exit code is 1
  --stdin-filename NAME  the name under which standard input is checked (default: compose.yml)
  --config FILE          the team's settings; without it the .watertight.json nearest to each file counts, up to the repository's folder
  --no-config            no such file
${project}

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 something could not be read or checked.
Findings go to standard output, everything else to standard error. NO_COLOR switches colours off.
`;

const resolve = `Usage: watertight resolve [PATH] [OPTIONS]

Prints the project as Compose would run it, in the long form of "docker compose config": files merged, extends, include, anchors and
variables resolved. Behind each value stands where it comes from, and the way. PATH is a file or a folder (default: the current one);
"-" reads standard input. Services of all profiles are printed. Secrets are not: they are shown as ***.

  --json                 for programs: the project, and the place of each value
  --stdin-filename NAME  the name under which standard input is read (default: compose.yml)
${project}

Exit codes: 0 all was read, 2 something could not be read: then standard error says what, and the rest is printed.
`;

const report = `Usage: watertight report [PATH] [OPTIONS]

Draws a project as a graph: services, networks, shared volumes and published ports, and every way from outside to the host, step by step
with its line. PATH is a file or a folder (default: the current one); "-" reads standard input. Secrets are not in it.

  --format FORMAT        html (default): one file that needs no other, mermaid: a flowchart, or json
  -o, --output FILE      write FILE instead of standard output
  --posture ENGINE       what the files run on: rootful (default), rootless, desktop or userns-remap
  --stdin-filename NAME  the name under which standard input is read (default: compose.yml)
${project}

Exit codes: 0 all was read, 2 something could not be read: then standard error says what, and the rest is drawn.
`;

const commands: Readonly<Record<string, string>> = {
  check,
  resolve,
  init: `Usage: watertight init [FOLDER]

Writes .watertight.json into a folder (default: the current one): the settings of everybody who works on the compose files below it, in the
editor and on the command line. It never writes over one.
`,
  lsp: `Usage: watertight lsp [--stdio]

Speaks the language server protocol over standard input and output, for any editor; docs/editors.md has their settings.
`,
  report,
  explain: `Usage: watertight explain NAME...

NAME is a rule ("privileged-container") or a capability in any spelling ("NET_ADMIN", "cap_net_admin").
`,
  rules: `Usage: watertight rules [--format text|json]

Prints every rule with its severity and title.
`,
};
