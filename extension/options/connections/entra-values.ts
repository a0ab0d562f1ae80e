import { type Connection, type ConnectionDraft, ENTRA_CLOUDS, type EntraCloud } from '@counterpart/shared/api.ts';
import { z } from 'zod';
import { required, type Words } from '../form/fields.ts';

export type EntraDraft = Extract<ConnectionDraft, { provider: 'entra' }>;
export type Tenant = EntraDraft['settings']['tenants'][number];

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const MOST_TENANTS = 500;

/** Where a customer's administrator consents: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent */
const LOGIN = {
  global: 'https://login.microsoftonline.com',
  usgov: 'https://login.microsoftonline.us',
  usgovdod: 'https://login.microsoftonline.us',
  china: 'https://login.chinacloudapi.cn',
} as const satisfies Record<EntraCloud, string>;

export function consentLink(cloud: EntraCloud, tenant: string, clientId: string): string {
  return `${LOGIN[cloud]}/${tenant}/adminconsent?client_id=${encodeURIComponent(clientId)}`;
}

/** A line is an id and a name, with blanks, a comma, a semicolon or a tab between: people paste lists of all kinds. */
export function readTenant(line: string): Tenant | null {
  const [, id = '', name = ''] = /^\s*"?([0-9a-fA-F-]{36})"?[\s,;]+"?(.*?)"?\s*$/.exec(line) ?? [];
  const lower = id.toLowerCase();
  return GUID.test(lower) && name !== '' && name.length <= 120 ? { id: lower, name } : null;
}

function tenantLines(t: Words) {
  return z.string().transform((text, context): Tenant[] => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    if (lines.length === 0)
      complain(t('errors.required', { field: t('entra.tenants.label'), fix: t('entra.tenants.fix') }));
    if (lines.length > MOST_TENANTS) complain(t('entra.tenants.many', { max: MOST_TENANTS }));
    const wrong = lines.find((line) => readTenant(line) === null);
    if (wrong !== undefined) complain(t('entra.tenants.wrong', { line: wrong.trim().slice(0, 60) }));
    const tenants = lines.flatMap((line) => readTenant(line) ?? []);
    const twice = tenants.find(({ id }, at) => tenants.findIndex((one) => one.id === id) !== at);
    if (twice) complain(t('entra.tenants.twice', { id: twice.id }));
    return tenants;
  });
}

export function entraValues(t: Words, known?: Connection) {
  const settings = known && 'tenants' in known.settings ? known.settings : null;
  const isCertificate = known?.secrets.some(({ field }) => field === 'certificate') ?? false;
  return {
    clientId: settings?.clientId ?? '',
    cloud: settings?.cloud ?? ('global' as string),
    credential: isCertificate ? 'certificate' : 'secret',
    clientSecret: '',
    certificate: '',
    privateKey: '',
    name: known?.name ?? t('entra.tenants.name'),
    tenants: settings?.tenants.map(({ id, name }) => `${id} ${name}`).join('\n') ?? '',
  };
}

export function entraSchemas(t: Words) {
  const clientId = t('entra.application.clientId');
  const id = required(t, clientId, t('entra.application.clientIdFix'), 36)
    .toLowerCase()
    .regex(GUID, t('entra.application.clientIdWrong', { field: clientId }));
  const pem = (field: 'certificate' | 'privateKey', begins: RegExp) => {
    const label = t(`entra.application.${field}`);
    return required(t, label, t(`entra.application.${field}Fix`), 16_384).regex(
      begins,
      t(`entra.application.${field}Wrong`, { field: label }),
    );
  };
  const common = { clientId: id, cloud: z.enum(ENTRA_CLOUDS) };
  return {
    application: z.discriminatedUnion('credential', [
      z.object({
        credential: z.literal('secret'),
        ...common,
        clientSecret: required(t, t('entra.application.secret'), t('entra.application.secretFix'), 4096),
      }),
      z.object({
        credential: z.literal('certificate'),
        ...common,
        certificate: pem('certificate', /-----BEGIN CERTIFICATE-----/),
        privateKey: pem('privateKey', /-----BEGIN (RSA )?PRIVATE KEY-----/),
      }),
    ]),
    tenants: z.object({
      name: required(t, t('wizard.name'), t('wizard.nameFix'), 120),
      tenants: tenantLines(t),
    }),
  };
}

export function entraDraft(schemas: ReturnType<typeof entraSchemas>, values: Record<string, string>): EntraDraft {
  const application = schemas.application.parse(values);
  const { name, tenants } = schemas.tenants.parse(values);
  const { clientId, cloud } = application;
  const secrets =
    application.credential === 'secret'
      ? { clientSecret: application.clientSecret }
      : { certificate: application.certificate, privateKey: application.privateKey };
  return { provider: 'entra', name, settings: { clientId, cloud, tenants }, secrets };
}
