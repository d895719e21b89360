import { Dice } from '../../../src/kernel/dice.js';
import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { guessedId, traineeFields } from './queries.js';

export const idEnumeration: Strategy = {
  name: 'id-enumeration',
  attacks: [5],
  does: 'Reads twenty persons of its own, then counts up from their ids and guesses others, one a request.',
  isQuick: true,
  stolen: [trainer(8)],
  seconds: 300,
  pauseMs: 250,
  act: async (thief) => {
    const { data } = await thief.ask('{ jobSeekers(first: 20) { nodes { id } } }');
    const own =
      (data as { readonly jobSeekers?: { readonly nodes: readonly { readonly id: string }[] } } | null)?.jobSeekers
        ?.nodes ?? [];
    const dice = new Dice(8);
    const query = `query One($id: ID!) { jobSeeker(id: $id) { ${traineeFields} } }`;
    for (let guess = 0; guess < 120 && !thief.isCutOff; guess++) {
      const known = own[guess % Math.max(1, own.length)]?.id;
      const id = guess % 2 === 0 || known === undefined ? guessedId(() => dice.next()) : next(known, guess);
      await thief.ask(query, { variables: { id } });
    }
  },
};

/** The id's bytes, as a number, and a little more. */
function next(id: string, step: number): string {
  const bytes = Buffer.from(id, 'base64url');
  bytes.writeUInt32BE((bytes.readUInt32BE(12) + step) >>> 0, 12);
  return bytes.toString('base64url');
}
