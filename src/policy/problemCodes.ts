/** What can be wrong with a store's SDL: closed, documented in docs/policy.md, never reused. */
export type ProblemCode =
  | 'SDL_SYNTAX'
  | 'SDL_INVALID'
  | 'WORDS_MISSING'
  | 'UNKNOWN_ROLE'
  | 'UNKNOWN_PURPOSE'
  | 'UNKNOWN_CATEGORY'
  | 'UNKNOWN_WORD';
