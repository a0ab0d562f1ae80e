import type { Connection } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaField } from '../../ui/area-field.tsx';
import { Field, SelectField } from '../../ui/field.tsx';
import { StepForm } from '../form/step-form.tsx';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { AdHelp } from './ad-help.tsx';
import { adDraft, adSchemas, adValues, TRUSTS } from './ad-values.ts';
import { DirectoryFields } from './directory-fields.tsx';
import { TestAndSave } from './test-and-save.tsx';
import { Wizard } from './wizard.tsx';

/** Active Directory in four steps: the controllers, the service account, which accounts, test and save. `renew`: one whose account has a new password. */
export function ConnectAd({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t } = useTranslation('options');
  const form = useForm(adValues(renew));
  const schemas = useMemo(() => adSchemas(t), [t]);
  const [at, setAt] = useState(0);
  const labels = [t('ad.steps.servers'), t('ad.steps.account'), t('ad.steps.places'), t('ad.steps.test')];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const draft = at === 3 ? adDraft(schemas, form.values) : null;
  const { trust } = form.values;

  return (
    <Wizard title={t('ad.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('ad.test.intro')}
          entered={[
            { step: 0, label: t('ad.servers.label'), value: draft.settings.servers.join(', ') },
            { step: 0, label: t('ad.servers.trust'), value: t(`ad.servers.trusts.${draft.settings.trust.by}`) },
            { step: 1, label: t('ad.account.name'), value: draft.settings.bindName },
            { step: 1, label: t('ad.account.password'), value: t('wizard.secretSet') },
            { step: 2, label: t('wizard.name'), value: draft.name },
            { step: 2, label: t('ad.places.base'), value: draft.settings.base ?? t('ad.places.whole') },
            { step: 2, label: t('ad.places.createIn'), value: draft.settings.createIn ?? t('ad.places.usual') },
          ]}
          steps={labels}
          onStep={step}
          onSaved={({ id }) => go({ section: 'connections', at: 'sync', id, first: !renew })}
        />
      ) : (
        <StepForm
          form={form}
          schema={at === 0 ? schemas.servers : at === 1 ? schemas.account : schemas.places}
          at={at}
          onStep={step}
        >
          {at === 0 && (
            <>
              <p>{t('ad.servers.intro')}</p>
              <AreaField
                {...form.field('servers')}
                label={t('ad.servers.label')}
                hint={t('ad.servers.help')}
                spellCheck={false}
                required
              />
              <SelectField {...form.field('trust')} label={t('ad.servers.trust')}>
                {TRUSTS.map((by) => (
                  <option key={by} value={by}>
                    {t(`ad.servers.trusts.${by}`)}
                  </option>
                ))}
              </SelectField>
              {trust === 'ca' && (
                <AreaField
                  {...form.field('ca')}
                  label={t('ad.servers.ca')}
                  hint={t('ad.servers.caHelp')}
                  rows={5}
                  spellCheck={false}
                  required
                />
              )}
              {trust === 'fingerprint' && (
                <AreaField
                  {...form.field('fingerprints')}
                  label={t('ad.servers.fingerprints')}
                  hint={t('ad.servers.fingerprintsHelp')}
                  spellCheck={false}
                  required
                />
              )}
            </>
          )}
          {at === 1 && (
            <>
              <p>{t('ad.account.intro')}</p>
              <AdHelp />
              <Field
                {...form.field('bindName')}
                label={t('ad.account.name')}
                hint={t('ad.account.nameHelp')}
                spellCheck={false}
                required
              />
              <Field
                {...form.field('password')}
                label={t('ad.account.password')}
                hint={t('ad.account.passwordHelp')}
                type="password"
                autoComplete="new-password"
                required
              />
            </>
          )}
          {at === 2 && (
            <>
              <DirectoryFields form={form} />
              <Field
                {...form.field('base')}
                label={`${t('ad.places.base')} ${t('page.optional')}`}
                hint={t('ad.places.baseHelp')}
                spellCheck={false}
              />
              <Field
                {...form.field('createIn')}
                label={`${t('ad.places.createIn')} ${t('page.optional')}`}
                hint={t('ad.places.createInHelp')}
                spellCheck={false}
              />
            </>
          )}
        </StepForm>
      )}
    </Wizard>
  );
}
