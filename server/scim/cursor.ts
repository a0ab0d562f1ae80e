import { createHash } from 'node:crypto';
import { scimFault } from './fault.ts';

/** Where the next page of a list begins, for the same filter: RFC 9865. It holds a count and no person's data. */
export function writeCursor(position: number, filter: string | undefined): string {
  return Buffer.from(`${position}.${digest(filter)}`).toString('base64url');
}

/** The position of a cursor; '' is the start. Throws `invalidCursor` for one that is not ours, or another filter's. */
export function readCursor(cursor: string, filter: string | undefined): number {
  if (cursor === '') return 0;
  const parts = /^(\d{1,15})\.([0-9a-f]{8})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'));
  if (!parts || parts[2] !== digest(filter)) {
    throw scimFault(400, 'invalidCursor', 'The cursor was not given for this list');
  }
  return Number(parts[1]);
}

function digest(filter: string | undefined): string {
  return createHash('sha256')
    .update(filter ?? '')
    .digest('hex')
    .slice(0, 8);
}
