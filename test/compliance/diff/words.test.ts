import { describe, expect, test } from 'vitest';
import type { Subject, SubjectKind } from '../../../src/compliance/diff/change.js';
import { aspects, effects } from '../../../src/compliance/diff/change.js';
import { lengthIn } from '../../../src/compliance/words/lengths.js';
import { tell, wordsIn } from '../../../src/compliance/diff/words/tell.js';
import { languages } from '../../../src/compliance/words/language.js';

const place = { role: 'AGENCY', type: 'Tenant', path: 'email', purpose: 'LETTING' };

/** One of each kind: the compiler asks for a new one here. */
const subjects: { readonly [Kind in SubjectKind]: Extract<Subject, { kind: Kind }> } = {
  zones: { kind: 'zones' },
  role: { kind: 'role', role: 'AGENCY' },
  bound: { kind: 'bound', role: 'AGENCY' },
  purpose: { kind: 'purpose', purpose: 'LETTING' },
  category: { kind: 'category', category: 'HEALTH' },
  type: { kind: 'type', type: 'Tenant' },
  field: { kind: 'field', type: 'Tenant', path: 'email' },
  index: { kind: 'index', type: 'Tenant', fields: 'email' },
  retention: { kind: 'retention', type: 'Tenant' },
  restriction: { kind: 'restriction', type: 'Tenant', path: 'email', column: 'protected' },
  reach: { kind: 'reach', role: 'AGENCY', type: 'Tenant', reach: 'lodger' },
  read: { kind: 'read', ...place },
  way: { kind: 'way', ...place, reach: 'lodger', precision: 'YEAR' },
  root: { kind: 'root', root: 'tenants' },
  rootUse: { kind: 'rootUse', role: 'AGENCY', root: 'tenants' },
  write: { kind: 'write', write: 'endLease' },
  writeUse: { kind: 'writeUse', role: 'AGENCY', write: 'endLease', type: 'Lease', purpose: 'LETTING' },
  constant: { kind: 'constant', write: 'endLease', type: 'Lease', path: 'status' },
  input: { kind: 'input', write: 'endLease', type: 'Lease', path: 'endedOn' },
  exceptional: { kind: 'exceptional', role: 'AGENT', type: 'Tenant', reach: 'leak' },
  openUse: { kind: 'openUse', role: 'AGENT', write: 'openLeak', reach: 'leak', purpose: 'LETTING' },
  match: { kind: 'match', match: 'isTenant' },
  matchUse: { kind: 'matchUse', role: 'AGENCY', match: 'isTenant', purpose: 'LETTING' },
  request: { kind: 'request', request: 'askForLink' },
  requestUse: { kind: 'requestUse', role: 'AGENCY', request: 'askForLink', purpose: 'LETTING' },
  rest: { kind: 'rest', at: 'types.Tenant.guard' },
};

describe('in both languages there are words', () => {
  test.each(Object.values(subjects))('for a change of $kind', (subject) => {
    const said = languages.map((language) => wordsIn(language).subject(subject));
    expect(new Set(said).size).toBe(languages.length);
    for (const text of said) expect(text).not.toMatch(/undefined/);
  });

  test.each(aspects)('for what changes: %s', (aspect) => {
    const both = languages.map((language) => wordsIn(language).aspects[aspect]('one', 'other'));
    expect(both.every((text) => text.length > 2 && !text.includes('undefined'))).toBe(true);
    // `type` and `bits` are words of both.
    if (!['scalar'].includes(aspect)) expect(new Set(both).size).toBe(languages.length);
    for (const language of languages) {
      expect(wordsIn(language).aspects[aspect](undefined, 'other')).not.toMatch(/undefined/);
      expect(wordsIn(language).aspects[aspect]('one', undefined)).not.toMatch(/undefined/);
    }
  });

  test.each(effects)('for %s', (effect) => {
    expect(new Set(languages.map((language) => wordsIn(language).headings[effect])).size).toBe(languages.length);
  });
});

test('a change is one plain sentence', () => {
  const change = { subject: subjects.way, aspect: 'within', effect: 'widening', from: 'PT0S', to: 'P1Y3M' } as const;
  expect(tell('en', change)).toBe(
    'AGENCY reads Tenant.email for LETTING through "lodger", the year only: how long after the link\'s end: 1 year and 3 months; before: no time',
  );
  expect(tell('fr', change)).toBe(
    'AGENCY lit Tenant.email pour LETTING par « lodger », l’année seulement : combien de temps après la fin du lien : 1 an et 3 mois ; avant : aucun délai',
  );
});

test.each([
  ['P2W', '14 days', '14 jours'],
  ['PT1H30M', '1 hour and 30 minutes', '1 heure et 30 minutes'],
  ['PT300S', '5 minutes', '5 minutes'],
  ['any', 'any', 'any'],
])('%s is %s', (text, english, french) => {
  expect(languages.map((language) => lengthIn(language, text))).toEqual([english, french]);
});
