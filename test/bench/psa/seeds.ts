import type { Contact } from '@counterpart/shared/psa.ts';
import { item } from '../../simulators/psa/connectwise/harness.ts';
import { createRandom } from '../../world/random.ts';
import { scaleWorld } from '../../world/scale.ts';

const SEED = 20;
/** A database that was once filled by an import has a stretch of numbers that nobody has any more. */
const HOLE = 250_000;

/** So many contacts of the scale world in one company each PSA knows, under ids with gaps as deleted records leave them. */
function people(count: number): Contact[] {
  const random = createRandom(SEED);
  const size = { seed: SEED, companies: Math.max(1, Math.round(count / 100)), contacts: count, accounts: 1 };
  const found = [...scaleWorld(size)].flatMap(({ contacts }) => contacts);
  let id = 100;
  return found.map((contact, index) => {
    id += 1 + random.below(random.chance(0.02) ? 40 : 3) + (index === count >> 1 ? HOLE : 0);
    return { ...contact, id: String(id) };
  });
}

export function haloUsers(count: number) {
  return people(count).map(({ id, companyId, name, firstName, lastName, emails, phones, active }) => ({
    ...{ id: Number(id), client_id: Number(companyId), site_id: 0, name, firstname: firstName, surname: lastName },
    ...{ emailaddress: emails[0] ?? '', phonenumber: phones[0]?.value ?? '', inactive: !active },
  }));
}

export function autotaskContacts(count: number) {
  return people(count).map(({ id, companyId, firstName, lastName, emails, phones, active }) => ({
    ...{ id: Number(id), companyID: Number(companyId), firstName, lastName, isActive: active ? 1 : 0 },
    ...{ emailAddress: emails[0] ?? '', phone: phones[0]?.value ?? '' },
    lastModifiedDate: '2025-01-02T03:04:05.000Z',
  }));
}

export function connectwiseContacts(count: number) {
  return people(count).map(({ id, companyId, firstName, lastName, emails, phones, active }) => ({
    ...{ id: Number(id), firstName, lastName, inactiveFlag: !active, site: { id: 1, name: 'Main' } },
    company: { id: Number(companyId), identifier: `Customer${companyId}`, name: `Customer ${companyId}` },
    communicationItems: [
      ...emails.map((value, at) => item(Number(id) * 10 + at, 1, value, at === 0)),
      ...phones.map(({ value }, at) => item(Number(id) * 10 + 5 + at, 2, value, at === 0)),
    ],
  }));
}
