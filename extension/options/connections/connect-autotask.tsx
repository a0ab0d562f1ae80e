import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Field } from '../../ui/field.tsx';
import { optional, required, secretAddress, type Words } from '../form/fields.ts';
import { StepForm } from '../form/step-form.tsx';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { AutotaskHelp } from './autotask-help.tsx';
import { TestAndSave } from './test-and-save.tsx';
import { Wizard } from './wizard.tsx';

/**
 * Autotask in three steps: the API user, name and zone, test and save. There is no address to ask for: Autotask says
 * where a user's data and screens are. `renew`: the connection that gets a new secret.
 */
export function ConnectAutotask({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t } = useTranslation('options');
  const form = useForm(autotaskValues(t, renew));
  const schemas = useMemo(() => autotaskSchemas(t), [t]);
  const [at, setAt] = useState(0);
  const labels = [t('autotask.steps.user'), t('autotask.steps.place'), t('autotask.steps.test')];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const draft = at === 2 ? autotaskDraft(schemas, form.values) : null;

  return (
    <Wizard title={t('autotask.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('autotask.test.intro')}
          entered={[
            { step: 0, label: t('autotask.user.username'), value: draft.settings.username },
            { step: 0, label: t('autotask.user.secret'), value: t('wizard.secretSet') },
            { step: 0, label: t('autotask.user.code'), value: t('wizard.secretSet') },
            { step: 1, label: t('wizard.name'), value: draft.name },
            { step: 1, label: t('autotask.place.zone'), value: draft.settings.zoneUrl ?? t('wizard.none') },
          ]}
          steps={labels}
          onStep={step}
          onSaved={({ id }) => go({ section: 'connections', at: 'sync', id, first: !renew })}
        />
      ) : (
        <StepForm form={form} schema={at === 0 ? schemas.user : schemas.place} at={at} onStep={step}>
          {at === 0 && (
            <>
              <p>{t('autotask.user.intro')}</p>
              <AutotaskHelp />
              <Field
                {...form.field('username')}
                label={t('autotask.user.username')}
                hint={t('autotask.user.usernameHelp')}
                spellCheck={false}
                required
              />
              <Field
                {...form.field('secret')}
                label={t('autotask.user.secret')}
                hint={t('autotask.user.secretHelp')}
                type="password"
                autoComplete="new-password"
                required
              />
              <Field
                {...form.field('integrationCode')}
                label={t('autotask.user.code')}
                hint={t('autotask.user.codeHelp')}
                type="password"
                autoComplete="new-password"
                required
              />
            </>
          )}
          {at === 1 && (
            <>
              <p>{t('autotask.place.intro')}</p>
              <Field {...form.field('name')} label={t('wizard.name')} hint={t('wizard.nameHelp')} required />
              <Field
                {...form.field('zoneUrl')}
                label={`${t('autotask.place.zone')} ${t('page.optional')}`}
                hint={t('autotask.place.zoneHelp')}
                type="url"
                spellCheck={false}
              />
            </>
          )}
        </StepForm>
      )}
    </Wizard>
  );
}

function autotaskValues(t: Words, known?: Connection) {
  const settings = known && 'username' in known.settings ? known.settings : null;
  return {
    username: settings?.username ?? '',
    secret: '',
    integrationCode: '',
    name: known?.name ?? t('autotask.place.name'),
    zoneUrl: settings?.zoneUrl ?? '',
  };
}

function autotaskSchemas(t: Words) {
  const zone = t('autotask.place.zone');
  return {
    user: z.object({
      username: required(t, t('autotask.user.username'), t('autotask.user.usernameFix'), 200),
      secret: required(t, t('autotask.user.secret'), t('autotask.user.secretFix'), 4096),
      integrationCode: required(t, t('autotask.user.code'), t('autotask.user.codeFix'), 4096),
    }),
    place: z.object({
      name: required(t, t('wizard.name'), t('wizard.nameFix'), 120),
      zoneUrl: optional(secretAddress(t, zone, t('autotask.place.zoneFix'))),
    }),
  };
}

function autotaskDraft(
  { user, place }: ReturnType<typeof autotaskSchemas>,
  values: Record<string, string>,
): Extract<ConnectionDraft, { provider: 'autotask' }> {
  const { username, ...secrets } = user.parse(values);
  const { name, zoneUrl } = place.parse(values);
  return { provider: 'autotask', name, settings: { username, zoneUrl }, secrets };
}
