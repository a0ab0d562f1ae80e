import type * as en from '../en/directories.ts';
import type { Translation } from '../shape.ts';

export const entra = {
  title: 'Connecter Microsoft Entra ID',
  steps: { application: 'Application', tenants: 'Locataires', test: 'Test et enregistrement' },
  application: {
    intro:
      'Une seule application, la vôtre, se connecte aux locataires de tous vos clients. Elle agit pour elle-même : aucun mot de passe ni aucune session de technicien n’est gardé.',
    howTitle: 'Inscrire l’application dans votre propre locataire',
    how: {
      open: 'Dans entra.microsoft.com, ouvrez Entra ID > Inscriptions d’applications > Nouvelle inscription. Types de comptes pris en charge : plusieurs organisations (tout locataire Entra ID).',
      redirect:
        'URI de redirection : Web, avec n’importe quelle page à vous. L’administrateur du client y arrive après son consentement ; rien de secret n’y est envoyé.',
      permissions:
        'API autorisées > Ajouter une autorisation > Microsoft Graph > Autorisations d’application : ajoutez celles ci-dessous, puis « Accorder un consentement d’administrateur » pour votre locataire.',
      credential:
        'Certificats et secrets : chargez un certificat (mieux : sa clé ne quitte pas votre serveur), ou créez un secret client et copiez aussitôt sa valeur.',
    },
    rightsTitle: 'À quoi sert chaque autorisation',
    rights: {
      readUsers: 'les comptes et leurs adresses',
      writeUsers: 'pour créer, corriger et désactiver des comptes ; sans elle, gardez User.Read.All',
      readTenant: 'les domaines vérifiés du locataire, et s’il est synchronisé depuis Active Directory',
      readRoles: 'pour signaler les administrateurs ; facultative',
    },
    clientId: 'ID d’application (client)',
    clientIdFix: 'Copiez-le depuis la page Vue d’ensemble de l’application.',
    clientIdWrong:
      '« {{field}} » : ce n’est pas un ID. Copiez les 36 caractères depuis la page Vue d’ensemble de l’application.',
    clientIdHelp: 'Sur la page Vue d’ensemble de l’application. De la forme 3f0c1a52-6d1b-4a43-9d57-….',
    cloud: 'Cloud Microsoft',
    cloudHelp: 'Presque toujours le premier. Les clouds nationaux sont fermés les uns aux autres.',
    clouds: {
      global: 'Mondial',
      usgov: 'Gouvernement des États-Unis (GCC High)',
      usgovdod: 'Gouvernement des États-Unis (DoD)',
      china: 'Chine (21Vianet)',
    },
    credential: 'Comment l’application se connecte',
    credentials: { secret: 'Secret client', certificate: 'Certificat' },
    secret: 'Secret client',
    secretFix: 'Copiez la valeur (pas l’ID du secret) à la création du secret.',
    secretHelp: 'La valeur, pas l’ID. Gardée chiffrée sur votre serveur et jamais montrée de nouveau, à personne.',
    certificate: 'Certificat',
    certificateFix: 'Choisissez le fichier que vous avez chargé dans l’application.',
    certificateHelp: 'Un fichier PEM (.pem, .crt, .cer) qui commence par BEGIN CERTIFICATE.',
    certificateWrong:
      '« {{field}} » : ce n’est pas un certificat PEM. Choisissez un fichier qui commence par BEGIN CERTIFICATE.',
    privateKey: 'Clé privée',
    privateKeyFix: 'Choisissez la clé du certificat.',
    privateKeyHelp:
      'Une clé RSA en PEM sans mot de passe. Gardée chiffrée sur votre serveur et jamais montrée de nouveau.',
    privateKeyWrong:
      '« {{field}} » : ce n’est pas une clé privée PEM sans mot de passe. Choisissez un fichier qui commence par BEGIN PRIVATE KEY.',
    chosen: '{{file}} est choisi.',
    fileUnreadable: '{{file}} ne se lit pas comme du texte. Choisissez sa forme PEM, pas la forme binaire.',
  },
  tenants: {
    intro:
      'Le locataire de chaque client devient un annuaire. Un administrateur de chacun consent une fois, par le lien ci-dessous.',
    name: 'Microsoft Entra ID',
    label: 'Locataires',
    help: 'Un par ligne : l’ID du locataire, puis le nom du client. L’ID figure sur la page Vue d’ensemble du locataire.',
    example: '7c9f6679-7425-40de-944b-e07fc1f90ae7 Atelier Lefèvre',
    fix: 'Écrivez une ligne par client : l’ID du locataire, puis le nom.',
    wrong: '« {{line}} » n’est pas un locataire. Écrivez son ID, une espace, puis le nom du client.',
    twice: '{{id}} y figure deux fois.',
    many: 'Une connexion contient au plus {{max}} locataires.',
    linksTitle_one: 'Lien pour l’administrateur de ce locataire',
    linksTitle_other: 'Liens pour les administrateurs de ces {{count}} locataires',
    linksTitle_many: 'Liens pour les administrateurs de ces {{count}} locataires',
    linksHelp:
      'Envoyez chacun à un administrateur général ou administrateur de rôle privilégié de ce client. Il montre ce qui est demandé ; le consentement peut y être retiré à tout moment.',
    copy: 'Copier le lien',
    copyFor: 'pour {{name}}',
    copied: 'Copié',
    count_one: '1 locataire',
    count_other: '{{count}} locataires',
    count_many: '{{count}} de locataires',
  },
  test: {
    intro:
      'Le test se connecte à chaque locataire et lit un compte de chacun. Il n’y change rien. Les locataires qui n’ont pas encore consenti s’enregistrent aussi, et apparaissent à la première synchronisation après leur consentement.',
  },
} satisfies Translation<typeof en.entra>;
