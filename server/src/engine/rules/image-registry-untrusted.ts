import { fullImageName } from "../knowledge/images.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { serviceRule } from "./rule.js";

export const imageRegistryUntrusted = serviceRule({
  id: "image-registry-untrusted",
  title: "Image from a registry that nobody vouches for",
  category: "images",
  severity: "warning",
  changes: [],
  references: [cisDocker("4.2"), owaspDocker(13), cwe(829), composeService("image")],
  docs: {
    why: [
      "An image is a program with all rights that its service gets. Anybody may publish one, under names that look like others: a registry, or a part",
      "of it, that the team trusts is the difference between a known publisher and a stranger.",
    ].join("\n"),
    attack: [
      "A stranger publishes `ngnix` or `acme-tools/backup` on a public registry.",
      "A typo or a copied example takes it into the stack, where it reads the variables and the network.",
    ],
    fix: "Take the image from a registry of the list, a mirror of your own best; or add its publisher to the setting `watertight.images.trustedRegistries`.",
    fine: "You know the publisher. Then its place is in the list, not in an exception.",
    premise: [
      "The rule speaks only when `watertight.images.trustedRegistries` is set; with the preset `strict` also without it, about registries that are an",
      "address or this machine's own name, which no certificate vouches for. Names without a registry are Docker Hub's; those without an owner are `docker.io/library`.",
    ].join("\n"),
  },
  *check({ build, image, name }, { settings }) {
    const reference = build !== undefined || image === undefined ? undefined : known(image);
    if (image === undefined || reference === undefined || reference === "") return;
    const where = fullImageName(reference);
    const { trustedRegistries, preset } = settings;
    const stranger =
      trustedRegistries.length > 0
        ? !trustedRegistries.some((trusted) => isBelow(where, trusted))
        : preset === "strict" && isAddress(where);
    if (!stranger) return;
    yield {
      on: image,
      underline: "value",
      message: t`"${name.value}" runs ${reference}, and ${publisherOf(where)} is not among the trusted registries. Take it from one that is, or list it.`,
      fixes: () => [
        {
          title: t("Take it from a trusted registry"),
          class: "check",
          change: { refused: t("Where a trusted copy lies nobody but you knows; a mirror keeps the name behind its own.") },
        },
      ],
    };
  },
});

/** `ghcr.io` covers all of it, `ghcr.io/acme` what that owner publishes; a `*` at the end is allowed. */
function isBelow(name: string, trusted: string): boolean {
  const prefix = trusted
    .trim()
    .replace(/\/?\*?$/u, "")
    .replace(/^index\.docker\.io/u, "docker.io")
    .toLowerCase();
  return prefix !== "" && (name.toLowerCase() === prefix || name.toLowerCase().startsWith(`${prefix}/`));
}

/** A registry without a name that a public certificate could stand for. */
function isAddress(name: string): boolean {
  const host = name.split("/")[0] ?? "";
  return /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\])(?::\d+)?$/iu.test(host);
}

function publisherOf(name: string): string {
  const [host = "", owner = ""] = name.split("/");
  return owner === "" ? host : `${host}/${owner}`;
}
