/** The words of the letter, in both languages, each with the article that asks for it. */
export type Language = 'fr' | 'en';

export interface AccessWords {
  readonly title: string;
  readonly made: (day: string) => string;
  readonly data: string;
  readonly nothing: string;
  readonly recipients: string;
  readonly staff: string;
  readonly nobody: string;
  readonly from: (first: string, last: string) => string;
  /** As the ledger names it: a match confirmed it, and did not show it. */
  readonly field: (name: string) => string;
  readonly counts: (completed: number, unknown: number, written: number) => string;
  readonly purposes: string;
  readonly basis: string;
  readonly limits: string;
  readonly kept: (type: string, keep: string, from: string) => string;
  readonly windows: (role: string, within: string) => string;
  readonly ledger: string;
  readonly source: string;
  readonly sourceText: string;
  readonly rights: string;
  readonly rightsText: readonly string[];
}

export const accessWords: Readonly<Record<Language, AccessWords>> = Object.freeze({
  en: {
    title: 'What is held about you, and who was given it',
    made: (day) =>
      `Made on ${day}, in answer to your request under Article 15 of the General Data Protection Regulation.`,
    data: '1. The data (Art. 15(1)(b) and (3))',
    nothing: 'Nothing is held.',
    recipients: '2. Who was given data (Art. 15(1)(c))',
    staff: 'the controller’s own staff',
    nobody: 'Nobody, as far as the record of disclosures reaches back.',
    from: (first, last) => `from ${first} to ${last}`,
    field: (name) => name.replace(/:MATCH$/, ' (confirmed)'),
    counts: (completed, unknown, written) =>
      `${String(completed)} answers handed over, ${String(unknown)} of which delivery is not known, ${String(written)} changes`,
    purposes: '3. For what (Art. 15(1)(a))',
    basis: 'Legal basis',
    limits: '4. For how long (Art. 15(1)(d))',
    kept: (type, keep, from) => `${type}: kept for ${keep} (ISO 8601) from ${from}.`,
    windows: (role, within) => `${role}: may read until a link ended, and for at most ${within} after it.`,
    ledger: 'The record of disclosures itself is kept for a time of its own, which the controller states.',
    source: '5. Where the data come from (Art. 15(1)(g))',
    sourceText: 'The store does not keep the source of each value. Changes made through it are counted in part 2.',
    rights: '6. Your rights (Art. 15(1)(e), (f) and (h))',
    rightsText: [
      'You may ask the controller to rectify your data (Art. 16), to erase them (Art. 17), to restrict their use (Art. 18) and, where the processing rests on consent or a contract, to hand them over in a form that machines read (Art. 20).',
      'You may object to the processing on grounds of your own situation (Art. 21).',
      'Those who were given your data are told of a rectification, an erasure or a restriction, and you may ask who they are (Art. 19).',
      'You may lodge a complaint with a supervisory authority, in particular where you live or work (Art. 77).',
      'This service takes no decision about you by automated means alone (Art. 22); the controller answers for its other systems.',
    ],
  },
  fr: {
    title: 'Les données détenues à votre sujet, et à qui elles ont été communiquées',
    made: (day) =>
      `Établi le ${day}, en réponse à votre demande au titre de l’article 15 du règlement général sur la protection des données.`,
    data: '1. Les données (art. 15, § 1, b, et § 3)',
    nothing: 'Aucune donnée n’est détenue.',
    recipients: '2. À qui elles ont été communiquées (art. 15, § 1, c)',
    staff: 'agents du responsable du traitement',
    nobody: 'À personne, aussi loin que remonte le registre des communications.',
    from: (first, last) => `du ${first} au ${last}`,
    field: (name) => name.replace(/:MATCH$/, ' (confirmé)'),
    counts: (completed, unknown, written) =>
      `réponses remises : ${String(completed)} ; remise inconnue : ${String(unknown)} ; modifications : ${String(written)}`,
    purposes: '3. Pour quelles finalités (art. 15, § 1, a)',
    basis: 'Base légale',
    limits: '4. Pour combien de temps (art. 15, § 1, d)',
    kept: (type, keep, from) => `${type} : conservation pendant ${keep} (ISO 8601) à compter de ${from}.`,
    windows: (role, within) => `${role} : consultation jusqu’à la fin du lien, et au plus ${within} après elle.`,
    ledger:
      'Le registre des communications a sa propre durée de conservation, que le responsable du traitement indique.',
    source: '5. D’où viennent les données (art. 15, § 1, g)',
    sourceText:
      'La source de chaque donnée n’est pas conservée. Les modifications faites par ce service sont comptées dans la partie 2.',
    rights: '6. Vos droits (art. 15, § 1, e, f et h)',
    rightsText: [
      'Vous pouvez demander au responsable du traitement de rectifier vos données (art. 16), de les effacer (art. 17), d’en limiter l’usage (art. 18) et, si le traitement repose sur le consentement ou un contrat, de vous les remettre dans un format lisible par machine (art. 20).',
      'Vous pouvez vous opposer au traitement pour des raisons tenant à votre situation particulière (art. 21).',
      'Ceux à qui vos données ont été communiquées sont informés d’une rectification, d’un effacement ou d’une limitation, et vous pouvez demander qui ils sont (art. 19).',
      'Vous pouvez introduire une réclamation auprès d’une autorité de contrôle, en France la CNIL (art. 77).',
      'Ce service ne prend à votre égard aucune décision fondée exclusivement sur un traitement automatisé (art. 22) ; le responsable du traitement répond de ses autres systèmes.',
    ],
  },
});
