import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { z } from 'zod';
import { optional, required, type Words } from '../form/fields.ts';
import { directorySchema } from './directory-fields.tsx';

type Draft = Extract<ConnectionDraft, { provider: 'ad' }>;

export const TRUSTS = ['ca', 'fingerprint', 'system'] as const;
const MOST_SERVERS = 10;
const MOST_FINGERPRINTS = 20;
const SERVER = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/;
/** The ports of LDAP in clear text, of one domain and of the global catalogue. */
const CLEAR = /^ldap:|:(389|3268)$/;

/** A controller as the server takes it; people paste addresses too. Null where it is none, or one in clear text. */
export function readServer(typed: string): string | null {
  const server = typed
    .trim()
    .toLowerCase()
    .replace(/^ldaps:\/\//, '')
    .replace(/\/+$/, '')
    .replace(/:636$/, '');
  return SERVER.test(server) && !CLEAR.test(server) ? server : null;
}

/** Sixty-four digits, however they are grouped. */
export function readFingerprint(typed: string): string | null {
  const digits = typed
    .replace(/^.*=/, '')
    .replace(/[\s:-]/g, '')
    .toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : null;
}

export function adValues(known?: Connection) {
  const settings = known && 'servers' in known.settings ? known.settings : null;
  const trust = settings?.trust;
  return {
    servers: settings?.servers.join('\n') ?? '',
    trust: trust?.by ?? ('ca' as string),
    ca: trust?.by === 'ca' ? trust.ca : '',
    fingerprints: trust?.by === 'fingerprint' ? trust.fingerprints.join('\n') : '',
    bindName: settings?.bindName ?? '',
    password: '',
    name: known?.name ?? '',
    base: settings?.base ?? '',
    createIn: settings?.createIn ?? '',
    domains: settings?.domains.join('\n') ?? '',
    country: settings?.country ?? '',
  };
}
export type AdValues = ReturnType<typeof adValues>;

interface Lines {
  max: number;
  empty: string;
  many: string;
  wrong: (value: string) => string;
  read: (line: string) => string | null;
}

function lines({ max, empty, many, wrong, read }: Lines) {
  return z.string().transform((text, context) => {
    const all = text.split(/[\n,;]/).filter((line) => line.trim() !== '');
    const complain = (message: string) => context.addIssue({ code: 'custom', message });
    const bad = all.find((line) => read(line) === null);
    if (all.length === 0) complain(empty);
    if (bad !== undefined) complain(wrong(bad.trim().slice(0, 80)));
    if (all.length > max) complain(many);
    return [...new Set(all.flatMap((line) => read(line) ?? []))];
  });
}

export function adSchemas(t: Words) {
  const servers = lines({
    max: MOST_SERVERS,
    empty: t('errors.required', { field: t('ad.servers.label'), fix: t('ad.servers.fix') }),
    many: t('ad.servers.many', { max: MOST_SERVERS }),
    wrong: (value) => t(CLEAR.test(value.toLowerCase()) ? 'ad.servers.clear' : 'ad.servers.wrong', { value }),
    read: readServer,
  });
  const pins = { field: t('ad.servers.fingerprints'), fix: t('ad.servers.fingerprintsFix') };
  const fingerprints = lines({
    max: MOST_FINGERPRINTS,
    empty: t('errors.required', pins),
    many: t('errors.tooMany', { field: pins.field, max: MOST_FINGERPRINTS }),
    wrong: (value) => t('ad.servers.fingerprintsWrong', { value }),
    read: readFingerprint,
  });
  const ca = required(t, t('ad.servers.ca'), t('ad.servers.caFix'), 16_384).regex(
    /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/,
    t('ad.servers.caWrong'),
  );
  const place = (field: string) =>
    optional(
      z
        .string()
        .trim()
        .max(1024, t('errors.tooLong', { field, max: 1024 }))
        .regex(/^[a-z][a-z0-9-]*\s*=/i, t('ad.places.wrong', { field })),
    );
  return {
    servers: z.discriminatedUnion('trust', [
      z.object({ trust: z.literal('ca'), servers, ca }),
      z.object({ trust: z.literal('fingerprint'), servers, fingerprints }),
      z.object({ trust: z.literal('system'), servers }),
    ]),
    account: z.object({
      bindName: required(t, t('ad.account.name'), t('ad.account.nameFix'), 200),
      password: required(t, t('ad.account.password'), t('ad.account.passwordFix'), 4096),
    }),
    places: directorySchema(t).extend({ base: place(t('ad.places.base')), createIn: place(t('ad.places.createIn')) }),
  };
}

export function adDraft(schemas: ReturnType<typeof adSchemas>, values: AdValues): Draft {
  const where = schemas.servers.parse(values);
  // A password is taken as it was typed: a blank at its end may be a part of it.
  const { bindName } = schemas.account.parse(values);
  const { name, ...places } = schemas.places.parse(values);
  const trust =
    where.trust === 'ca'
      ? { by: where.trust, ca: where.ca }
      : where.trust === 'fingerprint'
        ? { by: where.trust, fingerprints: where.fingerprints }
        : { by: where.trust };
  return {
    provider: 'ad',
    name,
    settings: { servers: where.servers, trust, bindName, ...places },
    secrets: { password: values.password },
  };
}
