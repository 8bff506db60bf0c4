import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import { note } from "./timings.js";

/** Where the server writes what it does; never the text of a document. */
export interface Log {
  error(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

/** A request slower than this is worth a line in everybody's log. */
const slowMilliseconds = 200;

/**
 * The one wrapper around all requests: errors are logged and answered with `empty`, cancelled requests say so, each is timed. Of a request
 * without parameters the connection hands over the token alone.
 */
export function request<Params, Result>(
  log: Log,
  name: string,
  empty: Result,
  run: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token?: CancellationToken) => Promise<Result> {
  return async (params, token = params as CancellationToken) => {
    const started = performance.now();
    try {
      const result = await run(params, token);
      if (token.isCancellationRequested) throw cancelled();
      return result;
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      say(() => log.error(`${name} failed: ${describe(error)}`));
      return empty;
    } finally {
      time(log, name, started);
    }
  };
}

/** The same for notifications, scheduled tasks and whatever else nobody waits for. */
export function guard<Params extends readonly unknown[]>(
  log: Log,
  name: string,
  run: (...params: Params) => void | Promise<void>,
): (...params: Params) => Promise<void> {
  return async (...params) => {
    const started = performance.now();
    try {
      await run(...params);
    } catch (error) {
      say(() => log.error(`${name} failed: ${describe(error)}`));
    } finally {
      time(log, name, started);
    }
  };
}

/** What a client gets whose request rests on a text that has changed since. */
export function outdated(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, "The document has changed.");
}

/** Kind and place of an error without its message, which may quote a document. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return "unknown error";
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line));
  return [error.name, ...frames.slice(0, 8)].join("\n");
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "Cancelled.");
}

function time(log: Log, name: string, started: number): void {
  const took = performance.now() - started;
  note(name, took);
  const line = `${name} took ${took.toFixed(1)} ms`;
  say(() => (took > slowMilliseconds ? log.info(line) : log.debug(line)));
}

function say(write: () => void): void {
  try {
    write();
  } catch {
    // The client has gone while we were at work: nobody is left to tell.
  }
}
