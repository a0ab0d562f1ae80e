import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from './bar.tsx';
import type { PanelClient } from './client.ts';

export const WIDTH = { least: 320, usual: 360, most: 560, step: 20 } as const;
const clamp = (width: number) => Math.round(Math.min(WIDTH.most, Math.max(WIDTH.least, width)));

/** The edge of the docked panel: dragged, or moved with the arrow keys. */
export function WidthHandle({ client }: { client: PanelClient }) {
  const { t } = useTranslation();
  const [width, setWidth] = useState(() => clamp(window.innerWidth));
  const grip = useRef<{ x: number; width: number } | null>(null);
  const set = (next: number) => {
    setWidth(clamp(next));
    client.say({ type: 'dock', state: 'open', width: clamp(next) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to: Partial<Record<string, number>> = {
      ArrowLeft: width + WIDTH.step,
      ArrowRight: width - WIDTH.step,
      Home: WIDTH.least,
      End: WIDTH.most,
    };
    const next = to[event.key];
    if (next === undefined) return;
    event.preventDefault();
    set(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget, an <hr> is not
    <div
      className="width-handle"
      role="separator"
      aria-orientation="vertical"
      aria-label={t('bar.width')}
      aria-valuenow={width}
      aria-valuemin={WIDTH.least}
      aria-valuemax={WIDTH.most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        // Screen coordinates: the frame moves under the pointer while it is dragged.
        grip.current = { x: event.screenX, width: window.innerWidth };
      }}
      onPointerMove={(event) => grip.current && set(grip.current.width + grip.current.x - event.screenX)}
      onPointerUp={() => {
        grip.current = null;
      }}
    />
  );
}

/** All that remains of a collapsed panel: one button, coloured by how safe the person is. */
export function BadgeButton({ tone, words, onOpen }: { tone: string; words: string; onOpen: () => void }) {
  const { t } = useTranslation();
  const label = words ? `${t('bar.expand')}: ${words}` : t('bar.expand');
  return (
    <main className="badge-dock">
      <h1 className="visually-hidden" tabIndex={-1}>
        {t('product')}
      </h1>
      <button type="button" className="badge-button" data-tone={tone} aria-label={label} title={label} onClick={onOpen}>
        <Mark />
      </button>
    </main>
  );
}
