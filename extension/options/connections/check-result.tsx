import type { CheckStep, Connection, ConnectionCheck } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../ui/icons.tsx';

type Shown = CheckStep['state'] | 'untried';

const ICONS = {
  works: 'check',
  missing: 'warning',
  failed: 'stop',
  unknown: 'info',
  untried: 'clock',
} as const satisfies Record<Shown, IconName>;
const STATES = ['works', 'missing', 'failed', 'unknown', 'untried'] as const;

/** Where a right is granted. */
const GRANT = {
  halopsa: 'check.grantHalo',
  autotask: 'check.grantAutotask',
  connectwise: 'check.grantConnectWise',
  entra: 'check.grantEntra',
  ad: 'check.ad.grant',
  google: 'check.google.grant',
  okta: 'check.okta.grant',
  scim: 'check.grant',
  builtin: 'check.grant',
} as const satisfies Record<Connection['provider'], string>;
/** What to copy again. */
const WRONG = {
  halopsa: 'check.secretWrong',
  autotask: 'check.keysWrong',
  connectwise: 'check.keysWrong',
  entra: 'check.secretWrong',
  ad: 'check.ad.wrong',
  google: 'check.google.wrong',
  okta: 'check.okta.wrong',
  scim: 'check.tokenWrong',
  builtin: 'check.tokenWrong',
} as const satisfies Record<Connection['provider'], string>;

/** What nobody tried because signing in failed; rights to write are otherwise never tried, since that would write. */
function shownAs({ capability, state }: CheckStep, isOut: boolean): Shown {
  return state === 'unknown' && (isOut || !capability.startsWith('write_')) ? 'untried' : state;
}

/** Right by right: what works, what to grant where, what failed and why. Announced as counts, read as a list. */
export function CheckResult({ check, provider }: { check: ConnectionCheck; provider: Connection['provider'] }) {
  const { t } = useTranslation('options');
  const isOut = check.steps.some(
    ({ capability, state }) => state === 'failed' && (capability === 'reach' || capability === 'sign_in'),
  );
  const steps = check.steps.map((step) => ({ step, shown: shownAs(step, isOut) }));
  const counts = STATES.map((state) => ({ state, count: steps.filter(({ shown }) => shown === state).length }));
  const summary = counts
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => t(`check.summary.${state}`, { count }))
    .join(', ');
  return (
    <section className="check" aria-label={t('check.title')}>
      <p role="status" className="check-summary">
        {t('check.titleLine', { summary })}
        {check.version !== null && <span className="muted"> · {t('check.version', { version: check.version })}</span>}
      </p>
      <ul>
        {steps.map(({ step, shown }) => (
          <li key={step.capability} className="check-step" data-state={shown}>
            <Icon name={ICONS[shown]} />
            <div>
              <p>
                <span className="check-what">{t(`check.capabilities.${step.capability}`)}</span>
                <span className="check-state">{t(`check.states.${shown}`)}</span>
              </p>
              {shown !== 'untried' && <Advice step={step} provider={provider} />}
              {step.where && <p>{t('check.where', { where: step.where ?? '' })}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Advice({ step, provider }: { step: CheckStep; provider: Connection['provider'] }) {
  const { t } = useTranslation(['options', 'errors']);
  const { state, code, right, fix } = step;
  if (state === 'unknown') return <p className="muted">{t('check.unknownHelp')}</p>;
  if (state === 'missing') {
    if (!right) return <p>{t('check.grantNoName')}</p>;
    // Windows' dialogs do not show this place.
    if (step.capability === 'read_removed') return <p>{t('check.ad.grantRemoved', { where: step.where ?? '' })}</p>;
    return <p>{t(GRANT[provider], { right })}</p>;
  }
  if (state !== 'failed') return null;
  if (fix) return <p>{t(`check.fix.${fix}`)}</p>;
  if (step.capability === 'sign_in' && code === 'provider_auth') {
    return <p>{t(WRONG[provider])}</p>;
  }
  return code ? (
    <p>
      {t(`errors:${code}.say`)} {t(`errors:${code}.do`)}
    </p>
  ) : null;
}
