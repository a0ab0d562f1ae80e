import type { ReactNode } from 'react';

/** The screen's one h1: where the focus goes when what had it went away. `announce` is said instead of its text. */
export function Heading({ announce, children }: { announce?: string; children: ReactNode }) {
  return (
    <h1 className="name" tabIndex={-1} data-announce={announce}>
      {children}
    </h1>
  );
}
