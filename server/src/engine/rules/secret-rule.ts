import { isIdlePassword } from "../knowledge/environment/idle-passwords.js";
import type { Service } from "../model/project.js";
import { known } from "../model/sourced.js";
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
        if (secret.rule !== declared.id || isIdle(secret)) continue;
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

/** Whether the program does not look at the secret, as the service's other variables say: it is still hidden, but no finding. */
function isIdle({ from: { where, name, service } }: Secret): boolean {
  const others = service?.environment.items.map((one) => ({ name: one.name.value, value: known(one.value) }));
  return where === "environment" && others !== undefined && isIdlePassword(name, others);
}

/** Edits of what a service says are made at that service. */
function within(service: Service | undefined, context: RuleContext): RuleContext {
  return service === undefined ? context : { ...context, edit: context.edit.for(service) };
}
