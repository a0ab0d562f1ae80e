import type { AuthFix } from '@counterpart/shared/api.ts';
import type { Explained } from '../../http.ts';
import { GraphError, TokenError } from './api.ts';

/** Sign-in errors whose cause we know, by Microsoft's number: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const FIXES: Record<number, { fix: AuthFix; message: string }> = {
  65001: { fix: 'consent', message: 'an administrator of the tenant has not consented to the application' },
  650051: {
    fix: 'consent',
    message: 'the application is not in the tenant yet: its administrator has to consent again',
  },
  650052: { fix: 'consent', message: 'the application is not in the tenant: its administrator has to consent' },
  700016: { fix: 'consent', message: 'the tenant does not know the application: consent was withdrawn or never given' },
  7000229: {
    fix: 'consent',
    message: 'the tenant does not know the application: consent was withdrawn or never given',
  },
  7000112: { fix: 'disabled', message: 'the application is switched off in the tenant' },
  7000222: { fix: 'secret_expired', message: 'the client secret has expired' },
  7000215: { fix: 'secret', message: 'the client secret is wrong: its value is asked for, not its id' },
  7000216: { fix: 'secret', message: 'neither a secret nor a certificate was accepted' },
  700027: { fix: 'certificate', message: 'the certificate is not one of the application, or has expired' },
  700024: { fix: 'clock', message: "this server's clock differs from Microsoft's" },
  53003: { fix: 'conditional_access', message: 'a conditional access policy of the tenant blocks the application' },
  50059: { fix: 'tenant', message: 'the tenant id is wrong' },
  90002: { fix: 'tenant', message: 'there is no such tenant' },
  900023: { fix: 'tenant', message: 'the tenant id is wrong' },
  5000224: { fix: 'tenant', message: 'the tenant was deleted or blocked' },
  50020: { fix: 'partner_access', message: 'the tenant does not let the partner in' },
  50177: { fix: 'partner_access', message: 'the tenant does not let the partner in' },
  700082: { fix: 'secret_expired', message: 'the sign-in has expired' },
};

/** Faults on Microsoft's own side that come in the clothes of a refused sign-in. */
const PASSING = new Set([90033, 90024, 90097, 50033, 50196]);

/**
 * Reads the token endpoint's refusal and tells a withdrawn consent or an expired secret (`provider_auth`, with
 * `detail.fix`) from an outage (`provider_unavailable`).
 */
export function explainToken(tenant: string): (status: number, body: string) => Explained | null {
  return (status, body) => {
    const said = TokenError.safeParse(readJson(body));
    if (!said.success) return null; // a page of a proxy or of an outage; the status says enough
    const numbers = [...(said.data.error_codes ?? []), ...described(said.data.error_description)];
    const detail = { tenant, ...(numbers[0] ? { aadsts: String(numbers[0]) } : {}) };
    if (numbers.some((number) => PASSING.has(number)) || said.data.error === 'temporarily_unavailable') {
      return { code: 'provider_unavailable', message: "Microsoft's sign-in has a fault of its own", detail };
    }
    if (status >= 500 || status === 429)
      return { message: `Microsoft's sign-in answered with status ${status}`, detail };
    const known = numbers.map((number) => FIXES[number]).find(Boolean);
    if (known) {
      const message = `Microsoft refuses the sign-in: ${known.message}`;
      return { code: 'provider_auth', message, detail: { ...detail, fix: known.fix } };
    }
    return {
      code: 'provider_auth',
      message: `Microsoft refuses the sign-in (${said.data.error.slice(0, 60)})`,
      detail,
    };
  };
}

/** What Graph calls the things that we call by other names, for `fields`. */
const FIELDS: Record<string, string> = {
  userPrincipalName: 'username',
  mailNickname: 'username',
  proxyAddresses: 'email',
  mail: 'email',
  otherMails: 'email',
  displayName: 'displayName',
  givenName: 'givenName',
  surname: 'familyName',
  businessPhones: 'phones',
  mobilePhone: 'phones',
  jobTitle: 'title',
  department: 'department',
};

/** Reads Graph's error body. `right` is the application permission that the request needs. Never repeats Graph's message, which holds people's data. */
export function explainGraph(tenant: string, right: string): (status: number, body: string) => Explained | null {
  return (status, body) => {
    const parsed = GraphError.safeParse(readJson(body));
    if (!parsed.success) return status === 410 ? EXPIRED : null;
    const { code, message, details, innerError } = parsed.data.error;
    const requestId = innerError?.['request-id'];
    const detail = {
      tenant,
      graph: code.slice(0, 80),
      ...(requestId ? { graphRequestId: requestId.slice(0, 80) } : {}),
    };
    if (status === 410 || EXPIRED_CODES.has(code.toLowerCase())) return { ...EXPIRED, detail };
    if (code === 'Authorization_IdentityNotFound') {
      const text = 'The application is no longer in the tenant: its administrator has to consent again';
      return { code: 'provider_auth', message: text, detail: { ...detail, fix: 'consent' } };
    }
    if (status === 403) {
      return { message: `The application lacks the permission ${right}`, detail: { ...detail, right } };
    }
    const conflict = details?.find((one) => one.code === 'ObjectConflict')?.target ?? conflictIn(message);
    if (status === 400 && conflict) return explainConflict(conflict, detail);
    const target = details?.find((one) => one.target)?.target ?? propertyIn(message);
    const path = target ? FIELDS[target] : undefined;
    return {
      message: `Microsoft Graph answered with status ${status} (${detail.graph})`,
      detail,
      ...(path ? { fields: [{ path, message: 'Microsoft Entra ID does not accept this value' }] } : {}),
    };
  };
}

const EXPIRED: Explained = {
  code: 'provider_cursor_expired',
  message: 'Microsoft Entra ID no longer knows where the last reading ended',
};
const EXPIRED_CODES = new Set(['syncstatenotfound', 'resyncrequired', 'directory_expiredpagetoken']);

function explainConflict(property: string, detail: Record<string, string>): Explained {
  if (property === 'userPrincipalName') {
    const message = 'The directory already has an account with this username';
    return { code: 'username_taken', message, detail, fields: [{ path: 'username', message }] };
  }
  const message = 'Another account, group or contact of the directory has this address';
  return { code: 'provider_rejected', message, detail, fields: [{ path: FIELDS[property] ?? property, message }] };
}

function conflictIn(message: string | null | undefined): string | undefined {
  return /same value for property (\w+) already exists/i.exec(message ?? '')?.[1];
}

function propertyIn(message: string | null | undefined): string | undefined {
  return /property '?(\w+)'?/i.exec(message ?? '')?.[1];
}

function described(text: string | null | undefined): number[] {
  return [...(text ?? '').matchAll(/AADSTS(\d+)/g)].map((match) => Number(match[1]));
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
