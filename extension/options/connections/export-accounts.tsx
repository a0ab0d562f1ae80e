import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { useAct } from '../use-answer.ts';

/** All accounts of a built-in directory as a file, which can be imported again. */
export function ExportAccounts({ directoryId, name }: { directoryId: string; name: string }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const save = useAct(async () => {
    const { csv } = await client.call('directories.export', { id: directoryId });
    client.download(`${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.csv`, csv);
  });
  return (
    <>
      {save.fault && <FaultBanner fault={save.fault} />}
      <Button busy={save.busy} onClick={() => void save()}>
        {t('csv.export')}
        <span className="visually-hidden"> {name}</span>
      </Button>
    </>
  );
}
