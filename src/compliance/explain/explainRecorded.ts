import { refuse } from '../../kernel/refusal.js';
import { recordEvent } from '../../persons/recordEvent.js';
import type { Actor } from '../../register/actor.js';
import { accountHolder } from '../exposure/holders.js';
import type { ExplainSources, PersonExplanation, PersonQuestion } from './explainPerson.js';
import { explainPerson } from './explainPerson.js';

/**
 * Explains one person to an operator, whose name is in the ledger before the answer is given: that somebody is linked to a
 * service tells something of the person. Throws Refused NOT_REGISTERED for an account that the register does not know.
 */
export async function explainRecorded(
  sources: ExplainSources,
  question: Omit<PersonQuestion, 'holder'> & { readonly actor: Actor },
): Promise<PersonExplanation> {
  const { database, policy } = sources;
  const { account, role, person, actor } = question;
  const holder = role.authentication.isRegistered ? await accountHolder(database, account) : undefined;
  if (holder === undefined && role.authentication.isRegistered)
    throw refuse('NOT_REGISTERED', `The register knows no open account ${account}: look at its spelling.`);
  const explanation = await explainPerson(sources, { ...question, holder });
  await recordEvent(database, {
    by: { actor, policy: policy.digest.slice(0, 16) },
    event: 'EXPLAINED',
    persons: [person],
    shape: [],
    detail: { account, role: role.role, at: explanation.at },
  });
  return explanation;
}
