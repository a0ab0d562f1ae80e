/** The words of the wizard for Okta. Names after ">" or in quotes are Okta's own. */
export const okta = {
  title: 'Connect Okta',
  steps: { organisation: 'Organisation', accounts: 'Whose accounts', test: 'Test and save' },
  organisation: {
    intro: 'One connection is one Okta organisation. Counterpart reads its users, and creates one when you ask.',
    howTitle: 'Make a token in the Okta Admin Console',
    how: {
      owner:
        'Directory > People: make an account for Counterpart. The token can do what its owner can, and ends when the owner is deactivated.',
      role: 'Security > Administrators: give it one of the roles below.',
      token:
        'Sign in as that account, Security > API > Tokens > Create token. A token that is not used for 30 days ends by itself.',
    },
    rolesTitle: 'Which role',
    roles: {
      read: 'to read accounts',
      write: 'to create, correct and suspend them too',
    },
    address: 'Address of the organisation',
    addressFix: 'Write the address at which people sign in to Okta.',
    addressHelp: 'Like https://acme.okta.com, or a domain of your customer’s own.',
    token: 'API token',
    tokenFix: 'Make one under Security > API > Tokens.',
    tokenHelp: 'Kept encrypted on your server and never shown again, to nobody.',
  },
  test: { intro: 'The test signs in and reads one user. It changes nothing in Okta.' },
} as const;

/** Under the result of a test. */
export const oktaCheck = {
  grant:
    'In the Okta Admin Console: Security > Administrators, the owner of the token: add the role “{{right}}”. It applies to the token at once.',
  wrong:
    'Okta does not accept the token: it was revoked, was not used for 30 days, or its owner was deactivated. Make a new one under Security > API > Tokens.',
} as const;
