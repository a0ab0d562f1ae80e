import type { ScimTokenAnswer } from '@counterpart/shared/api.ts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useClient } from '../client.ts';
import { Confirm } from '../confirm.tsx';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../place.ts';
import { useAct, useAnswer } from '../use-answer.ts';

/** Who may send accounts to a built-in directory over SCIM: the address, the tokens, and a new one, shown once. */
export function ScimSenders({ id, moved }: PlaceProps & { id: string }) {
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
        {t('senders.title', { name: connection.name })}
      </Heading>
      <p className="lead">{t('senders.intro')}</p>
      <Senders directoryId={connection.directoryId} />
      <p>
        <a href="#/connections">{t('sync.list')}</a>
      </p>
    </>
  );
}

function Senders({ directoryId }: { directoryId: string }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const format = useFormat();
  const [made, setMade] = useState<ScimTokenAnswer | null>(null);
  const tokens = useAnswer(() => client.call('scimTokens.list', { id: directoryId }));
  const server = useAnswer(async () => (await client.settings.get()).server).value;
  const revoke = useAct(async (id: string) => {
    await client.call('scimTokens.revoke', { id });
    if (made?.item.id === id) setMade(null);
    tokens.reload();
  });
  if (tokens.fault) return <FaultBanner fault={tokens.fault} onRetry={tokens.reload} />;
  if (!tokens.value || server === null) return <Loading />;
  const address = `${server.replace(/\/+$/, '')}${tokens.value.path}`;
  const { items } = tokens.value;
  return (
    <>
      <div className="card form">
        <h2>{t('senders.address')}</h2>
        <p className="muted">{t('senders.addressHelp')}</p>
        <Copyable text={address} label={t('senders.copyAddress')} />
        {!server.startsWith('https:') && <Banner tone="warn" say={t('senders.needsHttps')} />}
      </div>
      {made && <NewToken made={made} onDone={() => setMade(null)} />}
      <div className="card form">
        <h2>{t('senders.tokens')}</h2>
        {items.length === 0 && <p className="muted">{t('senders.none')}</p>}
        {revoke.fault && <FaultBanner fault={revoke.fault} />}
        {items.length > 0 && (
          <ul className="senders">
            {items.map(({ id, name, lastFour, createdAt, usedAt }) => (
              <li key={id}>
                <p>
                  <strong>{name}</strong> <span className="muted">{t('senders.endsIn', { lastFour })}</span>
                </p>
                <p className="muted">
                  {t('senders.made', { date: format.ago(createdAt) })} ·{' '}
                  {usedAt ? t('senders.used', { date: format.ago(usedAt) }) : t('senders.neverUsed')}
                </p>
                <Confirm
                  label={t('senders.revoke')}
                  of={name}
                  title={t('senders.revokeTitle', { name })}
                  body={t('senders.revokeBody')}
                  busy={revoke.busy}
                  onConfirm={() => void revoke(id)}
                />
              </li>
            ))}
          </ul>
        )}
        <MakeToken
          directoryId={directoryId}
          onMade={(answer) => {
            setMade(answer);
            tokens.reload();
          }}
        />
      </div>
    </>
  );
}

function MakeToken({ directoryId, onMade }: { directoryId: string; onMade: (made: ScimTokenAnswer) => void }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const make = useAct(async () => {
    onMade(await client.call('scimTokens.create', { id: directoryId, name: name.trim() }));
    setName('');
  });
  return (
    <form
      className="sender-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const missing = name.trim() === '';
        setProblem(missing ? t('senders.nameFix') : null);
        if (!missing) void make();
      }}
    >
      <Field
        name="sender"
        label={t('senders.name')}
        hint={t('senders.nameHelp')}
        value={name}
        maxLength={120}
        problem={problem}
        onChange={({ target }) => setName(target.value)}
      />
      {make.fault && <FaultBanner fault={make.fault} />}
      <div className="actions">
        <Button type="submit" tone="primary" busy={make.busy}>
          {t('senders.make')}
        </Button>
      </div>
    </form>
  );
}

/** Takes the focus: it is shown once, and kept nowhere here. */
function NewToken({ made, onDone }: { made: ScimTokenAnswer; onDone: () => void }) {
  const { t } = useTranslation('options');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card form" aria-labelledby="new-token">
      <h2 id="new-token" ref={heading} tabIndex={-1}>
        {t('senders.newTitle', { name: made.item.name })}
      </h2>
      <Banner tone="warn" say={t('senders.once')} />
      <Copyable text={made.token} label={t('senders.copyToken')} />
      <div className="actions">
        <Button onClick={onDone}>{t('senders.stored')}</Button>
      </div>
    </section>
  );
}

function Copyable({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const [copied, setCopied] = useState(false);
  return (
    <>
      <p className="copyable" translate="no">
        <code>{text}</code>
      </p>
      <div className="actions">
        <Button icon="copy" onClick={() => void client.copy(text).then(() => setCopied(true))}>
          {label}
        </Button>
        <span role="status" className="muted">
          {copied ? t('senders.copied') : ''}
        </span>
      </div>
    </>
  );
}
