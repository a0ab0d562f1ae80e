/** The words of the wizard for Google Workspace. Names after ">" or in quotes are Google's own. */
export const google = {
  title: 'Connect Google Workspace',
  steps: { signIn: 'How to sign in', credentials: 'Credentials', test: 'Test and save' },
  signIn: {
    intro: 'One connection is one customer. Counterpart acts as an administrator of theirs, by one of two ways.',
    label: 'Way of signing in',
    ways: {
      delegation: 'Service account with domain-wide delegation',
      consent: 'OAuth client with the consent of an administrator',
    },
    help: 'A service account serves all your customers. A consent is one customer’s alone: what leaks of it opens one customer only.',
    name: 'Google Workspace',
  },
  delegation: {
    howTitle: 'Set up the service account once, then each customer',
    how: {
      project:
        'In console.cloud.google.com: APIs & Services > Library, enable “Admin SDK API”. Then IAM & Admin > Service Accounts: create one, without any role.',
      key: 'Open the service account, Keys > Add key > Create new key > JSON. The file is shown only this once.',
      delegate:
        'The customer’s super administrator, in admin.google.com: Security > Access and data control > API controls > Manage Domain Wide Delegation > Add new: the service account’s numeric client ID and the scopes below, with commas between.',
      admin:
        'In admin.google.com: Account > Admin roles, make a role with Users: Read (and Create, Update to write) and Domain settings, and give it to one account. Write its address below.',
    },
    admin: 'Administrator to act as',
    adminFix: 'Write the address of an administrator of this customer.',
    adminWrong: '“{{field}}”: this is no e-mail address.',
    adminHelp: 'An account of the customer with an administrator role. If it is suspended, the connection stops.',
    key: 'Key file of the service account',
    keyFix: 'Choose the JSON file that Google Cloud made.',
    keyHelp: 'A .json file. Kept encrypted on your server and never shown again, to nobody.',
    keyWrong: '“{{field}}”: this is no key file of a service account. Choose the JSON file that Google Cloud made.',
    keyUnreadable: '{{file}} cannot be read as text. Choose the JSON file that Google Cloud made.',
  },
  consent: {
    howTitle: 'Make the OAuth client and get the consent',
    how: {
      project:
        'In console.cloud.google.com: APIs & Services > Library, enable “Admin SDK API”. Then Credentials > Create credentials > OAuth client ID, type Web application.',
      publish:
        'OAuth consent screen: publish it. While it is in “Testing”, Google ends every consent after seven days.',
      consent:
        'Have an administrator of the customer consent to the scopes below with access_type=offline, for example in Google’s OAuth 2.0 Playground with your own client, and copy the refresh token.',
    },
    clientId: 'Client ID',
    clientIdFix: 'Copy it from the client’s page under Credentials.',
    clientIdHelp: 'Ends in .apps.googleusercontent.com.',
    clientSecret: 'Client secret',
    clientSecretFix: 'Copy it from the client’s page under Credentials.',
    refreshToken: 'Refresh token',
    refreshTokenFix: 'Get one by the consent of an administrator.',
    refreshTokenHelp: 'Begins with 1//. Kept encrypted on your server and never shown again, to nobody.',
  },
  scopesTitle: 'Why each scope',
  scopes: {
    users: 'accounts: read, create, correct and suspend; end it in .readonly to read only',
    domains: 'the customer’s verified domains',
    customer: 'the customer’s lasting ID and country',
  },
  test: { intro: 'The test signs in and reads one account, the domains and the customer. It changes nothing.' },
} as const;

/** Under the result of a test. */
export const googleCheck = {
  grant:
    'In admin.google.com: Security > Access and data control > API controls > Manage Domain Wide Delegation, the service account’s client ID: add “{{right}}”. Where an administrator consented instead, have them consent again with it. The administrator’s role (Account > Admin roles) needs the right over users too.',
  wrong: 'Google does not accept the credentials. Choose the key file again, or have the administrator consent again.',
  fix: {
    google_delegation:
      'The customer has not delegated the scopes to the service account, or no longer does. Their super administrator adds it in admin.google.com: Security > Access and data control > API controls > Manage Domain Wide Delegation. It may take some minutes to work.',
    google_admin:
      'The administrator to act as does not exist, or is suspended. Enter an account of the customer that can sign in and has an administrator role.',
    google_key:
      'The key of the service account was deleted. Make a new one in console.cloud.google.com: IAM & Admin > Service Accounts, the account, Keys > Add key.',
    google_revoked:
      'The consent was withdrawn or has expired. Have an administrator of the customer consent again, and enter the new refresh token.',
    google_client:
      'The OAuth client or its secret is not accepted. Compare both with console.cloud.google.com: APIs & Services > Credentials.',
    google_api:
      'The Admin SDK API is switched off. In console.cloud.google.com: APIs & Services > Library > “Admin SDK API” > Enable, in the project of the service account or client.',
  },
} as const;
