import type { googleCheck as enCheck, google as enGoogle } from '../en/google.ts';
import type { Translation } from '../shape.ts';

export const google = {
  title: 'Connecter Google Workspace',
  steps: { signIn: 'Mode de connexion', credentials: 'Identifiants', test: 'Tester et enregistrer' },
  signIn: {
    intro:
      'Une connexion vaut pour un client. Counterpart agit au nom d’un de ses administrateurs, de l’une de ces deux façons.',
    label: 'Mode de connexion',
    ways: {
      delegation: 'Compte de service avec délégation au niveau du domaine',
      consent: 'Client OAuth avec le consentement d’un administrateur',
    },
    help: 'Un compte de service sert pour tous vos clients. Un consentement ne vaut que pour un client : une fuite n’en ouvre qu’un seul.',
    name: 'Google Workspace',
  },
  delegation: {
    howTitle: 'Préparez le compte de service une fois, puis chaque client',
    how: {
      project:
        'Dans console.cloud.google.com : API et services > Bibliothèque, activez « Admin SDK API ». Puis IAM et administration > Comptes de service : créez-en un, sans aucun rôle.',
      key: 'Ouvrez le compte de service, Clés > Ajouter une clé > Créer une clé > JSON. Le fichier n’est proposé qu’une seule fois.',
      delegate:
        'Le super-administrateur du client, dans admin.google.com : Sécurité > Contrôle des accès et des données > Commandes des API > Gérer la délégation au niveau du domaine > Ajouter : l’ID client numérique du compte de service et les champs d’application ci-dessous, séparés par des virgules.',
      admin:
        'Dans admin.google.com : Compte > Rôles d’administrateur, créez un rôle avec Utilisateurs : Lire (et Créer, Modifier pour écrire) et Paramètres du domaine, et donnez-le à un compte. Écrivez son adresse ci-dessous.',
    },
    admin: 'Administrateur au nom duquel agir',
    adminFix: 'Écrivez l’adresse d’un administrateur de ce client.',
    adminWrong: '« {{field}} » : ce n’est pas une adresse e-mail.',
    adminHelp: 'Un compte du client avec un rôle d’administrateur. S’il est suspendu, la connexion s’arrête.',
    key: 'Fichier de clé du compte de service',
    keyFix: 'Choisissez le fichier JSON créé par Google Cloud.',
    keyHelp: 'Un fichier .json. Conservé chiffré sur votre serveur et jamais montré de nouveau, à personne.',
    keyWrong:
      '« {{field}} » : ce n’est pas le fichier de clé d’un compte de service. Choisissez le fichier JSON créé par Google Cloud.',
    keyUnreadable: '{{file}} ne se lit pas comme du texte. Choisissez le fichier JSON créé par Google Cloud.',
  },
  consent: {
    howTitle: 'Créez le client OAuth et obtenez le consentement',
    how: {
      project:
        'Dans console.cloud.google.com : API et services > Bibliothèque, activez « Admin SDK API ». Puis Identifiants > Créer des identifiants > ID client OAuth, type Application Web.',
      publish:
        'Écran de consentement OAuth : publiez-le. Tant qu’il est en « Test », Google met fin à tout consentement après sept jours.',
      consent:
        'Faites consentir un administrateur du client aux champs d’application ci-dessous avec access_type=offline, par exemple dans l’OAuth 2.0 Playground de Google avec votre propre client, et copiez le jeton d’actualisation.',
    },
    clientId: 'ID client',
    clientIdFix: 'Copiez-le depuis la page du client, sous Identifiants.',
    clientIdHelp: 'Se termine par .apps.googleusercontent.com.',
    clientSecret: 'Code secret du client',
    clientSecretFix: 'Copiez-le depuis la page du client, sous Identifiants.',
    refreshToken: 'Jeton d’actualisation',
    refreshTokenFix: 'Obtenez-en un par le consentement d’un administrateur.',
    refreshTokenHelp: 'Commence par 1//. Conservé chiffré sur votre serveur et jamais montré de nouveau, à personne.',
  },
  scopesTitle: 'Pourquoi chaque champ d’application',
  scopes: {
    users: 'les comptes : lire, créer, corriger et suspendre ; terminez-le par .readonly pour lire seulement',
    domains: 'les domaines validés du client',
    customer: 'l’identifiant durable et le pays du client',
  },
  test: { intro: 'Le test se connecte et lit un compte, les domaines et le client. Il ne change rien.' },
} satisfies Translation<typeof enGoogle>;

export const googleCheck = {
  grant:
    'Dans admin.google.com : Sécurité > Contrôle des accès et des données > Commandes des API > Gérer la délégation au niveau du domaine, l’ID client du compte de service : ajoutez « {{right}} ». Si un administrateur a consenti, faites-le consentir de nouveau avec ce champ. Son rôle (Compte > Rôles d’administrateur) doit aussi avoir le droit sur les utilisateurs.',
  wrong:
    'Google refuse les identifiants. Choisissez de nouveau le fichier de clé, ou faites consentir l’administrateur de nouveau.',
  fix: {
    google_delegation:
      'Le client n’a pas délégué ces champs d’application au compte de service, ou ne les délègue plus. Son super-administrateur les ajoute dans admin.google.com : Sécurité > Contrôle des accès et des données > Commandes des API > Gérer la délégation au niveau du domaine. Cela peut prendre quelques minutes.',
    google_admin:
      'L’administrateur au nom duquel agir n’existe pas, ou est suspendu. Indiquez un compte du client qui peut se connecter et a un rôle d’administrateur.',
    google_key:
      'La clé du compte de service a été supprimée. Créez-en une dans console.cloud.google.com : IAM et administration > Comptes de service, le compte, Clés > Ajouter une clé.',
    google_revoked:
      'Le consentement a été retiré ou a expiré. Faites consentir de nouveau un administrateur du client, et saisissez le nouveau jeton d’actualisation.',
    google_client:
      'Le client OAuth ou son code secret est refusé. Comparez-les avec console.cloud.google.com : API et services > Identifiants.',
    google_api:
      'L’API Admin SDK est désactivée. Dans console.cloud.google.com : API et services > Bibliothèque > « Admin SDK API » > Activer, dans le projet du compte de service ou du client.',
  },
} satisfies Translation<typeof enCheck>;
