import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { createScimClient } from '@counterpart/server/identity/scim/client.ts';
import { filter } from '@counterpart/server/identity/scim/filter.ts';
import { describe, expect, test } from 'vitest';

/** A client whose requests are kept, and answered by `answers` in turn (the last one for ever). */
function clientOf(address: string, ...answers: [status: number, body: object | string][]) {
  const sent: { method: string; url: string; headers: Headers; body: unknown }[] = [];
  const http = createHttp({
    async fetch(url, init) {
      const [status, body] = answers[Math.min(sent.length, answers.length - 1)]!;
      const request = new Request(url as string, init);
      sent.push({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: request.body && (await request.json()),
      });
      return new Response(status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body), { status });
    },
    budget: createBudget({ limit: 1_000, windowMs: 1_000 }),
    sleep: async () => {},
  });
  return { client: createScimClient({ address, token: 'secret' }, http), sent };
}

const nobody = { totalResults: 0 };
const ada = { id: 'ada', userName: 'ada@acme.test' };
const scim404 = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' };

describe('where a request goes', () => {
  test.each([
    'https://acme.test/scim/v2',
    'https://acme.test/scim/v2/',
    'https://acme.test/scim/v2//',
    ' https://acme.test/scim/v2?x=1#y',
    'https://user:pass@acme.test/scim/v2',
  ])('is the same for the address %j', async (address) => {
    const { client, sent } = clientOf(address, [200, nobody]);
    await client.list({ startIndex: 1, count: 5 });
    expect(sent[0]!.url).toBe('https://acme.test/scim/v2/Users?startIndex=1&count=5');
    expect(sent[0]!.headers.get('authorization')).toBe('Bearer secret');
  });

  test('has a filter whole, whatever is in it', async () => {
    const { client, sent } = clientOf('https://acme.test', [200, nobody]);
    const query = filter`userName eq ${'a+b & "c" #?=%20é@x.y'}`;
    await client.list({ startIndex: 1, count: 5 }, query);
    expect(sent[0]!.url).not.toContain('+');
    expect(new URL(sent[0]!.url).searchParams.get('filter')).toBe(query.text);
  });

  test.each([
    ['a/b', 'a%2Fb'],
    ['a?b#c', 'a%3Fb%23c'],
    ['../Groups/1', '..%2FGroups%2F1'],
    ['é"', '%C3%A9%22'],
  ])('stays with the user of the id %j', async (id, encoded) => {
    const { client, sent } = clientOf('https://acme.test/v2', [200, { ...ada, id }]);
    expect(await client.user(id)).toMatchObject({ id });
    expect(sent[0]!.url).toBe(`https://acme.test/v2/Users/${encoded}`);
  });

  test.each(['', '.', '..'])('is nowhere for the id %j, which would name another resource', async (id) => {
    const { client, sent } = clientOf('https://acme.test', [200, nobody]);
    expect(await client.user(id)).toBeNull();
    expect(sent).toEqual([]);
  });
});

describe('what an answer means', () => {
  test('another user than the one asked for is no answer', async () => {
    const { client } = clientOf('https://acme.test', [200, ada]);
    await expect(client.user('bob')).rejects.toMatchObject({ code: 'provider_invalid' });
  });

  test('"not found" in SCIM’s own words means gone', async () => {
    const { client, sent } = clientOf('https://acme.test', [404, scim404]);
    expect(await client.user('ada')).toBeNull();
    expect(sent).toHaveLength(1);
  });

  test('"not found" in other words means gone only where the service lists', async () => {
    expect(await clientOf('https://acme.test', [404, 'Not found'], [200, nobody]).client.user('ada')).toBeNull();
    const broken = clientOf('https://acme.test', [404, 'Not found']).client.user('ada');
    await expect(broken).rejects.toMatchObject({ code: 'provider_not_found' });
  });

  test('a refusal names the kind, not the text of the service', async () => {
    const body = { schemas: scim404.schemas, scimType: 'tooMany', detail: 'ada@acme.test did it' };
    const { client } = clientOf('https://acme.test', [400, body]);
    const refused = client.list({ startIndex: 1, count: 5 });
    await expect(refused).rejects.toMatchObject({
      code: 'provider_rejected',
      message: expect.stringContaining('tooMany'),
    });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining('ada') });
  });

  test('a service without the page about itself says nothing', async () => {
    expect(await clientOf('https://acme.test', [404, scim404]).client.config()).toBeNull();
  });
});

describe('a write', () => {
  test('that sets a value is repeated, in the same words', async () => {
    const { client, sent } = clientOf('https://acme.test', [503, ''], [204, '']);
    await client.change('ada', [{ at: ['active'], value: false }]);
    expect(sent.map(({ method, body }) => ({ method, body }))).toEqual(
      Array(2).fill({
        method: 'PATCH',
        body: {
          schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
          Operations: [{ op: 'replace', path: 'active', value: false }],
        },
      }),
    );
    expect(sent[0]!.headers.get('content-type')).toBe('application/scim+json');
  });

  test('that is refused for its form is tried in the other dialect, once', async () => {
    const { client, sent } = clientOf('https://acme.test', [400, '']);
    await expect(client.change('ada', [{ at: ['active'], value: true }])).rejects.toMatchObject({
      code: 'provider_rejected',
    });
    expect(sent.map(({ body }) => (body as { Operations: object[] }).Operations[0])).toEqual([
      { op: 'replace', path: 'active', value: true },
      { op: 'Replace', value: { active: true } },
    ]);
  });

  test.each([405, 501])(
    'to a service without PATCH (status %i) is one of the whole user, and stays so',
    async (status) => {
      const user = { id: 'ada', userName: 'ada', title: 'Countess', nickName: 'A', meta: { version: '1' } };
      const { client, sent } = clientOf(
        'https://acme.test',
        [status, ''],
        [200, user],
        [200, user],
        [200, user],
        [200, user],
      );
      const changes = [
        { at: ['title'] as [string], value: null },
        { at: ['name', 'givenName'] as [string, string], value: 'Ada' },
      ];
      await client.change('ada', changes);
      expect(sent.map(({ method }) => method)).toEqual(['PATCH', 'GET', 'PUT']);
      expect(sent[2]!.body).toEqual({ id: 'ada', userName: 'ada', nickName: 'A', name: { givenName: 'Ada' } });
      await client.change('ada', changes);
      expect(sent.slice(3).map(({ method }) => method)).toEqual(['GET', 'PUT']);
    },
  );

  test('that makes an account is never repeated unasked', async () => {
    const { client, sent } = clientOf('https://acme.test', [503, '']);
    await expect(client.create({ userName: 'ada' })).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(sent).toHaveLength(1);
  });

  test('of a username that is taken says which field to change', async () => {
    const { client } = clientOf('https://acme.test', [409, { ...scim404, status: '409', scimType: 'uniqueness' }]);
    await expect(client.create({ userName: 'ada' })).rejects.toMatchObject({
      code: 'username_taken',
      extra: { fields: [{ path: 'username' }] },
    });
  });
});
