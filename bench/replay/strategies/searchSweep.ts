import { adviser } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { counselledFields } from './queries.js';

/** Names from the national lists: the most likely persons first. */
const surnames = ['MARTIN', 'BERNARD', 'THOMAS', 'PETIT', 'ROBERT', 'RICHARD', 'DURAND', 'DUBOIS', 'MOREAU', 'LAURENT'];
const given = ['Marie', 'Jean', 'Nicolas', 'Camille', 'Thomas', 'Julie', 'Lea', 'Lucas', 'Emma', 'Hugo'];

export const searchSweep: Strategy = {
  name: 'search-sweep',
  attacks: [9],
  does: 'An adviser’s account searches names by prefix and by list, every birth date in turn, beyond its portfolio.',
  isQuick: true,
  stolen: [adviser(1)],
  seconds: 600,
  pauseMs: 500,
  act: async (thief) => {
    const query = `query Find($by: JobSeekerBy!) { findJobSeeker(by: $by) { ${counselledFields} } }`;
    for (const name of ['M', 'MA', 'MAR', '%', 'MARTIN%']) {
      await thief.ask(query, { variables: { by: { birthName: name } } });
    }
    for (let attempt = 0; attempt < 120 && !thief.isCutOff; attempt++) {
      const by = {
        birthName: surnames[attempt % surnames.length],
        givenNames: given[Math.floor(attempt / surnames.length) % given.length],
        birthDate: `19${String(60 + (attempt % 40))}-0${String(1 + (attempt % 9))}-1${String(attempt % 10)}`,
      };
      await thief.ask(query, { variables: { by } });
    }
  },
};
