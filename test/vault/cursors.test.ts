import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newVault } from './cells.js';

const { cursors } = newVault();
const now = Date.UTC(2026, 0, 15);
const later = now + 3_600_000;
const binding = Buffer.from('account, query, filter');
const position = Buffer.from('after this row');
const cursor = cursors.seal(position, binding, later);
const invalid = { outcome: 'invalid' };

test('a cursor gives its position back to whoever shows the same binding', () => {
  const bytes = fc.uint8Array({ maxLength: 400 });
  fc.assert(
    fc.property(bytes, bytes, (place, bound) => {
      const opened = cursors.open(cursors.seal(place, bound, later), bound, now);
      expect(opened).toEqual({ outcome: 'ok', position: Buffer.from(place) });
    }),
  );
});

test('its position stays as it was when another cursor is opened', () => {
  const one = cursors.open(cursor, binding, now);
  cursors.open(cursors.seal(Buffer.from('another place!'), binding, later), binding, now);
  expect(one).toEqual({ outcome: 'ok', position });
});

test('it expires at its instant, and says so only to whom it belongs', () => {
  expect(cursors.open(cursor, binding, later - 1)).toEqual({ outcome: 'ok', position });
  expect(cursors.open(cursor, binding, later)).toEqual({ outcome: 'expired' });
  expect(cursors.open(cursor, binding, later + 1e9)).toEqual({ outcome: 'expired' });
  expect(cursors.open(cursor, Buffer.from('another account'), later)).toEqual(invalid);
});

test.each([
  ['another binding', cursor, Buffer.from('account, query, filter!')],
  ['no binding', cursor, Buffer.alloc(0)],
  ['an empty text', '', binding],
  ['a text that is no base64url', '*'.repeat(80), binding],
  ['padding', `${cursor}=`, binding],
  ['a line end', `${cursor}\n`, binding],
  ['a blank before', ` ${cursor}`, binding],
  ['a character less', cursor.slice(0, -1), binding],
  ['a character more', `${cursor}A`, binding],
  ['its position in clear', position.toString('base64url'), binding],
  ['nonce and tag alone', Buffer.alloc(40).toString('base64url'), binding],
  ['five megabytes', 'A'.repeat(5_000_000), binding],
  ['another ring', newVault().cursors.seal(position, binding, later), binding],
])('with %s it is invalid', (_defect, text, bound) => {
  expect(cursors.open(text, bound, now)).toEqual(invalid);
});

test('with any character changed it is invalid: there is no second spelling of a cursor', () => {
  for (let at = 0; at < cursor.length; at++) {
    for (const character of ['A', 'B', '-', '_', 'z'].filter((each) => each !== cursor[at])) {
      expect(cursors.open(cursor.slice(0, at) + character + cursor.slice(at + 1), binding, now)).toEqual(invalid);
    }
  }
});

test('it shows nothing of its position and is never the same twice', () => {
  expect(Buffer.from(cursor, 'base64url').includes('after this row')).toBe(false);
  expect(cursors.seal(position, binding, later)).not.toBe(cursor);
});
