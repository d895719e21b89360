import { precisionWord } from '../../coordinates.js';
import type { BreachRecord } from '../breachRecord.js';
import { all, answersServed, approximate, hasSensitivity, refusalsOf, span, table, valuesServed } from './figures.js';

/** Le projet de notification à l'autorité, as {@link notificationEn}, in French. */
export function notificationFr(record: BreachRecord): string {
  const { question, persons, ledger } = record;
  return `# Notification d'une violation de données à caractère personnel (RGPD, article 33) : projet

[ ] Notification initiale  [ ] Complément à la notification n° ________ (article 33, paragraphe 4)

- Responsable du traitement : ________
- Connaissance de la violation le : ________ à ________ . Dans les 72 heures (article 33, paragraphe 1), ou motifs du retard : ________
- Établi d'après : le registre des divulgations, entrées ${ledger.firstEntry} à ${ledger.lastEntry} ; ${marks[question.mark]} \`${question.value}\`, du ${question.from} au ${question.to}.

## a) Nature de la violation

Des données à caractère personnel ont été lues au moyen de l'élément ci-dessus (${marks[question.mark]}) par une personne qui n'y avait pas droit. [ ] Confidentialité [ ] Intégrité [ ] Disponibilité

${spanOf(record)}

- Personnes concernées : environ **${approximate(all(persons))}**. Parmi elles, environ ${approximate(persons.completed)} dans des réponses abouties, environ ${approximate(persons.unknown)} seulement dans des réponses dont on ignore si elles ont été reçues.
- Enregistrements (valeurs d'une personne) : environ **${approximate(valuesServed(record))}**, dans ${answersServed(record)} réponses.
- Modifications par ce moyen (intégrité) : les données d'environ ${approximate(persons.written)} personnes.
- Tentatives refusées : ${refusalsOf(record)} requêtes. Elles n'ont rien divulgué.
- Catégories de personnes concernées : ________

${table(
  ['Catégorie de données', 'Sensibilité', 'Personnes, environ'],
  record.categories.map((each) => [
    each.category,
    sensitivities[each.sensitivity] ?? each.sensitivity,
    approximate(all(each)),
  ]),
)}

${table(
  ['Champ', 'Précision', 'Personnes, environ'],
  record.fields.map((each) => [each.coordinate, precisionWord(each.precision, 'fr'), approximate(all(each))]),
)}

## b) Contact

Délégué à la protection des données, ou autre point de contact : ________ (nom, téléphone, courriel)

## c) Conséquences probables

${consequencesOf(record)}

À apprécier par qui connaît les circonstances ; la communication aux personnes (article 34) en dépend.

## d) Mesures prises ou envisagées

${measuresOf(record)}
- Envisagées : ________

## Ce qui n'est pas encore connu (article 33, paragraphe 4 : de manière échelonnée)

- Ce qui avait été copié auparavant dans le logiciel du partenaire, et l'usage fait des données au-dehors : ce système ne le voit pas.
- Comment cet élément (${marks[question.mark]}) a été pris, et par qui : ________
- Si les réponses portant sur les ${persons.unknown} personnes à réception inconnue ont été reçues.
- Le nom des personnes : le fichier ne contient que des clés internes ; deux personnes établissent les lettres (\`cloison breach letters\`).
`;
}

const marks: Readonly<Record<BreachRecord['question']['mark'], string>> = {
  account: 'compte',
  organisation: 'organisme',
  token: "jeton d'accès",
  key: 'clé',
  network: 'adresse réseau',
};

const sensitivities: Readonly<Record<string, string>> = {
  ORDINARY: 'ordinaire',
  NATIONAL_ID: "numéro d'identification national (article 87)",
  SPECIAL: 'catégorie particulière (article 9)',
  OFFENCE: 'infractions (article 10)',
};

function spanOf(record: BreachRecord): string {
  const found = span(record);
  if (found === undefined) return "Aucune réponse n'a été servie sur cette période.";
  return `Des réponses ont été servies de l'heure du ${found.first} à l'heure du ${found.last}, au cours de ${record.hours.filter(({ answers }) => answers > 0).length} heures.`;
}

function consequencesOf(record: BreachRecord): string {
  if (record.categories.length === 0)
    return "- Aucune n'est probable du fait de ce système : aucune donnée à caractère personnel n'a été servie.";
  return [
    '- Sollicitations, hameçonnage, escroqueries rendues crédibles par ce qui a été lu.',
    ...(hasSensitivity(record, 'NATIONAL_ID')
      ? ["- Usurpation d'identité au moyen du numéro d'identification national."]
      : []),
    ...(hasSensitivity(record, 'SPECIAL')
      ? ['- Discrimination ou atteinte à la réputation, par des données de catégorie particulière.']
      : []),
    ...(hasSensitivity(record, 'OFFENCE') ? ['- Discrimination par des données relatives à des infractions.'] : []),
    "- Pour les personnes dont l'adresse ou le téléphone doit rester ignoré : danger. ________",
  ].join('\n');
}

function measuresOf({ changes, alarms }: BreachRecord): string {
  if (changes.length + alarms.length === 0) return '- Prises dans ce système : aucune enregistrée à ce jour. ________';
  const raised = alarms.map(
    ({ at, detector, account, reactions }) => `- ${at} : alerte ${detector}, \`${account}\`; ${reactions.join(', ')}`,
  );
  const changed = changes.map(
    ({ at, actor, action, kind, target }) => `- ${at} : ${action} ${kind} \`${target}\`, par ${actor}`,
  );
  return [...raised, ...changed].join('\n');
}
