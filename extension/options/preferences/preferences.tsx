import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, LANGUAGES, LanguageChoice, resolveLanguage } from '../../i18n/index.ts';
import type { Settings } from '../../storage.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../place.ts';
import { showTheme, THEMES, type Theme } from '../theme.ts';
import { useAct, useAnswer } from '../use-answer.ts';

/** Each language by its own name, so that who cannot read the page still finds the way out. */
const NAMES = { en: 'English', fr: 'Français' } as const;

/** Language and appearance; both take effect before they are stored, and are put back when storing fails. */
export function Preferences({ moved }: PlaceProps) {
  const { t, i18n } = useTranslation('options');
  const client = useClient();
  const settings = useAnswer(() => client.settings.get());
  const [saved, setSaved] = useState(false);
  const show = async (wanted: Settings) => {
    showTheme(wanted.theme);
    settings.setValue(wanted);
    await changeLanguage(i18n, wanted.language, client.languages);
  };
  const change = useAct(async (part: Partial<Settings>) => {
    setSaved(false);
    const before = await client.settings.get();
    await show({ ...before, ...part });
    try {
      await client.settings.set({ ...before, ...part });
    } catch (error) {
      await show(before);
      throw error;
    }
    setSaved(true);
  });

  return (
    <>
      <Heading level={1} focusKey={moved}>
        {t('preferences.title')}
      </Heading>
      <p className="lead">{t('preferences.intro')}</p>
      {settings.fault && <FaultBanner fault={settings.fault} onRetry={settings.reload} />}
      {change.fault && <FaultBanner fault={change.fault} />}
      {!settings.value && settings.loading && <Loading />}
      {settings.value && (
        <section className="card form" aria-label={t('preferences.title')}>
          <SelectField
            label={t('preferences.language')}
            value={settings.value.language}
            onChange={({ target }) => void change({ language: LanguageChoice.parse(target.value) })}
          >
            <option value="auto">
              {t('preferences.languageAuto', { language: NAMES[resolveLanguage('auto', client.languages)] })}
            </option>
            {LANGUAGES.map((language) => (
              <option key={language} value={language} lang={language}>
                {NAMES[language]}
              </option>
            ))}
          </SelectField>
          <fieldset className="choices" data-row>
            <legend>{t('preferences.theme')}</legend>
            {THEMES.map((theme: Theme) => (
              <label key={theme} className="choice">
                <input
                  type="radio"
                  name="theme"
                  value={theme}
                  checked={settings.value?.theme === theme}
                  onChange={() => void change({ theme })}
                />
                <span>{t(`preferences.themes.${theme}`)}</span>
              </label>
            ))}
          </fieldset>
          <p role="status" className="muted">
            {saved ? t('preferences.saved') : ''}
          </p>
        </section>
      )}
      {client.openSide && <BesidePages open={client.openSide} />}
    </>
  );
}

function BesidePages({ open }: { open: () => Promise<void> }) {
  const { t } = useTranslation('options');
  const opening = useAct(open);
  return (
    <section className="card form">
      <h2>{t('preferences.side')}</h2>
      <p className="muted">{t('preferences.sideHelp')}</p>
      {opening.fault && <FaultBanner fault={opening.fault} />}
      <div className="actions">
        <Button icon="expand" onClick={() => void opening()}>
          {t('preferences.sideOpen')}
        </Button>
      </div>
    </section>
  );
}
