import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { z } from 'zod';
import { hostLines, optional, required, secretAddress, type Words } from '../form/fields.ts';

type Draft = Extract<ConnectionDraft, { provider: 'connectwise' }>;

/** The fields as they stand at the start: empty, or as a known connection has them. No secret is ever known. */
export function connectwiseValues(t: Words, known?: Connection) {
  const settings = settingsOf(known);
  return {
    address: settings?.address ?? '',
    company: settings?.company ?? '',
    name: known?.name ?? t('connectwise.address.name'),
    publicKey: settings?.publicKey ?? '',
    privateKey: '',
    clientId: settings?.clientId ?? '',
    key: settings?.customFields.key ?? '',
    external: settings?.customFields.external ?? '',
    entra: settings?.customFields.entra ?? '',
    hosts: settings?.hosts.join('\n') ?? '',
  };
}
export type ConnectWiseValues = ReturnType<typeof connectwiseValues>;

/** What each step must hold. The screens' address does: only its server counts, not what is copied behind it. */
export function connectwiseSchemas(t: Words) {
  const caption = (field: string) => {
    const message = t('errors.tooLong', { field, max: 100 });
    return optional(z.string().trim().min(1).max(100, message));
  };
  return {
    address: z.object({
      address: secretAddress(t, t('connectwise.address.label'), t('connectwise.address.fix')).transform(
        (value) => new URL(value).origin,
      ),
      company: required(t, t('connectwise.address.company'), t('connectwise.address.companyFix'), 200),
      name: required(t, t('wizard.name'), t('wizard.nameFix'), 120),
    }),
    member: z.object({
      publicKey: required(t, t('connectwise.member.publicKey'), t('connectwise.member.publicKeyFix'), 200),
      privateKey: required(t, t('connectwise.member.privateKey'), t('connectwise.member.privateKeyFix'), 4096),
      clientId: required(t, t('connectwise.member.clientId'), t('connectwise.member.clientIdFix'), 200),
    }),
    fields: z.object({
      key: caption(t('connectwise.fields.key')),
      external: caption(t('connectwise.fields.external')),
      entra: caption(t('connectwise.fields.entra')),
      hosts: hostLines(t, t('connectwise.fields.hosts')),
    }),
  };
}

/** Fields that this form does not ask for stay as the known connection has them. */
export function connectwiseDraft(
  schemas: ReturnType<typeof connectwiseSchemas>,
  values: ConnectWiseValues,
  known?: Connection,
): Draft {
  const { name, ...where } = schemas.address.parse(values);
  const { privateKey, ...member } = schemas.member.parse(values);
  const { hosts, ...captions } = schemas.fields.parse(values);
  const { key: _key, external: _external, entra: _entra, ...others } = settingsOf(known)?.customFields ?? {};
  const named = Object.entries(captions).filter(([, caption]) => caption !== null);
  const customFields: Draft['settings']['customFields'] = { ...others, ...Object.fromEntries(named) };
  return {
    provider: 'connectwise',
    name,
    settings: { ...where, ...member, customFields, hosts },
    secrets: { privateKey },
  };
}

function settingsOf(known?: Connection) {
  return known && 'customFields' in known.settings ? known.settings : null;
}
