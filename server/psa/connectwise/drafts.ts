import { AppError } from '@counterpart/shared/errors.ts';
import type { Contact, ContactChanges, ContactDraft, Phone } from '@counterpart/shared/psa.ts';
import type { CommunicationItem, CommunicationType, CustomField, CwContact } from './api.ts';
import type { CustomFieldCaptions, PatchOperation } from './client.ts';
import { captionOf, isEmail, phoneKind, phoneValue } from './mapping.ts';

type NewItem = ReturnType<typeof newItem>;

/** The body of a new contact; what is blank is left out. */
export function fromDraft(
  draft: ContactDraft,
  types: CommunicationType[],
  customFields: Pick<CustomField, 'id' | 'value'>[],
): Record<string, unknown> {
  const email = draft.email?.trim() ?? '';
  const phones = draft.phones.filter(({ value }) => value.trim() !== '');
  const communicationItems = [
    ...(email ? [newItem('Email', typeFor('Email', 'work', types), email, true)] : []),
    ...phones.map(({ kind, value }, index) => newItem('Phone', typeFor('Phone', kind, types), value, index === 0)),
  ];
  const [firstName, lastName] = [draft.firstName.trim(), draft.lastName.trim()];
  return {
    ...(firstName && { firstName }),
    ...(lastName && { lastName }),
    company: { id: Number(draft.companyId) },
    ...(draft.siteId && { site: { id: Number(draft.siteId) } }),
    ...(communicationItems.length > 0 && { communicationItems }),
    ...(customFields.length > 0 && { customFields }),
  };
}

/**
 * The operations of a change. Blank never overwrites, references are replaced whole, items are named by their place.
 * Empty where nothing changes. Throws `not_supported` for a platform's id that has no custom field to stand in.
 */
export function fromChanges(
  changes: ContactChanges,
  before: Contact,
  contact: CwContact,
  types: CommunicationType[],
  captions: CustomFieldCaptions,
): PatchOperation[] {
  const operations: PatchOperation[] = [];
  const replace = (path: string, value: unknown) => operations.push({ op: 'replace', path, value });
  const firstName = changes.firstName?.trim();
  const lastName = changes.lastName?.trim();
  if (firstName && firstName !== before.firstName) replace('firstName', firstName);
  if (lastName && lastName !== before.lastName) replace('lastName', lastName);
  if (changes.siteId && changes.siteId !== before.siteId) replace('site', { id: Number(changes.siteId) });
  if (changes.active !== undefined && changes.active !== before.active) replace('inactiveFlag', !changes.active);
  operations.push(...fromItems(changes, contact.communicationItems ?? [], types));

  const fields = contact.customFields ?? [];
  const wanted = changedFields(fields, changes, captions);
  // Sent whole or, where none changes, empty: without it ConnectWise refuses to change a contact that has such fields.
  if (wanted) replace('customFields', wanted);
  else if (operations.length > 0 && fields.length > 0) replace('customFields', []);
  return operations;
}

/** An item is changed where it stands; a value that the contact has somewhere already is not written twice. */
function fromItems(changes: ContactChanges, items: CommunicationItem[], types: CommunicationType[]): PatchOperation[] {
  const operations: PatchOperation[] = [];
  let end = items.length;
  const add = (value: NewItem) => operations.push({ op: 'add', path: `/communicationItems/${end++}`, value });
  const replace = (index: number, field: string, value: unknown) =>
    operations.push({ op: 'replace', path: `/communicationItems/${index}/${field}`, value });

  const email = changes.email?.trim();
  if (email) {
    const held = items.findIndex((item) => isEmail(item) && same(item.value, email));
    const main = items.findIndex((item) => isEmail(item) && item.defaultFlag);
    const first = main >= 0 ? main : items.findIndex(isEmail);
    if (held >= 0 && held !== main) replace(held, 'defaultFlag', true);
    else if (first >= 0 && items[first]!.value !== email) replace(first, 'value', email);
    else if (first < 0) add(newItem('Email', typeFor('Email', 'work', types), email, true));
  }

  const isPhone = (item: CommunicationItem) => item.communicationType === 'Phone';
  const held = new Set(items.filter(isPhone).map(phoneValue));
  let hasDefault = items.some((item) => isPhone(item) && item.defaultFlag);
  const used = new Set<number>();
  for (const { kind, value } of (changes.phones ?? []).map((phone) => ({ ...phone, value: phone.value.trim() }))) {
    const free = (item: CommunicationItem, index: number) =>
      isPhone(item) && phoneKind(item) === kind && !used.has(index);
    const own = items.findIndex((item, index) => free(item, index) && phoneValue(item) === value);
    if (own >= 0) used.add(own);
    if (value === '' || held.has(value)) continue;
    const index = items.findIndex(free);
    if (index >= 0) {
      used.add(index);
      const parts = splitExtension(value);
      replace(index, 'value', parts.value);
      const extension = parts.extension ?? '';
      if ((items[index]!.extension?.trim() ?? '') !== extension) replace(index, 'extension', extension);
    } else {
      add(newItem('Phone', typeFor('Phone', kind, types), value, !hasDefault));
      hasDefault = true;
    }
    held.add(value);
  }
  return operations;
}

/** All of the contact's own fields with the new values among them, or null where none changes. */
function changedFields(
  fields: CustomField[],
  { platformIds = {} }: ContactChanges,
  captions: CustomFieldCaptions,
): { id: number; value: unknown }[] | null {
  const values = new Map<string, string>();
  for (const [platform, value] of Object.entries(platformIds)) {
    if (!value?.trim()) continue;
    const caption = captions[platform as keyof typeof platformIds]?.trim().toLowerCase();
    if (!caption || !fields.some((field) => captionOf(field) === caption)) throw noPlace(platform);
    values.set(caption, value.trim());
  }
  const changed = fields.some((field) => {
    const value = values.get(captionOf(field));
    return value !== undefined && value !== String(field.value ?? '');
  });
  if (!changed) return null;
  return fields.map((field) => ({
    id: Number(field.id),
    value: values.get(captionOf(field)) ?? field.value ?? null,
  }));
}

function noPlace(platform: string): AppError {
  return new AppError('not_supported', 'ConnectWise has no custom field for this id', {
    fields: [{ path: `platformIds.${platform}`, message: 'name the custom field in the connection' }],
  });
}

function newItem(communicationType: 'Email' | 'Phone', typeId: number | null, value: string, defaultFlag: boolean) {
  const parts = communicationType === 'Phone' ? splitExtension(value.trim()) : { value };
  return { ...(typeId !== null && { type: { id: typeId } }), ...parts, defaultFlag, communicationType };
}

/** The reverse of how a number is read: its extension has a place of its own. */
function splitExtension(text: string): { value: string; extension?: string } {
  const [, value, extension] = /^(.*\d)\s*x\s*(\d{1,15})$/i.exec(text) ?? [];
  return value !== undefined && extension !== undefined ? { value, extension } : { value: text };
}

/** The admin's type of that kind, else the default one, else the first. */
function typeFor(use: 'Email' | 'Phone', kind: Phone['kind'], types: CommunicationType[]): number | null {
  const fitting = types.filter((type) => (use === 'Email' ? type.emailFlag : type.phoneFlag));
  const ofKind = fitting.filter(
    ({ id, description }) =>
      phoneKind({ communicationType: use, type: { id, name: description ?? '', identifier: null } }) === kind,
  );
  const preferred = use === 'Phone' && ofKind.length > 0 ? ofKind : fitting;
  const type = preferred.find((one) => one.defaultFlag) ?? preferred[0];
  return type ? Number(type.id) : null;
}

function same(a: string | null | undefined, b: string): boolean {
  return (a ?? '').trim().toLowerCase() === b.toLowerCase();
}
