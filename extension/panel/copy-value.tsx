import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';

/** One fact with its icon and a button that copies it; the copy is announced. `name` says what it is to a screen reader. */
export function CopyValue({
  icon,
  name,
  value,
  note,
}: {
  icon: IconName;
  name: string;
  value: string;
  note?: ReactNode;
}) {
  const { t } = useTranslation();
  const { announce } = usePanel();
  return (
    <div className="fact">
      <dt>
        <Icon name={icon} />
        <span className="visually-hidden">{name}</span>
      </dt>
      <dd>
        <span>
          <Breakable text={value} />
          {note && <span className="fact-note">{note}</span>}
        </span>
        <Button
          tone="quiet"
          icon="copy"
          className="copy"
          label={t('common.copy', { value })}
          onClick={() => void navigator.clipboard.writeText(value).then(() => announce(t('common.copied', { value })))}
        />
      </dd>
    </div>
  );
}

/** A fact that nobody would paste anywhere. */
export function PlainFact({ icon, name, children }: { icon: IconName; name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>
        <Icon name={icon} />
        <span className="visually-hidden">{name}</span>
      </dt>
      <dd>
        <span>{children}</span>
      </dd>
    </div>
  );
}
