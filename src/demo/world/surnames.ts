/**
 * Surnames, skewed as in France: the commonest with their approximate bearers in hundreds, and a long tail of invented
 * ones, since most people bear a name that few share.
 */
import type { Dice } from '../../kernel/dice.js';
import { drawing } from './drawing.js';
import { weighted } from './weighted.js';

const common = weighted(`
  Martin 2289 Bernard 1206 Dubois 1132 Thomas 1103 Robert 1055 Richard 1047 Petit 977 Durand 963 Leroy 916 Moreau 904
  Simon 900 Laurent 888 Lefebvre 872 Michel 813 Garcia 801 David 745 Bertrand 727 Roux 722 Vincent 705 Fournier 693
  Morel 687 Girard 663 André 650 Lefèvre 643 Mercier 637 Dupont 631 Lambert 612 Bonnet 609 François 601 Martinez 593
  Legrand 585 Garnier 575 Faure 571 Rousseau 566 Blanc 564 Guérin 543 Muller 537 Henry 528 Roussel 524 Nicolas 520
  Perrin 515 Morin 511 Mathieu 508 Clément 500 Gauthier 494 Dumont 488 Lopez 481 Fontaine 476 Chevalier 470 Robin 462
  Masson 452 Sanchez 443 Gérard 437 Nguyen 431 Boyer 424 Denis 421 Lemaire 417 Duval 413 Joly 407 Gautier 402
  Roger 399 Renaud 396 Gaillard 391 Hamon 180 Noël 387 Philippe 384 Meyer 383 Roche 378 Roy 373 Meunier 370
  Jean 367 Perez 365 Marchand 362 Dufour 358 Blanchard 354 Marie 351 Barbier 349 Brun 347 Dumas 345 Brunet 341
  Schmitt 339 Leroux 336 Colin 333 Fernandez 331 Pierre 329 Renard 326 Arnaud 324 Rolland 321 Caron 318 Aubert 316
  Giraud 313 Leclerc 311 Vidal 309 Bourgeois 306 Renault 303 Lemoine 301 Picard 298 Gaillot 60 Philippot 58 Fabre 296
  Baron 293 Carpentier 291 Lucas 289 Guillaume 287 Lacroix 285 Dupuis 283 Olivier 281 Rivière 279 Charpentier 277 Aubry 275
  Moulin 273 Deschamps 271 Vasseur 269 Lecomte 267 Menard 265 Fleury 263 Royer 261 Bailly 259 Lebrun 257 Collet 255
  Marty 253 Millet 251 Guillot 249 Marechal 247 Cousin 245 Prévost 243 Le Gall 241 Benoit 239 Germain 237 Bouvier 235
  Berger 233 Perrot 231 Daniel 229 Hubert 227 Poirier 225 Le Roux 223 Carre 221 Langlois 219 Jacquet 217 Rey 215
  Weber 213 Schneider 211 Klein 209 Paris 207 Gros 205 Tessier 203 Adam 201 Breton 199 Besson 197 Guyot 195
  Da Silva 193 Pereira 191 Ferreira 189 Rodriguez 187 Gonzalez 185 Fernandes 183 Dos Santos 181 Gomes 179 Lopes 177 Alves 175
  Diallo 173 Traoré 171 Coulibaly 169 Camara 167 Keita 165 Ba 163 Sow 161 Diop 159 Ndiaye 157 Cissé 155
  Benali 153 Haddad 151 Saidi 149 Khelifi 147 Belkacem 145 Bouchareb 80 Mansouri 141 Cherif 139 Amrani 137 Slimani 135
  Tran 133 Pham 131 Le 129 Kaya 127 Yilmaz 125 Demir 123 Kowalski 80 Nowak 78 Rossi 120 Ferrari 118
  Etienne 210 Humbert 208 Pons 206 Poulain 204 Bouchet 202 Boulanger 200 Camus 198 Chauvin 196 Coste 194 Delmas 192
  Delaunay 190 Didier 188 Evrard 186 Ferrand 184 Gillet 182 Godard 180 Guichard 178 Hoarau 176 Imbert 174 Jacob 172
  Jacques 170 Joubert 168 Julien 166 Lamy 164 Laporte 162 Launay 160 Leblanc 158 Leduc 156 Legros 154 Lejeune 152
  Lemaître 150 Lesage 148 Lévy 146 Lévêque 144 Maillard 142 Mallet 140 Marion 138 Marin 136 Maurice 134 Monnier 132
  Morvan 130 Navarro 128 Pasquier 126 Payet 124 Pelletier 122 Perret 120 Perrier 118 Peltier 116 Pichon 114 Potier 112
  Pruvost 110 Raymond 108 Regnier 106 Rémy 104 Renou 102 Rocher 100 Rossignol 98 Sauvage 96 Schmidt 94 Tanguy 92
  Valentin 90 Vallée 88 Verdier 86 Voisin 84 Wagner 82 Bazin 80 Bigot 79 Blin 78 Blondel 77 Bodin 76
  Boucher 75 Bourdon 74 Briand 73 Buisson 72 Charles 71 Chartier 70 Cordier 69 Courtois 68 Cros 67 Dacosta 66
  Delattre 65 Descamps 64 Devaux 63 Diaz 62 Dupuy 61 Dupré 60 Fischer 59 Foucher 58 Gay 57 Gilbert 56
  Gomez 55 Grondin 54 Guillet 53 Guillou 52 Hardy 51 Hernandez 50 Hervé 49 Huet 48 Jourdan 47 Laine 46
  Leblond 45 Lebreton 44 Leconte 43 Lelièvre 42 Lenoir 41 Loiseau 40 Maillot 39 Martel 38 Martineau 37 Mary 36
  Maury 35 Merle 34 Michaud 33 Moreno 32 Neveu 31 Normand 30 Pages 29 Parent 28 Paul 27 Pineau 26
  Poncet 25 Prigent 24 Raynaud 23 Rivet 22 Rousset 21 Ruiz 20 Salaün 19 Salmon 18 Seguin 17 Texier 16
  Thierry 15 Tissot 14 Toussaint 13 Turpin 12 Vaillant 11 Vallet 10 Vigneron 10 Villard 10 Weiss 10 Zimmermann 10
  Abadie 30 Alexandre 60 Allain 50 Allard 55 Ancel 12 Antoine 65 Arnould 28 Astier 22 Auger 46 Bach 14
  Baudet 20 Bayle 18 Bellanger 32 Bernier 30 Berthelot 42 Besnard 60 Binet 38 Bonneau 48 Bouvet 52 Cadet 26
`);

const starts =
  'Bar Bel Ber Bor Bru Cal Cha Cor Cré Dar Del Dor Fal Far Fer Gal Gar Gou Gri Jal Jou Lam Lar Mal Mar Mor Nar Par Per Pou Rab Ral Rou Sal Sar Tal Tar Val Ver Vil'.split(
    ' ',
  );
const middles = 'ab ach ad al am an ar at av éch ér eul ib ig il in ip od ol om on or oul ouv ub ud ul ur'.split(' ');
const ends = 'ac ande ard as aud aux eau el elle enc er et eux ey ier in ois on ot oux'.split(' ');

/** How many people bear one of the common names above; the others share the tail. */
const commonShare = 0.2;

const commonNames = drawing(common, ({ weight }) => weight);

export function surname(dice: Dice): string {
  return dice.chance(commonShare) ? commonNames.draw(dice).word : rareSurname(dice);
}

function rareSurname(dice: Dice): string {
  return (starts[dice.below(starts.length)] ?? '') + skewed(middles, dice) + skewed(ends, dice);
}

/** The square of a throw prefers the first ones, so that the tail is skewed too. */
function skewed(parts: readonly string[], dice: Dice): string {
  const throwOf = dice.next();
  return parts[Math.floor(throwOf * throwOf * parts.length)] ?? '';
}
