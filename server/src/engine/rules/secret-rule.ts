import { isIdlePassword } from "../knowledge/environment/idle-passwords.js";
import { nameOf } from "../model/location.js";
import type { Service } from "../model/project.js";
import { known, type SetIn } from "../model/sourced.js";
import { t } from "../text/l10n.js";
import type { Fix, Report, Rule, RuleContext } from "./rule.js";
import { secretFixes } from "./secret-fixes.js";
import { givenTo, lineOf, secretWord } from "./secret-texts.js";
import { type Secret, type SecretRule, secretsOf, shortened } from "./secrets.js";

/** A rule that reports its share of a project's secrets; `message` says what one of them gives, and names it without showing it. */
export function secretRule<const Id extends SecretRule>(
  rule: Omit<Rule<Id>, "check"> & { readonly message: (secret: Secret, owner: string) => string },
): Rule<Id> {
  const { message, ...declared } = rule;
  return {
    ...declared,
    *check(project, context) {
      const ours = secretsOf(project).filter((secret) => secret.rule === declared.id && !isIdle(secret));
      for (const [secret, others] of byOrigin(ours)) {
        const { setIn, from } = secret;
        const service = from.service?.name.value;
        yield {
          on: secret.on,
          ...(service !== undefined && { service }),
          message: message({ ...secret, holder: shortened(secret.holder) }, from.owner),
          ...(setIn !== undefined && { related: elsewhere(setIn, others) }),
          fixes: () =>
            setIn === undefined ? secretFixes(secret, project, within(from.service, context)) : [toChangeByHand(secret, setIn)],
        };
      }
    },
  };
}

/** Every secret of the compose files, and of those that come from a line elsewhere the first use, with the others of that line. */
function byOrigin(secrets: readonly Secret[]): ReadonlyMap<Secret, readonly Secret[]> {
  const found = new Map<Secret, Secret[]>();
  const lines = new Map<string, Secret[]>();
  for (const secret of secrets) {
    const line = secret.setIn === undefined ? undefined : `${secret.setIn.file} ${secret.setIn.line}`;
    const others = line === undefined ? undefined : lines.get(line);
    if (others !== undefined) {
      others.push(secret);
      continue;
    }
    const mine: Secret[] = [];
    found.set(secret, mine);
    if (line !== undefined) lines.set(line, mine);
  }
  return found;
}

function elsewhere(setIn: SetIn, others: readonly Secret[]): NonNullable<Report["related"]> {
  return [
    { on: lineOf(setIn), message: t("Set here.") },
    ...others.slice(0, maxOthers).map(({ on, from }) => ({ on, message: t`Given to ${from.owner}, too.` })),
  ];
}

const maxOthers = 20;

/** Nobody but the person can choose the value, and what is written for `.env` is not ours to rewrite. */
function toChangeByHand({ kind, holder }: Secret, { file, line }: SetIn): Fix {
  return {
    title: t`Choose a ${secretWord(kind)} of your own for ${shortened(holder)}`,
    class: "check",
    change: { refused: t`It stands in line ${line + 1} of ${nameOf(file)}: change it there, and where the program keeps it.` },
  };
}

/** Whether the program does not look at the secret, as the service's other variables say: it is still hidden, but no finding. */
function isIdle({ from: { where, name, service } }: Secret): boolean {
  const others = service && givenTo(service).map((one) => ({ name: one.name, value: known(one.value) }));
  return where === "environment" && others !== undefined && isIdlePassword(name, others);
}

/** Edits of what a service says are made at that service. */
function within(service: Service | undefined, context: RuleContext): RuleContext {
  return service === undefined ? context : { ...context, edit: context.edit.for(service) };
}
