/** The first persons of the demo's store, whom tests and documentation speak of; all are trainees of formation-isere. */
import type { RowObject } from '../world/rows.js';

export const notablePositions = Object.freeze({
  camille: 0,
  homonym: 1,
  otherHomonym: 2,
  protectedAddress: 3,
  minor: 4,
  /** They train with formation-nord as well. */
  firstShared: 5,
  lastShared: 7,
});

const plain: RowObject = { protectedAddress: false, minor: false };
const homonym: RowObject = {
  ...plain,
  birthName: 'Martin',
  usedName: 'Martin',
  givenNames: 'Nathalie',
  birthDate: '1987-06-21',
};

export function notableFields(position: number, year: number): RowObject {
  switch (position) {
    case notablePositions.camille:
      return {
        ...plain,
        nir: '292043818512398',
        birthName: 'Exemple',
        usedName: 'Exemple',
        givenNames: 'Camille',
        birthDate: '1992-04-17',
        email: 'camille.exemple@example.org',
        phone: '+33639980001',
      };
    case notablePositions.homonym:
      return { ...homonym, nir: '287063818545698' };
    case notablePositions.otherHomonym:
      return { ...homonym, nir: '287063818545798' };
    case notablePositions.protectedAddress:
      return { ...plain, protectedAddress: true, email: 'adresse.protegee@example.org', phone: '+33639980003' };
    case notablePositions.minor:
      return { nir: undefined, minor: true, protectedAddress: false, birthDate: `${year - 16}-05-09` };
    default:
      return {};
  }
}
