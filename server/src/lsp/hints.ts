import {
  type CodeLens,
  type CodeLensParams,
  CodeLensRefreshRequest,
  type Connection,
  type InlayHint,
  type InlayHintParams,
} from "vscode-languageserver";
import { type Engine, inlayKinds, t } from "../engine/index.js";
import type { Checker } from "./checker.js";
import { type LinesOf, toInlayHint, toRange, toSpan } from "./convert.js";
import type { ClientFeatures } from "./features.js";
import { guard } from "./handle.js";
import { hardenServiceCommand, type ServicePlace } from "./protocol.js";

/** What is shown within the text, for those who switch it on: inlay hints and lenses. */
export interface Hints {
  inlay(params: InlayHintParams): Promise<InlayHint[]>;
  lenses(params: CodeLensParams): Promise<CodeLens[]>;
  /** What other documents say has changed: those that are shown are asked for again. */
  followOthers(): void;
  /** Settings have changed, which may switch either on or off. */
  settingsChanged(): void;
}

export function hints(connection: Connection, engine: Engine, features: ClientFeatures, check: Checker, linesOf: LinesOf): Hints {
  /** Whether anything was shown since the settings changed: else there is nothing to ask for again. */
  let shown = { inlay: false, lenses: false };

  const refreshInlay = guard(connection.console, "refresh of inlay hints", () =>
    features.inlayHintRefresh ? connection.languages.inlayHint.refresh() : undefined,
  );
  const refreshLenses = guard(connection.console, "refresh of lenses", async () => {
    if (features.codeLensRefresh) await connection.sendRequest(CodeLensRefreshRequest.type);
  });

  return {
    async inlay({ textDocument: { uri }, range }) {
      const ours = await check.candidate(uri);
      const kinds = inlayKinds.filter((kind) => ours?.settings.inlayHints[kind] === true);
      const outcome = kinds.length === 0 ? undefined : await check.check(uri);
      if (outcome === undefined) return [];
      shown = { ...shown, inlay: true };
      const { document } = outcome;
      return engine.inlayHints(uri, toSpan(document, range), kinds).map((hint) => toInlayHint(document, hint, features, linesOf));
    },
    async lenses({ textDocument: { uri } }) {
      const ours = await check.candidate(uri);
      const outcome = ours?.settings.codeLens === true ? await check.check(uri) : undefined;
      if (outcome === undefined) return [];
      shown = { ...shown, lenses: true };
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
    followOthers() {
      if (shown.inlay) void refreshInlay();
      if (shown.lenses) void refreshLenses();
    },
    settingsChanged() {
      shown = { inlay: false, lenses: false };
      void refreshInlay();
      void refreshLenses();
    },
  };
}
