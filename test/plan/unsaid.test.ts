/** What no SDL says, and no law of the policy lets through, is no plan either: the wall behind the laws. */
import { describe, expect, it } from 'vitest';
import { bent, librarian, registrar, setting, writeOf } from './lending.js';
import { onlyWrite } from './writePlanning.js';

const takeBack = { ...librarian, query: 'mutation { takeBack(loan: "l") { errors { row } } }' };
const correct = { ...registrar, query: 'mutation { correctReader(input: { id: "i", name: "n" }) { errors { row } } }' };
const remind = { ...librarian, query: 'mutation { remind(input: { loan: "l", text: "t" }) { errors { row } } }' };

describe('what no policy says is not planned', () => {
  it.each([
    ['on what is sealed', 'loan.title', 'remind compares what is in clear: Loan.title'],
    ['on rows that point back', 'loan.reminders', 'remind compares a field: Loan.reminders'],
    ['on what is not there', 'loan.colour', 'remind compares a field: Loan.colour'],
    ['that starts nowhere', 'colour', 'remind sets a field of Reminder: colour'],
  ])('a condition %s', (_title, path, message) => {
    expect(() => onlyWrite(setting('remind', 'branchName', path), remind)).toThrow(message);
  });

  const [constant] = writeOf('takeBack').steps.flatMap(({ constants }) => constants);
  it.each([
    ['of what is not there', { field: 'colour' }, 'takeBack sets colour'],
    ['of nothing', { value: undefined }, 'takeBack sets status to a value or a claim'],
    ['that leaves states of what is sealed', { field: 'title' }, 'takeBack compares what is in clear: Loan.title'],
  ])('a constant %s', (_title, different, message) => {
    const constants = constant === undefined ? [] : [{ ...constant, ...different }];
    expect(() => onlyWrite(bent('takeBack', { step: { constants } }), takeBack)).toThrow(message);
  });

  it('a write of what is about nobody', () => {
    const message = 'takeBack writes what is about a person';
    expect(() => onlyWrite(bent('takeBack', { step: { type: 'Branch' } }), takeBack)).toThrow(message);
  });

  it('a change of what identifies a person: the answer would tell that somebody else has it', () => {
    const message = 'correctReader changes what identifies a person';
    expect(() => onlyWrite(setting('correctReader', 'name', 'card'), correct)).toThrow(message);
  });
});
