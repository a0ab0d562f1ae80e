/** The words of Active Directory's wizard and test. Names in quotes are those of Windows' own dialogs. */
export const ad = {
  title: 'Connect Active Directory',
  steps: { servers: 'Controllers', account: 'Service account', places: 'Accounts', test: 'Test and save' },
  servers: {
    intro:
      'Counterpart speaks LDAP over TLS only (LDAPS, port 636), and only to a controller whose certificate it can check. The server must be able to reach it: in your network, by VPN, or allowed with PRIVATE_NETWORKS.',
    label: 'Domain controllers',
    help: 'One per line, like dc1.example.com. The first that answers is used, the others when it does not.',
    fix: 'Write the name of a domain controller.',
    wrong: '“{{value}}” is no controller. Write only its name, like dc1.example.com, and a port only if it is not 636.',
    clear: '“{{value}}” would be clear text: passwords would be readable on the way. Use LDAPS, port 636.',
    many: 'At most {{max}} controllers fit into one connection.',
    trust: 'How its certificate is checked',
    trusts: {
      ca: 'Signed by your certification authority',
      fingerprint: 'Pinned: this certificate and no other',
      system: 'Signed by a public authority',
    },
    ca: 'Certificate of the authority',
    caHelp:
      'In PEM. On a controller: certutil -ca.cert ca.cer, then certutil -encode ca.cer ca.pem. The controllers’ names above must be those in their certificates.',
    caFix: 'Paste the text from BEGIN CERTIFICATE to END CERTIFICATE.',
    caWrong: 'This is no certificate in PEM. Paste the text from BEGIN CERTIFICATE to END CERTIFICATE.',
    fingerprints: 'SHA-256 fingerprints',
    fingerprintsHelp:
      'One per line, of each controller’s certificate; when one is renewed, add the new one beforehand. openssl s_client -connect dc1:636 | openssl x509 -noout -fingerprint -sha256',
    fingerprintsFix: 'Write the fingerprint of each controller’s certificate.',
    fingerprintsWrong: '“{{value}}” is no SHA-256 fingerprint. It has 64 hexadecimal digits.',
  },
  account: {
    intro: 'An account for Counterpart alone. It needs to be in no group: reading is every account’s right.',
    howTitle: 'Make the service account and grant it what it needs',
    how: {
      make: 'In Active Directory Users and Computers make a user with a long random password: “User cannot change password”, “Password never expires”.',
      delegate:
        'Open the organisational unit of your users, “Delegate Control”, choose the account, “Create a custom task to delegate”.',
      objects: 'To create accounts: “This folder”, then “Create selected objects in this folder” for User objects.',
      write:
        'To correct and disable: “Only the following objects: User objects”, then “Reset password”, “Write userAccountControl” and “Write” for what you want to correct.',
    },
    rightsTitle: 'Why each right',
    rights: {
      read: 'accounts and their addresses; there by default',
      create: 'to create accounts; leave it out to forbid that',
      password: 'a new account’s first password, which nobody is told and which has to be changed',
      enable: 'to disable and enable accounts',
      write: 'to correct names, addresses and numbers',
    },
    name: 'Name of the service account',
    nameHelp: 'As name@domain, DOMAIN\\name, or its distinguished name.',
    nameFix: 'Write the name with which the service account signs in.',
    password: 'Password',
    passwordHelp: 'Kept encrypted on your server and never shown again, to nobody.',
    passwordFix: 'Write the password of the service account.',
  },
  places: {
    base: 'Only accounts in',
    baseHelp: 'A distinguished name, like OU=People,DC=example,DC=com. Empty: the whole domain.',
    createIn: 'New accounts go to',
    createInHelp: 'Inside of the above. Empty: there, or where the domain itself puts new users.',
    wrong: '{{field}}: this is no distinguished name. It looks like OU=People,DC=example,DC=com.',
    whole: 'the whole domain',
    usual: 'the usual place',
  },
  test: {
    intro:
      'The test reaches every controller, signs in to the first, and asks it what the service account may do. It changes nothing there.',
  },
} as const;

export const adCheck = {
  grant:
    'In Active Directory Users and Computers (View > Advanced Features) open the place named below, Properties > Security > Advanced > Add, choose the service account and “Descendant User objects” (“This object only” for “Create User objects”), and allow “{{right}}”.',
  grantRemoved:
    'On a controller, as a domain administrator: dsacls "{{where}}" /takeOwnership, then dsacls "{{where}}" /G "DOMAIN\\account:LCRP". Without it a deletion is noticed at the next full read.',
  wrong: 'The name or the password is not accepted. Enter both again.',
  capabilities: {
    read_removed: 'Notice deleted accounts at once',
    create_accounts: 'Create accounts',
    update_accounts: 'Correct accounts',
    enable_accounts: 'Disable and enable accounts',
  },
  fix: {
    password:
      'The domain does not accept the name or the password. Enter both again; too many wrong tries lock the account.',
    password_expired:
      'The service account’s password has expired. Set a new one, with “Password never expires”, and enter it here.',
    must_change:
      'The service account has to change its password first. Untick “User must change password at next logon”.',
    locked: 'The service account is locked after wrong passwords. Unlock it on its Account tab, then test again.',
    account_disabled: 'The service account is disabled. Enable it, then test again.',
    account_expired: 'The service account has expired. Set “Account expires” to “Never” on its Account tab.',
    logon_hours:
      'The service account may not sign in at this time or from this server. Look at “Logon Hours” and “Log On To” on its Account tab.',
    server_certificate:
      'The controller shows a certificate that does not fit to what you entered, so nothing was sent to it. If it was renewed, enter the new one in step 1; if not, find out who answers there.',
    server_certificate_expired:
      'The controller’s certificate has expired or is not valid yet. Have it renewed; nothing was sent to it.',
    server_name:
      'The controller’s certificate is for another name. Write the controller in step 1 as its certificate names it.',
    base: 'There is no such place in the domain. Compare “Only accounts in” with its distinguishedName (Attribute Editor).',
    create_in: 'New accounts cannot go there: the place does not exist, or lies outside of “Only accounts in”.',
  },
} as const;
