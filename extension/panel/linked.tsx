import type { LinkedAccount, LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { Badge } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { AllEvidence, EvidencePicture, scaleOf } from './evidence.tsx';
import { GuardedButton } from './guarded-button.tsx';
import { Heading } from './heading.tsx';
import { AccountFacts, Initials, Position, Risks } from './person-card.tsx';
import { Requester } from './requester.tsx';
import { risksOf } from './risk.ts';

type Answer = Extract<LookupAnswer, { state: 'linked' }>;

/** Who it is, in one glance: the colour says whether it is safe, the name who, the rest is below. */
export function Linked({ answer }: { answer: Answer }) {
  const primary = answer.links.find((link) => link.primary) ?? answer.links[0];
  if (!primary) return null;
  return (
    <>
      <LinkedPerson answer={answer} link={primary} main />
      {answer.links
        .filter((link) => link !== primary)
        .map((link) => (
          <LinkedPerson key={link.linkId} answer={answer} link={link} main={false} />
        ))}
      <Requester contact={answer.contact} />
    </>
  );
}

function LinkedPerson({ answer, link, main }: { answer: Answer; link: LinkedAccount; main: boolean }) {
  const { t } = useTranslation();
  const { account } = link;
  const risks = risksOf(account, answer.contact);
  const doubted = answer.warnings.length > 0; // whoever is linked, it may not be them who asks
  const tone = risks.some((risk) => risk.tone === 'bad') ? 'bad' : risks.length > 0 || doubted ? 'warn' : 'good';
  const words = { good: t('linked.safe'), warn: t('linked.careful'), bad: t('linked.unsafe') }[tone];
  return (
    <section className="card person" data-tone={tone}>
      <p className="standing" data-tone={tone}>
        <Icon name={tone === 'good' ? 'check' : tone === 'warn' ? 'warning' : 'stop'} />
        <span>{words}</span>
        {!main && <Badge>{t('account.another')}</Badge>}
      </p>
      <div className="who">
        <Initials name={account.displayName} />
        <div>
          {main ? (
            <Heading announce={t('linked.title', { name: account.displayName })}>{account.displayName}</Heading>
          ) : (
            <h2 className="name">{account.displayName}</h2>
          )}
          <Position account={account} />
        </div>
      </div>
      <Risks account={account} contact={main ? answer.contact : null} />
      <AccountFacts account={account} />
      <Why link={link} />
      <LinkActions answer={answer} link={link} />
    </section>
  );
}

function Why({ link }: { link: LinkedAccount }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <details className="why">
      <summary>
        <span>
          {t('linked.why')}
          <span className="why-note">{t('linked.by', { name: link.linkedBy, date: format.date(link.linkedAt) })}</span>
        </span>
        <Icon name="chevron" />
      </summary>
      <EvidencePicture evidence={link.evidence} scale={scaleOf([link.evidence])} />
      <AllEvidence evidence={link.evidence} />
    </details>
  );
}

function LinkActions({ answer: { contact }, link }: { answer: Answer; link: LinkedAccount }) {
  const { t } = useTranslation();
  const { begin, client, decide } = usePanel();
  const name = link.account.displayName;
  const unlink = () =>
    decide(`unlink ${link.linkId}`, t('linked.unlinked', { name }), () =>
      client.call('links.remove', { id: link.linkId, body: { contactVersion: contact.version } }),
    );
  return (
    <fieldset className="actions">
      <legend className="visually-hidden">{t('linked.actions')}</legend>
      <Button icon="refresh" onClick={() => begin({ kind: 'search', replaces: link.linkId })}>
        {t('linked.change')}
      </Button>
      <GuardedButton act={`unlink ${link.linkId}`} tone="danger" icon="unlink" onPress={() => void unlink()}>
        {t('linked.unlink')}
      </GuardedButton>
    </fieldset>
  );
}
