import type { TicketSender } from '@counterpart/shared/psa.ts';
import { z } from 'zod';
import { type HaloTicket, id, text } from './api.ts';
import type { HaloApi } from './client.ts';
import { isHaloId } from './ids.ts';

/** `/api/Actions`: the fields of a mail. `emaildirection` is "I" for what came in. */
export const HaloMail = z.looseObject({
  id: id.transform(Number),
  emailfrom: text,
  replytoaddress: text,
  emaildirection: text,
});
export type HaloMail = z.infer<typeof HaloMail>;
const Mails = z.looseObject({ actions: z.array(HaloMail).nullish() });

const EMAIL = /^[^\s@<>]+@[^\s@<>]+$/;
const ANGLED = /^"?([^"<>]*?)"?\s*<([^\s<>]+@[^\s<>]+)>\s*$/;

/** The mail that a ticket began with, or null where it began otherwise. */
export async function firstMail(api: HaloApi, ticketId: string): Promise<HaloMail | null> {
  if (!isHaloId(ticketId)) return null;
  const query = { ticket_id: Number(ticketId), conversationonly: true, excludesys: true };
  const found = await api.get({ path: 'Actions', query, answer: Mails, right: 'read:tickets', urgent: true });
  const mails = (found?.actions ?? []).filter(({ emailfrom, emaildirection }) => emailfrom && emaildirection !== 'O');
  // Actions are numbered in the order they came within their ticket.
  return mails.reduce<HaloMail | null>((first, mail) => (first === null || mail.id < first.id ? mail : first), null);
}

/** Where a ticket has a user, its `user_name` and `user_email` are that user's and say nothing of who wrote. */
export function senderOf(ticket: HaloTicket, mail: HaloMail | null): TicketSender {
  const hasUser = Boolean(ticket.user_id) && Number(ticket.user_id) > 0;
  const from = addressIn(mail?.emailfrom);
  const addresses = [ticket.addressfrom, ticket.reportedby, ...(hasUser ? [] : [ticket.user_email])];
  const names = [from.name, ...(hasUser ? [] : [ticket.user_name]), ticket.reportedby];
  const name = names.flatMap(toText).find((one) => !EMAIL.test(one) && !ANGLED.test(one)) ?? null;
  return {
    name: name !== null && name.toLowerCase() === 'general user' ? null : name,
    email: from.email ?? addresses.map((one) => addressIn(one).email).find((one) => one !== null) ?? null,
    replyTo: addressIn(mail?.replytoaddress).email,
    phone: [ticket.phonenumberfrom, ticket.alternativecontactno].flatMap(toText)[0] ?? null,
    onBehalfOf: toText(ticket.loggedonbehalfby)[0] ?? null,
  };
}

function addressIn(value: string | null | undefined): Pick<TicketSender, 'name' | 'email'> {
  const said = toText(value)[0] ?? '';
  const [, name, email] = ANGLED.exec(said) ?? [];
  if (email !== undefined) return { name: name?.trim() || null, email };
  return { name: null, email: EMAIL.test(said) ? said : null };
}

function toText(value: string | null | undefined): string[] {
  const said = value?.trim();
  return said ? [said] : [];
}
