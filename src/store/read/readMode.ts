/** How the rows are found. `given` names of parameters stand beside. */
export type ReadMode =
  | {
      /** given: limit, [after], [since], filter0… */
      readonly kind: 'page';
      readonly after: boolean;
      readonly changed: boolean;
      readonly filters: readonly { readonly column: string; readonly openness: number }[];
    }
  /** given: key (uuid): one row at most. */
  | { readonly kind: 'key' }
  /** given: keys (uuid[]). */
  | { readonly kind: 'keys' }
  /** given: parents (uuid[]), limit, [after]. */
  | { readonly kind: 'children'; readonly parent: string; readonly after: boolean }
  /**
   * given: token (bytea), limit. A truncated index holds so many strangers that the caller's links are the shorter way;
   * a whole one leads to one row, whose links are looked up.
   */
  | { readonly kind: 'lookup'; readonly index: string; readonly fromLinks: boolean };

/** Whether a caller brings what names one row, its id or a value that no two persons share, and could time if it is there. */
export function namesOneRow(mode: ReadMode): boolean {
  return mode.kind === 'key' || (mode.kind === 'lookup' && !mode.fromLinks);
}
