/**
 * The rejects file: a CSV of line, column, code and rule, never a value. It is written before the batch that it belongs to
 * is committed, and cut to what was committed before an import goes on, so that every reject stands in it once.
 */
import type { FileHandle } from 'node:fs/promises';
import { open, unlink } from 'node:fs/promises';
import { Failure } from '../kernel/failure.js';
import type { Reject } from './reject.js';

const header = 'line,column,code,rule\n';

export class RejectsFile {
  readonly path: string;
  readonly #handle: FileHandle;
  #length: number;

  private constructor(path: string, handle: FileHandle, length: number) {
    this.path = path;
    this.#handle = handle;
    this.#length = length;
  }

  /**
   * Opens the file, made anew unless `length` bytes of it belong to the run that goes on. Throws IMPORT_INVALID when it
   * can't be written, or holds something else.
   */
  static async open(path: string, length: number): Promise<RejectsFile> {
    try {
      const handle = await open(path, 'a+', 0o600);
      try {
        const kept = await requireOurs(path, handle, length);
        const file = new RejectsFile(path, handle, kept);
        await file.#cut();
        return file;
      } catch (error) {
        await handle.close();
        throw error;
      }
    } catch (error) {
      throw asFailure(path, error);
    }
  }

  /** Bytes that belong to the run. */
  get length(): number {
    return this.#length;
  }

  /** Returns once the lines are on the disk. */
  async append(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const text = `${this.#length === 0 ? header : ''}${rejects.map(lineOf).join('')}`;
    try {
      await this.#handle.writeFile(text);
      await this.#handle.datasync();
    } catch (error) {
      throw asFailure(this.path, error);
    }
    this.#length += Buffer.byteLength(text);
  }

  /** A file without a reject goes. */
  async close(): Promise<void> {
    await this.#handle.close();
    if (this.#length === 0) await unlink(this.path);
  }

  async #cut(): Promise<void> {
    const { size } = await this.#handle.stat();
    if (size > this.#length) await this.#handle.truncate(this.#length);
  }
}

/** How much of the file stays: nothing that somebody else wrote is overwritten. */
async function requireOurs(path: string, handle: FileHandle, length: number): Promise<number> {
  const stat = await handle.stat();
  if (!stat.isFile()) throw new Failure('IMPORT_INVALID', `the rejects file ${path} is no regular file`);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(header.length), 0, header.length, 0);
  if (bytesRead > 0 && buffer.toString('latin1', 0, bytesRead) !== header) {
    throw new Failure('IMPORT_INVALID', `${path} is there and is no rejects file: name another one with --rejects`);
  }
  return stat.size >= length ? length : 0;
}

function lineOf({ line, column, code, rule = '' }: Reject): string {
  return `${line},${column},${code},${rule}\n`;
}

function asFailure(path: string, error: unknown): unknown {
  if (error instanceof Failure) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  return new Failure(
    'IMPORT_INVALID',
    `the rejects file ${path} cannot be written (${reason}); what was loaded so far is kept`,
    { cause: error },
  );
}
