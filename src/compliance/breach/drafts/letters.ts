/**
 * The letter to each person (GDPR Article 34(2)), for mail merge: `{{read}}` is what was read of that person, and every column of
 * the sealed file is a merge field by its own name.
 */
export const letterEn = `{{name and address: the columns that \`cloison breach letters --fields\` named}}

Subject: your personal data were read without right

Dear Sir or Madam,

On ________ we learned that somebody who was not entitled to has read data about you in our service, between ________ and ________.

**What was read.** {{read}}

**What was not.** Other data about you were not read by this way. [to be checked] Passwords are not kept there.

**What may follow.** Somebody who knows these data may write or call in our name, or in that of a body that you trust, to obtain money, a code or further data.

**What we did.** ________ We have notified the supervisory authority.

**What you can do.** Give no code, password or bank details to anybody who calls or writes, even if they know much about you. Call back on a number that you find yourself. Report fraud to ________. If your address must not be known to somebody, call us at once: ________.

**Whom to ask.** Our data protection officer: ________ (name, telephone, email). You may lodge a complaint with the supervisory authority: ________.

________
`;

export const letterFr = `{{nom et adresse : les colonnes désignées par \`cloison breach letters --fields\`}}

Objet : vos données personnelles ont été lues sans droit

Madame, Monsieur,

Le ________, nous avons appris qu'une personne qui n'y avait pas droit a lu des données vous concernant dans notre service, entre le ________ et le ________.

**Ce qui a été lu.** {{read}}

**Ce qui ne l'a pas été.** D'autres données vous concernant n'ont pas été lues par cette voie. [à vérifier] Les mots de passe n'y sont pas conservés.

**Ce qui peut arriver.** Une personne qui connaît ces données peut vous écrire ou vous appeler en notre nom, ou au nom d'un organisme auquel vous faites confiance, pour obtenir de l'argent, un code ou d'autres données.

**Ce que nous avons fait.** ________ Nous avons notifié la violation à l'autorité de contrôle.

**Ce que vous pouvez faire.** Ne donnez aucun code, mot de passe ni coordonnées bancaires à qui vous appelle ou vous écrit, même si cette personne sait beaucoup de vous. Rappelez à un numéro que vous trouvez vous-même. Signalez toute fraude à ________. Si votre adresse doit rester ignorée de quelqu'un, appelez-nous sans attendre : ________.

**À qui vous adresser.** Notre délégué à la protection des données : ________ (nom, téléphone, courriel). Vous pouvez introduire une réclamation auprès de l'autorité de contrôle : ________.

________
`;
