import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { ErrorSummary } from '../form/error-summary.tsx';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { useAct } from '../use-answer.ts';
import { DirectoryFields, directorySchema } from './directory-fields.tsx';
import { StepActions, Wizard } from './wizard.tsx';

/** A directory that we keep ourselves: there is nothing to sign in to, so it is made at once and then filled from a file. */
export function ConnectBuiltin({ moved, go }: PlaceProps) {
  const { t } = useTranslation('options');
  const client = useClient();
  const form = useForm({ name: '', domains: '', country: '' });
  const schema = useMemo(() => directorySchema(t), [t]);
  const save = useAct(async () => {
    const valid = form.check(schema);
    if (!valid) return;
    const { name, ...settings } = valid;
    const { id } = await client.call('connections.create', { provider: 'builtin', name, settings, secrets: {} });
    go({ section: 'connections', at: 'import', id });
  });
  const steps = [t('builtin.steps.directory'), t('builtin.steps.accounts')];
  return (
    <Wizard title={t('builtin.title')} steps={steps} at={0} onStep={() => {}} moved={moved}>
      <form
        noValidate
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p>{t('builtin.intro')}</p>
        <ErrorSummary form={form} />
        {save.fault && <FaultBanner fault={save.fault} />}
        <DirectoryFields form={form} />
        <StepActions>
          <Button type="submit" tone="primary" busy={save.busy}>
            {save.busy ? t('wizard.saving') : t('builtin.save')}
          </Button>
        </StepActions>
      </form>
    </Wizard>
  );
}
