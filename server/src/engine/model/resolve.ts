import type { ScalarNode, SyntaxFile, YamlNode } from "../syntax/tree.js";
import { classify, isVersionOne } from "./classify.js";
import { environmentOf, type FileReader } from "./environment.js";
import { serviceLayers } from "./extends.js";
import { directoryOf } from "./host-path.js";
import type { Body, ComposeProject, Problem, Service } from "./project.js";
import { readString } from "./read/scalar.js";
import { bodyOf, readNetworks, readTopLevelFiles, readVolumes } from "./read/top-level.js";
import { type Reading, startReading } from "./reading.js";
import { readService } from "./service.js";
import { child, keysOf, type Stack } from "./stack.js";
import { placeBeforeVariables, textOf } from "./text.js";
import { follow, placeIn, type View } from "./view.js";

export type { FileReader } from "./environment.js";

/** Resolves one compose file into what Compose would run. Never throws for any text; what it cannot read stands in `problems`. */
export function resolve(file: SyntaxFile, read: FileReader): ComposeProject {
  const kind = classify(file);
  const problems: Problem[] = file.problems.map(({ code, message, fatal, ...span }) => ({ code, message, fatal, at: placeIn(file, span) }));
  const layers = layersOf(file);
  if (kind === "other") {
    if (isVersionOne(file)) problems.push(versionOne(file));
    return { files: [file], kind, ...nothing, body: bodyOf(layers), problems };
  }
  const environment = environmentOf(file, read, problems);
  const reading = startReading(environment.variables, problems);
  checkVariables(reading, file);
  return { files: [file], kind, ...readLayers(reading, file, layers), problems, wanted: environment.wanted, read: environment.read };
}

const nothing = {
  name: undefined,
  services: new Map(),
  networks: new Map(),
  volumes: new Map(),
  secrets: new Map(),
  configs: new Map(),
  sections: new Map(),
  wanted: [],
  read: new Set<string>(),
  partial: false,
};

/** The documents of a file merge like files: each is a layer over the one before. */
function layersOf(file: SyntaxFile): Stack {
  return file.documents.flatMap(({ root }) => {
    const { view } = follow(file, { node: root, via: [], empty: { start: 0, end: 0 } });
    return view?.node?.kind === "map" ? [view] : [];
  });
}

type Content = Omit<ComposeProject, "files" | "kind" | "problems" | "wanted" | "read">;

function readLayers(reading: Reading, file: SyntaxFile, layers: Stack): Content {
  const at = (key: string) => child(reading, layers, key);
  const volumes = readVolumes(reading, at("volumes"));
  const partial = at("include").length > 0;
  if (partial) {
    const place = at("include")[0];
    reading.gap(
      "include-unread",
      "The included files are not read, so what they define is not checked.",
      place?.key ?? placeIn(file, { start: 0, end: 0 }),
    );
  }
  return {
    name: readString(reading, at("name")),
    services: readServices(reading, at("services"), { volumes, directory: directoryOf(file.uri), hasIncludes: partial }),
    networks: readNetworks(reading, at("networks")),
    volumes,
    secrets: readTopLevelFiles(reading, at("secrets")),
    configs: readTopLevelFiles(reading, at("configs")),
    body: bodyOf(layers),
    sections: sectionsOf(reading, layers),
    partial,
  };
}

function sectionsOf(reading: Reading, layers: Stack): ReadonlyMap<string, Body> {
  return new Map(
    ["services", "networks", "volumes", "secrets", "configs"].flatMap((key) => {
      const body = bodyOf(child(reading, layers, key));
      return body === undefined ? [] : [[key, body] as const];
    }),
  );
}

type ServicesScope = Parameters<typeof readService>[3] & { readonly hasIncludes: boolean };

function readServices(reading: Reading, layers: Stack, scope: Omit<ServicesScope, "partial">): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const name of keysOf(reading, layers)) {
    const { stack, partial } = serviceLayers(reading, layers, name, scope.hasIncludes);
    const service = readService(reading, name, stack, { ...scope, partial });
    if (service !== undefined) services.set(name, service);
  }
  return services;
}

/** Compose replaces variables in every value of a file, used or not, and refuses the file for any invalid form. */
function checkVariables(reading: Reading, file: SyntaxFile): void {
  const open: (YamlNode | undefined)[] = file.documents.map(({ root }) => root);
  while (open.length > 0) {
    const node = open.pop();
    if (node?.kind === "map") for (const { value } of node.entries) open.push(value);
    else if (node?.kind === "seq") for (const item of node.items) open.push(item.node);
    else if (node?.kind === "scalar" && node.text.includes("$")) checkText(reading, scalarView(file, node));
  }
}

function scalarView(file: SyntaxFile, node: ScalarNode): View {
  return { file, node, at: placeIn(file, node), key: undefined, via: [] };
}

function checkText(reading: Reading, view: View): void {
  const text = textOf(reading, view);
  for (const { code, message, start, end } of text?.template.faults ?? []) {
    const at = text === undefined ? view.at : placeBeforeVariables(text, start, end);
    if (code === "variable-required") reading.gap(code, message, at);
    else reading.refuse(code, message, at);
  }
}

function versionOne(file: SyntaxFile): Problem {
  const message = "This is the format of docker-compose 1, which Compose refuses: the services belong below a key `services`.";
  return { code: "compose-v1", message, at: placeIn(file, { start: 0, end: 0 }), fatal: true };
}
