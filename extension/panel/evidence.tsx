import type { Evidence } from '@counterpart/shared/link.ts';
import { useTranslation } from 'react-i18next';
import { Breakable } from '../ui/breakable.tsx';
import { Icon } from '../ui/icons.tsx';

const speaksFor = (evidence: Evidence) => evidence.bits > 0 && !evidence.conflict;
const speaksAgainst = (evidence: Evidence) => evidence.bits < 0 || evidence.conflict;
const byWeight = (a: Evidence, b: Evidence) =>
  Number(b.conflict) - Number(a.conflict) || Math.abs(b.bits) - Math.abs(a.bits);

/** The two sides, the heaviest first; what weighs nothing is on neither. */
export function sides(evidence: readonly Evidence[]): { pro: Evidence[]; con: Evidence[] } {
  return {
    pro: evidence.filter(speaksFor).sort(byWeight),
    con: evidence.filter(speaksAgainst).sort(byWeight),
  };
}

const sum = (list: readonly Evidence[]) => list.reduce((total, one) => total + Math.abs(one.bits), 0);

export interface Scale {
  pro: number;
  con: number;
}

/** The lengths of both sides in which every picture of a list fits, so that they may be compared by eye. */
export function scaleOf(all: readonly (readonly Evidence[])[]): Scale {
  const both = all.map(sides);
  return {
    pro: Math.max(16, ...both.map(({ pro }) => sum(pro))),
    con: Math.max(4, ...both.map(({ con }) => sum(con))),
  };
}

/**
 * How much speaks for and against, drawn: one block a finding, against to the left of the line and for to the
 * right, as wide as it weighs. A number would pretend to know more than evidence can.
 */
export function EvidencePicture({ evidence, scale }: { evidence: readonly Evidence[]; scale: Scale }) {
  const { t } = useTranslation();
  const { pro, con } = sides(evidence);
  const blocks = (list: readonly Evidence[], whole: number) =>
    list.map((one) => (
      <i
        key={one.rule}
        data-conflict={one.conflict || undefined}
        style={{ width: `${Math.max(4, (Math.abs(one.bits) / whole) * 100)}%` }}
      />
    ));
  return (
    <div
      className="picture"
      role="img"
      aria-label={t('candidates.picture', { pro: pro.length, con: con.length })}
      style={{ gridTemplateColumns: `${scale.con}fr ${scale.pro}fr` }}
    >
      <div className="picture-con">{blocks(con, scale.con)}</div>
      <div className="picture-pro">{blocks(pro, scale.pro)}</div>
    </div>
  );
}

/** Findings as sentences with both values. `most` cuts the list short where space is dear. */
export function Findings({ list, side, most }: { list: readonly Evidence[]; side: 'pro' | 'con'; most?: number }) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('evidence');
  return (
    <ul className="findings" data-side={side}>
      {list.slice(0, most).map((one) => (
        <li key={one.rule}>
          <Icon name={side === 'pro' ? 'check' : one.conflict ? 'stop' : 'warning'} />
          <div>
            {say(`rule.${one.rule}`)}
            {one.conflict && <strong className="conflict">{t('candidates.conflict')}</strong>}
            <Values evidence={one} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Values({ evidence: { contactValue, accountValue } }: { evidence: Evidence }) {
  if (contactValue === null && accountValue === null) return null;
  if (contactValue === accountValue || contactValue === null || accountValue === null) {
    return (
      <p className="values">
        <Breakable text={contactValue ?? accountValue ?? ''} />
      </p>
    );
  }
  return (
    <p className="values">
      <span>
        <Breakable text={contactValue} />
      </span>
      <Icon name="arrow" />
      <span>
        <Breakable text={accountValue} />
      </span>
    </p>
  );
}

/** Both sides in full, with a heading each. */
export function AllEvidence({ evidence }: { evidence: readonly Evidence[] }) {
  const { t } = useTranslation();
  const { pro, con } = sides(evidence);
  return (
    <div className="all-evidence">
      <p className="side-name">{t('candidates.for')}</p>
      {pro.length > 0 ? <Findings list={pro} side="pro" /> : <p className="quiet">{t('candidates.nothingFor')}</p>}
      <p className="side-name">{t('candidates.against')}</p>
      {con.length > 0 ? <Findings list={con} side="con" /> : <p className="quiet">{t('candidates.nothingAgainst')}</p>}
    </div>
  );
}
