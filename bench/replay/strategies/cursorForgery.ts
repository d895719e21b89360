import { trainer } from '../accounts.js';
import type { Strategy } from './strategy.js';
import { sweepQuery, takePage, traineeFields } from './queries.js';

export const cursorForgery: Strategy = {
  name: 'cursor-forgery',
  attacks: [22],
  does: 'Makes cursors up, turns bits of real ones, and uses those of another account and of another list.',
  isQuick: false,
  stolen: [trainer(14), trainer(15, 2)],
  seconds: 120,
  pauseMs: 250,
  act: async (thief) => {
    const query = sweepQuery(traineeFields);
    const other = await takePage(thief, query, { first: 5 }, { as: 1 });
    const own = (await takePage(thief, query, { first: 5 }))?.pageInfo.endCursor ?? '';
    const bytes = Buffer.from(own, 'base64url');
    const turned = bytes.map((byte, index) => (index === bytes.length - 1 ? byte ^ 1 : byte));
    const made = [
      other?.pageInfo.endCursor ?? '',
      Buffer.from('{"id":"00000000-0000-4000-8000-000000000000"}').toString('base64url'),
      Buffer.from('offset:0').toString('base64url'),
      Buffer.from(turned).toString('base64url'),
      '',
      own.slice(2),
    ];
    for (const after of made) await takePage(thief, query, { first: 50, after });
    const sessions = 'query S($after: String) { sessions(first: 5, after: $after) { nodes { id } } }';
    for (const after of made) await thief.ask(sessions, { variables: { after } });
    await thief.ask(sessions, { variables: { after: own } });
  },
};
