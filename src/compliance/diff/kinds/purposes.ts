/**
 * What data are used for. A purpose opens nothing by itself; but another basis, or another text than the person was given, is
 * another use of what is read for it (GDPR Art. 5(1)(b)), and nobody can tell from words whether it is more.
 */
import { added, changesOf, gone } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byIdentity } from '../ordering.js';

export const comparePurposes: ComparePolicies = (old, next) => {
  const purposes = matched(old.purposes, next.purposes);
  return [
    ...purposes.added.map(([purpose, { basis }]) => added({ kind: 'purpose', purpose }, 'neutral', basis)),
    ...purposes.gone.map(([purpose, { basis }]) => gone({ kind: 'purpose', purpose }, 'neutral', basis)),
    ...purposes.kept.flatMap(([purpose, before, after]) =>
      changesOf({ kind: 'purpose', purpose }, [
        { aspect: 'basis', ordering: byIdentity(before.basis, after.basis), from: before.basis, to: after.basis },
        { aspect: 'text', ordering: byIdentity(before.text, after.text), from: before.text, to: after.text },
      ]),
    ),
  ];
};
