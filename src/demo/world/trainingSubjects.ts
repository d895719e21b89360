/** What is taught, and for which jobs one applies: the usual ones. */
export const trainingSubjects = listed(`
  Français langue étrangère | Remise à niveau | Secrétariat médical | Comptabilité et paie | Bureautique |
  Développement web | Administration de réseaux | Cuisine | Service en salle | Boulangerie | Aide à domicile |
  Aide-soignance | Petite enfance | Logistique et cariste | Conduite de poids lourds | Soudage |
  Électricité du bâtiment | Plomberie et chauffage | Maçonnerie | Peinture | Menuiserie |
  Maintenance industrielle | Usinage | Espaces verts | Maraîchage | Vente en magasin | Relation client |
  Propreté | Sécurité privée | Création d’entreprise
`);

export const jobTitles = listed(`
  Agent administratif | Comptable | Développeur | Technicien réseau | Cuisinier | Serveur | Boulanger |
  Aide à domicile | Préparateur de commandes | Cariste | Conducteur | Soudeur | Électricien | Plombier | Maçon |
  Peintre | Menuisier | Technicien de maintenance | Usineur | Jardinier | Vendeur | Conseiller clientèle |
  Agent de propreté | Agent de sécurité
`);

function listed(text: string): readonly string[] {
  return Object.freeze(text.split('|').map((name) => name.trim()));
}
