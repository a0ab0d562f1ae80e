import type { panel as en } from '../en/panel.ts';
import type { Translation } from '../shape.ts';

export const panel = { product: 'Counterpart' } as const satisfies Translation<typeof en>;
