import type { Operation } from "../edit/change.js";
import { type ImageFacts, imageFacts } from "../knowledge/images.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import { ownUser } from "./cap-drop-missing.js";
import type { Fix, RuleContext } from "./rule.js";

/** What is known of the service's image. */
export function factsOf(service: Service): ImageFacts | undefined {
  const image = known(service.image);
  return image === undefined ? undefined : imageFacts(image);
}

const owners = "Files in volumes have to belong to that user: change their owner once, from a container that runs as root.";
const anyUser = "1000:1000";

/** Lets the service run as the image's own user, where there is one, or as one that the person names. */
export function runAsUser(service: Service, { edit }: RuleContext): readonly Fix[] {
  const facts = factsOf(service);
  const own = facts === undefined || facts.runsAsNonRoot === true ? undefined : ownUser(service, facts);
  const set = (value: string): Operation => ({ op: "set", into: service.body, key: "user", value });
  const named: Fix = {
    title: t`Run as a user of its own: ${anyUser}`,
    class: "check",
    caveat: t`Not every image can run as any user. ${owners}`,
    change: edit.change(set(anyUser)),
    placeholders: [anyUser],
  };
  if (own === undefined || own === anyUser) return [named];
  return [{ title: t`Run as the image's own user, ${own}`, class: "check", caveat: owners, change: edit.change(set(own)) }, named];
}
