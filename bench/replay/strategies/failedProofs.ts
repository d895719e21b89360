import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { traineeFields } from './queries.js';

/** Proofs fail with a token that was copied without its key; the account's owner works on in a session of its own. */
export const failedProofs: Strategy = {
  name: 'failed-proofs',
  attacks: [47],
  does: 'Sends ten failed proofs with a copied token, to lock out the organisation that it was taken from.',
  isQuick: true,
  stolen: [trainer(18)],
  seconds: 60,
  pauseMs: 1_000,
  act: async (thief) => {
    const query = `{ jobSeekers(first: 5) { nodes { ${traineeFields} } } }`;
    await thief.together(
      Array.from({ length: 10 }, () => query),
      () => ({ isProofWrong: true, address: '198.51.100.9' }),
    );
    const { world, accounts } = thief;
    await thief.wait(2_000);
    for (const account of accounts) {
      world.desk.forget(account);
      await world.honest.askMeanwhile('owner of a copied token', account, query);
      await world.honest.askMeanwhile('owner of a copied token', { ...trainer(18, 2) }, query);
    }
  },
};
