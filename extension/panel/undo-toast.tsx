import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.matches('input, textarea, select');

/** The last decision and the way back. It has its own row in the panel, so it never lies over a control. */
export function UndoToast() {
  const { t } = useTranslation();
  const { undo, undoNow, busy } = usePanel();
  const there = undo.undo !== null;
  useEffect(() => {
    if (!there) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || isTyping(event.target)) return;
      event.preventDefault();
      void undoNow();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [there, undoNow]);
  if (!undo.undo) return null;
  return (
    <section className="toast" aria-label={t('undo.button')}>
      <Icon name="check" />
      <p>{undo.undo.said}</p>
      <span className="toast-left">
        <span aria-hidden="true">{undo.secondsLeft}</span>
        <span className="visually-hidden">{t('undo.seconds', { count: undo.secondsLeft })}</span>
      </span>
      <Button icon="undo" busy={busy === 'undo'} aria-keyshortcuts="Control+Z Meta+Z" onClick={() => void undoNow()}>
        {t('undo.button')}
      </Button>
    </section>
  );
}
