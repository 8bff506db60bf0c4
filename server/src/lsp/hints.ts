import {
  type CodeLens,
  type CodeLensParams,
  CodeLensRefreshRequest,
  CodeLensRequest,
  type Connection,
  type Disposable,
  type InlayHint,
  type InlayHintParams,
  InlayHintRequest,
} from "vscode-languageserver";
import { type Engine, inlayKinds, t } from "../engine/index.js";
import type { Checker } from "./checker.js";
import { type LinesOf, toInlayHint, toRange, toSpan } from "./convert.js";
import type { ClientFeatures } from "./features.js";
import { guard } from "./handle.js";
import { hardenServiceCommand, type ServicePlace } from "./protocol.js";
import { schedule } from "./schedule.js";
import type { DocumentSettings, SettingsStore } from "./settings.js";

/** What is shown within the text, for those who switch it on: inlay hints and lenses. */
export interface Hints {
  inlay(params: InlayHintParams): Promise<InlayHint[]>;
  lenses(params: CodeLensParams): Promise<CodeLens[]>;
  /** A document was opened, whose settings may switch on what was off in all others. */
  opened(): void;
  /** What other documents say has changed: those that are shown are asked for again. */
  followOthers(): void;
  /** Settings have changed, which may switch either on or off. */
  settingsChanged(): void;
}

/** What hints need of the server. */
export interface Surroundings {
  readonly connection: Connection;
  readonly engine: Engine;
  readonly features: ClientFeatures;
  readonly documents: { keys(): readonly string[] };
  readonly settings: Pick<SettingsStore, "of">;
  readonly check: Checker;
  readonly linesOf: LinesOf;
}

export function hints({ connection, engine, features, documents, settings, check, linesOf }: Surroundings): Hints {
  const someWant = (wants: (one: DocumentSettings) => boolean) => async () => {
    for (const uri of documents.keys()) if (wants(await settings.of(uri))) return true;
    return false;
  };
  const inlay = demanded(connection, {
    name: "inlay hints",
    isWanted: someWant(({ inlayHints }) => inlayKinds.some((kind) => inlayHints[kind])),
    ...(features.inlayHintRegistration && {
      register: () => connection.client.register(InlayHintRequest.type, { documentSelector: null }),
    }),
    ...(features.inlayHintRefresh && { refresh: () => connection.languages.inlayHint.refresh() }),
  });
  const lenses = demanded(connection, {
    name: "lenses",
    isWanted: someWant(({ codeLens }) => codeLens),
    ...(features.codeLensRegistration && { register: () => connection.client.register(CodeLensRequest.type, { documentSelector: null }) }),
    ...(features.codeLensRefresh && { refresh: () => connection.sendRequest(CodeLensRefreshRequest.type) }),
  });
  const both = [inlay, lenses];

  return {
    async inlay({ textDocument: { uri }, range }) {
      const ours = await check.candidate(uri);
      const kinds = inlayKinds.filter((kind) => ours?.settings.inlayHints[kind] === true);
      const outcome = kinds.length === 0 ? undefined : await check.check(uri);
      if (outcome === undefined) return [];
      inlay.shown();
      const { document } = outcome;
      return engine.inlayHints(uri, toSpan(document, range), kinds).map((hint) => toInlayHint(document, hint, features, linesOf));
    },
    async lenses({ textDocument: { uri } }) {
      const ours = await check.candidate(uri);
      const outcome = ours?.settings.codeLens === true ? await check.check(uri) : undefined;
      if (outcome === undefined) return [];
      lenses.shown();
      return engine.codeLenses(uri).flatMap(({ service, at, hardenable, found }) => {
        const range = toRange(outcome.document, at);
        const place: ServicePlace = { uri, position: range.start };
        const harden = { title: t("Harden this service"), tooltip: t`Harden "${service}"`, command: hardenServiceCommand };
        return [
          ...(hardenable ? [{ range, command: { ...harden, arguments: [place] } }] : []),
          // A command without a name is shown as text.
          ...(found === undefined ? [] : [{ range, command: { title: found, command: "" } }]),
        ];
      });
    },
    opened: () => {
      for (const one of both) one.opened();
    },
    followOthers: () => {
      for (const one of both) one.follow();
    },
    settingsChanged: () => {
      for (const one of both) one.settle();
    },
  };
}

/** Something that the client asks for as long as the settings of an open document want it. */
interface Demanded {
  /** Something was shown. */
  shown(): void;
  opened(): void;
  follow(): void;
  settle(): void;
}

interface Demand {
  readonly name: string;
  readonly isWanted: () => Promise<boolean>;
  /** Makes the client ask; absent where it always does, and is answered with nothing. */
  readonly register?: () => Promise<Disposable>;
  /** Makes the client ask again. */
  readonly refresh?: () => Promise<void>;
}

/** Typing in one file changes what is shown of another with each letter. */
const pauseMilliseconds = 250;

function demanded(connection: Connection, { name, isWanted, register, refresh }: Demand): Demanded {
  let registration: Disposable | undefined;
  /** Whether anything was shown since the client was last asked to ask again: else there is nothing to follow. */
  let isShown = false;
  /** A registration takes its time, which the next change of the settings must not overtake. */
  let last: Promise<void> = Promise.resolve();

  const askAgain = guard(connection.console, `refresh of ${name}`, async () => {
    isShown = false;
    await refresh?.();
  });
  const settle = guard(connection.console, `registration of ${name}`, async () => {
    const wanted = await isWanted();
    if (register !== undefined && wanted && registration === undefined) registration = await register();
    else if (register !== undefined && !wanted) {
      registration?.dispose();
      registration = undefined;
      isShown = false;
    } else if (wanted || isShown) await askAgain();
  });
  const follows = schedule(pauseMilliseconds, () => void askAgain());

  return {
    shown: () => {
      isShown = true;
    },
    opened: () => {
      if (register !== undefined && registration === undefined) last = last.then(settle);
    },
    follow: () => {
      if (isShown) follows.soon(name);
    },
    settle: () => {
      last = last.then(settle);
    },
  };
}
