import type { TicketSender } from '@counterpart/shared/psa.ts';

const HEADER = /^\s*(from|sender|reply-to|on behalf of|phone)\s*:\s*(.{3,400})$/i;
const ANGLED = /^"?([^"<>]*?)"?\s*<([^\s<>]+@[^\s<>]+)>\s*$/;
const BARE = /^(?:mailto:)?([^\s<>()]+@[^\s<>()]+?)(?:\s*\(([^()]*)\))?\s*$/;

/**
 * A ticket keeps no sender of its own. Where mail became a ticket, a mail processor may have written who it came from
 * as the description's first line, and its further headers right below; anything after them is what somebody wrote, or
 * quoted.
 */
export function senderOf(description: string): TicketSender {
  const said = new Map<string, string>();
  for (const line of description.trimStart().split(/\r?\n/, 5)) {
    const [, name, value] = HEADER.exec(line) ?? [];
    const key = name?.toLowerCase().replace('sender', 'from');
    if (!key || !value || (said.size === 0 && key !== 'from')) break;
    if (!said.has(key)) said.set(key, value.trim());
  }
  const { name, email } = addressIn(said.get('from') ?? '');
  return {
    name,
    email,
    replyTo: addressIn(said.get('reply-to') ?? '').email,
    phone: said.get('phone') ?? null,
    onBehalfOf: said.get('on behalf of') ?? null,
  };
}

function addressIn(text: string): Pick<TicketSender, 'name' | 'email'> {
  const angled = ANGLED.exec(text);
  if (angled) return { name: angled[1]!.trim() || null, email: angled[2]! };
  const bare = BARE.exec(text);
  return { name: bare?.[2]?.trim() || null, email: bare?.[1] ?? null };
}
