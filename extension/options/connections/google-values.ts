import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { z } from 'zod';
import { required, type Words } from '../form/fields.ts';

export type GoogleDraft = Extract<ConnectionDraft, { provider: 'google' }>;

/** What the customer grants. The server asks for exactly these. */
export const GOOGLE_SCOPES = {
  users: 'https://www.googleapis.com/auth/admin.directory.user',
  domains: 'https://www.googleapis.com/auth/admin.directory.domain.readonly',
  customer: 'https://www.googleapis.com/auth/admin.directory.customer.readonly',
} as const;

/** Enough to tell a wrong file from the right one; the server reads the key. */
const KeyFile = z.object({ type: z.literal('service_account'), client_email: z.email(), private_key: z.string() });

export function googleValues(t: Words, known?: Connection) {
  const settings = known && 'signIn' in known.settings ? known.settings : null;
  return {
    signIn: settings?.signIn ?? ('delegation' as string),
    name: known?.name ?? t('google.signIn.name'),
    admin: settings?.signIn === 'delegation' ? settings.admin : '',
    serviceAccountKey: '',
    clientId: settings?.signIn === 'consent' ? settings.clientId : '',
    clientSecret: '',
    refreshToken: '',
  };
}

export function googleSchemas(t: Words) {
  const key = t('google.delegation.key');
  const admin = t('google.delegation.admin');
  const consent = (name: 'clientId' | 'clientSecret' | 'refreshToken', max: number) =>
    required(t, t(`google.consent.${name}`), t(`google.consent.${name}Fix`), max);
  return {
    signIn: z.object({
      signIn: z.enum(['delegation', 'consent']),
      name: required(t, t('wizard.name'), t('wizard.nameFix'), 120),
    }),
    credentials: z.discriminatedUnion('signIn', [
      z.object({
        signIn: z.literal('delegation'),
        admin: required(t, admin, t('google.delegation.adminFix'), 254).pipe(
          z.email(t('google.delegation.adminWrong', { field: admin })),
        ),
        serviceAccountKey: required(t, key, t('google.delegation.keyFix'), 16_384).refine(
          isKeyFile,
          t('google.delegation.keyWrong', { field: key }),
        ),
      }),
      z.object({
        signIn: z.literal('consent'),
        clientId: consent('clientId', 200),
        clientSecret: consent('clientSecret', 4096),
        refreshToken: consent('refreshToken', 4096),
      }),
    ]),
  };
}

function isKeyFile(text: string): boolean {
  try {
    return KeyFile.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

export function googleDraft(schemas: ReturnType<typeof googleSchemas>, values: Record<string, string>): GoogleDraft {
  const { name } = schemas.signIn.parse(values);
  const how = schemas.credentials.parse(values);
  if (how.signIn === 'delegation') {
    const { signIn, admin, serviceAccountKey } = how;
    return { provider: 'google', name, settings: { signIn, admin }, secrets: { serviceAccountKey } };
  }
  const { signIn, clientId, clientSecret, refreshToken } = how;
  return { provider: 'google', name, settings: { signIn, clientId }, secrets: { clientSecret, refreshToken } };
}
