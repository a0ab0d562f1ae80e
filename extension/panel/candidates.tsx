import type { Candidate, LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/banner.tsx';
import { Breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { AllEvidence, EvidencePicture, Findings, type Scale, scaleOf, sides } from './evidence.tsx';
import { GuardedButton } from './guarded-button.tsx';
import { Heading } from './heading.tsx';
import { AccountFacts, Initials, Position, Risks } from './person-card.tsx';
import { Requester } from './requester.tsx';

type Answer = Extract<LookupAnswer, { state: 'candidates' }>;

/** One or several proposals, the best first and none chosen: each says why, and what speaks against it. */
export function Candidates({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const { begin } = usePanel();
  const { candidates, contact } = answer;
  const single = candidates.length === 1;
  const scale = scaleOf(candidates.map((candidate) => candidate.evidence));
  const canCreate = answer.directories.some((directory) => directory.canCreate);
  return (
    <>
      <div className="opening">
        <Heading>
          {single
            ? t('candidates.one', { name: contact.name })
            : t('candidates.many', { count: candidates.length, name: contact.name })}
        </Heading>
        {!single && <p className="quiet">{t('candidates.choose')}</p>}
      </div>
      <Requester contact={contact} />
      <ul className="stack">
        {candidates.map((candidate) => (
          <li key={candidate.account.rowId}>
            <CandidateCard candidate={candidate} answer={answer} scale={scale} single={single} />
          </li>
        ))}
      </ul>
      <section className="card elsewhere">
        <h2>{t('candidates.notHere')}</h2>
        <div className="actions">
          <Button icon="search" onClick={() => begin({ kind: 'search', replaces: null })}>
            {t('search.open')}
          </Button>
          {canCreate && (
            <Button icon="add" onClick={() => begin({ kind: 'create', replaces: null })}>
              {t('nobody.create')}
            </Button>
          )}
        </div>
      </section>
    </>
  );
}

const TONE = { certain: 'good', likely: 'good', ambiguous: 'warn', none: undefined } as const;

function CandidateCard({
  candidate,
  answer,
  scale,
  single,
}: {
  candidate: Candidate;
  answer: Answer;
  scale: Scale;
  single: boolean;
}) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('evidence');
  const { account, evidence, verdict } = candidate;
  const doubted = answer.warnings.length > 0;
  const { pro, con } = sides(evidence);
  const most = single ? undefined : 2;
  const cut = most !== undefined && pro.length > most;
  return (
    <article className="card candidate" aria-labelledby={`name-${account.rowId}`}>
      <div className="who">
        <Initials name={account.displayName} />
        <div>
          <h2 className="name" id={`name-${account.rowId}`}>
            {account.displayName}
          </h2>
          <p className="sign-in">
            <Breakable text={account.username} />
          </p>
          <Position account={account} />
        </div>
      </div>
      <div className="verdict" title={say(`verdict.${verdict}.more`)}>
        <Badge tone={doubted && TONE[verdict] === 'good' ? 'warn' : TONE[verdict]}>
          {say(`verdict.${verdict}.say`)}
        </Badge>
        <EvidencePicture evidence={evidence} scale={scale} />
      </div>
      {candidate.linkedTo && (
        <Badge tone="warn" icon="link">
          {t('candidates.elsewhere', { name: candidate.linkedTo })}
        </Badge>
      )}
      <Risks account={account} contact={null} said={evidence} />
      {pro.length > 0 && <Findings list={pro} side="pro" most={most} />}
      {con.length > 0 ? <Findings list={con} side="con" /> : <p className="quiet">{t('candidates.nothingAgainst')}</p>}
      <details className="why">
        <summary>
          <span>{t('candidates.details')}</span>
          <Icon name="chevron" />
        </summary>
        {cut && <AllEvidence evidence={evidence} />}
        <AccountFacts account={account} />
      </details>
      <CandidateActions candidate={candidate} answer={answer} single={single} />
    </article>
  );
}

function CandidateActions({ candidate, answer, single }: { candidate: Candidate; answer: Answer; single: boolean }) {
  const { t } = useTranslation();
  const { client, decide } = usePanel();
  const { account } = candidate;
  const name = account.displayName;
  const pair = { contactId: answer.contact.rowId, contactVersion: answer.contact.version, accountId: account.rowId };
  const link = () =>
    decide(`link ${account.rowId}`, t('linked.done', { name }), () =>
      client.call('links.create', { ...pair, replaces: null }),
    );
  const reject = () =>
    decide(`reject ${account.rowId}`, t('candidates.rejected', { name }), () => client.call('links.reject', pair));
  const excluded = candidate.evidence.some((one) => one.conflict);
  // An account has one contact in a company: linking it here would only be refused.
  const free = !excluded && candidate.linkedTo === null;
  return (
    <>
      {excluded && <p className="quiet">{t('candidates.ruledOut')}</p>}
      <div className="actions">
        {free && (
          <GuardedButton
            act={`link ${account.rowId}`}
            // Among several nothing is put forward: an emphasised button is a choice made for the technician.
            // Where the ticket may be somebody else's, neither.
            tone={single && answer.warnings.length === 0 ? 'primary' : 'plain'}
            icon="link"
            onPress={() => void link()}
          >
            {t('candidates.linkName', { name })}
            {!single && <span className="visually-hidden"> {account.username}</span>}
          </GuardedButton>
        )}
        <GuardedButton act={`reject ${account.rowId}`} onPress={() => void reject()}>
          {t('candidates.never')}
          <span className="visually-hidden">
            : {name} {!single && account.username}
          </span>
        </GuardedButton>
      </div>
    </>
  );
}
