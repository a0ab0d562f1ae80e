import { type Pairing, ROLES, type Role, type Session } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isAtLeast } from '../../role.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { ErrorSummary } from '../form/error-summary.tsx';
import { required } from '../form/fields.ts';
import { useForm } from '../form/use-form.ts';
import { useAct } from '../use-answer.ts';
import { PairingCode } from './pairing-code.tsx';

/** A code for one colleague. A lead may add technicians, an admin anybody; the server holds to that too. */
export function PairColleague({ session }: { session: Session }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const form = useForm({ name: '' });
  const [role, setRole] = useState<Role>('technician');
  const [made, setMade] = useState<{ name: string; pairing: z.infer<typeof Pairing> } | null>(null);
  const schema = useMemo(() => z.object({ name: required(t, t('colleague.name'), t('colleague.nameFix'), 120) }), [t]);
  const roles = isAtLeast(session, 'admin') ? ROLES : (['technician'] as const);
  const create = useAct(async () => {
    const valid = form.check(schema);
    if (!valid) return;
    const pairing = await client.call('pairing.create', { name: valid.name, role });
    setMade({ name: valid.name, pairing });
    form.set('name', '');
  });

  return (
    <section className="card" aria-labelledby="colleague">
      <h2 id="colleague">{t('colleague.title')}</h2>
      <p className="muted">{t('colleague.intro')}</p>
      {made ? (
        <PairingCode name={made.name} pairing={made.pairing} onAnother={() => setMade(null)} />
      ) : (
        <form
          noValidate
          className="form"
          onSubmit={(event) => {
            event.preventDefault();
            void create();
          }}
        >
          <ErrorSummary form={form} />
          {create.fault && <FaultBanner fault={create.fault} />}
          <Field
            {...form.field('name')}
            label={t('colleague.name')}
            hint={t('colleague.nameHelp')}
            autoComplete="off"
            required
          />
          <fieldset className="choices">
            <legend>{t('colleague.role')}</legend>
            {roles.map((one) => (
              <label key={one} className="choice">
                <input type="radio" name="role" value={one} checked={role === one} onChange={() => setRole(one)} />
                <span>
                  <span className="choice-title">{t(`roles.${one}`)}</span>
                  <span className="muted">{t(`roleHelp.${one}`)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <div className="actions">
            <Button type="submit" tone="primary" busy={create.busy}>
              {create.busy ? t('colleague.submitting') : t('colleague.submit')}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
