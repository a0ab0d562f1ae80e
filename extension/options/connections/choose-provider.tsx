import { IDENTITY_IDS, PSA_IDS } from '@counterpart/shared/providers.ts';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/icons.tsx';
import { Heading } from '../heading.tsx';
import type { PlaceProps } from '../place.ts';

/** What can be connected, by side; each is a link, so that help pages can lead straight to one. */
export function ChooseProvider({ moved }: PlaceProps) {
  const { t } = useTranslation('options');
  const sides = [
    { title: t('wizard.choosePsa'), providers: PSA_IDS, icon: 'ticket' },
    { title: t('wizard.chooseIdentity'), providers: IDENTITY_IDS, icon: 'directory' },
  ] as const;
  return (
    <>
      <p>
        <a href="#/connections" className="back">
          <Icon name="back" />
          {t('connections.title')}
        </a>
      </p>
      <Heading level={1} focusKey={moved}>
        {t('wizard.chooseTitle')}
      </Heading>
      {sides.map(({ title, providers, icon }) => (
        <section key={title} className="choose">
          <h2>{title}</h2>
          <ul className="tiles">
            {providers.map((provider) => (
              <li key={provider}>
                <a className="tile" href={`#/connections/new/${provider}`}>
                  <Icon name={icon} />
                  <span>
                    <span className="choice-title">{t(`providers.${provider}`)}</span>
                    <span className="muted">{t(`providerHelp.${provider}`)}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
