import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import type { Form } from './use-form.ts';

/** All that is wrong with a form, above it: it takes the focus after a failed try, and each line leads to its field. */
export function ErrorSummary<V extends Record<string, string>>({ form }: { form: Form<V> }) {
  const { t } = useTranslation('options');
  const ref = useRef<HTMLDivElement>(null);
  const problems = Object.entries(form.problems) as [string, string][];
  useEffect(() => {
    if (form.tries > 0) ref.current?.focus();
  }, [form.tries]);
  if (problems.length === 0) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of links with a name, no fieldset
    <div className="banner" data-tone="bad" role="group" aria-labelledby="problems" tabIndex={-1} ref={ref}>
      <Icon name="stop" />
      <div className="banner-words">
        <p className="banner-say" id="problems">
          {t('errors.title', { count: problems.length })}
        </p>
        <ul className="plain-list">
          {problems.map(([name, message]) => (
            <li key={name}>
              <button type="button" className="text-link" onClick={() => focusField(ref.current, name)}>
                {message}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function focusField(inside: HTMLElement | null, name: string): void {
  const field = inside?.closest('form')?.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
