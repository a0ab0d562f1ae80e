import type { oktaCheck as enCheck, okta as enOkta } from '../en/okta.ts';
import type { Translation } from '../shape.ts';

export const okta = {
  title: 'Connecter Okta',
  steps: { organisation: 'Organisation', accounts: 'Comptes de qui', test: 'Tester et enregistrer' },
  organisation: {
    intro:
      'Une connexion vaut pour une organisation Okta. Counterpart lit ses utilisateurs, et en crée un quand vous le demandez.',
    howTitle: 'Créez un jeton dans la console d’administration Okta',
    how: {
      owner:
        'Directory > People : créez un compte pour Counterpart. Le jeton peut ce que peut son propriétaire, et prend fin quand celui-ci est désactivé.',
      role: 'Security > Administrators : donnez-lui l’un des rôles ci-dessous.',
      token:
        'Connectez-vous avec ce compte, Security > API > Tokens > Create token. Un jeton inutilisé pendant 30 jours expire de lui-même.',
    },
    rolesTitle: 'Quel rôle',
    roles: {
      read: 'pour lire les comptes',
      write: 'pour aussi les créer, les corriger et les suspendre',
    },
    address: 'Adresse de l’organisation',
    addressFix: 'Écrivez l’adresse à laquelle on se connecte à Okta.',
    addressHelp: 'Comme https://acme.okta.com, ou un domaine propre au client.',
    token: 'Jeton d’API',
    tokenFix: 'Créez-en un sous Security > API > Tokens.',
    tokenHelp: 'Conservé chiffré sur votre serveur et jamais montré de nouveau, à personne.',
  },
  test: { intro: 'Le test se connecte et lit un utilisateur. Il ne change rien dans Okta.' },
} satisfies Translation<typeof enOkta>;

export const oktaCheck = {
  grant:
    'Dans la console d’administration Okta : Security > Administrators, le propriétaire du jeton : ajoutez le rôle « {{right}} ». Il vaut aussitôt pour le jeton.',
  wrong:
    'Okta refuse le jeton : il a été révoqué, n’a pas servi pendant 30 jours, ou son propriétaire a été désactivé. Créez-en un sous Security > API > Tokens.',
} satisfies Translation<typeof enCheck>;
