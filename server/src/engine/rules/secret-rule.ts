import type { Service } from "../model/project.js";
import type { Rule, RuleContext } from "./rule.js";
import { secretFixes } from "./secret-fixes.js";
import { type Secret, type SecretRule, secretsOf, shortened } from "./secrets.js";

/** A rule that reports its share of a project's secrets; `message` says what one of them gives, and names it without showing it. */
export function secretRule<const Id extends SecretRule>(
  rule: Omit<Rule<Id>, "check"> & { readonly message: (secret: Secret, owner: string) => string },
): Rule<Id> {
  const { message, ...declared } = rule;
  return {
    ...declared,
    *check(project, context) {
      for (const secret of secretsOf(project)) {
        if (secret.rule !== declared.id) continue;
        const service = secret.from.service?.name.value;
        yield {
          on: secret.on,
          ...(service !== undefined && { service }),
          message: message({ ...secret, holder: shortened(secret.holder) }, secret.from.owner),
          fixes: () => secretFixes(secret, project, within(secret.from.service, context)),
        };
      }
    },
  };
}

/** Edits of what a service says are made at that service. */
function within(service: Service | undefined, context: RuleContext): RuleContext {
  return service === undefined ? context : { ...context, edit: context.edit.for(service) };
}
