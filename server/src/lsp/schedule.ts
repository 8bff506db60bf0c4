/** Runs a task per document after a pause; each new call starts the pause again, so that only the newest version is worked on. */
export interface Schedule {
  /** Runs the document's task when nothing was asked for it during the pause. */
  soon(uri: string): void;
  /** Runs the document's task now instead of whatever was scheduled. */
  now(uri: string): void;
  cancel(uri: string): void;
}

export function schedule(pauseMilliseconds: number, task: (uri: string) => void): Schedule {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function cancel(uri: string): void {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
  }

  return {
    soon(uri) {
      cancel(uri);
      const timer = setTimeout(() => {
        timers.delete(uri);
        task(uri);
      }, pauseMilliseconds);
      timers.set(uri, timer);
    },
    now(uri) {
      cancel(uri);
      task(uri);
    },
    cancel,
  };
}
