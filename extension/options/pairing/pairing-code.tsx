import type { Pairing } from '@counterpart/shared/api.ts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { useAnswer } from '../use-answer.ts';

/** The code, large enough to be read out on the phone, and how long it lasts. It is said once and kept nowhere here. */
export function PairingCode({
  name,
  pairing,
  onAnother,
}: {
  name: string;
  pairing: z.infer<typeof Pairing>;
  onAnother: () => void;
}) {
  const { t } = useTranslation('options');
  const client = useClient();
  const heading = useRef<HTMLHeadingElement>(null);
  const [now, setNow] = useState(client.now());
  const [copied, setCopied] = useState(false);
  const server = useAnswer(async () => (await client.settings.get()).server).value;
  useEffect(() => {
    heading.current?.focus();
    const timer = setInterval(() => setNow(client.now()), 1000);
    return () => clearInterval(timer);
  }, [client]);
  const seconds = Math.max(0, Math.ceil((Date.parse(pairing.expiresAt) - now) / 1000));
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  // An address on this computer is of no use to somebody else's.
  const isShared = server !== null && !/^https?:\/\/(127\.|localhost)/.test(server);

  return (
    <div className="pairing-code">
      <h3 ref={heading} tabIndex={-1}>
        {t('colleague.codeFor', { name })}
      </h3>
      {seconds > 0 ? (
        <>
          <p className="code" translate="no">
            {pairing.code}
          </p>
          <p role="timer">{t('colleague.remaining', { time })}</p>
          <p>{isShared ? t('colleague.how', { server }) : t('colleague.howPlain')}</p>
        </>
      ) : (
        <p role="status">{t('colleague.over')}</p>
      )}
      <div className="actions">
        {seconds > 0 && (
          <Button icon="copy" onClick={() => void client.copy(pairing.code).then(() => setCopied(true))}>
            {t('colleague.copy')}
          </Button>
        )}
        <Button tone="quiet" onClick={onAnother}>
          {t('colleague.another')}
        </Button>
        <span role="status" className="muted">
          {copied && seconds > 0 ? t('colleague.copied') : ''}
        </span>
      </div>
    </div>
  );
}
