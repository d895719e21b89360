/** What a shell learns of a command. */
export const exitCodes = Object.freeze({ done: 0, failed: 1, wrongCall: 2 });

/** The command did what it was asked, and the answer is no: it has been printed already. */
export class Unsuccessful extends Error {
  override readonly name = 'Unsuccessful';
}

/** The command could not be done. The message is for whoever typed it and names no value of a person and no secret. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  /** An argument is wrong, not the world. */
  readonly isWrongCall: boolean;

  constructor(message: string, options: { readonly isWrongCall?: boolean; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.isWrongCall = options.isWrongCall ?? false;
  }
}
