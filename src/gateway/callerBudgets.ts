/** What `me` says of the caller's budgets. It names no person and opens nothing. */
import { leftTo } from '../disclosure/leftTo.js';
import type { CorridorPluginOptions } from './corridorPlugin.js';
import { graphQLErrorOf } from './errorMap.js';
import type { Telling } from './roleSchema.js';

export function callerBudgets(options: CorridorPluginOptions): Telling {
  return {
    budgetsOf: async (caller) => {
      try {
        return await leftTo(options.rooms, caller);
      } catch (error) {
        throw graphQLErrorOf(error, options);
      }
    },
  };
}
