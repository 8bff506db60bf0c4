import { type EndOfLife, endOfLife, endOfLifeAsOf } from "../knowledge/end-of-life.js";
import { known, type Sourced } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { cisDocker, composeService, cwe, owaspDocker } from "./references.js";
import { type Fix, type RuleContext, serviceRule } from "./rule.js";

export const imageEndOfLife = serviceRule({
  id: "image-end-of-life",
  title: "Version that gets no more security fixes",
  category: "images",
  severity: "information",
  changes: ["image"],
  references: [
    cisDocker("4.4"),
    owaspDocker(13),
    cwe(1104),
    composeService("image"),
    { title: "endoflife.date", url: "https://endoflife.date/" },
  ],
  docs: {
    why: [
      "From its last day on, every hole that is found in a version stays open: it is described with the fix for the newer ones, and anybody may read",
      "there how to use it.",
    ].join("\n"),
    attack: [
      "A fix for a newer version tells what was wrong.",
      "The old version has the same hole and no fix; scanners look for it by its banner.",
    ],
    fix: "Move to a version that is still looked after; read its release notes, and back up the data first. Images of databases seldom read the old data as they are.",
    fine: "A distributor or a support contract delivers fixes for the old version under the same name.",
    premise: [
      `The table of ${endOfLifeAsOf} holds the versions of widely used images by what their publishers say of the end of support, and images that are no longer`,
      "published. A version whose support ended later is not in it, nor is one that the tag does not tell. Some of the last days are as they were announced a year before.",
    ].join("\n"),
  },
  *check({ build, image }, context) {
    const reference = build !== undefined || image === undefined ? undefined : known(image);
    const found = reference === undefined ? undefined : endOfLife(reference);
    if (image === undefined || reference === undefined || found === undefined) return;
    const what = found.cycle === undefined ? t`The image ${found.name}` : `${found.name} ${found.cycle}`;
    const then = found.instead === undefined ? t("Move to a version that gets fixes.") : t`Use ${found.instead}.`;
    yield {
      on: image,
      underline: "value",
      message: t`${what} has been out of support since ${found.ended}: holes found since then stay open. ${then}`,
      fixes: () => [moveOn(image, found, context)],
    };
  },
});

function moveOn(image: Sourced<unknown>, { name, next, migration, instead }: EndOfLife, { edit }: RuleContext): Fix {
  if (instead !== undefined) {
    const refused = t("It is another image: its settings, paths and data may differ, so only you can tell what becomes of them.");
    return { title: t`Use ${instead}`, class: "check", change: { refused } };
  }
  if (next === undefined) {
    const refused = t`Which version fits only trying tells. ${migration ?? t("Read the release notes of each in between.")}`;
    return { title: t`Move to a version of ${name} that gets fixes`, class: "check", change: { refused } };
  }
  return {
    title: t`Move to ${next}`,
    class: "check",
    caveat: t`The oldest line that is looked after for some time yet; it may break what relied on the old one. ${migration ?? t("Try it before.")}`,
    change: edit.change({ op: "replace", target: image, value: next }),
  };
}
