import { type ReactNode, useEffect, useRef } from 'react';

/**
 * A heading that takes the focus when what it heads takes the place of something else, so that a screen reader
 * says where one is. `focusKey` null: leave the focus where it is (the page has just been opened).
 */
export function Heading({ level, focusKey, children }: { level: 1 | 2; focusKey: string | null; children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (focusKey !== null) ref.current?.focus();
  }, [focusKey]);
  const Tag = level === 1 ? 'h1' : 'h2';
  return (
    <Tag ref={ref} tabIndex={-1}>
      {children}
    </Tag>
  );
}
