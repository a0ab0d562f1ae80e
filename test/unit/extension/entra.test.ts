import { describe, expect, test } from 'vitest';
import { consentLink, readTenant } from '../../../extension/options/connections/entra-values.ts';

const ID = '7c9f6679-7425-40de-944b-e07fc1f90ae7';

describe('a line of tenants', () => {
  test.each([
    [`${ID} Harbour & Finch`, 'Harbour & Finch'],
    [`  ${ID.toUpperCase()}\tHarbour & Finch  `, 'Harbour & Finch'],
    [`${ID},"Harbour, Finch"`, 'Harbour, Finch'],
    [`"${ID}";"Atelier Lefèvre"`, 'Atelier Lefèvre'],
    [ID, null],
    [`${ID} `, null],
    ['harbour.onmicrosoft.com Harbour', null],
    [`${ID}x Harbour`, null],
    [`${'-'.repeat(36)} Harbour`, null],
    [`${ID} ${'x'.repeat(121)}`, null],
    ['', null],
  ])('reads %j', (line, name) => {
    expect(readTenant(line)).toEqual(name === null ? null : { id: ID, name });
  });
});

test('the link for consent leads to the cloud of the tenant, and only the application is named in it', () => {
  expect(consentLink('global', ID, 'a b&c')).toBe(
    `https://login.microsoftonline.com/${ID}/adminconsent?client_id=a%20b%26c`,
  );
  expect(consentLink('china', ID, 'x')).toBe(`https://login.chinacloudapi.cn/${ID}/adminconsent?client_id=x`);
});
