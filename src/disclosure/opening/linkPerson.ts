/** Third stage of an opening: the link, which ends by itself, and until when somebody else must have looked at it. */
import type { Duration } from '../../kernel/duration.js';
import { secondsOf } from '../../budget/allowances.js';
import { putLink } from '../../store/write/openingSql.js';
import type { Opening, RecordedOpening } from './tickets.js';

/** Gives the person's key; undefined: nobody was named. */
export async function linkPerson(
  { context, session, request }: Opening,
  recorded: RecordedOpening,
): Promise<string | undefined> {
  if (recorded.kind === 'NOBODY') return undefined;
  if (recorded.kind === 'OPEN') return recorded.person;
  const { claims, purpose } = context.caller;
  const { reach } = request.template;
  const later = (duration: Duration): string => new Date(context.now + secondsOf(duration) * 1000).toISOString();
  await session.write(
    putLink({
      id: recorded.opening,
      reach,
      account: claims.ACCOUNT,
      person: recorded.person,
      organisation: claims.ORGANISATION,
      unit: claims.UNIT,
      purpose,
      reason: request.reason,
      now: context.reading.times.now,
      endsAt: later(reach.lasts),
      reviewBy: later(reach.review),
    }),
  );
  return recorded.person;
}
