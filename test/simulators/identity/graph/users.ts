import { badRequest, type Fields, type GraphAnswer, type GraphRequest, notFound, ok } from './answers.ts';
import { parseFilter } from './filter.ts';
import { checkCreate, checkUpdate } from './rules.ts';
import { chosen, readSelect } from './select.ts';
import { fold, type GraphRecord, refuseDuplicates, type TenantStore, withMail } from './store.ts';

export interface UserFaults {
  /** The index that advanced queries are answered from does not hear of anything new. */
  staleIndex?: boolean;
  /** Filters with `or` over collections are left to advanced queries. */
  fussyFilters?: boolean;
  /** How many reads by id do not find an account just created. */
  hideNew?: number;
  /** How many reads by id are answered as if the last change had not been made. */
  staleReads?: number;
  /** The most rows of a page, where it is less than asked for. */
  pageSize?: number;
}

/** SIMULATED: /users of one tenant. */
export function createUsers(store: TenantStore, faults: UserFaults) {
  let index: GraphRecord[] = [];
  const fresh = new Set<string>();

  function find(key: string): GraphRecord {
    const user =
      store.users.get(key) ?? [...store.users.values()].find((one) => fold(one.userPrincipalName) === fold(key));
    if (!user) throw notFound(key);
    if (fresh.has(user.id) && (faults.hideNew ?? 0) > 0) {
      faults.hideNew = faults.hideNew! - 1;
      throw notFound(key);
    }
    return user;
  }

  return {
    list({ url, headers }: GraphRequest): GraphAnswer {
      const options = url.searchParams;
      const advanced = headers.get('consistencylevel') === 'eventual' && options.get('$count') === 'true';
      if (!faults.staleIndex) index = [...store.users.values()];
      const names = readSelect(options.get('$select'));
      const filter = options.get('$filter');
      const test = filter ? parseFilter(filter, { advanced, fussy: faults.fussyFilters === true }) : () => true;
      const rows = (advanced ? index : [...store.users.values()]).filter(test);
      const top = Number(options.get('$top') ?? 100);
      if (!Number.isInteger(top) || top < 1 || top > 999) throw badRequest("Invalid page size specified: '$top'.");
      const start = Number(Buffer.from(options.get('$skiptoken') ?? '', 'base64url').toString() || 0);
      const end = start + Math.min(top, faults.pageSize ?? 999);
      const next = new URL(url);
      next.searchParams.set('$skiptoken', Buffer.from(String(end)).toString('base64url'));
      return ok({
        '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users',
        ...(advanced && start === 0 ? { '@odata.count': rows.length } : {}),
        ...(end < rows.length ? { '@odata.nextLink': next.href } : {}),
        value: rows.slice(start, end).map((user) => chosen(user, names)),
      });
    },

    get({ url }: GraphRequest, key: string): GraphAnswer {
      const user = find(key);
      const late = store.before.get(user.id);
      const isLate = late !== undefined && (faults.staleReads ?? 0) > 0;
      if (isLate) faults.staleReads = faults.staleReads! - 1;
      return ok(chosen(isLate ? late : user, readSelect(url.searchParams.get('$select'))));
    },

    create({ body }: GraphRequest): GraphAnswer {
      const { passwordProfile: _secret, ...fields } = body as Fields;
      checkCreate(store, body as Fields);
      const user = withMail({ ...fields, onPremisesExtensionAttributes: extensions(fields) });
      refuseDuplicates(store, user);
      const made = store.put(user as GraphRecord);
      fresh.add(made.id);
      return ok(chosen(made, readSelect(null)), 201);
    },

    update({ body }: GraphRequest, key: string): GraphAnswer {
      const user = find(key);
      const { passwordProfile: _secret, ...fields } = body as Fields;
      checkUpdate(store, user, body as Fields);
      const after = fields.mail === undefined ? { ...user, ...fields } : withMail({ ...user, ...fields });
      refuseDuplicates(store, after);
      const { proxyAddresses } = after as Fields;
      store.change(user.id, fields.mail === undefined ? fields : { ...fields, proxyAddresses });
      return { status: 204, headers: {}, body: null };
    },

    remove(key: string): GraphAnswer {
      store.remove(find(key).id);
      return { status: 204, headers: {}, body: null };
    },
  };
}

function extensions(fields: Fields): Fields {
  const none = Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]);
  return { ...Object.fromEntries(none), ...(fields.onPremisesExtensionAttributes as Fields | undefined) };
}
