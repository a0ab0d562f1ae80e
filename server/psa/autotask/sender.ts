import type { Ticket } from '@counterpart/shared/psa.ts';

const HEADER = /^\s*(?:from|sender)\s*:\s*(.{3,400})$/i;
const ANGLED = /^"?([^"<>]*?)"?\s*<([^\s<>]+@[^\s<>]+)>\s*$/;
const BARE = /^(?:mailto:)?([^\s<>()]+@[^\s<>()]+?)(?:\s*\(([^()]*)\))?\s*$/;

/**
 * A ticket keeps no sender of its own. Where mail became a ticket, a mail processor may have written who it came from
 * as the description's first line; anything further down is what somebody wrote, or quoted.
 */
export function senderOf(description: string): Ticket['sender'] {
  const first = description.trimStart().split(/\r?\n/, 1)[0] ?? '';
  const said = HEADER.exec(first)?.[1]?.trim() ?? '';
  const angled = ANGLED.exec(said);
  if (angled) return { name: angled[1]!.trim() || null, email: angled[2]! };
  const bare = BARE.exec(said);
  return { name: bare?.[2]?.trim() || null, email: bare?.[1] ?? null };
}
