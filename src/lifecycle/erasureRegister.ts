/**
 * The erasure register: a file outside both databases that is only added to, each line on the disk before the erasure that it
 * names commits. A backup that is restored knows less than it; what it knows more is done again before anybody is served.
 */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Failure } from '../kernel/failure.js';
import type { ErasureChain } from '../vault/erasureChain.js';
import type { ErasureOrder, RegisterLine } from './registerLine.js';
import { lineOf, parseLine, printLine } from './registerLine.js';

/** Up to where a database has erased. */
export interface RegisterHead {
  readonly line: number;
  readonly mac: Buffer;
}

export const emptyHead: RegisterHead = Object.freeze({ line: 0, mac: Buffer.alloc(0) });

const advice = 'Put back the register that this store has written, whole, and do not start without it';

export class ErasureRegister {
  readonly path: string;
  readonly #chain: ErasureChain;
  readonly #lines: RegisterLine[] = [];
  /** Bytes of the whole lines that were read. What lies behind is a line that a crash cut off: nothing was erased by it. */
  #end = 0;

  constructor(path: string, chain: ErasureChain) {
    this.path = path;
    this.#chain = chain;
  }

  get last(): RegisterHead {
    return this.#lines.at(-1) ?? emptyHead;
  }

  /** Lines of the file that a database at `head` has not erased yet. Throws Failure ERASURE_REGISTER_INVALID. */
  after(head: RegisterHead): readonly RegisterLine[] {
    this.#read();
    if (head.line === 0) return [...this.#lines];
    const known = this.#lines[head.line - 1];
    if (known === undefined)
      throw this.#invalid(`it has ${this.#lines.length} lines, and ${head.line} erasures were made here`);
    if (!this.#chain.isSame(known.mac, head.mac))
      throw this.#invalid(`its line ${head.line} is not the one that was written for this store's last erasure`);
    return this.#lines.slice(head.line);
  }

  /** The lines as they would follow, not written yet. */
  prepare(orders: readonly ErasureOrder[]): readonly RegisterLine[] {
    const lines: RegisterLine[] = [];
    for (const order of orders) lines.push(lineOf(order, lines.at(-1) ?? this.last, this.#chain));
    return lines;
  }

  /** On the disk when it returns. Throws Failure ERASURE_REGISTER_UNWRITABLE, with the file as it was. */
  append(lines: readonly RegisterLine[]): void {
    const text = Buffer.from(lines.map(printLine).join(''), 'utf8');
    const file = this.#openToAppend();
    try {
      if (fstatSync(file).size > this.#end) ftruncateSync(file, this.#end);
      this.#write(file, text);
    } finally {
      closeSync(file);
    }
    if (this.#end === 0) this.#syncFolder();
    this.#lines.push(...lines);
    this.#end += text.length;
  }

  #write(file: number, text: Buffer): void {
    try {
      for (let at = 0; at < text.length;) at += writeSync(file, text, at);
      fsyncSync(file);
    } catch (error) {
      throw this.#unwritable(error, this.#cutBack(file));
    }
  }

  /** Whole lines would be carried out at the next start, though nobody was told so. */
  #cutBack(file: number): boolean {
    try {
      ftruncateSync(file, this.#end);
      fsyncSync(file);
      return true;
    } catch {
      return false;
    }
  }

  #openToAppend(): number {
    try {
      return openSync(this.path, 'a', 0o600);
    } catch (error) {
      throw this.#unwritable(error, true);
    }
  }

  /** A new file is there after a crash only when its folder is on the disk too. */
  #syncFolder(): void {
    const folder = openSync(dirname(this.path), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }

  #read(): void {
    const added = this.#bytesBehindEnd();
    const whole = added.subarray(0, added.lastIndexOf(0x0a) + 1);
    for (const text of whole.toString('utf8').split('\n').slice(0, -1)) {
      const line = parseLine(text, this.last, this.#chain);
      if (line === undefined)
        throw this.#invalid(
          `line ${this.#lines.length + 1} does not follow from the one before it, or is another store's`,
        );
      this.#lines.push(line);
    }
    this.#end += whole.length;
  }

  #bytesBehindEnd(): Buffer {
    const file = this.#openToRead();
    if (file === undefined) {
      if (this.#end > 0) throw this.#invalid('it is gone');
      return Buffer.alloc(0);
    }
    try {
      const stat = fstatSync(file);
      if (stat.isDirectory()) throw this.#invalid('it is a folder');
      const { size } = stat;
      if (size < this.#end) throw this.#invalid('it has become shorter');
      const bytes = Buffer.alloc(size - this.#end);
      let read = 0;
      while (read < bytes.length) {
        const count = readSync(file, bytes, read, bytes.length - read, this.#end + read);
        if (count === 0) break;
        read += count;
      }
      return bytes.subarray(0, read);
    } finally {
      closeSync(file);
    }
  }

  #openToRead(): number | undefined {
    try {
      return openSync(this.path, 'r');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw this.#invalid(`it cannot be read (${codeOf(error)})`);
    }
  }

  #invalid(what: string): Failure {
    return new Failure('ERASURE_REGISTER_INVALID', `${this.path}, the erasure register: ${what}. ${advice}.`);
  }

  #unwritable(cause: unknown, isAsBefore: boolean): Failure {
    const state = isAsBefore
      ? 'Nothing was erased'
      : 'Nothing was erased, but lines may have stayed in it that the next start carries out';
    const message = `${this.path}, the erasure register, cannot be written (${codeOf(cause)}). ${state}. Make room for it, or let this user write it, and call the same command again.`;
    return new Failure('ERASURE_REGISTER_UNWRITABLE', message, { cause });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
