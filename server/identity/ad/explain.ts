import type { AuthFix } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { ResultCodeError } from 'ldapts';

/** What a request was for: the right that it needs, and where an administrator grants it. */
export interface Purpose {
  right: string;
  where: string;
}

/**
 * Why a bind was refused. LDAP has one code for all (49); AD says more after `data`, in hex Windows error codes:
 * https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-
 */
const BIND_FIXES: Record<string, { fix: AuthFix; message: string }> = {
  '525': { fix: 'password', message: 'the domain has no such account' },
  '52e': { fix: 'password', message: 'the name or the password is wrong' },
  '530': { fix: 'logon_hours', message: 'the account may not sign in at this time' },
  '531': { fix: 'logon_hours', message: 'the account may not sign in from this server' },
  '532': { fix: 'password_expired', message: 'its password has expired' },
  '533': { fix: 'account_disabled', message: 'the account is disabled' },
  '701': { fix: 'account_expired', message: 'the account has expired' },
  '773': { fix: 'must_change', message: 'its password has to be changed first' },
  '775': { fix: 'locked', message: 'the account is locked after too many wrong passwords' },
};

/** The Windows error that a controller puts first in its message, eight hex digits; the LDAP code beside it differs between controllers. */
const NAME_TAKEN = new Set([
  '00000524', // ERROR_USER_EXISTS: the short name
  '000021c8', // ERROR_DS_UPN_VALUE_NOT_UNIQUE_IN_FOREST
  '0000202f', // ERROR_DS_CONSTRAINT_VIOLATION, as Samba says of a sign-in name that is taken
]);
const PASSWORD_POLICY = '0000052d';

const FIELDS: Record<string, string> = {
  userPrincipalName: 'username',
  sAMAccountName: 'username',
  displayName: 'displayName',
  cn: 'displayName',
  name: 'displayName',
  givenName: 'givenName',
  sn: 'familyName',
  mail: 'email',
  proxyAddresses: 'email',
  telephoneNumber: 'phones',
  otherTelephone: 'phones',
  mobile: 'phones',
  otherMobile: 'phones',
  homePhone: 'phones',
  otherHomePhone: 'phones',
  title: 'title',
  department: 'department',
};

/** An LDAP fault as one of ours. Never repeats the controller's message, which holds people's data. */
export function explain(error: unknown, purpose: Purpose): AppError {
  if (error instanceof AppError) return error;
  if (!(error instanceof ResultCodeError)) {
    // ldapts has no class for what happens to the connection.
    const late = error instanceof Error && /timed out|timeout/i.test(error.message);
    if (late) return new AppError('provider_timeout', 'The domain controller did not answer in time', { cause: error });
    return new AppError('provider_unavailable', 'The connection to the domain controller broke', { cause: error });
  }
  const windows = /^([0-9a-f]{8}):/i.exec(error.message)?.[1]?.toLowerCase();
  const detail = { ldap: String(error.code), ...(windows ? { windows } : {}) };
  const fault = (code: ConstructorParameters<typeof AppError>[0], message: string, more = {}) =>
    new AppError(code, message, { detail: { ...detail, ...more }, cause: bare(error) });

  if (windows && NAME_TAKEN.has(windows)) {
    const message = 'The directory already has an account with this username';
    return new AppError('username_taken', message, { detail, fields: [{ path: 'username', message }] });
  }
  if (windows === PASSWORD_POLICY)
    return fault('provider_rejected', 'The password policy of the domain refuses the account');
  switch (error.code) {
    case 49: {
      const known = BIND_FIXES[/\bdata ([0-9a-f]+)/i.exec(error.message)?.[1]?.toLowerCase() ?? ''];
      const why = known?.message ?? 'the name or the password is wrong';
      return fault('provider_auth', `The domain refuses the sign-in: ${why}`, { fix: known?.fix ?? 'password' });
    }
    case 50:
      return fault('provider_forbidden', `The service account lacks the right “${purpose.right}”`, { ...purpose });
    case 3:
      return fault('provider_timeout', 'The domain controller ran out of time');
    case 4:
    case 11:
      return fault('provider_incomplete', 'The domain controller gives no more at once than it gave');
    case 51:
    case 52:
      return fault('provider_unavailable', 'The domain controller is busy or going down');
    case 68:
      return fault('conflict', 'The place is taken');
    case 10:
    case 32:
    case 34:
      return fault('provider_rejected', 'There is no such place in this domain', { where: purpose.where });
    default: {
      const attribute = /\((\w+)\)|attribute '?(\w+)/i.exec(error.message);
      const path = FIELDS[attribute?.[1] ?? attribute?.[2] ?? ''];
      const message = 'Active Directory does not accept this value';
      return new AppError('provider_rejected', `Active Directory answered with code ${error.code}`, {
        detail,
        ...(path ? { fields: [{ path, message }] } : {}),
        cause: bare(error),
      });
    }
  }
}

/** For the log: the codes of the fault, without the message. */
function bare({ code }: ResultCodeError): Error {
  return new Error(`LDAP result ${code}`);
}
