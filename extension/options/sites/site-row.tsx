import type { PsaId } from '@counterpart/shared/providers.ts';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

/** One site, whether the panel may appear there, and the way to change that. */
export function SiteRow({
  name,
  psa,
  granted,
  onAllow,
  onRemove,
}: {
  name: string;
  psa: PsaId;
  granted: boolean;
  onAllow: () => void;
  onRemove?: () => Promise<void>;
}) {
  const { t } = useTranslation('options');
  return (
    <li className="row">
      <div className="row-words">
        <p className="row-title" translate="no">
          {name}
        </p>
        <p className="muted">{t(`providers.${psa}`)}</p>
      </div>
      <Badge tone={granted ? 'good' : 'warn'} icon={granted ? 'check' : 'warning'}>
        {granted ? t('sites.granted') : t('sites.missing')}
      </Badge>
      <div className="actions">
        {!granted && (
          <Button onClick={onAllow}>
            {t('sites.allow')}
            <span className="visually-hidden"> {name}</span>
          </Button>
        )}
        {onRemove && (
          <Button tone="danger" onClick={() => void onRemove()}>
            {t('sites.remove')}
            <span className="visually-hidden"> {name}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
