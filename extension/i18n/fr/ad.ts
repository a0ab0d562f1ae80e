import type * as en from '../en/ad.ts';
import type { Translation } from '../shape.ts';

export const ad = {
  title: 'Connecter Active Directory',
  steps: { servers: 'Contrôleurs', account: 'Compte de service', places: 'Comptes', test: 'Test et enregistrement' },
  servers: {
    intro:
      'Counterpart ne parle LDAP que sur TLS (LDAPS, port 636), et seulement à un contrôleur dont il peut vérifier le certificat. Le serveur doit pouvoir le joindre : dans votre réseau, par VPN, ou permis par PRIVATE_NETWORKS.',
    label: 'Contrôleurs de domaine',
    help: 'Un par ligne, comme dc1.example.com. Le premier qui répond sert, les autres quand il ne répond pas.',
    fix: 'Écrivez le nom d’un contrôleur de domaine.',
    wrong:
      '« {{value}} » n’est pas un contrôleur. Écrivez seulement son nom, comme dc1.example.com, et un port seulement si ce n’est pas 636.',
    clear: '« {{value}} » serait en clair : les mots de passe seraient lisibles en route. Utilisez LDAPS, port 636.',
    many: 'Une connexion contient au plus {{max}} contrôleurs.',
    trust: 'Comment son certificat est vérifié',
    trusts: {
      ca: 'Signé par votre autorité de certification',
      fingerprint: 'Épinglé : ce certificat et aucun autre',
      system: 'Signé par une autorité publique',
    },
    ca: 'Certificat de l’autorité',
    caHelp:
      'En PEM. Sur un contrôleur : certutil -ca.cert ca.cer, puis certutil -encode ca.cer ca.pem. Les noms des contrôleurs ci-dessus doivent être ceux de leurs certificats.',
    caFix: 'Collez le texte de BEGIN CERTIFICATE à END CERTIFICATE.',
    caWrong: 'Ce n’est pas un certificat PEM. Collez le texte de BEGIN CERTIFICATE à END CERTIFICATE.',
    fingerprints: 'Empreintes SHA-256',
    fingerprintsHelp:
      'Une par ligne, celle du certificat de chaque contrôleur ; avant un renouvellement, ajoutez la nouvelle. openssl s_client -connect dc1:636 | openssl x509 -noout -fingerprint -sha256',
    fingerprintsFix: 'Écrivez l’empreinte du certificat de chaque contrôleur.',
    fingerprintsWrong: '« {{value}} » n’est pas une empreinte SHA-256. Elle a 64 chiffres hexadécimaux.',
  },
  account: {
    intro: 'Un compte pour Counterpart seul. Il n’a besoin d’aucun groupe : lire est le droit de tout compte.',
    howTitle: 'Créer le compte de service et lui accorder ce qu’il lui faut',
    how: {
      make: 'Dans Utilisateurs et ordinateurs Active Directory, créez un utilisateur avec un long mot de passe aléatoire : « L’utilisateur ne peut pas changer de mot de passe », « Le mot de passe n’expire jamais ».',
      delegate:
        'Ouvrez l’unité d’organisation de vos utilisateurs, « Délégation de contrôle », choisissez le compte, « Créer une tâche personnalisée à déléguer ».',
      objects:
        'Pour créer des comptes : « De ce dossier », puis « Créer les objets sélectionnés dans ce dossier » pour les objets Utilisateur.',
      write:
        'Pour corriger et désactiver : « Seulement des objets suivants : objets Utilisateur », puis « Réinitialiser le mot de passe », « Écrire userAccountControl » et « Écrire » pour ce que vous voulez corriger.',
    },
    rightsTitle: 'À quoi sert chaque droit',
    rights: {
      read: 'les comptes et leurs adresses ; accordé par défaut',
      create: 'pour créer des comptes ; sans lui, c’est interdit',
      password: 'le premier mot de passe d’un nouveau compte, que personne n’apprend et qui doit être changé',
      enable: 'pour désactiver et activer des comptes',
      write: 'pour corriger noms, adresses et numéros',
    },
    name: 'Nom du compte de service',
    nameHelp: 'Sous la forme nom@domaine, DOMAINE\\nom, ou son nom unique.',
    nameFix: 'Écrivez le nom avec lequel le compte de service se connecte.',
    password: 'Mot de passe',
    passwordHelp: 'Gardé chiffré sur votre serveur et jamais montré de nouveau, à personne.',
    passwordFix: 'Écrivez le mot de passe du compte de service.',
  },
  places: {
    base: 'Seulement les comptes dans',
    baseHelp: 'Un nom unique, comme OU=People,DC=example,DC=com. Vide : tout le domaine.',
    createIn: 'Les nouveaux comptes vont dans',
    createInHelp:
      'À l’intérieur de ce qui précède. Vide : là, ou là où le domaine lui-même met les nouveaux utilisateurs.',
    wrong: '{{field}} : ce n’est pas un nom unique. Il est de la forme OU=People,DC=example,DC=com.',
    whole: 'tout le domaine',
    usual: 'la place habituelle',
  },
  test: {
    intro:
      'Le test joint chaque contrôleur, se connecte au premier, et lui demande ce que le compte de service peut faire. Il n’y change rien.',
  },
} satisfies Translation<typeof en.ad>;

export const adCheck = {
  grant:
    'Dans Utilisateurs et ordinateurs Active Directory (Affichage > Fonctionnalités avancées), ouvrez l’endroit nommé ci-dessous, Propriétés > Sécurité > Avancé > Ajouter, choisissez le compte de service et « Objets Utilisateur descendants » (« Cet objet uniquement » pour « Create User objects »), et autorisez « {{right}} ».',
  grantRemoved:
    'Sur un contrôleur, en administrateur du domaine : dsacls "{{where}}" /takeOwnership, puis dsacls "{{where}}" /G "DOMAINE\\compte:LCRP". Sans cela, une suppression se remarque à la lecture complète suivante.',
  wrong: 'Le nom ou le mot de passe est refusé. Entrez les deux de nouveau.',
  capabilities: {
    read_removed: 'Remarquer aussitôt les comptes supprimés',
    create_accounts: 'Créer des comptes',
    update_accounts: 'Corriger des comptes',
    enable_accounts: 'Désactiver et activer des comptes',
  },
  fix: {
    password:
      'Le domaine n’accepte pas le nom ou le mot de passe. Entrez les deux de nouveau ; trop d’essais faux verrouillent le compte.',
    password_expired:
      'Le mot de passe du compte de service a expiré. Donnez-en un nouveau, avec « Le mot de passe n’expire jamais », et entrez-le ici.',
    must_change:
      'Le compte de service doit d’abord changer de mot de passe. Décochez « L’utilisateur doit changer le mot de passe à la prochaine ouverture de session ».',
    locked:
      'Le compte de service est verrouillé après des mots de passe faux. Déverrouillez-le sous son onglet Compte, puis testez de nouveau.',
    account_disabled: 'Le compte de service est désactivé. Activez-le, puis testez de nouveau.',
    account_expired:
      'Le compte de service a expiré. Mettez « Date d’expiration du compte » sur « Jamais » sous son onglet Compte.',
    logon_hours:
      'Le compte de service ne peut pas se connecter à cette heure ou depuis ce serveur. Voyez « Horaires d’accès » et « Se connecter à » sous son onglet Compte.',
    server_certificate:
      'Le contrôleur montre un certificat qui ne correspond pas à ce que vous avez entré ; rien ne lui a été envoyé. S’il a été renouvelé, entrez le nouveau à l’étape 1 ; sinon, cherchez qui répond là.',
    server_certificate_expired:
      'Le certificat du contrôleur a expiré ou n’est pas encore valable. Faites-le renouveler ; rien ne lui a été envoyé.',
    server_name:
      'Le certificat du contrôleur est pour un autre nom. Écrivez le contrôleur à l’étape 1 comme son certificat le nomme.',
    base: 'Cet endroit n’existe pas dans le domaine. Comparez « Seulement les comptes dans » avec son distinguishedName (Éditeur d’attributs).',
    create_in:
      'Les nouveaux comptes ne peuvent y aller : l’endroit n’existe pas, ou est hors de « Seulement les comptes dans ».',
  },
} satisfies Translation<typeof en.adCheck>;
