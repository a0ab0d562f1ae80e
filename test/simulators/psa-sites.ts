import type { PageKind } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { serveHttps } from '../helpers/hosts.ts';
import { storyToAutotaskSeed } from '../world/autotask.ts';
import { storyToConnectWiseSeed } from '../world/connectwise.ts';
import { storyToHaloSeed } from '../world/halo.ts';
import type { Story } from '../world/types.ts';
import { createHaloSite } from './halo-site.ts';
import { createAutotaskScreens } from './pages/autotask/index.ts';
import { shellUrl } from './pages/autotask/shell.ts';
import { autotaskRecords } from './pages/autotask/store.ts';
import { createConnectWiseScreens } from './pages/connectwise/index.ts';
import { connectWiseRecords } from './pages/connectwise/store.ts';
import { serveAutotaskSimulator } from './psa/autotask/serve.ts';
import { idOf } from './psa/connectwise/contacts.ts';
import { CAPTIONS } from './psa/connectwise/harness.ts';
import { serveConnectWiseSimulator } from './psa/connectwise/serve.ts';
import { type ServedHaloSimulator, serveHaloSimulator } from './psa/halopsa/serve.ts';

/** A stand-in PSA that holds a story: its API for the server, its screens for browsers, over the same records. */
export interface PsaSite {
  psa: PsaId;
  /** Where the server asks: plain http on loopback, because no test trusts the screens' certificate. */
  apiUrl: string;
  /** What an admin types into the connection's form. */
  connection: { settings: object; secrets: Record<string, string> };
  /** Of the screens, as the browser sees it, without the port. */
  host: string;
  siteUrl: string;
  httpsPort: number;
  /** The path by which a link elsewhere opens a record's screen. */
  paths: Record<PageKind, (id: string) => string>;
  /** A ticket's contact and its private notes as they are now. */
  ticket(id: string): { contactId: string | null; privateNotes: string[] };
  close(): Promise<void>;
}

export interface SiteOptions {
  /** A port that is left out is a free one. */
  apiPort?: number | undefined;
  screensPort?: number | undefined;
}

/** What the stand-ins' keys are called; good on this machine's loopback only. */
const HALO = { clientId: 'b7c5c1f0-counterpart', clientSecret: 'story-only-client-secret', tenant: 'northwind' };
const AUTOTASK = {
  username: 'counterpart@northwind-it.example',
  secret: 'story-only-secret',
  integrationCode: 'STORYONLYCODE',
};
const CONNECTWISE = {
  company: 'northwind',
  publicKey: 'story-only-public-key',
  privateKey: 'story-only-private-key',
  clientId: '6f1c0b7e-2f0d-4a53-9a4e-77f2b3f0c1d9',
};
/** Hosts of the two clouds in which many MSPs have their screens side by side. */
const AUTOTASK_HOST = 'ww5.autotask.net';
const CONNECTWISE_HOST = 'na.myconnectwise.net';

export type HaloSite = PsaSite & typeof HALO & { simulator: ServedHaloSimulator };

export async function startHaloSite(story: Story, { apiPort, screensPort }: SiteOptions = {}): Promise<HaloSite> {
  const simulator = await serveHaloSimulator({ seed: storyToHaloSeed(story), ...HALO, port: apiPort ?? 0 });
  const { host } = story.msp;
  const screens = await serveHttps(createHaloSite(simulator).fetch, [host], screensPort);
  const { clientSecret, ...settings } = HALO;
  const { store } = simulator;
  return {
    psa: 'halopsa',
    ...HALO,
    apiUrl: simulator.url,
    connection: { settings: { ...settings, address: simulator.url, hosts: [host] }, secrets: { clientSecret } },
    host,
    siteUrl: `https://${host}`,
    httpsPort: screens.port,
    paths: {
      ticket: (id) => `/tickets?id=${id}`,
      contact: (id) => `/customers?mainview=user&userid=${id}`,
      company: (id) => `/customers?clientid=${id}`,
    },
    ticket(id) {
      const notes = [...store.all('actions')].filter((one) => one.ticket_id === Number(id) && one.hiddenfromuser);
      const contact = Number(store.get('tickets', Number(id))?.user_id ?? -1);
      return {
        contactId: contact > 0 ? String(contact) : null,
        privateNotes: notes.map((one) => String(one.note_html)),
      };
    },
    simulator,
    close: () => closeAll(simulator, screens),
  };
}

/** Tickets open in the shell, contacts and companies in a tab of their own, as links have both. */
async function startAutotaskSite(story: Story, { apiPort, screensPort }: SiteOptions = {}): Promise<PsaSite> {
  const seed = storyToAutotaskSeed(story);
  const simulator = await serveAutotaskSimulator({ seed, ...AUTOTASK, port: apiPort ?? 0 });
  simulator.control.screens = 'https://ww{zone}.autotask.net/';
  const { store } = simulator;
  const screens = await serveHttps(createAutotaskScreens(autotaskRecords(store)).fetch, [AUTOTASK_HOST], screensPort);
  const { username, ...secrets } = AUTOTASK;
  return {
    psa: 'autotask',
    apiUrl: simulator.url,
    connection: { settings: { username, zoneUrl: simulator.url }, secrets },
    host: AUTOTASK_HOST,
    siteUrl: `https://${AUTOTASK_HOST}`,
    httpsPort: screens.port,
    paths: {
      ticket: (id) => shellUrl(`/Mvc/ServiceDesk/TicketDetail.mvc?workspace=False&ids%5B0%5D=${id}&ticketId=${id}`),
      contact: (id) => `/Mvc/CRM/ContactDetail.mvc?contactId=${id}`,
      company: (id) => `/Mvc/CRM/AccountDetail.mvc?accountId=${id}`,
    },
    ticket(id) {
      const notes = [...store.all('TicketNotes')].filter((note) => note.ticketID === Number(id) && note.publish !== 1);
      const contact = store.get('Tickets', Number(id))?.contactID;
      return {
        contactId: typeof contact === 'number' ? String(contact) : null,
        privateNotes: notes.map((note) => String(note.description)),
      };
    },
    close: () => closeAll(simulator, screens),
  };
}

async function startConnectWiseSite(story: Story, { apiPort, screensPort }: SiteOptions = {}): Promise<PsaSite> {
  const seed = storyToConnectWiseSeed(story);
  const simulator = await serveConnectWiseSimulator({ seed, ...CONNECTWISE, port: apiPort ?? 0 });
  const { store } = simulator;
  const app = createConnectWiseScreens(connectWiseRecords(store));
  const screens = await serveHttps(app.fetch, [CONNECTWISE_HOST], screensPort);
  const { privateKey, ...member } = CONNECTWISE;
  const link = (kind: string) => (id: string) =>
    `/v4_6_release/services/system_io/router/openrecord.rails?locale=en_US&recordType=${kind}&recid=${id}`;
  return {
    psa: 'connectwise',
    apiUrl: simulator.url,
    connection: {
      settings: { ...member, address: simulator.url, customFields: CAPTIONS, hosts: [CONNECTWISE_HOST] },
      secrets: { privateKey },
    },
    host: CONNECTWISE_HOST,
    siteUrl: `https://${CONNECTWISE_HOST}`,
    httpsPort: screens.port,
    paths: {
      ticket: (id) => `/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=${id}`,
      contact: link('ContactFV'),
      company: link('CompanyFV'),
    },
    ticket(id) {
      const notes = [...store.all('notes')].filter((note) => note.ticketId === Number(id));
      const contact = idOf(store.get('tickets', Number(id))?.contact);
      return {
        contactId: contact === null ? null : String(contact),
        privateNotes: notes.filter((note) => !note.detailDescriptionFlag).map((note) => String(note.text)),
      };
    },
    close: () => closeAll(simulator, screens),
  };
}

async function closeAll(...servers: { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(servers.map((server) => server.close()));
}

export const PSA_SITES: Record<PsaId, (story: Story, options?: SiteOptions) => Promise<PsaSite>> = {
  halopsa: startHaloSite,
  autotask: startAutotaskSite,
  connectwise: startConnectWiseSite,
};
