import {
  type Fields,
  type GoogleAnswer,
  type GoogleRequest,
  invalid,
  notFound,
  ok,
  Refusal,
  refuse,
} from './answers.ts';
import { onlyFields, parseQuery } from './query.ts';
import { type CustomerStore, checkCreate, checkUpdate, fold, type GoogleRecord } from './store.ts';

export interface UserFaults {
  /** The index that searches are answered from does not hear of anything new. */
  staleIndex?: boolean;
  /** How many requests by id do not find an account just created. */
  hideNew?: number;
  /** The most rows of a page, where it is less than asked for. */
  pageSize?: number;
  /** Each page begins with the last row of the one before. */
  repeatsRows?: boolean;
  /** The next page is this one. */
  circles?: boolean;
  /** Creating answers that the licences are used up. */
  full?: boolean;
  /** Called before each page of a list. */
  beforePage?: () => void;
}

const USER = [
  ...['id', 'customerId', 'primaryEmail', 'name', 'aliases', 'nonEditableAliases', 'emails', 'phones', 'etag', 'kind'],
  ...['organizations', 'externalIds', 'suspended', 'archived', 'isAdmin', 'isDelegatedAdmin', 'creationTime'],
  ...['orgUnitPath', 'suspensionReason', 'recoveryEmail', 'recoveryPhone'],
];
const LIST = ['kind', 'etag', 'users', 'nextPageToken'];

/** SIMULATED: users of one customer. */
export function createUsers(store: CustomerStore, faults: UserFaults) {
  let index: GoogleRecord[] = [];
  const fresh = new Set<string>();

  function find(key: string): GoogleRecord {
    const user = store.find(key);
    if (!user) throw notFound('userKey');
    if (fresh.has(user.id) && (faults.hideNew ?? 0) > 0) {
      faults.hideNew = faults.hideNew! - 1;
      throw notFound('userKey');
    }
    return user;
  }
  const said = ({ url }: GoogleRequest, user: GoogleRecord) =>
    ok(onlyFields(user, url.searchParams.get('fields'), USER));

  return {
    list({ url }: GoogleRequest): GoogleAnswer {
      faults.beforePage?.();
      const options = url.searchParams;
      const customer = options.get('customer');
      if (customer === null && options.get('domain') === null) throw invalid('Bad Request');
      if (customer !== 'my_customer' && customer !== store.seed.id) throw forbidden();
      if (!faults.staleIndex) index = [...store.users.values()];
      const query = options.get('query');
      const rows = query === null ? [...store.users.values()] : index.filter(parseQuery(query));
      const most = Number(options.get('maxResults') ?? 100);
      if (!Number.isInteger(most) || most < 1 || most > 500) throw invalid('maxResults');
      // A token is a place in the order, not a row number: what is added or removed elsewhere moves no other row.
      const orderOf = (user: GoogleRecord) => (options.get('orderBy') === 'email' ? fold(user.primaryEmail) : user.id);
      rows.sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
      const after = Buffer.from(options.get('pageToken') ?? '', 'base64url').toString();
      const from = after === '' ? 0 : rows.filter((user) => orderOf(user) <= after).length;
      const start = faults.repeatsRows && from > 0 ? from - 1 : from;
      const end = from + Math.min(most, faults.pageSize ?? 500);
      const users = rows.slice(start, end);
      const last = users.at(-1);
      const next = faults.circles ? after || 'again' : end < rows.length && last ? orderOf(last) : null;
      const page = {
        kind: 'admin#directory#users',
        etag: `"page-${users.length}"`,
        ...(users.length > 0 ? { users } : {}),
        ...(next === null ? {} : { nextPageToken: Buffer.from(next).toString('base64url') }),
      };
      return ok(onlyFields(page, options.get('fields'), LIST));
    },

    get: (request: GoogleRequest, key: string) => said(request, find(key)),

    create(request: GoogleRequest): GoogleAnswer {
      if (faults.full) throw new Refusal(refuse(412, 'limitExceeded', 'Domain user limit reached.'));
      const { password: _secret, changePasswordAtNextLogin: _must, ...fields } = request.body as Fields;
      checkCreate(store, request.body as Fields);
      const made = store.put(fields as GoogleRecord);
      fresh.add(made.id);
      return said(request, made);
    },

    update(request: GoogleRequest, key: string): GoogleAnswer {
      const user = find(key);
      checkUpdate(store, user, request.body as Fields);
      const { emails, ...rest } = request.body as Fields;
      return said(request, store.change(user.id, emails === undefined ? rest : { ...rest, emails }));
    },
  };
}

export function forbidden(): Refusal {
  return new Refusal(refuse(403, 'forbidden', 'Not Authorized to access this resource/api'));
}
