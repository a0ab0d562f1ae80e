import { useTranslation } from 'react-i18next';

/** The shape of what comes; the same boxes stand in the page's markup before any script has run. */
export function Skeleton() {
  const { t } = useTranslation();
  return (
    <div className="skeleton" role="status">
      <h1 className="visually-hidden" tabIndex={-1}>
        {t('loading')}
      </h1>
      <div className="card" aria-hidden="true">
        <i className="bone" style={{ width: '38%' }} />
        <div className="who">
          <i className="bone bone-round" />
          <div>
            <i className="bone bone-tall" style={{ width: '70%' }} />
            <i className="bone" style={{ width: '45%' }} />
          </div>
        </div>
        <i className="bone" style={{ width: '82%' }} />
        <i className="bone" style={{ width: '64%' }} />
        <i className="bone" style={{ width: '73%' }} />
      </div>
      <div className="card" aria-hidden="true">
        <i className="bone" style={{ width: '30%' }} />
        <i className="bone" style={{ width: '58%' }} />
      </div>
    </div>
  );
}
