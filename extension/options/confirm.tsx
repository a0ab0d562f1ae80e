import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';

/** A button that asks in its own place before it acts. The focus goes to "cancel" and, given up, back to the button. */
export function Confirm({
  label,
  of,
  title,
  body,
  busy,
  onConfirm,
}: {
  label: string;
  /** What the button acts on, said by screen readers, where several stand below each other. */
  of?: string;
  title: string;
  body?: ReactNode;
  busy: boolean;
  onConfirm: () => void;
}) {
  const { t } = useTranslation('options');
  const [asking, setAsking] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (asking) cancel.current?.focus();
    else if (asked.current) opener.current?.focus();
    asked.current = asking;
  }, [asking]);

  if (!asking) {
    return (
      <Button tone="danger" ref={opener} onClick={() => setAsking(true)}>
        {label}
        {of && <span className="visually-hidden"> {of}</span>}
      </Button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame and name no question
    <div
      className="confirm"
      role="group"
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setAsking(false);
      }}
    >
      <p className="confirm-title">{title}</p>
      {body && <p>{body}</p>}
      <div className="actions">
        <Button tone="danger" busy={busy} onClick={onConfirm}>
          {label}
        </Button>
        <Button ref={cancel} onClick={() => setAsking(false)}>
          {t('page.cancel')}
        </Button>
      </div>
    </div>
  );
}
