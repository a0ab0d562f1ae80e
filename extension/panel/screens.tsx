import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { AccountSearch } from './account-search.tsx';
import { Candidates } from './candidates.tsx';
import { CompanyPage, CompanyUnlinked } from './company.tsx';
import { type Task, usePanel } from './context.tsx';
import { CreateAccount } from './create-account.tsx';
import { Doubts } from './doubts.tsx';
import { FaultScreen, StaleBanner } from './fault.tsx';
import { FixRequester } from './fix-requester.tsx';
import { Heading } from './heading.tsx';
import { Linked } from './linked.tsx';
import { Nobody } from './nobody.tsx';
import { NotAPerson } from './not-a-person.tsx';
import { NotVerified } from './not-verified.tsx';
import { PagePlace, Place, Requester } from './requester.tsx';
import type { Screen } from './screen.ts';
import { Idle, LayoutUnknown, NoAccess, SignedOut } from './setup.tsx';
import { Skeleton } from './skeleton.tsx';

export function ScreenView({ screen }: { screen: Screen }) {
  switch (screen.name) {
    case 'loading':
      return <Skeleton />;
    case 'no_access':
      return <NoAccess host={screen.host} />;
    case 'signed_out':
      return <SignedOut />;
    case 'idle':
      return <Idle />;
    case 'layout_unknown':
      return <LayoutUnknown page={screen.page} />;
    case 'fault':
      return <FaultScreen fault={screen.fault} />;
    case 'answer':
      return <Answered answer={screen.answer} />;
  }
}

function Answered({ answer }: { answer: LookupAnswer }) {
  const { feed, task } = usePanel();
  const fixing = task?.kind === 'fix' && suggestedIn(answer, task) !== undefined;
  return (
    <>
      <StaleBanner freshness={answer.freshness} />
      {'ticket' in answer && <Place ticket={answer.ticket} company={answer.company} />}
      {'warnings' in answer && answer.state !== 'not_a_person' && !fixing && <Doubts answer={answer} />}
      {answer.state === 'not_verified' && feed.page && <PagePlace page={feed.page} />}
      <Work answer={answer} />
    </>
  );
}

/** A task begun on the record stands in place of its state, as long as the record still allows it. */
function Work({ answer }: { answer: LookupAnswer }) {
  const { task, feed } = usePanel();
  const wanted = suggestedIn(answer, task);
  if (wanted && feed.page) return <FixRequester page={feed.page} contact={wanted} />;
  if (answer.state === 'linked' || answer.state === 'candidates' || answer.state === 'nobody') {
    if (task?.kind === 'create' && answer.state !== 'linked') {
      return <CreateAccount contact={answer.contact} directories={answer.directories} />;
    }
    if (task?.kind === 'search') return <Change answer={answer} replaces={task.replaces} />;
  }
  switch (answer.state) {
    case 'linked':
      return <Linked answer={answer} />;
    case 'candidates':
      return <Candidates answer={answer} />;
    case 'nobody':
      return <Nobody answer={answer} />;
    case 'company_unlinked':
      return <CompanyUnlinked answer={answer} />;
    case 'not_a_person':
      return <NotAPerson answer={answer} />;
    case 'not_verified':
      return <NotVerified answer={answer} />;
    case 'company':
      return <CompanyPage answer={answer} />;
  }
}

/** Whom the technician is making the requester, as long as the ticket still suggests them. */
function suggestedIn(answer: LookupAnswer, task: Task | null) {
  if (task?.kind !== 'fix' || !('suggestedContacts' in answer)) return undefined;
  return answer.suggestedContacts.find(({ rowId }) => rowId === task.contactId);
}

type Matchable = Extract<LookupAnswer, { state: 'linked' | 'candidates' | 'nobody' }>;

function Change({ answer, replaces }: { answer: Matchable; replaces: string | null }) {
  const { t } = useTranslation();
  const { begin } = usePanel();
  const now = answer.state === 'linked' ? answer.links.find((link) => link.linkId === replaces) : undefined;
  return (
    <>
      <div className="opening">
        <Button tone="quiet" icon="back" onClick={() => begin(null)}>
          {t('common.back')}
        </Button>
        <Heading>{now ? t('search.changeTitle', { name: answer.contact.name }) : t('search.title')}</Heading>
        {now && <p className="quiet">{t('search.now', { name: now.account.displayName })}</p>}
      </div>
      <Requester contact={answer.contact} />
      <AccountSearch
        company={answer.company}
        contact={answer.contact}
        replaces={now?.linkId ?? null}
        onLinked={() => begin(null)}
      />
    </>
  );
}
