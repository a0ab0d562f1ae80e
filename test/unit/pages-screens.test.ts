import type { PageRef } from '@counterpart/shared/page.ts';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import {
  isAgentScreen,
  isOnScreenOnly,
  PAGES,
  readDocument,
  readHints,
  readPage,
} from '../../extension/pages/index.ts';
import { createAutotaskScreens } from '../simulators/pages/autotask/index.ts';
import { createConnectWiseScreens } from '../simulators/pages/connectwise/index.ts';
import { SIMULATED } from '../simulators/pages/markup.ts';
import { GENERIC } from '../simulators/pages/screen-store.ts';

/** Every document here is simulated: drawn by our stand-ins, or written down from what public sources say of a layout. */
const parse = (markup: string) => parseHTML(markup).document as unknown as Document;
const nothing = () => {};

const autotask = createAutotaskScreens(GENERIC);
const load = async (url: string) => (await autotask.request(url)).text();
const at = (url: string): PageRef => readPage(new URL(url, 'https://ww5.autotask.net'), {})!;
const DETAIL = '/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=53203';

describe('the screens of Autotask (simulated)', () => {
  it.each([
    [DETAIL, { number: 'T20260101.0001', requesterName: 'Jonas Whitlock' }],
    ['/Mvc/ServiceDesk/TicketEdit.mvc?ticketId=53203', { number: 'T20260101.0001', requesterName: 'Jonas Whitlock' }],
    [
      '/mvc/servicedesk/ticketdetail.mvc/TicketByTicketNumber?ticketNumber=T20260102.0014',
      { number: 'T20260102.0014', requesterName: 'Amara Pallister' },
    ],
    ['/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=53205', { number: 'T20260103.0002' }],
    ['/Mvc/CRM/ContactDetail.mvc?contactId=9001', {}],
    ['/Mvc/CRM/AccountDetail.mvc?accountId=42', {}],
  ])('%s shows %j', async (url, hints) => {
    const markup = await load(url);
    expect(markup).toContain(`data-simulated="${SIMULATED}"`);
    expect(readHints(at(url), parse(markup), nothing)).toEqual(hints);
  });

  it('nothing is read once the layout is another', async () => {
    const counts = new Map<string, boolean>();
    const document = parse(await load(`${DETAIL}&layout=unknown`));
    expect(readHints(at(DETAIL), document, (id, hit) => counts.set(id, hit))).toEqual({});
    expect([...counts.keys()].sort()).toEqual(PAGES.autotask.selectors.map(({ id }) => id).sort());
    expect(new Set(counts.values())).toEqual(new Set([false]));
  });

  it('a hit ends the search for its field and is counted', async () => {
    const counts: [string, boolean][] = [];
    readHints(at(DETAIL), parse(await load(DETAIL)), (...count) => counts.push(count));
    expect(counts).toEqual([
      ['number.title-bar', true],
      ['requester.read-only', true],
    ]);
  });

  it('two contacts that differ are none', async () => {
    const document = parse((await load(DETAIL)).replace('Additional Contacts', 'Contact Name'));
    expect(readHints(at(DETAIL), document, nothing)).toEqual({ number: 'T20260101.0001' });
  });

  it('the tab’s title is enough for the number', () => {
    const document = parse('<html><head><title>T20260101.0001 - x | Autotask PSA</title></head><body></body></html>');
    expect(readHints(at(DETAIL), document, nothing)).toEqual({ number: 'T20260101.0001' });
  });

  it('ids are new on every load, and a stranger’s words stay words', async () => {
    const ids = (markup: string) => [...markup.matchAll(/id="z[0-9a-f]{32}"/g)].map(([id]) => id);
    const [one, two] = [await load(DETAIL), await load(DETAIL)];
    expect(ids(one).length).toBeGreaterThan(3);
    expect(ids(one).filter((id) => ids(two).includes(id))).toEqual([]);
    expect(await load('/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=53204')).not.toContain('<img');
  });

  it('the shell frames the page that its address names, of its own host alone', async () => {
    const framed = async (url: unknown) => {
      const answer = await load(`/AutotaskOnyx/LandingPage?view=x&view-data=${btoa(JSON.stringify({ url }))}`);
      return parse(answer).querySelector('main > [data-slot="iframe"] > iframe')?.getAttribute('src');
    };
    expect(await framed(DETAIL)).toBe(DETAIL);
    expect(await framed('//evil.example/')).toBe('/Mvc/ServiceDesk/TicketSearch.mvc');
    expect(await framed(5)).toBe('/Mvc/ServiceDesk/TicketSearch.mvc');
  });
});

const TICKET = readPage(
  new URL('https://na.myconnectwise.net/v2025_1/ConnectWise.aspx#XQAAPLACEHOLDER??ServiceTicket'),
  {},
)!;
const CONTACT = { ...TICKET, kind: 'contact' as const };
const BANNER = '<div class="detailLabel cw_CwLabel">Service Ticket #123456 - Printer is jammed</div>';
const HEADER =
  '<div class="pod_service_ticket_ticket_header" id="h7"></div><div class="gwt-Label" id="h7-label">Ticket #123456</div>';
const LABEL = '<div class="mm_label gwt-Label">Service Ticket #123456 - Printer is jammed</div>';
const screen = (body: string, title = 'ConnectWise') =>
  parse(`<html data-simulated><head><title>${title}</title></head><body>${body}</body></html>`);
const idOn = (body: string, title?: string, page: PageRef = TICKET) =>
  readDocument(screen(body, title), page, nothing).id;

describe('the screens of ConnectWise (simulated)', () => {
  it('only the screen knows which record it is', () => {
    expect(isOnScreenOnly(TICKET)).toBe(true);
    expect(isOnScreenOnly({ ...TICKET, id: '5' })).toBe(false);
    expect(isOnScreenOnly(at('/Mvc/ServiceDesk/TicketDetail.mvc'))).toBe(false);
  });

  const related = '<div class="gwt-Label">Service Ticket #999 - Another</div>';
  it.each([
    ['the banner', BANNER, undefined, '123456'],
    ['the header’s label', HEADER, undefined, '123456'],
    ['both', BANNER + HEADER, 'Service Ticket #123456 - Printer is jammed | ConnectWise', '123456'],
    ['the tab’s title alone', '', 'Service Ticket #123456 - Printer | ConnectWise', '123456'],
    [
      'a banner in another language',
      '<div class="detailLabel">Demande de service #123456 - Imprimante</div>',
      undefined,
      '123456',
    ],
    ['spaces about the number', '<div class="mm_label">Service  Ticket # 123456  -  x</div>', undefined, '123456'],
    ['nothing', '', undefined, null],
    ['a title that another tool wrote', '', '#7 in the queue', null],
    ['a title of another ticket', BANNER, 'Service Ticket #777 - Other | ConnectWise', null],
    ['a banner and a header of different tickets', BANNER + HEADER.replace('123456', '7'), undefined, null],
    ['a note that looks like a banner', BANNER + related, undefined, '123456'],
    ['two labels that look like banners', `${LABEL}${related}`, undefined, null],
    ['two such labels and a title', `${LABEL}${related}`, 'Service Ticket #123456 - Printer | ConnectWise', '123456'],
    ['a label and a title that differ', LABEL, 'Service Ticket #777 - Printer | ConnectWise', null],
    ['a label', LABEL, undefined, '123456'],
    ['a banner out of sight', `${BANNER}<div style="display: none">${related}</div>`, undefined, '123456'],
    ['a banner that is marked hidden', `${BANNER}<section hidden>${related}</section>`, undefined, '123456'],
    ['a number in a sentence', '<div class="gwt-Label">See #42 for more - thanks</div>', undefined, null],
    ['no class that is known', '<div class="GE0S-x">Service Ticket #123456 - Printer</div>', undefined, null],
    [
      'a number that no record has',
      '<div class="gwt-Label">Service Ticket #1234567890123456789 - x</div>',
      undefined,
      null,
    ],
  ])('the ticket by %s', (_what, body, title, id) => expect(idOn(body, title)).toBe(id));

  it('a contact’s screen says nothing that is known', () => expect(idOn(BANNER, undefined, CONTACT)).toBeNull());

  it.each([
    ['a time entry', '<div class="pod_timeEntryDetails"></div>'],
    ['a charge', '<input class="cw_ChargeToTextBox">'],
    ['a board', '<table class="srboard-grid"><tr class="cw-ml-row"><td>1</td></tr></table>'],
  ])('%s is no ticket', (_what, body) => {
    expect(isAgentScreen('connectwise', screen(BANNER))).toBe(true);
    expect(isAgentScreen('connectwise', screen(BANNER + body))).toBe(false);
  });

  const hintsOf = (body: string) => readHints({ ...TICKET, id: '123456' }, screen(body), nothing);
  it.each([
    [
      'inputs by class',
      '<input class="cw_contact" value="Jo Lee"><input class="cw_emailAddress" value="jo@a.example">',
    ],
    [
      'inputs by attribute',
      '<div data-cwid="contact"><input value="Jo Lee"></div><input name="EmailAddress" value="jo@a.example">',
    ],
    [
      'a label and a link',
      '<input aria-label="Contact" value=" Jo Lee "><div class="pod_service_ticket_company"><a href="mailto:jo@a.example?subject=x">write</a></div>',
    ],
  ])('the requester by %s', (_what, body) => {
    expect(hintsOf(BANNER + body)).toEqual({
      number: '123456',
      requesterName: 'Jo Lee',
      requesterEmail: 'jo@a.example',
    });
  });
  it('two different requesters are none', () => {
    expect(hintsOf('<input class="cw_contact" value="Jo Lee"><input class="cw_contact" value="Al Moe">')).toEqual({});
  });
  it('what is no address is no address', () => {
    expect(hintsOf('<input class="cw_emailAddress" value="call him">')).toEqual({});
  });

  it.each([
    '/v2025_1/ConnectWise.aspx?locale=en_US',
    '/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=53203',
    '/v4_6_release/services/system_io/router/openrecord.rails?recordType=ContactFV&recid=9001',
  ])('the stand-in answers %s and says that it is simulated', async (url) => {
    const answer = await createConnectWiseScreens(GENERIC).request(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self';");
    expect(await answer.text()).toContain(`data-simulated="${SIMULATED}"`);
  });
});
