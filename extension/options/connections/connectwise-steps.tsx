import { useTranslation } from 'react-i18next';
import { AreaField } from '../../ui/area-field.tsx';
import { Field } from '../../ui/field.tsx';
import type { Form } from '../form/use-form.ts';
import { ConnectWiseHelp } from './connectwise-help.tsx';
import type { ConnectWiseValues } from './connectwise-values.ts';

type Props = { form: Form<ConnectWiseValues> };

/** The fields of one step, by its number. */
export function ConnectWiseStep({ at, form }: Props & { at: number }) {
  if (at === 0) return <AddressStep form={form} />;
  return at === 1 ? <MemberStep form={form} /> : <FieldsStep form={form} />;
}

function AddressStep({ form }: Props) {
  const { t } = useTranslation('options');
  return (
    <>
      <p>{t('connectwise.address.intro')}</p>
      <Field
        {...form.field('address')}
        label={t('connectwise.address.label')}
        hint={t('connectwise.address.help')}
        type="url"
        placeholder="https://na.myconnectwise.net"
        spellCheck={false}
        required
      />
      <Field
        {...form.field('company')}
        label={t('connectwise.address.company')}
        hint={t('connectwise.address.companyHelp')}
        spellCheck={false}
        required
      />
      <Field {...form.field('name')} label={t('wizard.name')} hint={t('wizard.nameHelp')} required />
    </>
  );
}

function MemberStep({ form }: Props) {
  const { t } = useTranslation('options');
  return (
    <>
      <p>{t('connectwise.member.intro')}</p>
      <ConnectWiseHelp />
      <Field
        {...form.field('publicKey')}
        label={t('connectwise.member.publicKey')}
        autoComplete="off"
        spellCheck={false}
        required
      />
      <Field
        {...form.field('privateKey')}
        label={t('connectwise.member.privateKey')}
        hint={t('connectwise.member.privateKeyHelp')}
        type="password"
        autoComplete="new-password"
        required
      />
      <Field
        {...form.field('clientId')}
        label={t('connectwise.member.clientId')}
        hint={t('connectwise.member.clientIdHelp')}
        spellCheck={false}
        required
      />
    </>
  );
}

function FieldsStep({ form }: Props) {
  const { t } = useTranslation('options');
  return (
    <>
      <p>{t('connectwise.fields.intro')}</p>
      <details className="help">
        <summary>{t('wizard.where')}</summary>
        <p>{t('connectwise.fields.where')}</p>
      </details>
      {(['key', 'external', 'entra'] as const).map((field) => (
        <Field
          key={field}
          {...form.field(field)}
          label={`${t(`connectwise.fields.${field}`)} ${t('page.optional')}`}
          hint={t(`connectwise.fields.${field}Help`)}
        />
      ))}
      <AreaField
        {...form.field('hosts')}
        label={`${t('connectwise.fields.hosts')} ${t('page.optional')}`}
        hint={t('connectwise.fields.hostsHelp')}
        spellCheck={false}
      />
      <p className="muted">{t('connectwise.fields.after')}</p>
    </>
  );
}
