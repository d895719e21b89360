/**
 * A pipeline as a table: each row takes the ticket that the row before it returned, and TypeScript refuses a table in
 * which a stage is missing or stands in another place.
 */
type Run<Context, In, Out> = (context: Context, input: In) => Out | Promise<Out>;

interface Stage<Context> {
  readonly name: string;
  readonly run: Run<Context, never, unknown>;
}

export class Stages<Context, In, Out> {
  readonly #table: readonly Stage<Context>[];

  private constructor(table: readonly Stage<Context>[]) {
    this.#table = table;
  }

  static first<Context, In, Out>(name: string, run: Run<Context, In, Out>): Stages<Context, In, Out> {
    return new Stages([{ name, run }]);
  }

  next<Later>(name: string, run: Run<Context, Out, Later>): Stages<Context, In, Later> {
    return new Stages([...this.#table, { name, run }]);
  }

  /** In the order in which they run. */
  get names(): readonly string[] {
    return this.#table.map(({ name }) => name);
  }

  async run(context: Context, input: In): Promise<Out> {
    let ticket: unknown = input;
    for (const { run } of this.#table) {
      const made = (run as Run<Context, unknown, unknown>)(context, ticket);
      // Most stages compute: only what waits costs a turn of the event loop.
      ticket = made instanceof Promise ? await made : made;
    }
    return ticket as Out;
  }
}
