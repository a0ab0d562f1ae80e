import type { ContactCard, FixProblem, RequesterFixPlan } from '@counterpart/shared/api.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaField } from '../ui/area-field.tsx';
import { Breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { SelectField } from '../ui/field.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { GuardedButton } from './guarded-button.tsx';
import { Heading } from './heading.tsx';
import { type FixDraft, useFix } from './use-fix.ts';

/** Makes somebody the requester: the contact, the link and the note, each from what is to what would be, each to be left out. */
export function FixRequester({ page, contact }: { page: PageRef; contact: ContactCard }) {
  const { t } = useTranslation('requester');
  const { t: common } = useTranslation();
  const { begin } = usePanel();
  const fix = useFix(page, contact.rowId);
  return (
    <>
      <div className="opening">
        <Button tone="quiet" icon="back" onClick={() => begin(null)}>
          {common('common.back')}
        </Button>
        <Heading>{t('make', { name: contact.name })}</Heading>
      </div>
      {fix.plan ? (
        <Preview page={page} plan={fix.plan} fix={fix} />
      ) : (
        <p className="quiet" role="status">
          {t('fix.loading')}
        </p>
      )}
    </>
  );
}

function Preview({ page, plan, fix }: { page: PageRef; plan: RequesterFixPlan; fix: ReturnType<typeof useFix> }) {
  const { t } = useTranslation('requester');
  const { t: common } = useTranslation();
  const { begin, feed } = usePanel();
  const [asked, setAsked] = useState(false);
  const { draft, choose } = fix;
  const { from, to, problem } = plan.contact;
  const account = chosenAccount(plan, draft);
  const setContact = draft.contact && problem === null;
  const note = draft.text ?? proposedNote();
  const steps = { contact: setContact, note: draft.note && note.trim() !== '' };
  const nothing = !steps.contact && !steps.note && !account;
  const send = async () => {
    setAsked(true);
    if (nothing) return;
    const wanted = {
      page,
      ticketContactId: plan.ticket.contactId,
      ...{ contactId: to.rowId, contactVersion: to.version },
      ...{ setContact: steps.contact, accountId: account?.rowId ?? null, note: steps.note ? note.trim() : null },
    };
    if (await fix.send(wanted, t('fix.becomes', { name: to.name }))) begin(null);
  };
  return (
    <section className="card fix">
      <h2>{t('fix.what')}</h2>
      <Step
        name={t('step.contact')}
        chosen={steps.contact}
        problem={problem}
        onChoose={(contact) => choose({ contact })}
      >
        <p className="fix-pair">
          <span className="create-from">{from?.name ?? t('fix.nobody')}</span>
          <Icon name="arrow" />
          <strong>{to.name}</strong>
        </p>
      </Step>
      <LinkStep plan={plan} draft={draft} onChoose={(accountId) => choose({ accountId })} />
      <Step name={t('step.note')} chosen={draft.note} problem={null} onChoose={(chosen) => choose({ note: chosen })}>
        {draft.note && (
          <AreaField
            label={t('fix.noteLabel')}
            rows={7}
            maxLength={5_000}
            value={note}
            onChange={(event) => choose({ text: event.target.value })}
          />
        )}
      </Step>
      {asked && nothing && (
        <span className="field-problem" role="alert">
          <Icon name="stop" />
          {t('fix.nothing')}
        </span>
      )}
      <div className="actions">
        <GuardedButton act="fix" tone="primary" icon="check" onPress={() => void send()}>
          {t('fix.send')}
        </GuardedButton>
        <Button tone="quiet" onClick={() => begin(null)}>
          {common('common.cancel')}
        </Button>
      </div>
    </section>
  );

  /** In the technician's language, and theirs to change. */
  function proposedNote(): string {
    const { sender } = plan.ticket;
    const words = t(setContact ? 'fix.note' : 'fix.noteOnly', {
      from: from?.name ?? t('fix.nobody'),
      to: to.name,
      sender: sender.email ?? sender.phone ?? sender.name ?? t('fix.unknown'),
      technician: feed.session?.technician.name ?? '',
    });
    return account ? `${words}\n${t('fix.noteLinked', { to: to.name, account: account.username })}` : words;
  }
}

/** Which account: put forward only where there is one and nothing speaks against it. */
function LinkStep({
  plan,
  draft,
  onChoose,
}: {
  plan: RequesterFixPlan;
  draft: FixDraft;
  onChoose: (accountId: string | null) => void;
}) {
  const { t } = useTranslation('requester');
  const { t: say } = useTranslation('evidence');
  const { from } = plan.link;
  const open = candidatesOf(plan);
  const chosen = chosenAccount(plan, draft);
  const name = plan.contact.to.name;
  if (from.length > 0 || open.length === 0) {
    const words = from[0] ? t('fix.already', { name: from[0].displayName }) : t('fix.noAccount');
    return (
      <div className="fix-step">
        <p className="fix-name">
          <Icon name="link" />
          {t('step.link')}
        </p>
        <p className="quiet">{words}</p>
      </div>
    );
  }
  const first = open[0]?.account.rowId ?? null;
  return (
    <Step
      name={t('step.link')}
      chosen={chosen !== null}
      problem={null}
      onChoose={(wanted) => onChoose(wanted ? first : null)}
    >
      <SelectField
        label={t('fix.account', { name })}
        value={chosen?.rowId ?? ''}
        onChange={(event) => onChoose(event.target.value || null)}
      >
        <option value="">{t('fix.noLink')}</option>
        {open.map(({ account, verdict }) => (
          <option key={account.rowId} value={account.rowId}>
            {t('fix.verdict', { account: account.displayName, verdict: say(`verdict.${verdict}.say`) })}
          </option>
        ))}
      </SelectField>
      {chosen && (
        <p className="fix-pair">
          <span className="create-from">{name}</span>
          <Icon name="link" />
          <span>
            <strong>{chosen.displayName}</strong> <Breakable text={chosen.username} />
          </span>
        </p>
      )}
    </Step>
  );
}

function Step({
  name,
  chosen,
  problem,
  onChoose,
  children,
}: {
  name: string;
  chosen: boolean;
  problem: FixProblem | null;
  onChoose: (chosen: boolean) => void;
  children: ReactNode;
}) {
  const { t } = useTranslation('requester');
  const id = useId();
  return (
    <div className="fix-step">
      <label className="fix-name" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={chosen}
          disabled={problem !== null}
          aria-describedby={problem ? `${id}-problem` : undefined}
          onChange={(event) => onChoose(event.target.checked)}
        />
        {name}
      </label>
      {children}
      {problem && (
        <p className="quiet" id={`${id}-problem`}>
          {t(`problem.${problem}`)}
        </p>
      )}
    </div>
  );
}

/** Accounts that could be linked at once: free, and not ruled out by the evidence. */
export function candidatesOf({ link }: RequesterFixPlan) {
  return link.candidates.filter(({ linkedTo, evidence }) => linkedTo === null && !evidence.some((one) => one.conflict));
}

function chosenAccount(plan: RequesterFixPlan, draft: FixDraft) {
  if (plan.link.from.length > 0) return null;
  const { candidates, verdict } = plan.link;
  const only = verdict === 'certain' && candidates.length === 1 ? candidates[0]?.account.rowId : null;
  const wanted = draft.accountId === undefined ? only : draft.accountId;
  return candidatesOf(plan).find(({ account }) => account.rowId === wanted)?.account ?? null;
}
