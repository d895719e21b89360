import type { Subject } from '../change.js';
import { lengthIn } from '../../words/lengths.js';
import { precisionWord } from '../../words/precisions.js';
import type { DiffWords, TellStep } from './words.js';

export const french: DiffWords = {
  subject: tellSubject,
  aspects: {
    new: (_from, to) => (to === undefined ? 'nouveau' : `nouveau : ${to}`),
    gone: (from) => (from === undefined ? 'supprimé' : `supprimé ; c’était ${from}`),
    renamed: (from, to) => `porte un autre nom : ${from ?? ''}, désormais ${to ?? ''}`,
    wording: () => 'dit la même chose en d’autres mots, ou dans un autre ordre',
    form: told('est écrit autrement'),
    zones: told('vit dans d’autres fuseaux, de sorte que les dates commencent ou finissent à une autre heure'),
    party: told('a une autre qualité juridique'),
    acr: told('les classes d’authentification admises', 'toutes'),
    acrOrder: told('une autre classe d’authentification est préférée'),
    maxAge: told('l’ancienneté admise de l’authentification', 'aussi longtemps que vaut le jeton', length),
    stepUpAge: told(
      'l’ancienneté admise de l’authentification pour un champ avec stepUp',
      'aucun champ de ce genre',
      length,
    ),
    machine: told('si des machines peuvent tenir ce rôle', undefined, yesOrNo),
    page: told('lignes par page'),
    cost: told('coût d’une opération'),
    persons: told('personnes distinctes', 'aucune borne de ce genre'),
    misses: told('recherches qui ne trouvent personne', 'aucune borne de ce genre'),
    basis: told('base légale'),
    text: told('le texte donné à la personne'),
    sensitivity: told('sensibilité'),
    kind: told('genre'),
    table: told('se trouve dans une autre table'),
    key: told('est désigné par une autre clé'),
    person: told('appartient à une autre personne'),
    population: told('personnes pour lesquelles le registre est fait'),
    category: told('catégorie', 'non personnel'),
    storage: told('la forme au repos', undefined, (text) => (text === 'sealed' ? 'chiffré' : 'en clair')),
    scalar: told('type'),
    values: told('valeurs'),
    pattern: told('forme'),
    column: told('se trouve dans une autre colonne, qu’une migration doit remplir'),
    required: told('s’il doit être présent', undefined, yesOrNo),
    target: told('mène à d’autres lignes'),
    unique: told('si deux personnes ne l’ont jamais en commun', undefined, yesOrNo),
    bits: told('bits de l’index'),
    keep: told('durée de conservation de la personne', 'sans limite', length),
    from: told('la date à partir de laquelle le délai court'),
    except: told('rôles à qui il n’est pas caché'),
    link: told('le lien lui-même', 'aucun'),
    longest: told('durée maximale d’un lien', 'sans limite', length),
    ends: told('la date qui met fin au lien', 'aucune'),
    closes: told('marques qui mettent fin au lien aussitôt'),
    row: told('les lignes qu’un lien ouvre', 'toutes celles de la personne', (column) => `celle de ${column}`),
    through: told('chemins par lesquels la ligne peut être atteinte', 'aucun'),
    way: told('un chemin de plus ou de moins vers lui', 'aucun'),
    precision: told('avec quelle précision', undefined, precisionIn),
    within: told('combien de temps après la fin du lien', undefined, length),
    approval: told('si l’accord de la personne elle-même est demandé', undefined, yesOrNo),
    stepUp: told('si une authentification récente est demandée', undefined, yesOrNo),
    takesId: told('s’il prend un identifiant', undefined, yesOrNo),
    lookup: told('ce par quoi une ligne peut être trouvée'),
    filter: told('ce par quoi les lignes peuvent être filtrées'),
    changedSince: told('s’il peut être interrogé sur ce qui a changé depuis', undefined, yesOrNo),
    rows: told('lignes à la fois'),
    shortens: told('fins qu’il peut poser'),
    value: told('la valeur que le système pose', 'aucune'),
    states: told('les valeurs à partir desquelles il peut changer', 'toutes'),
    payload: told('la ligne que la réponse montre', 'aucune'),
    confirm: told('par quels liens un autre répond'),
    expires: told('combien de temps une demande attend', undefined, length),
    lasts: told('combien de temps il reste ouvert', undefined, length),
    review: told('délai dans lequel un autre le contrôle', undefined, length),
    brought: told('ce que l’appelant apporte outre la personne'),
    list: told('si plusieurs lignes sont prises à la fois', undefined, yesOrNo),
  },
  headings: {
    widening: 'Élargissement : quelqu’un peut apprendre ou faire plus, ou une protection diminue',
    narrowing: 'Restriction : quelqu’un peut apprendre ou faire moins, ou une protection augmente',
    neutral: 'Neutre : personne ne gagne ni ne perd',
  },
  between: (old, next) => `De ${old} à ${next}`,
  same: 'Les politiques sont les mêmes.',
  approved: (who, when) => `approuvé par ${who} le ${when}`,
  unapproved: 'NON APPROUVÉ',
  summary: ({ widening, narrowing, neutral }, unapproved) =>
    `Élargissements : ${String(widening)} (non approuvés : ${String(unapproved)}) ; restrictions : ${String(narrowing)} ; neutres : ${String(neutral)}.`,
  leaving: 'Ce qui quitte les contrats',
  left: (role, member) => `${role} : ${member} disparaît`,
  leftContract: (role) => `${role} : le contrat entier disparaît`,
  noticed: (reason) => `annoncé par @deprecated : ${reason}`,
  unnoticed: 'SANS PRÉAVIS : il n’était pas @deprecated auparavant',
  announced: (role, member, reason) => `${role} : ${member} va disparaître : ${reason}`,
  stale: (place, what) =>
    `${place} : approuve ce qui n’est pas un changement ici : « ${what} ». Retirez la ligne si le changement est déjà dans l’ancien côté, ou écrivez-la comme --template.`,
};

function told(what: string, nothing = 'rien', show: (text: string) => string = (text) => text): TellStep {
  const shown = (text: string | undefined): string => (text === undefined ? nothing : show(text));
  return (from, to) =>
    from === undefined && to === undefined ? what : `${what} : ${shown(to)} ; avant : ${shown(from)}`;
}

function precisionIn(precision: string): string {
  return precisionWord('fr', precision);
}

function length(text: string): string {
  return lengthIn('fr', text);
}

function yesOrNo(text: string): string {
  return text === 'true' ? 'oui' : 'non';
}

function tellSubject(subject: Subject): string {
  switch (subject.kind) {
    case 'zones':
      return 'Le registre';
    case 'role':
      return `Le rôle ${subject.role}`;
    case 'bound':
      return `Ce qui borne ${subject.role}`;
    case 'purpose':
      return `La finalité ${subject.purpose}`;
    case 'category':
      return `La catégorie ${subject.category}`;
    case 'type':
      return `Le type ${subject.type}`;
    case 'field':
      return `Le champ ${subject.type}.${subject.path}`;
    case 'index':
      return `L’index aveugle de ${subject.type} sur ${subject.fields}`;
    case 'retention':
      return `La durée de conservation de ${subject.type}`;
    case 'restriction':
      return `${subject.type}.${subject.path}, caché tant que ${subject.column} est posé`;
    case 'reach':
      return `${subject.role} atteint ${subject.type} par « ${subject.reach} »`;
    case 'read':
      return `${subject.role} lit ${subject.type}.${subject.path} pour ${subject.purpose}`;
    case 'way':
      return tellWay(subject);
    case 'root':
      return `La racine Query.${subject.root}`;
    case 'rootUse':
      return `${subject.role} peut interroger Query.${subject.root}`;
    case 'write':
      return `La mutation ${subject.write}`;
    case 'writeUse':
      return `${subject.role} peut écrire ${subject.type} par ${subject.write} pour ${subject.purpose}`;
    case 'constant':
      return `Ce que ${subject.write} pose de lui-même dans ${subject.type}.${subject.path}`;
    case 'input':
      return `Ce que l’appelant de ${subject.write} apporte pour ${subject.type}.${subject.path}`;
    case 'exceptional':
      return `Ce que ${subject.role} ouvre de ${subject.type} pour un motif, « ${subject.reach} »`;
    case 'openUse':
      return `${subject.role} peut ouvrir « ${subject.reach} » par ${subject.write} pour ${subject.purpose}`;
    case 'match':
      return `La question ${subject.match}, à laquelle il est répondu par oui ou non`;
    case 'matchUse':
      return `${subject.role} peut poser ${subject.match} pour ${subject.purpose}`;
    case 'request':
      return `La demande de lien ${subject.request}`;
    case 'requestUse':
      return `${subject.role} peut demander un lien par ${subject.request} pour ${subject.purpose}`;
    case 'rest':
      return subject.at === 'policy'
        ? 'La politique'
        : `Ce que cette version ne connaît pas par son nom, en ${subject.at},`;
  }
}

function tellWay({ role, type, path, purpose, reach, precision }: Extract<Subject, { kind: 'way' }>): string {
  const through = reach === undefined ? '' : ` par « ${reach} »`;
  const rung = precision === 'EXACT' ? '' : `, ${precisionIn(precision)}`;
  return `${role} lit ${type}.${path} pour ${purpose}${through}${rung}`;
}
