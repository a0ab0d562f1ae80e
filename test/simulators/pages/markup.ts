/** When what is known of the vendors' markup was last compared with the stand-in screens; `data-simulated` in them. */
export const SIMULATED = '2026-11';

/** The screens need no inline code, no foreign host and no frame but their own: what a careful PSA would send. */
export const POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/** Already markup: put in as it is. */
export interface Markup {
  readonly html: string;
}

/** Markup from a template: every value in it is text, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Markup | readonly Markup[])[]): Markup {
  return { html: parts.map((part, index) => part + (index < values.length ? shown(values[index]!) : '')).join('') };
}

function shown(value: string | number | Markup | readonly Markup[]): string {
  if (Array.isArray(value)) return value.map(({ html }: Markup) => html).join('');
  if (typeof value === 'object') return (value as Markup).html;
  return String(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
