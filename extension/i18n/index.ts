import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { z } from 'zod';
import { errors as enErrors } from './en/errors.ts';
import { evidence as enEvidence } from './en/evidence.ts';
import { options as enOptions } from './en/options.ts';
import { panel as enPanel } from './en/panel.ts';
import { requester as enRequester } from './en/requester.ts';
import { errors as frErrors } from './fr/errors.ts';
import { evidence as frEvidence } from './fr/evidence.ts';
import { options as frOptions } from './fr/options.ts';
import { panel as frPanel } from './fr/panel.ts';
import { requester as frRequester } from './fr/requester.ts';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];
/** What the language picker keeps: `auto` follows the browser. */
export const LanguageChoice = z.enum(['auto', ...LANGUAGES]);
export type LanguageChoice = z.infer<typeof LanguageChoice>;

const en = {
  panel: enPanel,
  errors: enErrors,
  evidence: enEvidence,
  options: enOptions,
  requester: enRequester,
} as const;
const fr = {
  panel: frPanel,
  errors: frErrors,
  evidence: frEvidence,
  options: frOptions,
  requester: frRequester,
} as const;
/** Every word the extension says, by language and namespace. */
export const resources = { en, fr } as const;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'panel';
    resources: typeof en;
  }
}

/** The first of the browser's languages that we speak; English where we speak none. */
export function resolveLanguage(choice: LanguageChoice, preferred: readonly string[]): Language {
  if (choice !== 'auto') return choice;
  for (const tag of preferred) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found) return found;
  }
  return 'en';
}

/** Loads every word at once, so that no state ever waits for its text. Call before the first render. */
export function startLanguage(choice: LanguageChoice, preferred: readonly string[] = navigator.languages): i18n {
  const instance = i18next.createInstance();
  void instance.use(initReactI18next).init({
    lng: resolveLanguage(choice, preferred),
    fallbackLng: 'en',
    resources,
    defaultNS: 'panel',
    initAsync: false,

    interpolation: { escapeValue: false }, // React escapes
  });
  followLanguage(instance);
  return instance;
}

/** `html lang` follows, since screen readers choose their voice by it. */
function followLanguage(instance: i18n): void {
  if (typeof document === 'undefined') return;
  const say = () => {
    document.documentElement.lang = instance.language;
  };
  say();
  instance.on('languageChanged', say);
}

export async function changeLanguage(
  instance: i18n,
  choice: LanguageChoice,
  preferred: readonly string[] = navigator.languages,
): Promise<void> {
  await instance.changeLanguage(resolveLanguage(choice, preferred));
}
