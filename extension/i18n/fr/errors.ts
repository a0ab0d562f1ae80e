import type { errors as en } from '../en/errors.ts';
import type { Translation } from '../shape.ts';

export const errors = {
  invalid_request: {
    say: 'Un champ du formulaire n’est pas correct.',
    do: 'Vérifiez les champs signalés, puis réessayez.',
  },
  not_signed_in: {
    say: 'Vous n’êtes pas connecté à Counterpart.',
    do: 'Ouvrez les paramètres et associez ce navigateur.',
  },
  session_expired: {
    say: 'Votre session est terminée.',
    do: 'Ouvrez les paramètres et associez de nouveau ce navigateur.',
  },
  pairing_code_wrong: {
    say: 'Ce code d’association n’est pas correct.',
    do: 'Vérifiez-le lettre par lettre. Après cinq essais, le code est bloqué et votre administrateur en crée un autre.',
  },
  pairing_code_expired: {
    say: 'Ce code d’association est trop ancien ou a déjà servi.',
    do: 'Demandez-en un autre à votre administrateur. Un code vit dix minutes.',
  },
  forbidden: {
    say: 'Votre rôle ne permet pas cette action.',
    do: 'Adressez-vous à un responsable ou à un administrateur de votre espace.',
  },
  not_found: {
    say: 'Cette fiche n’existe plus.',
    do: 'Actualisez. Elle a pu être supprimée ou fusionnée.',
  },
  conflict: {
    say: 'Quelqu’un d’autre vient de modifier ceci.',
    do: 'L’affichage a été actualisé. Regardez de nouveau avant de continuer.',
  },
  already_linked: {
    say: 'Ce compte appartient déjà à un autre contact de l’entreprise.',
    do: 'Regardez d’abord ce contact. Déliez-le là-bas si c’est une erreur.',
  },
  pair_rejected: {
    say: 'Quelqu’un a décidé que ces deux-là ne sont jamais la même personne.',
    do: 'Annulez d’abord cette décision si c’était une erreur.',
  },
  idempotency_in_progress: {
    say: 'La même demande est encore en cours.',
    do: 'Patientez un instant. Rien n’est fait deux fois.',
  },
  undo_expired: {
    say: 'Le délai d’annulation est passé.',
    do: 'Faites le changement inverse à la main : les deux sens restent possibles.',
  },
  idempotency_mismatch: {
    say: 'Le formulaire a changé pendant l’envoi.',
    do: 'Vérifiez le résultat, puis envoyez-le de nouveau.',
  },
  username_taken: {
    say: 'Cet identifiant est déjà utilisé dans l’annuaire.',
    do: 'Choisissez-en un autre, ou cherchez le compte qui le porte.',
  },
  rate_limited: {
    say: 'Trop de demandes en peu de temps.',
    do: 'Attendez la fin du compte à rebours, puis réessayez.',
  },
  internal: {
    say: 'Une erreur s’est produite sur le serveur Counterpart.',
    do: 'Réessayez. Si cela persiste, donnez le numéro de la demande à votre administrateur.',
  },
  not_supported: {
    say: 'Le système connecté ne sait pas faire cela.',
    do: 'Faites ce changement dans le système lui-même.',
  },
  provider_auth: {
    say: 'Le système connecté refuse nos identifiants.',
    do: 'Un administrateur renouvelle le secret dans les paramètres, sous Connexions.',
  },
  provider_forbidden: {
    say: 'Le système connecté ne nous donne pas ce droit.',
    do: 'Un administrateur lance le test de connexion dans les paramètres : il nomme le droit manquant.',
  },
  provider_not_found: {
    say: 'Le système connecté ne connaît pas cette fiche.',
    do: 'Actualisez. Elle a pu y être supprimée.',
  },
  provider_rejected: {
    say: 'Le système connecté n’a pas accepté le changement.',
    do: 'Lisez ce qu’il dit de chaque champ, corrigez et renvoyez.',
  },
  provider_invalid: {
    say: 'Le système connecté a répondu d’une manière que nous ne comprenons pas.',
    do: 'Réessayez. Si cela persiste, un administrateur vérifie l’adresse de la connexion.',
  },
  provider_incomplete: {
    say: 'Le système connecté n’a envoyé qu’une partie de sa liste.',
    do: 'Rien n’a été retiré. Le prochain passage réessaie tout seul.',
  },
  provider_cursor_expired: {
    say: 'Le système connecté ne sait plus où la dernière lecture s’est arrêtée.',
    do: 'Rien n’est perdu. Tout est relu de lui-même.',
  },
  provider_rate_limited: {
    say: 'Le système connecté nous demande de ralentir.',
    do: 'Attendez la fin du compte à rebours. Rien n’est perdu.',
  },
  provider_unavailable: {
    say: 'Le système connecté est injoignable.',
    do: 'Ce qui est connu reste affiché. Réessayez dans une minute.',
  },
  provider_timeout: {
    say: 'Le système connecté a mis trop de temps à répondre.',
    do: 'Ce qui est connu reste affiché. Réessayez dans une minute.',
  },
  address_refused: {
    say: 'Cette adresse ne peut pas être utilisée.',
    do: 'Donnez l’adresse https publique du système, sans nom d’utilisateur.',
  },
  unavailable: { say: 'Counterpart n’est pas prêt pour l’instant.', do: 'Réessayez dans une minute.' },
  server_unreachable: {
    say: 'Le serveur Counterpart est injoignable.',
    do: 'Vérifiez votre réseau ou votre VPN, puis réessayez.',
  },
  answer_unreadable: {
    say: 'Le serveur et cette extension ne se comprennent pas.',
    do: 'L’un des deux est plus ancien. Mettez à jour l’extension, ou demandez à votre administrateur de mettre à jour le serveur.',
  },
  extension_reloaded: {
    say: 'Counterpart a été mis à jour.',
    do: 'Rechargez cette page pour continuer. Votre saisie est conservée.',
  },
  permission_denied: {
    say: 'Le navigateur n’a pas donné l’accès à cette adresse.',
    do: 'Réessayez et choisissez Autoriser dans la question du navigateur.',
  },
} as const satisfies Translation<typeof en>;
