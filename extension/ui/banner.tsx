import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icons.tsx';

export type Tone = 'info' | 'good' | 'warn' | 'bad';
const ICONS = { info: 'info', good: 'check', warn: 'warning', bad: 'stop' } as const satisfies Record<Tone, IconName>;

/** One notice: what is so, what to do, and at most two buttons. `bad` interrupts a screen reader, the rest wait. */
export function Banner({
  tone,
  say,
  children,
  actions,
  icon = ICONS[tone],
  close,
}: {
  tone: Tone;
  say: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  icon?: IconName;
  /** Where the notice may be put away: the words for it, and what then happens. */
  close?: { label: string; onClose: () => void };
}) {
  return (
    <div className="banner" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div className="banner-words">
        <p className="banner-say">{say}</p>
        {children && <div>{children}</div>}
        {actions && <div className="banner-actions">{actions}</div>}
      </div>
      {close && (
        <Button tone="quiet" icon="close" className="banner-close" label={close.label} onClick={close.onClose} />
      )}
    </div>
  );
}

export function Badge({ tone, icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className="badge" data-tone={tone}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}
