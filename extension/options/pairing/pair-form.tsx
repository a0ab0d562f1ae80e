import type { Session } from '@counterpart/shared/api.ts';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useClient } from '../client.ts';
import { ErrorSummary } from '../form/error-summary.tsx';
import { required, secretAddress, type Words } from '../form/fields.ts';
import { useForm } from '../form/use-form.ts';
import { useAct } from '../use-answer.ts';
import { PairingFault } from './pairing-fault.tsx';

/** Server, code and a name for this browser. What was typed stays after a refusal. */
export function PairForm({ onPaired }: { onPaired: (session: Session) => void }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const [wrongTries, setWrongTries] = useState(0);
  const form = useForm({ server: '', code: '', device: t('pairing.deviceDefault', client.device) });
  const touched = useRef(false);
  const schema = useMemo(() => pairSchema(t), [t]);

  // The server used last time (or the one on this computer) stands there already, unless somebody was faster.
  const { set } = form;
  useEffect(() => {
    void client.settings.get().then(({ server }) => {
      if (!touched.current) set('server', server);
    });
  }, [client, set]);

  const pair = useAct(async () => {
    const claim = form.check(schema);
    if (!claim) return;
    try {
      const session = await client.call('session.pair', claim);
      await client.settings.set({ ...(await client.settings.get()), server: claim.server });
      onPaired(session);
    } catch (error) {
      setWrongTries((count) => count + 1);
      throw error;
    }
  });

  return (
    <section className="card" aria-labelledby="pair-form">
      <h2 id="pair-form">{t('pairing.formTitle')}</h2>
      <form
        noValidate
        className="form"
        onChange={() => {
          touched.current = true;
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void pair();
        }}
      >
        <ErrorSummary form={form} />
        {pair.fault && <PairingFault fault={pair.fault} server={form.values.server} wrongTries={wrongTries} />}
        <Field
          {...form.field('server')}
          label={t('pairing.server')}
          hint={t('pairing.serverHelp')}
          type="url"
          autoComplete="url"
          spellCheck={false}
          required
        />
        <Field
          {...form.field('code')}
          label={t('pairing.code')}
          hint={t('pairing.codeHelp')}
          className="code-input"
          autoComplete="one-time-code"
          autoCapitalize="characters"
          spellCheck={false}
          required
        />
        <Field
          {...form.field('device')}
          label={t('pairing.device')}
          hint={t('pairing.deviceHelp')}
          autoComplete="off"
          required
        />
        <div className="actions">
          <Button type="submit" tone="primary" icon="key" busy={pair.busy}>
            {pair.busy ? t('pairing.submitting') : t('pairing.submit')}
          </Button>
        </div>
      </form>
    </section>
  );
}

function pairSchema(t: Words) {
  const code = t('errors.code', { field: t('pairing.code') });
  return z.object({
    server: secretAddress(
      t,
      t('pairing.server'),
      t('pairing.serverFix'),
      t('errors.serverAddress', { field: t('pairing.server') }),
    ),
    code: required(t, t('pairing.code'), t('pairing.codeFix'), 200).pipe(z.string().min(8, code).max(32, code)),
    device: required(t, t('pairing.device'), t('pairing.deviceFix'), 120),
  });
}
