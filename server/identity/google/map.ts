import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { foldAddress } from '../address.ts';
import type { GoogleUser, Organization, PhoneNumber } from './api.ts';

/**
 * Our key is an external id of a type of its own: a list, so that it displaces nobody's; searchable; and without a
 * further grant, which a custom schema would need (and be set up in every customer's console).
 */
export const KEY_TYPE = { type: 'custom', customType: 'counterpart' } as const;

/** `null`: a fax, a pager and their like tell nobody apart. What is not listed is `other`. */
const PHONE_KINDS: Record<string, Phone['kind'] | null> = {
  work: 'work',
  company_main: 'work',
  mobile: 'mobile',
  work_mobile: 'mobile',
  home: 'home',
  ...Object.fromEntries(
    ['home_fax', 'work_fax', 'other_fax', 'pager', 'work_pager', 'telex', 'tty_tdd', 'radio', 'isdn'].map((type) => [
      type,
      null,
    ]),
  ),
};

/**
 * A user in our words. Recovery address and number stay out: people gave them to Google for another purpose. The
 * organisational unit is where an account gets its settings from, often a place or a licence, so it is no department.
 */
export function toAccount(user: GoogleUser): Account {
  const [givenName, familyName] = [clean(user.name?.givenName), clean(user.name?.familyName)];
  const fullName = clean(user.name?.fullName) || [givenName, familyName].filter(Boolean).join(' ');
  const work = mainOf(user.organizations ?? []);
  return {
    id: user.id,
    username: user.primaryEmail,
    displayName: clean(user.name?.displayName) || fullName || user.primaryEmail,
    givenName,
    familyName,
    emails: emailsOf(user),
    phones: (user.phones ?? []).flatMap((phone) => {
      const kind = kindOf(phone);
      return kind === null || clean(phone.value) === '' ? [] : [{ kind, value: clean(phone.value) }];
    }),
    title: clean(work?.title) || null,
    department: clean(work?.department) || null,
    externalId: keyOf(user),
    // Nobody signs in to an archived account either.
    enabled: user.suspended !== true && user.archived !== true,
    // Google has groups in place of shared mailboxes, and no guests.
    kind: 'member',
    admin: user.isAdmin === true || user.isDelegatedAdmin === true,
    // It neither locks accounts nor says here who holds a licence.
    ...NOT_KNOWN,
    createdAt: isoTime(user.creationTime),
  };
}

export function keyOf({ externalIds }: GoogleUser): string | null {
  const own = externalIds?.find(({ type, customType }) => type === KEY_TYPE.type && customType === KEY_TYPE.customType);
  return own?.value || null;
}

/** Whose number it is, in our words; null where it is none that we show. */
export function kindOf({ type }: PhoneNumber): Phone['kind'] | null {
  const kind = PHONE_KINDS[clean(type).toLowerCase()];
  return kind === undefined ? 'other' : kind;
}

/** The post that title and department are read from and written to. */
export function mainOf(organizations: Organization[]): Organization | undefined {
  return organizations.find(({ primary }) => primary === true) ?? organizations[0];
}

/** The primary address, the aliases, then those that were only written down. Google repeats the first ones among the last. */
function emailsOf(user: GoogleUser): string[] {
  const others = (user.emails ?? []).map(({ address }) => clean(address));
  const seen = new Set<string>();
  return [user.primaryEmail, ...(user.aliases ?? []), ...(user.nonEditableAliases ?? []), ...others]
    .map(clean)
    .filter((address) => {
      const folded = foldAddress(address);
      return folded !== '' && !seen.has(folded) && seen.add(folded);
    });
}

function clean(text: string | null | undefined): string {
  return text?.trim() ?? '';
}

function isoTime(text: string | null | undefined): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
