import type { AccountPlan, ContactCard, DirectoryCard, OutboxItem } from '@counterpart/shared/api.ts';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { draftOf, type Row, rowsOf } from './create-draft.ts';
import { CreateField } from './create-field.tsx';
import { GuardedButton } from './guarded-button.tsx';
import { Heading } from './heading.tsx';
import { usePsaName } from './requester.tsx';
import { useCreation } from './use-creation.ts';

/** What goes where, before anything is written: each value with its source, each open to correction. */
export function CreateAccount({ contact, directories }: { contact: ContactCard; directories: DirectoryCard[] }) {
  const { t } = useTranslation();
  const { begin, announce, client } = usePanel();
  const open = directories.filter((directory) => directory.canCreate);
  const creation = useCreation(contact, open[0]?.id ?? '');
  const { draft, plan, item } = creation;
  const done = item?.state === 'done';
  const words = t('create.done', { name: contact.name, directory: plan?.directory.name ?? '' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once, when it is done
  useEffect(() => {
    if (!done) return;
    announce(words);
    creation.forget();
    begin(null);
    client.say({ type: 'refresh' });
  }, [done]);
  return (
    <>
      <div className="opening">
        <Button tone="quiet" icon="back" onClick={() => begin(null)}>
          {t('common.back')}
        </Button>
        <Heading>{t('create.title', { name: contact.name })}</Heading>
      </div>
      {open.length > 1 && (
        <section className="card">
          <SelectField
            label={t('create.where')}
            value={draft.directoryId}
            onChange={(event) => creation.choose(event.target.value)}
          >
            {open.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        </section>
      )}
      {item && <Progress item={item} />}
      {plan ? (
        <Form
          plan={plan}
          rows={rowsOf(plan, draft.typed)}
          running={item?.state === 'pending' || item?.state === 'running'}
          onType={creation.type}
          onSend={(rows) => void creation.send(draftOf(plan, rows))}
        />
      ) : (
        <p className="quiet" role="status">
          {t('create.loading')}
        </p>
      )}
    </>
  );
}

function Form({
  plan,
  rows,
  running,
  onType,
  onSend,
}: {
  plan: AccountPlan;
  rows: Row[];
  running: boolean;
  onType: (name: string, value: string) => void;
  onSend: (rows: Row[]) => void;
}) {
  const { t } = useTranslation();
  const { begin } = usePanel();
  const psa = usePsaName();
  const [asked, setAsked] = useState(false);
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    setAsked(true);
    const wrong = rows.find((row) => row.problem);
    if (wrong) document.getElementById(`create-${wrong.name}`)?.focus();
    else if (!running) onSend(rows);
  };
  // What is wrong with a value is for the technician to mend; only a directory that takes no accounts ends it here.
  if (!plan.directory.canCreate) return <Banner tone="warn" say={t('create.impossible')} />;
  return (
    <form className="card create" noValidate onSubmit={(event) => event.preventDefault()}>
      <h2>{t('create.preview')}</h2>
      <div className="create-sides" aria-hidden="true">
        <span>{t('create.from', { psa })}</span>
        <Icon name="arrow" />
        <span>{t('create.to', { directory: plan.directory.name })}</span>
      </div>
      {rows.map((row) => (
        <CreateField
          key={row.name}
          row={row}
          asked={asked}
          readOnly={running}
          onType={(value) => onType(row.name, value)}
        />
      ))}
      <div className="actions">
        <GuardedButton act="create" tone="primary" icon="add" busy={running} onPress={() => send()}>
          {t('create.send')}
        </GuardedButton>
        <Button tone="quiet" onClick={() => begin(null)}>
          {t('common.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** How far the directory is; what failed says why and leaves the form as it was. */
function Progress({ item }: { item: OutboxItem }) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('errors');
  if (item.state === 'done') return null;
  if (item.state === 'failed') {
    return (
      <Banner tone="bad" say={t('create.failed')}>
        <p>{item.error && `${say(`${item.error}.say`)} ${say(`${item.error}.do`)}`}</p>
        {item.message && <p className="quiet">{item.message}</p>}
      </Banner>
    );
  }
  return (
    <Banner tone="info" icon="clock" say={t(`create.${item.state}`)}>
      <progress className="progress" aria-label={t(`create.${item.state}`)} />
      <p>{t('create.safe')}</p>
      {item.attempts > 1 && <p className="quiet">{t('create.attempts', { count: item.attempts })}</p>}
    </Banner>
  );
}
