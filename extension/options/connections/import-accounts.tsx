import type { Connection } from '@counterpart/shared/api.ts';
import { CSV_FIELDS, type CsvImportAnswer, type CsvKey } from '@counterpart/shared/csv.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../place.ts';
import { useAct, useAnswer } from '../use-answer.ts';
import { ChooseFile, type CsvFile } from './choose-file.tsx';
import { ColumnMapping, type Mapping } from './column-mapping.tsx';
import { ImportChanges } from './import-changes.tsx';
import { Imported, WhatWouldHappen } from './import-counts.tsx';
import { ImportErrors } from './import-errors.tsx';

/** Accounts from a CSV file: choose, see what would happen, correct the columns, import. Nothing is written before the last. */
export function ImportAccounts({ id, moved }: PlaceProps & { id: string }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const connections = useAnswer(() => client.call('connections.list', null));
  const connection = connections.value?.find((one) => one.id === id);
  if (connections.fault) return <FaultBanner fault={connections.fault} onRetry={connections.reload} />;
  if (!connections.value) return <Loading />;
  if (!connection?.directoryId) return <FaultBanner fault={{ code: 'not_found', message: 'No such directory' }} />;
  return (
    <>
      <Heading level={1} focusKey={moved}>
        {t('csv.title', { name: connection.name })}
      </Heading>
      <p className="lead">{t('csv.intro')}</p>
      <Import directoryId={connection.directoryId} connection={connection} />
      <p>
        <a href="#/connections">{t('sync.list')}</a>
      </p>
    </>
  );
}

function Import({ directoryId, connection }: { directoryId: string; connection: Connection }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const [file, setFile] = useState<CsvFile | null>(null);
  const [mapping, setMapping] = useState<Mapping>({});
  const [key, setKey] = useState<CsvKey>('username');
  const [seen, setSeen] = useState<CsvImportAnswer | null>(null);
  const [done, setDone] = useState<CsvImportAnswer | null>(null);
  const stale = seen !== null && (key !== seen.key || !sameMapping(mapping, seen.columns));

  const look = useAct(async (csv: string, columns: Mapping | undefined, by: CsvKey) => {
    const answer = await client.call('directories.import', {
      id: directoryId,
      import: { csv, ...(columns ? { columns } : {}), key: by, apply: false },
    });
    setSeen(answer);
    // What the reader has not found stays chosen, so that it can be corrected where it is wrong.
    if (!columns) setMapping(answer.columns);
  });
  const apply = useAct(async (csv: string) => {
    setDone(
      await client.call('directories.import', { id: directoryId, import: { csv, columns: mapping, key, apply: true } }),
    );
  });
  const choose = (chosen: CsvFile | null) => {
    setFile(chosen);
    setSeen(null);
    setDone(null);
    setMapping({});
    setKey('username');
    if (chosen) void look(chosen.text, undefined, 'username');
  };

  if (done) return <Imported name={connection.name} answer={done} onAnother={() => choose(null)} />;
  const count = seen ? seen.created + seen.updated : 0;
  return (
    <div className="card form">
      <ChooseFile onChoose={choose} />
      {look.busy && !seen && <p role="status">{t('csv.reading')}</p>}
      {look.fault && (
        <FaultBanner
          fault={look.fault}
          onRetry={file ? () => void look(file.text, undefined, 'username') : undefined}
        />
      )}
      {file && seen && (
        <>
          <ColumnMapping
            columns={seen.headers.filter((header) => header !== '')}
            mapping={mapping}
            csvKey={key}
            onChange={setMapping}
            onKey={setKey}
          />
          {stale ? (
            <p role="status">{t('csv.stale')}</p>
          ) : (
            <>
              <WhatWouldHappen answer={seen} />
              <ImportChanges answer={seen} />
              <ImportErrors fileName={file.name} refused={seen.refused} errors={seen.errors} />
            </>
          )}
          {apply.busy && <p role="status">{t('csv.applyingLong')}</p>}
          {apply.fault && <FaultBanner fault={apply.fault} />}
          <div className="actions">
            {stale ? (
              <Button tone="primary" busy={look.busy} onClick={() => void look(file.text, mapping, key)}>
                {t('csv.previewAgain')}
              </Button>
            ) : (
              count > 0 && (
                <Button tone="primary" busy={apply.busy} onClick={() => void apply(file.text)}>
                  {apply.busy ? t('csv.applying') : t('csv.apply', { count })}
                </Button>
              )
            )}
          </div>
        </>
      )}
    </div>
  );
}

function sameMapping(a: Mapping, b: Mapping): boolean {
  return CSV_FIELDS.every((field) => a[field] === b[field]);
}
