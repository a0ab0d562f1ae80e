import { AppError } from '@counterpart/shared/errors.ts';
import { CommunicationType, CompanyStatus, type CustomField, CustomFieldDefinition } from './api.ts';
import type { ConnectWiseApi, CustomFieldCaptions } from './client.ts';
import { conditions } from './conditions.ts';
import { RIGHTS } from './explain.ts';

/** What an admin of ConnectWise has set up, read once and kept while the connector lives. */
export interface Setup {
  communicationTypes(): Promise<CommunicationType[]>;
  /** Ids of the company statuses that mean "no longer a customer"; null where our role may not read them. */
  inactiveStatuses(): Promise<ReadonlySet<string> | null>;
  /** The contact's custom field for our key, with a value. Throws where the configured caption is no field. */
  keyField(key: string): Promise<Pick<CustomField, 'id' | 'value'>[]>;
}

const CONTACT_SCREEN = 'ct300';

export function createSetup(api: ConnectWiseApi, captions: CustomFieldCaptions): Setup {
  const communicationTypes = once(() =>
    api.some({
      path: 'company/communicationTypes',
      answer: CommunicationType.array(),
      right: RIGHTS.readContacts,
      urgent: true,
    }),
  );
  const statuses = once(async () => {
    const call = { path: 'company/companies/statuses', answer: CompanyStatus.array(), right: RIGHTS.setup } as const;
    try {
      const all = await api.some({ ...call, urgent: true });
      return new Set(all.filter((status) => status.inactiveFlag).map((status) => status.id));
    } catch (error) {
      if (error instanceof AppError && error.code === 'provider_forbidden') return null;
      throw error;
    }
  });
  const definition = once(async () => {
    const caption = captions.key ?? '';
    const found = await api.some({
      path: 'system/userDefinedFields',
      query: { conditions: conditions`caption = ${caption} and screenId = ${CONTACT_SCREEN}` },
      answer: CustomFieldDefinition.array(),
      right: RIGHTS.setup,
      urgent: true,
    });
    const wanted = caption.trim().toLowerCase();
    const field = found.find((one) => one.caption?.trim().toLowerCase() === wanted && one.screenId === CONTACT_SCREEN);
    if (field) return field;
    throw new AppError('provider_rejected', 'ConnectWise has no such custom field on contacts', {
      fields: [{ path: 'customFields', message: `no field has the caption ${caption.slice(0, 50)}` }],
    });
  });

  return {
    communicationTypes,
    inactiveStatuses: statuses,
    keyField: async (key) => [{ id: Number((await definition()).id), value: key }],
  };
}

/** One request for all who ask; what failed is asked again. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return () => {
    kept ??= read().catch((error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
}
