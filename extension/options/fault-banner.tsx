import { useTranslation } from 'react-i18next';
import type { Fault } from '../messages.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';

/** What went wrong and what to do, with the fields the server names and, where one helps, a way to try again. */
export function FaultBanner({ fault, onRetry }: { fault: Fault; onRetry?: () => void }) {
  const { t } = useTranslation(['options', 'errors']);
  return (
    <Banner
      tone="bad"
      say={t(`errors:${fault.code}.say`)}
      actions={onRetry && <Button onClick={onRetry}>{t('page.retry')}</Button>}
    >
      <p>{t(`errors:${fault.code}.do`)}</p>
      {fault.fields && (
        <ul className="plain-list">
          {fault.fields.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {fault.requestId && (
        <p className="muted">
          <code>{fault.requestId}</code>
        </p>
      )}
    </Banner>
  );
}
