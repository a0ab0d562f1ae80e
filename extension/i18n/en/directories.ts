/** The words of the wizards for identity platforms. Names in quotes or after ">" are the vendors' own. */
export const entra = {
  title: 'Connect Microsoft Entra ID',
  steps: { application: 'Application', tenants: 'Tenants', test: 'Test and save' },
  application: {
    intro:
      'One application of your own signs in to the tenants of all your customers. It acts for itself: no technician’s password or session is kept.',
    howTitle: 'Register the application in your own tenant',
    how: {
      open: 'In entra.microsoft.com open Entra ID > App registrations > New registration. Supported account types: multiple organisations (any Entra ID tenant).',
      redirect:
        'Redirect URI: Web, with any page of yours. Your customer’s administrator lands there after consenting; nothing secret goes to it.',
      permissions:
        'API permissions > Add a permission > Microsoft Graph > Application permissions: add those below, then “Grant admin consent” for your own tenant.',
      credential:
        'Certificates & secrets: upload a certificate (better: its key never leaves your server), or make a client secret and copy its value at once.',
    },
    rightsTitle: 'Why each permission',
    rights: {
      readUsers: 'accounts and their addresses',
      writeUsers: 'to create, correct and disable accounts; without it, leave User.Read.All',
      readTenant: 'the tenant’s verified domains, and whether it is synchronised from Active Directory',
      readRoles: 'to mark administrators; may be left out',
    },
    clientId: 'Application (client) ID',
    clientIdFix: 'Copy it from the application’s Overview page.',
    clientIdWrong: '“{{field}}”: this is no ID. Copy all 36 characters from the application’s Overview page.',
    clientIdHelp: 'On the application’s Overview page. Looks like 3f0c1a52-6d1b-4a43-9d57-….',
    cloud: 'Microsoft cloud',
    cloudHelp: 'Nearly always the first. The national clouds are closed to one another.',
    clouds: {
      global: 'Worldwide',
      usgov: 'US Government (GCC High)',
      usgovdod: 'US Government (DoD)',
      china: 'China (21Vianet)',
    },
    credential: 'How the application signs in',
    credentials: { secret: 'Client secret', certificate: 'Certificate' },
    secret: 'Client secret',
    secretFix: 'Copy the value (not the secret ID) when you make the secret.',
    secretHelp: 'The value, not the ID. Kept encrypted on your server and never shown again, to nobody.',
    certificate: 'Certificate',
    certificateFix: 'Choose the file that you uploaded to the application.',
    certificateHelp: 'A PEM file (.pem, .crt, .cer) that begins with BEGIN CERTIFICATE.',
    certificateWrong: '“{{field}}”: this is no certificate in PEM. Choose a file that begins with BEGIN CERTIFICATE.',
    privateKey: 'Private key',
    privateKeyFix: 'Choose the key of the certificate.',
    privateKeyHelp: 'An RSA key in PEM without a passphrase. Kept encrypted on your server and never shown again.',
    privateKeyWrong:
      '“{{field}}”: this is no private key in PEM without a passphrase. Choose a file that begins with BEGIN PRIVATE KEY.',
    chosen: '{{file}} is chosen.',
    fileUnreadable: '{{file}} cannot be read as text. Choose the PEM form of it, not the binary one.',
  },
  tenants: {
    intro: 'Each customer’s tenant becomes a directory. An administrator of each consents once, by the link below.',
    name: 'Microsoft Entra ID',
    label: 'Tenants',
    help: 'One per line: the tenant ID, then the customer’s name. The ID stands on the tenant’s Overview page.',
    example: '7c9f6679-7425-40de-944b-e07fc1f90ae7 Harbour & Finch',
    fix: 'Write one line per customer: the tenant ID, then the name.',
    wrong: '“{{line}}” is no tenant. Write its ID, a space, and the customer’s name.',
    twice: '{{id}} stands there twice.',
    many: 'At most {{max}} tenants fit into one connection.',
    linksTitle_one: 'Link for the administrator of this tenant',
    linksTitle_other: 'Links for the administrators of these {{count}} tenants',
    linksHelp:
      'Send each to a Global Administrator or Privileged Role Administrator of that customer. It shows what is asked for; consent can be withdrawn there at any time.',
    copy: 'Copy the link',
    copyFor: 'for {{name}}',
    copied: 'Copied',
    count_one: '1 tenant',
    count_other: '{{count}} tenants',
  },
  test: {
    intro:
      'The test signs in to every tenant and reads one account of each. It changes nothing there. Tenants that have not consented yet can be saved too, and appear with the first sync after their consent.',
  },
} as const;
