import { Lexer, Source, TokenKind } from 'graphql';
import type { OperationBounds } from './operationBounds.js';
import { requireAtMost } from './operationBounds.js';

const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * What can be counted before the text is parsed, whose parser calls itself for every bracket. Comments cost a reader time and
 * are no tokens of GraphQL's: the length of the text bounds them.
 *
 * @throws Refused OPERATION_TOO_LARGE, or GraphQLError for what is no text of GraphQL.
 */
export function requireFewTokens(text: string, bounds: OperationBounds): void {
  requireAtMost(bounds, 'text', text.length);
  const lexer = new Lexer(new Source(text));
  let tokens = 0;
  let nesting = 0;
  let directives = 0;
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    requireAtMost(bounds, 'tokens', ++tokens);
    if (opening.has(kind)) requireAtMost(bounds, 'nesting', ++nesting);
    else if (closing.has(kind)) nesting--;
    else if (kind === TokenKind.AT) requireAtMost(bounds, 'directives', ++directives);
  }
}
