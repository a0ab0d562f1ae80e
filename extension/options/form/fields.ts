import type { TFunction } from 'i18next';
import { z } from 'zod';

export type Words = TFunction<'options'>;

/** A field that must hold something; the message says which and how to mend it. */
export function required(t: Words, field: string, fix: string, max: number) {
  return z.string().trim().min(1, t('errors.required', { field, fix })).max(max, t('errors.tooLong', { field, max }));
}

/** A field that may stay empty, which then is null. */
export function optional(schema: z.ZodType<string, string>) {
  return z.string().transform((text, context) => {
    if (text.trim() === '') return null;
    const { data, error } = schema.safeParse(text);
    for (const { message } of error?.issues ?? []) context.addIssue({ code: 'custom', message });
    return data ?? z.NEVER;
  });
}

const LOOPBACK = /^(localhost|127\.0\.0\.1)$/;

/**
 * The address of a server that gets a secret: https, or http on this computer. A missing https:// is added,
 * since people copy what the address bar shows; a trailing slash is left away.
 */
export function secretAddress(t: Words, field: string, fix: string, wrong: string = t('errors.address', { field })) {
  return required(t, field, fix, 500)
    .transform(withScheme)
    .superRefine((value, context) => {
      const url = URL.canParse(value) ? new URL(value) : null;
      if (!url || !/^https?:$/.test(url.protocol) || !/[^.]/.test(url.hostname) || url.username) {
        context.addIssue({ code: 'custom', message: wrong });
      } else if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
        context.addIssue({ code: 'custom', message: t('errors.addressPlain', { field }) });
      }
    });
}

/** "acme.halopsa.com" and "localhost:8787" lack a scheme; "ftp:/x" has one, if a wrong one. */
function withScheme(value: string): string {
  const isComplete = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(value);
  const scheme = /^(localhost|127\.0\.0\.1)\b/.test(value) ? 'http' : 'https';
  return (isComplete ? value : `${scheme}://${value}`).replace(/\/+$/, '');
}

/** A host as the address bar shows it, with its port; null when it is none. Accepts a whole address and takes its host. */
export function readHost(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const address = /^[a-z]+:\/\//.test(text) ? text : `https://${text}`;
  if (!URL.canParse(address)) return null;
  const { host, username } = new URL(address);
  return /^(?=.{1,255}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/.test(host) && !username ? host : null;
}

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** One per line (or after a comma); empty lines say nothing, the same twice counts once. */
function lines(max: number, read: (item: string) => string | null, wrong: (value: string) => string, many: string) {
  return z.string().transform((text, context) => {
    const items = text.split(/[\s,;]+/).filter(Boolean);
    const bad = items.find((item) => read(item) === null);
    if (bad !== undefined) context.addIssue({ code: 'custom', message: wrong(bad) });
    if (items.length > max) context.addIssue({ code: 'custom', message: many });
    return [...new Set(items.flatMap((item) => read(item) ?? []))];
  });
}

export function hostLines(t: Words, field: string) {
  return lines(20, readHost, (value) => t('errors.host', { field, value }), t('errors.tooMany', { field, max: 20 }));
}

export function domainLines(t: Words, field: string) {
  const read = (item: string) => {
    const domain = item.toLowerCase().replace(/^.*@/, '');
    return DOMAIN.test(domain) ? domain : null;
  };
  return lines(50, read, (value) => t('errors.domain', { field, value }), t('errors.tooMany', { field, max: 50 }));
}
