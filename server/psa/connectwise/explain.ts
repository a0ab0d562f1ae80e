import { AppError } from '@counterpart/shared/errors.ts';
import type { Explained } from '../../http.ts';
import { Fault } from './api.ts';

/** The rights of an API member's security role that we need: module, page, and what to set. Sites ride on companies. */
export const RIGHTS = {
  readCompanies: 'Companies > Company Maintenance: Inquire',
  readContacts: 'Companies > Contacts: Inquire',
  writeContacts: 'Companies > Contacts: Add and Edit',
  readTickets: 'Service Desk > Service Tickets: Inquire',
  writeTickets: 'Service Desk > Service Tickets: Add, Edit and Delete',
  setup: 'System > Table Setup: Inquire',
} as const;
export type Right = (typeof RIGHTS)[keyof typeof RIGHTS];

/** Reads the API's error answers. A 404 is told apart: a record that is gone, or an address that is not the API's. */
export function explain(right: Right | null): (status: number, body: string) => Explained | null {
  return (status, body) => {
    const fault = Fault.safeParse(parseJson(body)).data;
    const said = fault?.message ?? fault?.error ?? '';
    if (status === 401) return refusedSignIn(said);
    if (status === 403) {
      const message = `The security role of the ConnectWise API member lacks ${right ?? 'a right'}`;
      return { message, detail: right ? { right } : {} };
    }
    if (status === 404) {
      const record = fault?.code === 'NotFound';
      const what = record ? 'such record' : 'API at this address';
      return { message: `ConnectWise has no ${what}`, detail: { missing: record ? 'record' : 'address' } };
    }
    if (status === 409) return { message: 'ConnectWise refuses: the record is in use', code: 'provider_rejected' };
    if (status === 429 || status >= 500 || !fault) return null;
    const fields = (fault.errors ?? []).flatMap(({ field, message, code }) =>
      field ? [{ path: field, message: withoutPerson(message ?? code ?? 'is not accepted') }] : [],
    );
    if (fields.length > 0) return { message: 'ConnectWise does not accept a value that was sent', fields };
    return said ? { message: `ConnectWise refused: ${withoutPerson(said)}` } : null;
  };
}

/** ConnectWise does not always say which of the keys is wrong; `detail.wrong` says as much as it does. */
function refusedSignIn(said: string): Explained {
  const wrong = /client\s?id/i.test(said) ? 'clientId' : 'publicKey or privateKey';
  const what = wrong === 'clientId' ? 'the client id' : 'the public or the private key';
  return { message: `ConnectWise does not accept ${what}`, detail: { wrong } };
}

/** What a 404 was about, or null for any other error. */
export function missingIn(error: unknown): 'record' | 'address' | null {
  if (!(error instanceof AppError) || error.code !== 'provider_not_found') return null;
  return error.extra.detail?.missing === 'address' ? 'address' : 'record';
}

/** The first sentence, without what may be somebody's address, number or quoted name. */
function withoutPerson(said: string): string {
  return said
    .split(/\r?\n/, 1)[0]!
    .replace(/\S+@\S+/g, '…')
    .replace(/(["']).*?\1/g, '…')
    .replace(/\+?\d[\d\s().-]{5,}\d/g, '…')
    .slice(0, 200);
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
