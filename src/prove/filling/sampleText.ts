/** A text that a pattern matches, for the scalars that a store forms itself: alternatives, groups, classes and repetitions. */
import type { FillingDice } from './fillingDice.js';

const attempts = 20;

/** Undefined when the pattern says what is not understood here, such as looking ahead. */
export function sampleText(pattern: string, dice: FillingDice): string | undefined {
  const whole = new RegExp(pattern, 'u');
  for (let attempt = 0; attempt < attempts; attempt++) {
    const text = new Sampler(pattern, dice).alternatives();
    if (whole.test(text)) return text;
  }
  return undefined;
}

const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const escapes: Readonly<Record<string, string>> = { d: digits, w: `${letters}${digits}_`, s: ' ' };

class Sampler {
  readonly #pattern: string;
  readonly #dice: FillingDice;
  #at = 0;

  constructor(pattern: string, dice: FillingDice) {
    this.#pattern = pattern;
    this.#dice = dice;
  }

  /** Of the alternatives up to the end or a closing bracket, one; each is walked, so that the end is found. */
  alternatives(): string {
    const texts = [this.#sequence()];
    while (this.#takes('|')) texts.push(this.#sequence());
    return this.#dice.pick(texts) ?? '';
  }

  #sequence(): string {
    let text = '';
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#peek())) text += this.#repeated();
    return text;
  }

  #repeated(): string {
    const from = this.#at;
    let text = this.#atom();
    const [least, most] = this.#repetition();
    const end = this.#at;
    const times = least + this.#dice.below(most - least + 1);
    if (times === 0) return '';
    for (let time = 1; time < times; time++) {
      this.#at = from;
      text += this.#atom();
    }
    this.#at = end;
    return text;
  }

  #repetition(): readonly [number, number] {
    if (this.#takes('?')) return [0, 1];
    if (this.#takes('*')) return [0, 3];
    if (this.#takes('+')) return [1, 4];
    const braces = /^\{(\d+)(,)?(\d+)?\}/.exec(this.#pattern.slice(this.#at));
    if (braces === null) return [1, 1];
    this.#at += braces[0].length;
    const least = Number(braces[1]);
    return [least, braces[2] === undefined ? least : Number(braces[3] ?? least + 3)];
  }

  #atom(): string {
    const letter = this.#peek();
    this.#at += 1;
    switch (letter) {
      case '^':
      case '$':
        return '';
      case '.':
        return this.#oneOf(letters);
      case '(': {
        if (this.#pattern.startsWith('?:', this.#at)) this.#at += 2;
        const text = this.alternatives();
        this.#takes(')');
        return text;
      }
      case '[':
        return this.#class();
      case '\\': {
        const escaped = this.#peek();
        this.#at += 1;
        return this.#oneOf(escapes[escaped] ?? escaped);
      }
      default:
        return letter;
    }
  }

  #class(): string {
    const isNegated = this.#takes('^');
    let members = '';
    while (this.#at < this.#pattern.length && !this.#takes(']')) members += this.#range();
    const outside = `${letters}${digits}`.split('').filter((each) => !members.includes(each));
    return this.#oneOf(isNegated ? outside.join('') : members);
  }

  #range(): string {
    const first = this.#member();
    if (first.length !== 1 || this.#peek() !== '-' || this.#pattern.charAt(this.#at + 1) === ']') return first;
    this.#at += 1;
    const [from, to] = [first.charCodeAt(0), this.#member().charCodeAt(0)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => String.fromCharCode(from + index)).join('');
  }

  #member(): string {
    const letter = this.#peek();
    this.#at += 1;
    if (letter !== '\\') return letter;
    const escaped = this.#peek();
    this.#at += 1;
    return escapes[escaped] ?? escaped;
  }

  #oneOf(members: string): string {
    return members.charAt(this.#dice.below(members.length));
  }

  #peek(): string {
    return this.#pattern.charAt(this.#at);
  }

  #takes(letter: string): boolean {
    if (this.#peek() !== letter) return false;
    this.#at += 1;
    return true;
  }
}
