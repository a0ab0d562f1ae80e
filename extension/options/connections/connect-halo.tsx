import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { AreaField } from '../../ui/area-field.tsx';
import { Field } from '../../ui/field.tsx';
import { ErrorSummary } from '../form/error-summary.tsx';
import { hostLines, required, secretAddress, type Words } from '../form/fields.ts';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { HaloHelp } from './halo-help.tsx';
import { TestAndSave } from './test-and-save.tsx';
import { StepActions, Wizard } from './wizard.tsx';

/**
 * HaloPSA in four steps: address, API application, further agent hosts, test and save. The secret lives in this
 * component until it is saved and is gone with it. `renew`: the connection that gets a new one; it begins at the first
 * step that lacks something.
 */
export function ConnectHalo({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t } = useTranslation('options');
  const form = useForm(haloValues(t, renew));
  const schemas = useMemo(() => haloSchemas(t), [t]);
  const [at, setAt] = useState(() => {
    if (!renew) return 0;
    return schemas.address.safeParse(form.values).success ? 1 : 0;
  });
  const labels = [t('halo.steps.address'), t('halo.steps.application'), t('halo.steps.screens'), t('halo.steps.test')];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const schema = [schemas.address, schemas.application, schemas.screens][at];
  const draft = at === 3 ? haloDraft(schemas, form.values) : null;

  return (
    <Wizard title={t('halo.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('halo.test.intro')}
          entered={[
            { step: 0, label: t('halo.address.label'), value: draft.settings.address },
            { step: 1, label: t('halo.application.clientId'), value: draft.settings.clientId },
            { step: 1, label: t('halo.application.secret'), value: t('wizard.secretSet') },
            { step: 1, label: t('halo.application.tenant'), value: draft.settings.tenant ?? t('wizard.none') },
            { step: 2, label: t('halo.screens.label'), value: draft.settings.hosts.join(', ') || t('wizard.none') },
          ]}
          steps={labels}
          onStep={step}
          onSaved={({ id }) => go({ section: 'connections', at: 'sync', id, first: !renew })}
        />
      ) : (
        <form
          noValidate
          className="form"
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            if (schema && form.check<unknown>(schema)) step(at + 1);
          }}
        >
          <ErrorSummary form={form} />
          {at === 0 && (
            <>
              <p>{t('halo.address.intro')}</p>
              <Field
                {...form.field('address')}
                label={t('halo.address.label')}
                hint={t('halo.address.help')}
                type="url"
                placeholder="https://acme.halopsa.com"
                spellCheck={false}
                required
              />
              <details className="help">
                <summary>{t('wizard.where')}</summary>
                <p>{t('halo.address.where')}</p>
              </details>
              <Field {...form.field('name')} label={t('wizard.name')} hint={t('wizard.nameHelp')} required />
            </>
          )}
          {at === 1 && (
            <>
              <p>{t('halo.application.intro')}</p>
              <HaloHelp />
              <Field
                {...form.field('clientId')}
                label={t('halo.application.clientId')}
                hint={t('halo.application.clientIdHelp')}
                spellCheck={false}
                required
              />
              <Field
                {...form.field('clientSecret')}
                label={t('halo.application.secret')}
                hint={t('halo.application.secretHelp')}
                type="password"
                autoComplete="new-password"
                required
              />
              <Field
                {...form.field('tenant')}
                label={`${t('halo.application.tenant')} ${t('page.optional')}`}
                hint={t('halo.application.tenantHelp')}
                spellCheck={false}
              />
            </>
          )}
          {at === 2 && (
            <>
              <p>{t('halo.screens.intro')}</p>
              <AreaField
                {...form.field('hosts')}
                label={`${t('halo.screens.label')} ${t('page.optional')}`}
                hint={t('halo.screens.help')}
                spellCheck={false}
              />
              <p className="muted">{t('halo.screens.after')}</p>
            </>
          )}
          <StepActions onBack={at > 0 ? () => step(at - 1) : undefined} />
        </form>
      )}
    </Wizard>
  );
}

/** The fields as they stand at the start: empty, or as a known connection has them. No secret is ever known. */
function haloValues(t: Words, known?: Connection) {
  const settings = known && 'tenant' in known.settings ? known.settings : null;
  return {
    address: settings?.address ?? '',
    name: known?.name ?? t('halo.address.name'),
    clientId: settings?.clientId ?? '',
    clientSecret: '',
    tenant: settings?.tenant ?? '',
    hosts: settings?.hosts.join('\n') ?? '',
  };
}

function haloSchemas(t: Words) {
  return {
    address: z.object({
      address: secretAddress(t, t('halo.address.label'), t('halo.address.fix')).transform((value) =>
        value.replace(/\/(api|auth)$/i, ''),
      ),
      name: required(t, t('wizard.name'), t('wizard.nameFix'), 120),
    }),
    application: z.object({
      clientId: required(t, t('halo.application.clientId'), t('halo.application.clientIdFix'), 200),
      clientSecret: required(t, t('halo.application.secret'), t('halo.application.secretFix'), 4096),
      tenant: z
        .string()
        .trim()
        .max(120, t('errors.tooLong', { field: t('halo.application.tenant'), max: 120 }))
        .transform((value) => value || null),
    }),
    screens: z.object({ hosts: hostLines(t, t('halo.screens.label')) }),
  };
}

function haloDraft(
  { address, application, screens }: ReturnType<typeof haloSchemas>,
  values: Record<string, string>,
): Extract<ConnectionDraft, { provider: 'halopsa' }> {
  const { clientSecret, clientId, tenant } = application.parse(values);
  const where = address.parse(values);
  return {
    provider: 'halopsa',
    name: where.name,
    settings: { address: where.address, clientId, tenant, hosts: screens.parse(values).hosts },
    secrets: { clientSecret },
  };
}
