import { PageRef } from '@counterpart/shared/page.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { psaOfHost, readPage } from '../../extension/pages/index.ts';
import { at, HOSTS } from '../helpers/pages.ts';

/** Every documented form of address that names a record by its id, with the id left open. */
const FORMS = {
  autotask: [
    ['ticket', (id) => `https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=${id}`],
    ['ticket', (id) => `https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc?workspace=True&ids%5B0%5D=${id}`],
    ['ticket', (id) => `https://ww5.autotask.net/Mvc/ServiceDesk/TicketEdit.mvc?TicketId=${id}&mode=0`],
    ['contact', (id) => `https://ww5.autotask.net/Mvc/CRM/ContactDetail.mvc?contactId=${id}`],
    ['contact', (id) => `https://ww5.autotask.net/opportunity/contacts/Contact.asp?contactID=${id}`],
    ['company', (id) => `https://ww5.autotask.net/Mvc/CRM/AccountDetail.mvc?accountId=${id}`],
  ],
  connectwise: [
    ['ticket', (id) => `https://na.myconnectwise.net${LINKS}/Service/fv_sr100_request.rails?service_recid=${id}`],
    ['ticket', (id) => `https://na.myconnectwise.net${LINKS}/router/openrecord.rails?recordType=ServiceFv&recid=${id}`],
    [
      'contact',
      (id) => `https://eu.myconnectwise.net${LINKS}/router/openrecord.rails?recid=${id}&recordType=ContactFV`,
    ],
    ['company', (id) => `https://cw.example.com/v2025_1/ConnectWise.aspx?locale=en_US&routeTo=CompanyFV&recid=${id}`],
  ],
  halopsa: [
    ['ticket', (id) => `https://acme.halopsa.com/ticket?id=${id}`],
    ['ticket', (id) => `https://acme.haloitsm.com/tickets?area=1&viewid=3&selid=7&id=${id}`],
    ['ticket', (id) => `https://acme.haloservicedesk.com/faults?faultid=${id}`],
    ['contact', (id) => `https://help.example.com/customers?mainview=user&userid=${id}`],
    ['company', (id) => `https://acme.halopsa.com/customers?clientid=${id}`],
  ],
} satisfies Record<string, [kind: string, url: (id: string) => string][]>;
const LINKS = '/v4_6_release/services/system_io';
const ALL = Object.entries(FORMS).flatMap(([psa, forms]) => forms.map(([kind, url]) => ({ psa, kind, url })));

/** What is written where the id belongs; `?` leaves the kind alone, null is a form for something new. */
const IDS: [written: string, id: string | null][] = [
  ['1', '1'],
  ['007', '7'],
  ['0000000000000000000000000053203', '53203'],
  ['%3553203', '553203'],
  ['%2053203', '53203'],
  ['53203%20', '53203'],
  ['+53203', '53203'],
  ['53203%0D%0A', '53203'],
  ['999999999999999999', '999999999999999999'],
  ['1000000000000000000', '?'],
  ['18446744073709551615', '?'],
  ['9'.repeat(400), '?'],
  ['%2B53203', '?'],
  ['53+203', '?'],
  ['53%20203', '?'],
  ['%C2%A053203', '?'],
  ['53203%E2%80%8B', '?'],
  ['%EF%BB%BF53203', '?'],
  ['53203%00', '?'],
  ['%EF%BC%95%EF%BC%93', '?'],
  ['%D9%A5%D9%A3', '?'],
  ['5%E2%83%A3', '?'],
  ['53203.0', '?'],
  ['53203,53204', '?'],
  ['53203;53204', '?'],
  ['53203%7C53204', '?'],
  ['53203%26id%3D53204', '?'],
  ['1e5', '?'],
  ['0x1F', '?'],
  ['1_000', '?'],
  ['53203abc', '?'],
  ['abc', '?'],
  ['null', '?'],
  ['undefined', '?'],
  ['NaN', '?'],
  ['true', '?'],
  ['new', '?'],
  ['%7Bid%7D', '?'],
  ['%7B%24ID%7D', '?'],
  ['[cw_id]', '?'],
  ["1'%20or%20'1'='1", '?'],
  ['<script>', '?'],
  ['../53203', '?'],
  ['53203%2553', '?'],
  ['%E0%A4%A', '?'],
  ['--1', '?'],
  ['%E2%88%921', '?'],
  ['0', null],
  ['000', null],
  ['-1', null],
  ['-0', null],
  ['%2D42', null],
];

describe('an id, in every form of address', () => {
  it.each(IDS)('%s → %s', (written, id) => {
    for (const { psa, kind, url } of ALL) {
      expect(at(url(written), psa), url(written)).toBe(id === null ? null : `${kind} ${id}`);
    }
  });

  it('twice the same is one; two different ones are none', () => {
    for (const { psa, kind, url } of ALL) {
      const again = (id: string) => `${url('53203')}&${/[^?&]*(?==53203)/.exec(url('53203'))![0]}=${id}`;
      expect(at(again('53203'), psa), again('53203')).toBe(`${kind} 53203`);
      expect(at(again('0053203'), psa), again('0053203')).toBe(`${kind} 53203`);
      expect(at(again(''), psa), again('')).toBe(`${kind} 53203`);
      expect(at(again('53204'), psa), again('53204')).toBe(`${kind} ?`);
      expect(at(again('0'), psa), again('0')).toBe(`${kind} ?`);
      expect(at(again('x'), psa), again('x')).toBe(`${kind} ?`);
    }
  });

  it('behind # it is none of the server’s parameters', () => {
    for (const { psa, kind, url } of ALL) {
      const moved = url('53203').replace(/[^?&]*=53203/, '');
      expect(at(`${moved}#id=53203&ticketId=53203&recid=53203`, psa), moved).toBe(at(moved, psa));
      expect(at(moved, psa) ?? `${kind} ?`).toBe(`${kind} ?`);
    }
  });
});

/** What may be done to an address without making it another, and what makes it nobody's. */
const TURNS: [what: string, turn: (url: string) => string, same: boolean][] = [
  ['the host in capitals', (url) => url.replace(/\/\/[^/]+/, (host) => host.toUpperCase()), true],
  ['the scheme in capitals', (url) => url.replace('https', 'HTTPS'), true],
  ['the path in capitals', (url) => url.replace(/(?<=\w)\/[^?]*/, (path) => path.toUpperCase()), true],
  ['the path in small letters', (url) => url.replace(/(?<=\w)\/[^?]*/, (path) => path.toLowerCase()), true],
  [
    'the keys in capitals',
    (url) => url.replace(/(?<=[?&])[^=&]*(?==)/g, (key) => key.toUpperCase().replace('%5B0%5D', '[0]')),
    true,
  ],
  ['the usual port', (url) => url.replace(/(?<=\w)\//, ':443/'), true],
  ['a slash at the end', (url) => url.replace('?', '/?'), true],
  ['two slashes', (url) => url.replace(/(?<=\w)\//, '//'), true],
  ['an empty fragment', (url) => `${url}#`, true],
  ['a short fragment', (url) => `${url}#notes`, true],
  ['spaces around it', (url) => `  ${url}\n`, true],
  ['a name and a password', (url) => url.replace('//', '//ww6.autotask.net:na.myconnectwise.net@'), true],
  ['keys nobody knows', (url) => `${url}&utm_source=mail&returnUrl=%2Fportal%2Fticket%3Fid%3D9`, true],
  ['empty pairs', (url) => url.replace('?', '?&&=&'), true],
  ['an encoded letter', (url) => url.replace(/(?<=\w\/)./, (at) => `%${at.charCodeAt(0).toString(16)}`), true],
  ['a letter encoded twice', (url) => url.replace(/(?<=\w\/)./, (at) => `%25${at.charCodeAt(0).toString(16)}`), false],
  ['another port', (url) => url.replace(/(?<=\w)\//, ':8443/'), false],
  ['a dot after the host', (url) => url.replace(/(?<=\w)\//, './'), false],
  ['a stranger’s domain behind', (url) => url.replace(/(?<=\w)\//, '.evil.com/'), false],
  ['a stranger’s host behind the name', (url) => url.replace(/(?<=\w)\//, '@evil.com/'), false],
  ['the host as a path', (url) => url.replace('//', '//evil.com/'), false],
  ['the whole as a query', (url) => `https://evil.com/?${url}`, false],
  ['the whole as a fragment', (url) => `https://evil.com/#${url}`, false],
  ['a word grown onto the domain', (url) => url.replace(/(?<=\/\/\w+\.)/, 'evil'), false],
  [
    'a Cyrillic letter in the host',
    (url) => url.replace(/(?<=\/\/\w+\.\w*?)[aeo]/, (letter) => ({ a: 'а', e: 'е', o: 'о' })[letter as 'a']),
    false,
  ],
  ['the digits of a script', (url) => url.replace(/(?<=\/\/)\w+/, 'xn--80ak6aa92e.com/'), false],
  ['the path under another', (url) => url.replace(/(?<=\w)\//, '/x/'), false],
  ['a customer portal', (url) => url.replace(/(?<=\w)\//, '/portal/'), false],
  ['a parameter of the path', (url) => url.replace('?', ';v=1?'), false],
  ['a question mark encoded', (url) => url.replace('?', '%3F'), false],
  ['the slashes encoded', (url) => url.replace(/(?<=\w\/[^?]*)[/]|(?<=\w)\/(?=\w+\?)/g, '/%2F'), false],
  ['a NUL', (url) => url.replace('?', '%00?'), false],
  ['an extension', (url) => url.replace('?', '.bak?'), false],
  ['a print view', (url) => url.replace('?', '/print?'), false],
  ['a record below', (url) => url.replace('?', '/notes?'), false],
  ['another scheme: ftp', (url) => url.replace('https', 'ftp'), false],
  ['another scheme: ws', (url) => url.replace('https', 'wss'), false],
  ['another scheme: file', (url) => url.replace('https', 'file'), false],
  ['another scheme: chrome-extension', (url) => url.replace('https', 'chrome-extension'), false],
  ['another scheme: moz-extension', (url) => url.replace('https', 'moz-extension'), false],
  ['another scheme: blob', (url) => `blob:${url}`, false],
  ['another scheme: view-source', (url) => `view-source:${url}`, false],
  ['another scheme: filesystem', (url) => `filesystem:${url}`, false],
  ['another scheme: javascript', (url) => `javascript:location='${url}'`, false],
  ['another scheme: data', (url) => `data:text/html,<a href="${url}">`, false],
  ['another scheme: about', (url) => `about:blank#${url}`, false],
  ['another scheme: mailto', (url) => `mailto:${url}`, false],
];

describe('an address turned', () => {
  it.each(TURNS)('%s', (_what, turn, same) => {
    expect(ALL.some(({ url }) => turn(url('53203')) !== url('53203'))).toBe(true);
    for (const { psa, kind, url } of ALL) {
      const turned = turn(url('53203'));
      expect(at(turned, psa), turned).toBe(same ? `${kind} 53203` : null);
    }
  });

  it('without encryption only where the vendor’s pattern asks for it', () => {
    for (const { psa, kind, url } of ALL) {
      const open = url('53203').replace('https', 'http');
      const asked = /\.halo(?:psa|itsm|servicedesk)\.com/.test(open);
      expect(at(open, psa), open).toBe(asked ? `${kind} 53203` : null);
    }
  });

  it('is nothing on the host of another PSA', () => {
    const hosts = { autotask: 'ww5.autotask.net', connectwise: 'na.myconnectwise.net', halopsa: 'acme.halopsa.com' };
    for (const { psa, url } of ALL) {
      for (const [other, host] of Object.entries(hosts)) {
        if (other !== psa)
          expect(at(url('53203').replace(/(?<=\/\/)[^/]+/, host), other), `${host} ${url('')}`).toBeNull();
      }
    }
  });
});

const acme = (path: string) => `https://acme.halopsa.com${path}`;
const ww5 = (path: string) => `https://ww5.autotask.net${path}`;
const na = (path: string) => `https://na.myconnectwise.net/v2025_1/ConnectWise.aspx${path}`;
const PACK = 'XQAAgAAtAAAAAAAAAABFKEiQOYwLXQ$$_';
const MORE: [psa: string, url: string, expected: string | null][] = [
  // Halo: where a word for a ticket is no ticket, and what an area says twice
  ...['/ticket/new', '/ticket/print?id=5', '/tickets/edit?id=5', '/tickets/5', '/newticket?id=5', '/ticketx?id=5'].map(
    (path) => ['halopsa', acme(path), null] as [string, string, null],
  ),
  ...[
    '/kb/ticket?id=5',
    '/reports/tickets?id=5',
    '/selfservice/ticket?id=5',
    '/api/faults?id=5',
    '/auth/ticket?id=5',
  ].map((path) => ['halopsa', acme(path), null] as [string, string, null]),
  ['halopsa', acme('/p%6Frtal/ticket?id=5'), null],
  ['halopsa', acme('/portal%2Fticket?id=5'), null],
  ['halopsa', acme('/portal/../ticket?id=5'), 'ticket 5'],
  ['halopsa', acme('/ticket/../portal/ticket?id=5'), null],
  ['halopsa', acme('/tic%E2%84%AAet?id=5'), null],
  ['halopsa', acme('/tickets?id=5&faultid=5'), 'ticket 5'],
  ['halopsa', acme('/tickets?id=5&faultid=6'), 'ticket ?'],
  ['halopsa', acme('/tickets?id=INC0000005&faultid=5'), 'ticket 5'],
  ['halopsa', acme('/tickets?ticketid=5'), null],
  ['halopsa', acme('/tickets?selid=5&viewid=5&area=5'), null],
  ['halopsa', acme('/customers?mainview=USER&userid=88'), 'contact 88'],
  ['halopsa', acme('/customers?mainview=user&mainview=User&userid=88'), 'contact 88'],
  ['halopsa', acme('/customers?mainview=user&mainview=client&userid=88&clientid=4'), null],
  ['halopsa', acme('/customers?mainview=users&userid=88'), null],
  ['halopsa', acme('/customers?mainview=constructor&userid=88'), null],
  ['halopsa', acme('/customers?userid=88'), null],
  ['halopsa', acme('/customers?mainview=client&userid=88'), null],
  ['halopsa', acme('/customers?mainview=user&clientid=42'), null],
  ['halopsa', acme('/customers/88?mainview=user'), null],
  ['halopsa', acme('/users?userid=88'), null],
  ['halopsa', acme('/config/agents/agents?agentid=3'), null],
  ['halopsa', acme('/customers?userid=88#mainview=user'), null],
  ['halopsa', 'https://docs.haloitsm.com/ticket?id=5', null],
  ['halopsa', 'https://www.haloservicedesk.com/tickets?id=5', null],
  ['halopsa', 'https://haloitsm.com/ticket?id=5', null],
  ['halopsa', 'https://acme.halopsa.co/ticket?id=5', null],
  ['halopsa', 'https://acme.halopsa.com.au/ticket?id=5', null],
  ['halopsa', 'https://acme.xhalopsa.com/ticket?id=5', null],
  ['halopsa', 'https://acme_halopsa.com/ticket?id=5', null],
  ['halopsa', 'https://acme.halopsa.com%2Eevil.com/ticket?id=5', null],
  ['halopsa', 'https://halopsa.com.evil.com/ticket?id=5', null],
  // Autotask: hosts, links that open a window, pages beside the record's own
  ['autotask', 'https://ww1.autotask.net/Mvc/CRM/AccountDetail.mvc?accountId=42', 'company 42'],
  ...[
    'ww5.xautotask.net',
    'wwx.autotask.net',
    'ww5.autotask.net.au',
    'ww5-autotask.net',
    'ww5.autotask.net.',
    '5.autotask.net',
  ].map(
    (host) => ['autotask', `https://${host}/Mvc/CRM/AccountDetail.mvc?accountId=42`, null] as [string, string, null],
  ),
  ...[
    'OpenTicketDetail&TicketID=53203',
    'OpenTicketDetail&TicketNumber=T20260101.0001',
    'openticketdetail&ticketid=53203',
    'OpenContact&ContactID=9001',
    'OpenContact&Email=jo%40a.example',
    'OpenAccount&AccountID=42',
    'OpenAccount&Phone=5550100',
    'NewTicket&AccountID=42',
    'NewContact&AccountID=42',
    'OpenTaskDetail&taskid=5',
    'OpenTicketTime&TicketID=53203',
  ].map(
    (code) =>
      ['autotask', ww5(`/Autotask/AutotaskExtend/ExecuteCommand.aspx?Code=${code}`), null] as [string, string, null],
  ),
  ['autotask', ww5('/mvc/servicedesk/ticketdetail.mvc/INDEX/?ticketid=5'), 'ticket 5'],
  [
    'autotask',
    ww5('/Mvc/ServiceDesk/TicketDetail.mvc/TicketByTicketNumber/Index?ticketNumber=T20260101.0001'),
    'ticket ? T20260101.0001',
  ],
  ['autotask', ww5('/Mvc/ServiceDesk/TicketDetail.mvc?ticketNumber=T20260101.0001'), 'ticket ?'],
  [
    'autotask',
    ww5('/Mvc/ServiceDesk/TicketDetail.mvc/TicketByTicketNumber?ticketNumber=T20260101.00001'),
    'ticket ? T20260101.00001',
  ],
  ['autotask', ww5('/Mvc/ServiceDesk/TicketDetail.mvc/TicketByTicketNumber?ticketNumber=2026.1'), 'ticket ?'],
  ['autotask', ww5('/Mvc/ServiceDesk/TicketDetail.mvc?workspace=True&ids[1]=778&ids[2]=779'), 'ticket ?'],
  ['autotask', ww5('/Mvc/ServiceDesk/TicketDetail.mvc?workspace=True&ids[00]=778'), 'ticket ?'],
  [
    'autotask',
    ww5('/Mvc/ServiceDesk/TicketDetail.mvc?workspace=True&ids[0]=777&ids[1]=778&ticketId=777'),
    'ticket 777',
  ],
  ['autotask', ww5('/Mvc/ServiceDesk/TicketDetail.mvc?workspace=True&ids[0]=777&ids[1]=778&ticketId=778'), 'ticket ?'],
  ['autotask', ww5('/Mvc/ServiceDesk/TicketDetail.mvc?tic%E2%84%AAetId=5'), 'ticket ?'],
  ['autotask', ww5('/Mvc/CRM/ContactDetail.mvc?ticketId=5'), 'contact ?'],
  ['autotask', ww5('/Mvc/CRM/ContactSearch.mvc?contactId=5'), null],
  ['autotask', ww5('/Mvc/CRM/AccountSearch.mvc?accountId=5'), null],
  ['autotask', ww5('/Mvc/ServiceDesk/TicketPrintView.mvc/Index?ticketId=5'), null],
  ['autotask', ww5('/Mvc%2FServiceDesk%2FTicketDetail.mvc?ticketId=5'), null],
  ['autotask', ww5('/Mvc%5CServiceDesk%5CTicketDetail.mvc?ticketId=5'), null],
  ['autotask', ww5('\\Mvc\\ServiceDesk\\TicketDetail.mvc?ticketId=5'), 'ticket 5'],
  ['autotask', ww5('/AutotaskOnyx/DialogIFrameOverlay?ticketId=5'), null],
  ['autotask', ww5(`/AutotaskOnyx/LandingPage?view=ticket&view-data=${btoa('{"ticketId":5}')}`), null],
  [
    'autotask',
    ww5(`/AutotaskOnyx/LandingPage#view-data=${btoa('{"url":"/Mvc/CRM/AccountDetail.mvc?accountId=4"}')}`),
    null,
  ],
  [
    'autotask',
    ww5(`/AutotaskOnyx/LandingPage?view-data=${btoa('{"url":"/Mvc/CRM/AccountDetail.mvc?accountId=0"}')}`),
    null,
  ],
  ['autotask', ww5(`/AutotaskOnyx/LandingPage?view-data=${btoa('{"url":"/Mvc/CRM/AccountDetail.mvc"}')}`), 'company ?'],
  [
    'autotask',
    ww5(`/AutotaskOnyx/LandingPage?view-data=${btoa('{"url":"Mvc/CRM/AccountDetail.mvc?accountId=4"}')}`),
    'company 4',
  ],
  [
    'autotask',
    ww5(
      `/AutotaskOnyx/LandingPage?view-data=${btoa('{"url":"http://ww5.autotask.net/Mvc/CRM/AccountDetail.mvc?accountId=4"}')}`,
    ),
    null,
  ],
  ['autotask', ww5(`/AutotaskOnyx/LandingPage?view-data=${btoa('{"url":""}')}`), null],
  ['autotask', ww5('/AutotaskOnyx/LandingPage?view-data=H4sIAAAAAAAAA6tWKi3KUbJSMlSqBQBvAxGTDQAAAA=='), null],
  // ConnectWise: hosts, routes, states that only the screen can tell
  ...['us', 'na2', 'api-aus', 'staging', 'login', 'cloud.eu', 'na.eu', 'xn--na-fka'].map(
    (name) =>
      ['connectwise', `https://${name}.myconnectwise.net/v2025_1/ConnectWise.aspx?routeTo=ServiceFV&recid=5`, null] as [
        string,
        string,
        null,
      ],
  ),
  ...[
    'na.myconnectwise.com',
    'na.connectwise.net',
    'na.myconnectwise.net.evil.com',
    'na-myconnectwise.net',
    'connectwisedev.com',
  ].map(
    (name) =>
      ['connectwise', `https://${name}/v2025_1/ConnectWise.aspx?routeTo=ServiceFV&recid=5`, null] as [
        string,
        string,
        null,
      ],
  ),
  ['connectwise', na('?routeTo=TicketFV&recid=5'), null],
  ['connectwise', na('?routeTo=ServiceFV%20&recid=5'), 'ticket 5'],
  ['connectwise', na('?routeTo=ServiceFV&routeTo=servicefv&recid=5'), 'ticket 5'],
  ['connectwise', na('?routeTo=ServiceFV&routeTo=ContactFV&recid=5'), null],
  ['connectwise', na('?recordType=ServiceFV&recid=5'), null],
  ['connectwise', na('?service_recid=5'), null],
  ['connectwise', na('?routeTo=ContactFV&srRecID=5'), 'contact ?'],
  ['connectwise', na(`#${PACK}??ServiceTicket`), 'ticket ?'],
  ['connectwise', na(`#${PACK}??SERVICEFV`), 'ticket ?'],
  ['connectwise', na(`#${PACK}??ContactFV`), 'contact ?'],
  ['connectwise', na(`#${PACK}??ServiceTicket/`), 'ticket ?'],
  ['connectwise', na(`#${PACK}??ServiceTicketList`), null],
  ['connectwise', na(`#${PACK}??ServiceTicket?id=5`), null],
  ['connectwise', na(`#${PACK}?ServiceTicket`), null],
  ['connectwise', na(`#${PACK}`), null],
  ['connectwise', na(`?routeTo=ServiceFV&recid=5#${PACK}`), null],
  ['connectwise', na('?routeTo=ServiceFV&recid=5#H4sIAAAAAAAAA6tWKi3KUbJSMlSqBQBvAxGTDQAAAA=='), null],
  ['connectwise', na('?routeTo=ServiceFV&recid=5#eyJyZCI6NywicCI6InNyMTAwIn0='), null],
  ['connectwise', na('?routeTo=ServiceFV&recid=5#startscreen=sr200'), null],
  [
    'connectwise',
    na('?routeTo=ServiceFV&recid=5#startscreen=sr150&state={"s":{"p":{"rd":6,"screenid":"sr100"}}}'),
    'ticket 6',
  ],
  ['connectwise', na('#startscreen=sr150&state={"s":{"p":{"rd":"-1","screenid":"sr100"}}}'), null],
  ['connectwise', na('#startscreen=sr150&state={"s":{"p":{"rd":"007","screenid":"sr100"}}}'), 'ticket 7'],
  ['connectwise', na('#startscreen=sr150&state={"s":{"p":{"rd":null,"screenid":"sr100"}}}'), 'ticket ?'],
  ['connectwise', na('#startscreen=sr150&state={"s":{"p":{"rd":[7],"screenid":"sr100"}}}'), 'ticket ?'],
  ['connectwise', na('#startscreen=sr150&state={"p":{"rd":7,"screenid":"sr100"}}'), null],
  [
    'connectwise',
    'https://na.myconnectwise.net/v4_6_development/ConnectWise.aspx?routeTo=CompanyFV&recid=5',
    'company 5',
  ],
  ['connectwise', 'https://na.myconnectwise.net/v4/ConnectWise.aspx?routeTo=CompanyFV&recid=5', null],
  ['connectwise', 'https://na.myconnectwise.net/ConnectWise.aspx?routeTo=CompanyFV&recid=5', null],
  ['connectwise', 'https://na.myconnectwise.net/v2025_1/login/login.aspx?routeTo=CompanyFV&recid=5', null],
  [
    'connectwise',
    'https://na.myconnectwise.net/v2025_1/services/system_io/router/openrecord.rails.aspx?recordType=ServiceFV&recid=5',
    null,
  ],
  [
    'connectwise',
    'https://na.myconnectwise.net/v2025_1/services/system_io/actionprocessor/Service/GetServiceTicketDetailViewAction.rails?service_recid=5',
    null,
  ],
];

describe('more of the same kinds', () => {
  it.each(MORE)('%s: %s → %s', (psa, url, expected) => expect(at(url, psa)).toBe(expected));
});

describe('any text', () => {
  const known = fc.constantFrom(...ALL.map(({ url }) => url));
  const id = fc.oneof(fc.string(), fc.integer().map(String), fc.bigInt().map(String), fc.string({ unit: 'binary' }));
  const read = (text: string) => (URL.canParse(text) ? readPage(new URL(text), HOSTS) : null);
  const changed = fc
    .tuple(known, id, fc.nat(), fc.nat({ max: 3 }), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([url, value, where, cut, put]) => {
      const whole = url(value);
      const start = where % (whole.length + 1);
      return whole.slice(0, start) + put + whole.slice(start + cut);
    });

  it('is null or a record with a safe id', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), changed);
    fc.assert(
      fc.property(texts, (text) => {
        const page = read(text);
        if (page === null) return;
        expect(PageRef.parse(page)).toEqual(page);
        expect(page.id ?? '1').toMatch(/^[1-9]\d{0,17}$/);
        expect(psaOfHost(new URL(text).host, HOSTS)).toBe(page.psa);
      }),
      { numRuns: 5000 },
    );
  });

  it('is null on a host that nobody named, however near', () => {
    const vendors = /^(?:(?:[a-z0-9-]+\.)+halo(?:psa|itsm|servicedesk)\.com|(?:ww\d{1,3}|lr)\.autotask\.net)$/;
    const cloud = /^(?:na|eu|aus?|cloud\.na|staging)\.(?:myconnectwise\.net|connectwisedev\.com)$/;
    const near = fc
      .tuple(
        fc.constantFrom('', 'evil-', 'x', 'a.', '0', 'xn--'),
        fc.constantFrom(
          'acme.halopsa.com',
          'ww5.autotask.net',
          'na.myconnectwise.net',
          'cw.example.com',
          'help.example.com',
        ),
        fc.constantFrom('', '.', '.evil.com', ':8443', 'x', '.net', '-evil.com', '@evil.com', '%2eevil.com'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(near, fc.domain()), known, id, (host, url, value) => {
        const text = url(encodeURIComponent(value)).replace(/(?<=\/\/)[^/]+/, host);
        if (!URL.canParse(text)) return;
        const { host: real } = new URL(text);
        if (Object.hasOwn(HOSTS, real) || vendors.test(real) || cloud.test(real)) return;
        expect(read(text), text).toBeNull();
      }),
      { numRuns: 3000 },
    );
  });
});
