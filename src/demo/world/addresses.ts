/** Postal addresses: a street whose name is found everywhere, in a commune drawn as people live. */
import type { Commune } from './communes.js';
import type { RowObject } from './rows.js';
import type { Dice } from '../../kernel/dice.js';

export interface AddressRow extends RowObject {
  readonly line: string;
  readonly postcode: string;
  readonly city: string;
}

const ways = [
  'rue',
  'rue',
  'rue',
  'rue',
  'avenue',
  'avenue',
  'chemin',
  'impasse',
  'allée',
  'place',
  'boulevard',
  'route',
];
const streets = `
  de l'Église|de la Mairie|des Écoles|du Stade|de la Gare|des Lilas|des Tilleuls|du Moulin|des Acacias|de la Fontaine|du Château
  |des Vignes|de la Forge|des Cerisiers|du Lavoir|de la Poste|des Jardins|du Pont|de la Source|des Rosiers|du Marché|de Verdun
  |du 8 Mai 1945|du 11 Novembre|de la Paix|de la République|de la Liberté|des Érables|du Puits|de la Croix|des Noyers|du Verger
  |des Peupliers|de la Plaine|du Bois|des Prés|de la Vallée|du Lac|des Alouettes|des Hirondelles|de Bellevue|du Belvédère
`
  .split('|')
  .map((name) => name.trim());

export function address(dice: Dice, commune: Commune): AddressRow {
  const way = ways[dice.below(ways.length)] ?? '';
  const street = streets[dice.below(streets.length)] ?? '';
  const suffix = dice.chance(0.06) ? ' bis' : '';
  return {
    line: `${dice.between(1, 120)}${suffix} ${way} ${street}`,
    postcode: commune.postcodes[dice.below(commune.postcodes.length)] ?? '',
    city: commune.name,
  };
}
