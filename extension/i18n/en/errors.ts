import type { FaultCode } from '../../messages.ts';

/** What happened, and what a technician can do about it. A code without both does not compile. */
export const errors = {
  invalid_request: {
    say: 'Something in the form is not right.',
    do: 'Check the marked fields, then try again.',
  },
  not_signed_in: { say: 'You are not signed in to Counterpart.', do: 'Open the settings and pair this browser.' },
  session_expired: { say: 'Your sign-in has ended.', do: 'Open the settings and pair this browser again.' },
  pairing_code_wrong: {
    say: 'This pairing code is not right.',
    do: 'Check it letter by letter. After five tries the code is locked and your admin makes a new one.',
  },
  pairing_code_expired: {
    say: 'This pairing code is too old or was used already.',
    do: 'Ask your admin for a new one. Codes live for ten minutes.',
  },
  forbidden: { say: 'Your role does not allow this.', do: 'Ask a lead or an admin of your workspace.' },
  not_found: {
    say: 'This record is no longer there.',
    do: 'Refresh. It may have been deleted or merged.',
  },
  conflict: {
    say: 'Somebody else changed this just now.',
    do: 'What you see has been refreshed. Look again before you go on.',
  },
  already_linked: {
    say: 'This account already belongs to another contact of the company.',
    do: 'Look at that contact first. Unlink it there if it is wrong.',
  },
  pair_rejected: {
    say: 'Somebody decided that these two are never the same person.',
    do: 'Undo that decision first if it was a mistake.',
  },
  idempotency_in_progress: {
    say: 'The same request is still running.',
    do: 'Wait a moment. Nothing is done twice.',
  },
  undo_expired: {
    say: 'The time to undo is over.',
    do: 'Make the opposite change by hand: both ways stay open.',
  },
  idempotency_mismatch: {
    say: 'The form changed while it was being sent.',
    do: 'Check the result, then send it again.',
  },
  username_taken: {
    say: 'This sign-in name is already in use in the directory.',
    do: 'Choose another one, or search for the account that has it.',
  },
  rate_limited: { say: 'Too many requests in a short time.', do: 'Wait until the countdown ends, then try again.' },
  internal: {
    say: 'Something went wrong on the Counterpart server.',
    do: 'Try again. If it stays, give the request id to your admin.',
  },
  not_supported: { say: 'The connected system cannot do this.', do: 'Make this change in the system itself.' },
  provider_auth: {
    say: 'The connected system refuses our credentials.',
    do: 'An admin renews the secret in the settings under Connections.',
  },
  provider_forbidden: {
    say: 'The connected system does not give us this right.',
    do: 'An admin runs the connection test in the settings: it names the missing right.',
  },
  provider_not_found: {
    say: 'The connected system does not know this record.',
    do: 'Refresh. It may have been deleted there.',
  },
  provider_rejected: {
    say: 'The connected system did not accept the change.',
    do: 'Read what it says about each field, mend it and send again.',
  },
  provider_invalid: {
    say: 'The connected system answered in a way we do not understand.',
    do: 'Try again. If it stays, an admin checks the address of the connection.',
  },
  provider_incomplete: {
    say: 'The connected system sent only a part of its list.',
    do: 'Nothing was removed. The next run tries again by itself.',
  },
  provider_cursor_expired: {
    say: 'The connected system no longer knows where the last reading ended.',
    do: 'Nothing is lost. Everything is read anew by itself.',
  },
  provider_rate_limited: {
    say: 'The connected system asks us to slow down.',
    do: 'Wait until the countdown ends. Nothing is lost.',
  },
  provider_unavailable: {
    say: 'The connected system cannot be reached.',
    do: 'What is known is still shown. Try again in a minute.',
  },
  provider_timeout: {
    say: 'The connected system took too long to answer.',
    do: 'What is known is still shown. Try again in a minute.',
  },
  address_refused: {
    say: 'This address cannot be used.',
    do: 'Give the public https address of the system, without a user name in it.',
  },
  unavailable: { say: 'Counterpart is not ready just now.', do: 'Try again in a minute.' },
  server_unreachable: {
    say: 'The Counterpart server cannot be reached.',
    do: 'Check your network or VPN, then try again.',
  },
  answer_unreadable: {
    say: 'The server and this extension do not understand each other.',
    do: 'One of them is older. Update the extension, or ask your admin to update the server.',
  },
  extension_reloaded: {
    say: 'Counterpart was updated.',
    do: 'Reload this page to go on. What you typed is kept.',
  },
  permission_denied: {
    say: 'The browser did not give access to this address.',
    do: 'Try again and choose Allow in the question of the browser.',
  },
} as const satisfies Record<FaultCode, { say: string; do: string }>;
