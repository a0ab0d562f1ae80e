import type { Site } from '@counterpart/shared/psa.ts';
import { z } from 'zod';
import type { ListPage } from '../types.ts';
import { CwSite } from './api.ts';
import type { ConnectWiseApi } from './client.ts';
import { RIGHTS } from './explain.ts';
import { toSite } from './mapping.ts';

/** Companies asked for at the same time. */
const TOGETHER = 4;
const CompanyId = z.looseObject({ id: z.union([z.number(), z.string()]).transform(String) });

/** ConnectWise lists sites only company by company, so how many there are in all is known at the end. */
export async function* listSites(api: ConnectWiseApi): AsyncIterable<ListPage<Site>> {
  const right = RIGHTS.readCompanies;
  let seen = 0;
  for await (const companies of api.list({
    path: 'company/companies',
    query: { fields: 'id' },
    answer: CompanyId,
    right,
  })) {
    for (let start = 0; start < companies.items.length; start += TOGETHER) {
      const few = companies.items.slice(start, start + TOGETHER);
      const items = (await Promise.all(few.map(({ id }) => sitesOf(api, id)))).flat();
      seen += items.length;
      yield { items, seen, total: null };
    }
  }
}

async function sitesOf(api: ConnectWiseApi, companyId: string): Promise<Site[]> {
  const path = `company/companies/${companyId}/sites`;
  const sites: Site[] = [];
  const query = { fields: 'id,name,inactiveFlag' };
  for await (const { items } of api.list({ path, query, answer: CwSite, right: RIGHTS.readCompanies })) {
    sites.push(...items.map((site) => toSite(site, companyId)));
  }
  return sites;
}
