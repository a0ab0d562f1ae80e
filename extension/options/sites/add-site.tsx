import { PSA_IDS, PsaId } from '@counterpart/shared/providers.ts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import { Field, SelectField } from '../../ui/field.tsx';
import { useClient } from '../client.ts';
import { ErrorSummary } from '../form/error-summary.tsx';
import { readHost, required, type Words } from '../form/fields.ts';
import { useForm } from '../form/use-form.ts';

/** A domain of the MSP's own. `onAdd` runs in the click itself, since browsers ask for access only then. */
export function AddSite({
  host,
  known,
  onAdd,
}: {
  host: string | null;
  known: readonly string[];
  onAdd: (host: string, psa: PsaId) => void;
}) {
  const { t } = useTranslation('options');
  const { access } = useClient();
  const form = useForm({ host: host ?? '', psa: PSA_IDS[0] as string });
  const schema = useMemo(() => siteSchema(t, known, access.owns), [t, known, access]);
  return (
    <section className="card" aria-labelledby="add-site">
      <h2 id="add-site">{t('sites.addTitle')}</h2>
      <form
        noValidate
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          const valid = form.check(schema);
          if (!valid) return;
          onAdd(valid.host, valid.psa);
          form.restart();
          form.set('host', '');
        }}
      >
        <ErrorSummary form={form} />
        <Field
          {...form.field('host')}
          label={t('sites.host')}
          hint={t('sites.hostHelp')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <SelectField {...form.field('psa')} label={t('sites.psa')}>
          {PSA_IDS.map((psa) => (
            <option key={psa} value={psa}>
              {t(`providers.${psa}`)}
            </option>
          ))}
        </SelectField>
        <p className="muted">{t('sites.prompt')}</p>
        <div className="actions">
          <Button type="submit" tone="primary" icon="shield">
            {t('sites.submit')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function siteSchema(t: Words, known: readonly string[], owns: (host: string) => boolean) {
  return z.object({
    host: required(t, t('sites.host'), t('sites.hostFix'), 500).transform((typed, context) => {
      const host = readHost(typed);
      if (host === null)
        context.addIssue({ code: 'custom', message: t('errors.host', { field: t('sites.host'), value: typed }) });
      else if (owns(host)) context.addIssue({ code: 'custom', message: t('sites.hostIsVendor', { host }) });
      else if (known.includes(host)) context.addIssue({ code: 'custom', message: t('sites.hostKnown', { host }) });
      return host ?? '';
    }),
    psa: PsaId,
  });
}
