import type * as en from '../en/psas.ts';
import type { Translation } from '../shape.ts';

export const autotask = {
  title: 'Connecter Autotask',
  steps: { user: 'Utilisateur API', place: 'Nom et zone', test: 'Test et enregistrement' },
  user: {
    intro:
      'Counterpart se connecte avec un utilisateur API à lui, jamais comme l’un de vos techniciens. Un tel utilisateur est gratuit et ne peut pas ouvrir les écrans d’Autotask.',
    howTitle: 'Créer l’utilisateur API dans Autotask',
    how: {
      open: 'Dans Autotask, ouvrez Admin > Organization Settings & Users > Resources/Users (HR) > Resources/Users, puis New > New API User.',
      level:
        'Niveau de sécurité (Security Level) : API User (system) (API-only), ou une copie qui n’autorise que ce qui suit.',
      keys: 'Appuyez sur Generate Key et Generate Secret, et copiez les deux : le secret n’est affiché qu’une fois.',
      tracking:
        'API Tracking Identifier : choisissez Custom (Internal Integration), nommez-la Counterpart et copiez l’identifiant. Enregistrez.',
    },
    rightsTitle: 'Ce que le niveau de sécurité doit autoriser',
    rights: {
      companies: 'pour voir les entreprises et leurs sites',
      contacts: 'pour voir les contacts',
      editContacts: 'pour créer et corriger des contacts',
      tickets: 'qui fait la demande dans un ticket',
      editTickets: 'pour corriger le contact d’un ticket',
      notes: 'pour laisser une note privée',
    },
    username: 'Nom d’utilisateur (clé)',
    usernameFix: 'Copiez-le depuis l’utilisateur API dans Autotask.',
    usernameHelp: 'De la forme d’une adresse e-mail.',
    secret: 'Mot de passe (secret)',
    secretFix: 'Copiez-le depuis l’utilisateur API dans Autotask.',
    secretHelp: 'Gardé chiffré sur votre serveur et jamais montré de nouveau, à personne.',
    code: 'Identifiant de suivi',
    codeFix: 'Copiez-le depuis l’utilisateur API dans Autotask.',
    codeHelp: 'Autotask l’affiche sous API Tracking Identifier. Il est gardé comme un secret.',
  },
  place: {
    intro: 'Autotask dit lui-même dans laquelle de ses zones sont vos données, et donc où travaillent vos techniciens.',
    name: 'Autotask',
    zone: 'Adresse de la zone',
    zoneFix: 'Écrivez une adresse comme https://webservices5.autotask.net, ou laissez vide.',
    zoneHelp:
      'Seulement si votre réseau ne laisse votre serveur joindre aucune autre zone, par exemple https://webservices5.autotask.net.',
  },
  test: {
    intro: 'Le test se connecte et demande ce que l’utilisateur API peut faire. Il ne change rien dans Autotask.',
  },
} as const satisfies Translation<typeof en.autotask>;

export const connectwise = {
  title: 'Connecter ConnectWise PSA',
  steps: { address: 'Adresse', member: 'Membre API', fields: 'Champs et écrans', test: 'Test et enregistrement' },
  address: {
    intro:
      'Connectez-vous à ConnectWise PSA comme administrateur dans un autre onglet ; vous en aurez besoin aux étapes suivantes.',
    label: 'Adresse de ConnectWise',
    fix: 'Écrivez l’adresse à laquelle vous ouvrez ConnectWise PSA.',
    help: 'L’adresse de votre navigateur quand vous travaillez dans ConnectWise PSA, par exemple https://na.myconnectwise.net. Le reste en est déduit.',
    company: 'Société',
    companyFix: 'Écrivez le nom de société que vous saisissez à la connexion.',
    companyHelp: 'Ce que vos techniciens saisissent sous « Company » quand ils se connectent.',
    name: 'ConnectWise PSA',
  },
  member: {
    intro:
      'Counterpart se connecte avec un membre API à lui, jamais comme l’un de vos techniciens. Il ne demande aucune licence.',
    howTitle: 'Créer le membre API dans ConnectWise PSA',
    how: {
      role: 'Dans ConnectWise PSA, ouvrez System > Security Roles et créez un rôle Counterpart avec les niveaux ci-dessous, chacun à All.',
      open: 'Ouvrez System > Members > API Members et ajoutez-en un avec ce rôle. Son site et son unité peuvent être quelconques.',
      keys: 'Dans son onglet API Keys, ajoutez une clé et enregistrez : copiez la clé publique et la clé privée. La clé privée n’est affichée qu’une fois.',
      client: 'Sur developer.connectwise.com, créez un ID client pour l’intégration de votre société, et copiez-le.',
    },
    rightsTitle: 'Ce que le rôle de sécurité doit autoriser',
    rights: {
      companies: 'pour lire les entreprises et leurs sites',
      contacts: 'pour lire les contacts',
      editContacts: 'pour créer et corriger des contacts',
      tickets: 'qui fait la demande dans un ticket',
      editTickets: 'pour corriger le contact d’un ticket, laisser une note privée et la reprendre',
      setup: 'pour savoir quels statuts d’entreprise veulent dire « plus client »',
    },
    publicKey: 'Clé publique',
    publicKeyFix: 'Copiez-la depuis l’onglet API Keys du membre API.',
    privateKey: 'Clé privée',
    privateKeyFix: 'Copiez-la depuis l’onglet API Keys, ou créez-y une nouvelle clé.',
    privateKeyHelp: 'Gardée chiffrée sur votre serveur et jamais montrée de nouveau, à personne.',
    clientId: 'ID client',
    clientIdFix: 'Copiez-le depuis developer.connectwise.com.',
    clientIdHelp: 'De la forme 3f0c1a52-6d1b-4a43-9d57-…. Il nomme l’intégration et n’est pas secret.',
  },
  fields: {
    intro:
      'Dans ConnectWise PSA, les contacts n’ont pas de place pour les identifiants d’autres systèmes, sauf si vous avez créé des champs personnalisés. Counterpart utilise ceux que vous nommez ici, par leur libellé.',
    where:
      'Setup Tables > Custom Fields, écran « Contact », type « Text ». Ce que vous laissez vide n’y est pas conservé.',
    key: 'Champ pour la clé de Counterpart',
    keyHelp: 'Pour qu’un contact dont la création a été interrompue soit retrouvé, et non créé deux fois.',
    external: 'Champ pour l’ID de l’annuaire',
    externalHelp: 'Où un autre outil, ou Counterpart, écrit l’ID du compte de la personne.',
    entra: 'Champ pour l’ID Entra',
    entraHelp: 'Où un autre outil écrit déjà l’ID d’objet de Microsoft Entra : la correspondance la plus sûre.',
    hosts: 'Autres hôtes',
    hostsHelp:
      'Où vos techniciens ouvrent aussi ConnectWise PSA sous un autre nom. Un par ligne, sans https://, par exemple psa.example.com.',
    after:
      'Après l’enregistrement, autorisez le panneau sur chacun sous Sites, dans le navigateur de chaque technicien.',
  },
  test: {
    intro: 'Le test se connecte et lit un enregistrement de chaque sorte. Il ne change rien dans ConnectWise PSA.',
  },
} as const satisfies Translation<typeof en.connectwise>;
