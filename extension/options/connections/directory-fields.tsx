import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { AreaField } from '../../ui/area-field.tsx';
import { Field, SelectField } from '../../ui/field.tsx';
import { domainLines, required, type Words } from '../form/fields.ts';
import type { Form } from '../form/use-form.ts';
import { COUNTRIES } from './countries.ts';

type DirectoryValues = Record<string, string> & { name: string; domains: string; country: string };

/** Whose accounts a directory holds: a name, its mail domains, its country. */
export function DirectoryFields<V extends DirectoryValues>({ form }: { form: Form<V> }) {
  const { t, i18n } = useTranslation('options');
  const countries = useMemo(() => {
    return COUNTRIES.map((code) => ({ code, name: countryName(code, i18n.language) })).sort((a, b) =>
      a.name.localeCompare(b.name, i18n.language),
    );
  }, [i18n.language]);
  return (
    <>
      <p>{t('directory.intro')}</p>
      <Field {...form.field('name')} label={t('wizard.name')} hint={t('directory.nameHelp')} required />
      <AreaField
        {...form.field('domains')}
        label={`${t('directory.domains')} ${t('page.optional')}`}
        hint={t('directory.domainsHelp')}
        spellCheck={false}
      />
      <SelectField {...form.field('country')} label={t('directory.country')} hint={t('directory.countryHelp')}>
        <option value="">{t('directory.countryNone')}</option>
        {countries.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
    </>
  );
}

/** A country by its name in `language`. */
export function countryName(code: string, language: string): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}

export function directorySchema(t: Words) {
  return z.object({
    name: required(t, t('wizard.name'), t('wizard.nameFix'), 120),
    domains: domainLines(t, t('directory.domains')),
    country: z
      .union([z.literal(''), z.enum(COUNTRIES)], { error: t('errors.country') })
      .transform((value) => value || null),
  });
}
