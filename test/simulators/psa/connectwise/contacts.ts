import type { Context } from 'hono';
import { invalid } from './faults.ts';
import type { ConnectWiseStore, Row } from './store.ts';

type Fields = Record<string, unknown>;
type Item = Fields & { defaultFlag?: boolean; communicationType?: string };

/** ConnectWise's own rules for a contact, in the sentences it says them in; null where all is well. */
export function wrongContact(c: Context, store: ConnectWiseStore, contact: Fields): Response | null {
  const wrong = (field: string, message: string, code: 'MissingRequiredField' | 'InvalidField' = 'InvalidField') =>
    invalid(c, 'contact', [{ code, message, field }]);
  if (!String(contact.firstName ?? '').trim()) {
    return wrong('firstName', 'The firstName field is required.', 'MissingRequiredField');
  }
  for (const name of ['firstName', 'lastName']) {
    if (String(contact[name] ?? '').length > 30)
      return wrong(name, `The ${name} field must have at most 30 characters.`);
  }
  const company = idOf(contact.company);
  if (company !== null && !store.get('companies', company))
    return wrong('company', `companyId ${company} is not valid`);
  const site = idOf(contact.site);
  if (site !== null && idOf(store.get('sites', site)?.company) !== company)
    return wrong('site', `siteId ${site} is not valid`);
  for (const item of (contact.communicationItems ?? []) as Item[]) {
    if (!String(item.value ?? '').trim()) return wrong('communicationItems', 'The value field is required.');
    if (!store.get('communicationTypes', idOf(item.type) ?? 0))
      return wrong('communicationItems', 'The type is not valid');
  }
  return null;
}

/** A contact as it is kept: references with their names, items with ids, every custom field of the contact's screen. */
export function completeContact(store: ConnectWiseStore, contact: Fields, origin: string): Fields {
  const company = store.get('companies', idOf(contact.company) ?? 0);
  const site = store.get('sites', idOf(contact.site) ?? 0) ?? mainSite(store, company);
  const items = completeItems(store, (contact.communicationItems ?? []) as Item[], origin);
  const phone = items.find((item) => item.communicationType === 'Phone' && item.defaultFlag);
  return {
    inactiveFlag: false,
    types: [],
    ...contact,
    ...(company && { company: { id: company.id, identifier: company.identifier, name: company.name, _info: {} } }),
    ...(site && { site: { id: site.id, name: site.name, _info: {} } }),
    ...(phone && { defaultPhoneType: (phone.type as Fields).name, defaultPhoneNbr: phone.value }),
    communicationItems: items,
    customFields: completeFields(store, (contact.customFields ?? []) as Fields[]),
  };
}

/** One default for each kind: the last that claims it has it, and takes it from the others. */
function completeItems(store: ConnectWiseStore, items: Item[], origin: string): Item[] {
  const complete = items.map((item): Item => {
    const type = store.get('communicationTypes', idOf(item.type) ?? 0);
    const href = `${origin}/v4_6_release/apis/3.0//company/communicationTypes/${type?.id}`;
    const { id, type: _type, value, ...rest } = item;
    const domain = item.communicationType === 'Email' ? { domain: /@.*$/.exec(String(value))?.[0] ?? '' } : {};
    const known = { id: type?.id, name: type?.description, _info: { type_href: href } };
    return {
      id: id ?? store.nextItemId(),
      type: type ? known : item.type,
      value,
      defaultFlag: false,
      ...domain,
      ...rest,
    };
  });
  const fresh = new Set(complete.filter((_, index) => items[index]!.id === undefined));
  for (const kind of new Set(complete.map((item) => item.communicationType))) {
    const defaults = complete.filter((item) => item.communicationType === kind && item.defaultFlag);
    const winner = defaults.findLast((item) => fresh.has(item)) ?? defaults.at(-1);
    for (const item of defaults) item.defaultFlag = item === winner;
  }
  return complete;
}

function completeFields(store: ConnectWiseStore, given: Fields[]): Fields[] {
  const definitions = [...store.all('customFields')].filter((field) => field.screenId === 'ct300');
  const defined = definitions.map(({ id, caption, fieldTypeIdentifier, entryTypeIdentifier, connectWiseID }) => {
    const value = given.find((field) => Number(field.id) === id)?.value ?? null;
    const shape = { type: fieldTypeIdentifier, entryMethod: entryTypeIdentifier, numberOfDecimals: 0, value };
    return { id, caption, ...shape, connectWiseId: connectWiseID ?? '', rowNum: 1, userDefinedFieldRecId: id };
  });
  const known = new Set(definitions.map(({ id }) => id));
  return [...given.filter((field) => field.caption !== undefined && !known.has(Number(field.id))), ...defined];
}

function mainSite(store: ConnectWiseStore, company: Row | undefined): Row | undefined {
  if (!company) return undefined;
  const sites = [...store.all('sites')].filter((site) => idOf(site.company) === company.id);
  return sites.find((site) => site.primaryAddressFlag) ?? sites[0];
}

/** A reference's id: a number, or the same as text. */
export function idOf(reference: unknown): number | null {
  const id = (reference as { id?: unknown } | null | undefined)?.id;
  return id === undefined || id === null || id === '' ? null : Number(id);
}
