/**
 * First stage of an opening: the one person whom all the attributes name. The index has full length, so that what it finds is what was
 * meant; the row is locked, so that nobody is linked who is erased meanwhile.
 */
import { openLinkOf, personByIndex, takeAccount } from '../../store/write/openingSql.js';
import type { Found, Opening } from './tickets.js';

export async function findNamed({ context, session, request }: Opening, token: Buffer): Promise<Found> {
  const { caller } = context;
  const { model, opening, reach } = request.template;
  // Of two requests of one account the second sees what the first has opened.
  await session.read(takeAccount(caller.claims.ACCOUNT));
  const [row, ...others] = await session.read(personByIndex(model, opening.index.column, token));
  if (row === undefined || others.length > 0) return { kind: 'NOBODY' };
  const person = String(row['person']);
  const now = context.reading.times.now;
  const open = await session.read(openLinkOf({ reach, account: caller.claims.ACCOUNT, person, now }));
  return { kind: open.length > 0 ? 'OPEN' : 'CLOSED', person };
}
