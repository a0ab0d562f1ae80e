import { badRequest, type Fields, Refusal, refuse } from './answers.ts';
import { fold, list, PROPERTIES, type TenantStore } from './store.ts';

/** What Active Directory keeps of a synchronised account; the rest may be written in the cloud too. */
const CLOUD_OWNED = ['usageLocation', 'preferredLanguage'];
/** What an application may not change of somebody with a directory role, unless it has a role itself. */
const SENSITIVE = [
  'accountEnabled',
  'businessPhones',
  'mobilePhone',
  'otherMails',
  'userPrincipalName',
  'passwordProfile',
];
const READ_ONLY = [
  'id',
  'createdDateTime',
  'deletedDateTime',
  'proxyAddresses',
  'assignedLicenses',
  'onPremisesSyncEnabled',
];
const WRITABLE = new Set([...PROPERTIES, 'passwordProfile'].filter((name) => !READ_ONLY.includes(name)));
const TEXTS = ['displayName', 'givenName', 'surname', 'mail', 'mailNickname', 'mobilePhone', 'jobTitle', 'department'];

export function checkCreate(store: TenantStore, body: Fields): void {
  for (const name of ['accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName', 'passwordProfile']) {
    if (body[name] === undefined || body[name] === null) {
      throw badRequest(`A value is required for property '${name}' of resource 'User'.`);
    }
  }
  checkValues(store, body);
  const { password } = body.passwordProfile as Fields;
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((pattern) => pattern.test(String(password ?? '')));
  if (String(password ?? '').length < 8 || classes.length < 3) {
    throw badRequest('The specified password does not comply with password complexity requirements.');
  }
}

export function checkUpdate(store: TenantStore, user: Fields, body: Fields): void {
  if (user.onPremisesSyncEnabled === true && Object.keys(body).some((name) => !CLOUD_OWNED.includes(name))) {
    throw badRequest(
      'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
    );
  }
  if (store.seed.admins?.includes(String(user.id)) && Object.keys(body).some((name) => SENSITIVE.includes(name))) {
    throw new Refusal(refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'));
  }
  checkValues(store, body);
}

function checkValues(store: TenantStore, body: Fields): void {
  for (const [name, value] of Object.entries(body)) {
    if (!WRITABLE.has(name)) throw badRequest(`Property '${name}' is read-only and cannot be set.`);
    if (value === '') throw invalidValue(name);
    if (TEXTS.includes(name) && value !== null && typeof value !== 'string') throw invalidValue(name);
  }
  if (list(body.businessPhones).length > 1) throw invalidValue('businessPhones');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about what is outside of ASCII
  if (typeof body.mail === 'string' && !/^[\x00-\x7f]+@[\x00-\x7f]+$/.test(body.mail)) throw invalidValue('mail');
  if (typeof body.mailNickname === 'string' && /[@()\\[\]";:<>, ]|[^ -~]/.test(body.mailNickname)) {
    throw invalidValue('mailNickname');
  }
  if (body.userPrincipalName !== undefined) checkName(store, String(body.userPrincipalName));
}

function checkName(store: TenantStore, name: string): void {
  const [local = '', domain = ''] = [name.slice(0, name.lastIndexOf('@')), name.slice(name.lastIndexOf('@') + 1)];
  if (!/^[A-Za-z0-9'._!#^~-]{1,64}$/.test(local) || local.startsWith('.') || local.endsWith('.')) {
    throw invalidValue('userPrincipalName');
  }
  const known = store.seed.domains.find((one) => fold(one.name) === fold(domain) && one.verified !== false);
  if (!known) {
    throw badRequest(
      'The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.',
      [{ code: 'InvalidDomain', target: 'userPrincipalName' }],
    );
  }
}

function invalidValue(property: string) {
  const message = `Invalid value specified for property '${property}' of resource 'User'.`;
  return badRequest(message, [{ code: 'InvalidValue', target: property }]);
}
