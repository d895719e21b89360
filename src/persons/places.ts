/** What a page of the person's side asks for, and what it holds. */
export interface PageRequest {
  readonly first: number;
  readonly after: string | undefined;
}

export interface Page<Node> {
  readonly nodes: readonly { readonly node: Node; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}
