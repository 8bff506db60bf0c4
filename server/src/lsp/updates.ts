import type { Connection, TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostics } from "./diagnostics.js";
import type { ClientFeatures } from "./features.js";
import { guard } from "./handle.js";
import type { Hints } from "./hints.js";
import { schedule } from "./schedule.js";

/** Lets what the client shows follow: by sending it, or by asking it to ask again. */
export interface Updates {
  /** A document is as it will be for a while. */
  now(uri: string): void;
  /** A document is being typed in. */
  soon(uri: string): void;
  /** The reports of these documents no longer hold, because of something else than their own text. */
  others(uris: readonly string[]): void;
  /** Anything that all diagnostics rest on has changed. */
  all(): void;
  forget(uri: string): void;
}

/** How long typing has to pause before diagnostics are sent to a client which does not ask for them. */
const pauseMilliseconds = 250;

export function updates(
  connection: Connection,
  features: ClientFeatures,
  documents: TextDocuments<TextDocument>,
  said: Pick<Diagnostics, "push">,
  inText: Pick<Hints, "followOthers" | "settingsChanged">,
): Updates {
  const diagnosed = diagnosticUpdates(connection, features, documents, said);
  return {
    ...diagnosed,
    others(uris) {
      diagnosed.others(uris);
      if (uris.length > 0) inText.followOthers();
    },
    all() {
      diagnosed.all();
      inText.settingsChanged();
    },
  };
}

function diagnosticUpdates(
  connection: Connection,
  features: ClientFeatures,
  documents: TextDocuments<TextDocument>,
  said: Pick<Diagnostics, "push">,
): Updates {
  if (features.pull) {
    const refresh = guard(connection.console, "refresh", async () => {
      if (features.refresh) await connection.languages.diagnostics.refresh();
    });
    const refreshes = schedule(pauseMilliseconds, () => void refresh());
    const everything = "";
    return {
      now: () => refreshes.now(everything),
      soon: () => undefined,
      others: (uris) => {
        if (uris.length > 0) refreshes.soon(everything);
      },
      all: () => refreshes.now(everything),
      forget: () => undefined,
    };
  }
  const pushes = schedule(pauseMilliseconds, guard(connection.console, "push", said.push));
  return {
    now: pushes.now,
    soon: pushes.soon,
    others: (uris) => uris.forEach(pushes.soon),
    all: () => documents.keys().forEach(pushes.now),
    forget: pushes.cancel,
  };
}
