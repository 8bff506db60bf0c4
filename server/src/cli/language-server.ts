import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The folder of the bundle that this module becomes a part of. */
declare const __dirname: string;

/**
 * Turns this process into the language server, whose bundle lies beside this one: an editor needs one program on its path, and ends one
 * process. Answers the exit code for as long as the server does not set its own.
 */
export function becomeServer(): number {
  const script = join(__dirname, "server.js");
  process.argv.splice(1, process.argv.length, script, "--stdio");
  import(pathToFileURL(script).href).catch(() => {
    process.stderr.write("The language server is missing beside the command line: dist/server.js.\n");
    process.exitCode = 2;
  });
  return 0;
}
