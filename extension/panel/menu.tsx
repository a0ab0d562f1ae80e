import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';

export interface MenuItem {
  name: string;
  icon: IconName;
  words: string;
  onPick: () => void;
}

const STEP: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** The rarer actions. Arrow keys walk, Escape closes and gives the focus back. */
export function Menu({ items }: { items: MenuItem[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector('button')?.focus();
    const away = (event: PointerEvent) => {
      const { target } = event;
      if (target instanceof Node && !list.current?.contains(target) && !opener.current?.contains(target))
        setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);
  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const walk = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const step = STEP[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') close();
    else if (event.key === 'Home') buttons[0]?.focus();
    else if (event.key === 'End') buttons.at(-1)?.focus();
    else if (step) buttons[(at + step + buttons.length) % buttons.length]?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div className="menu">
      <Button
        ref={opener}
        tone="quiet"
        icon="menu"
        label={t('bar.menu')}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && (
        <div ref={list} className="menu-list" role="menu" tabIndex={-1} aria-label={t('bar.menu')} onKeyDown={walk}>
          {items.map((item) => (
            <button
              key={item.name}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                item.onPick();
              }}
            >
              <Icon name={item.icon} />
              {item.words}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
