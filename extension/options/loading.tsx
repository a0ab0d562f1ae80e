import { useTranslation } from 'react-i18next';
import { Icon } from '../ui/icons.tsx';

export function Loading() {
  const { t } = useTranslation('options');
  return (
    <p className="loading" role="status">
      <Icon name="spinner" className="spin" />
      {t('page.loading')}
    </p>
  );
}
