import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export interface Format {
  /** "10:41" */
  time(iso: string): string;
  /** "3 Nov 2026" */
  date(iso: string): string;
  /** "10:41" today, else "3 Nov, 10:41". */
  moment(iso: string): string;
  /** "3 days ago" */
  ago(iso: string): string;
  number(value: number): string;
  /** 0.42 → "42%" */
  share(value: number): string;
  /** "Ana or Rui" */
  list(values: readonly string[]): string;
}

const STEPS = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const satisfies readonly (readonly [Intl.RelativeTimeFormatUnit, number])[];

/** Dates, times and numbers as the language writes them; `now` is injected in tests. */
export function createFormat(language: string, now: () => number = Date.now): Format {
  const time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', year: 'numeric' });
  const both = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const either = new Intl.ListFormat(language, { type: 'disjunction' });
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  return {
    time: (iso) => time.format(new Date(iso)),
    date: (iso) => date.format(new Date(iso)),
    moment(iso) {
      const at = new Date(iso);
      return at.toDateString() === new Date(now()).toDateString() ? time.format(at) : both.format(at);
    },
    ago(iso) {
      const seconds = (Date.parse(iso) - now()) / 1000;
      for (const [unit, size] of STEPS) {
        if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
      }
      return relative.format(0, 'minute');
    },
    number: (value) => number.format(value),
    share: (value) => percent.format(value),
    list: (values) => either.format(values),
  };
}

/** The browser's own variant of the language where it has one: en-GB writes 14:05, en-US 02:05 PM. */
export function regionOf(language: string, preferred: readonly string[]): string {
  return preferred.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => createFormat(regionOf(i18n.language, navigator.languages)), [i18n.language]);
}
