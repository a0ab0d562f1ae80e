import type { ScimUser } from '@counterpart/server/identity/scim/api.ts';
import type { ScimClient } from '@counterpart/server/identity/scim/client.ts';
import { readUsers } from '@counterpart/server/identity/scim/pages.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const unused = () => {
  throw new Error('not asked for');
};

/** A client whose server answers what `answer` says for an index and a count; counts the requests. */
function clientOf(answer: (startIndex: number, count: number) => { total?: number; ids: number[] }) {
  const asked: number[] = [];
  const list: ScimClient['list'] = async (position) => {
    if (!('startIndex' in position)) throw new Error('asked for a cursor');
    asked.push(position.startIndex);
    if (asked.length > 5_000) throw new Error('asks for ever');
    const { total, ids } = answer(position.startIndex, position.count);
    return { totalResults: total, Resources: ids.map((id): ScimUser => ({ id: String(id), userName: `u${id}` })) };
  };
  return { asked, client: { list, config: unused, user: unused, create: unused, change: unused } };
}

async function idsOf(client: ScimClient): Promise<number[]> {
  const ids: number[] = [];
  for await (const page of readUsers(client, { cursor: false })) ids.push(...page.users.map(({ id }) => Number(id)));
  return ids;
}

const rows = (size: number) => Array.from({ length: size }, (_, index) => index);
const sizes = { size: fc.integer({ min: 0, max: 400 }), clamp: fc.integer({ min: 1, max: 90 }) };

describe('reading by index', () => {
  test('takes every row once, whatever a page may hold, however pages overlap, whatever is counted', async () => {
    const world = fc.record({
      ...sizes,
      overlap: fc.integer({ min: 0, max: 40 }),
      miscount: fc.integer({ min: -400, max: 0 }),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ size, clamp, overlap, miscount }) => {
        const { client } = clientOf((start, count) => {
          const from = start === 1 ? 0 : Math.max(0, start - 1 - Math.min(overlap, clamp - 1));
          return { total: Math.max(0, size + miscount), ids: rows(size).slice(from, from + Math.min(count, clamp)) };
        });
        // An overlap as large as the page may leave no way on: then nothing less than an error will do.
        const ids = await idsOf(client).catch((error) => {
          if (error instanceof AppError && error.code === 'provider_incomplete' && overlap > 0) return null;
          throw error;
        });
        if (ids) expect(ids).toHaveLength(new Set(ids).size);
        if (ids && overlap === 0) expect(ids).toEqual(rows(size));
      }),
    );
  });

  test('never takes a part for the whole', async () => {
    const world = fc.record({ ...sizes, hidden: fc.integer({ min: 1, max: 50 }) });
    await fc.assert(
      fc.asyncProperty(world, async ({ size, clamp, hidden }) => {
        const { client } = clientOf((start, count) => ({
          total: size + hidden,
          ids: rows(size).slice(start - 1, start - 1 + Math.min(count, clamp)),
        }));
        await expect(idsOf(client)).rejects.toMatchObject({ code: 'provider_incomplete' });
      }),
    );
  });

  test('ends against a server that says anything at all', async () => {
    const pages = fc.array(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }), { minLength: 1, maxLength: 6 });
    const totals = fc.option(fc.nat({ max: 1_000_000_000 }), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(pages, totals, async (answers, total) => {
        const { client, asked } = clientOf((start) => ({ total, ids: answers[start % answers.length]! }));
        await idsOf(client).catch((error) => expect(error).toMatchObject({ code: 'provider_incomplete' }));
        expect(asked.length).toBeLessThan(100);
      }),
    );
  });

  const cases: [string, (start: number, count: number) => { total?: number; ids: number[] }, number | 'incomplete'][] =
    [
      ['no count, ended by an empty page', (start) => ({ ids: rows(7).slice(start - 1, start + 2) }), 7],
      ['no count, the same page for ever', () => ({ ids: [1, 2, 3] }), 'incomplete'],
      [
        'a count of nothing behind the end',
        (start) => (start > 4 ? { total: 0, ids: [] } : { total: 4, ids: rows(4) }),
        4,
      ],
      [
        'an empty page in the middle',
        (start) => (start > 3 ? { total: 9, ids: [] } : { total: 9, ids: rows(3) }),
        'incomplete',
      ],
      [
        'an empty page in the middle that counts nothing',
        (start) => (start > 3 ? { total: 0, ids: [] } : { total: 9, ids: rows(3) }),
        'incomplete',
      ],
      ['the first page again behind the end', () => ({ total: 3, ids: rows(3) }), 3],
    ];
  test.each(cases)('with %s', async (_name, answer, expected) => {
    const { client } = clientOf(answer);
    if (expected === 'incomplete') await expect(idsOf(client)).rejects.toMatchObject({ code: 'provider_incomplete' });
    else expect(await idsOf(client)).toEqual(rows(expected));
  });

  test('finds who slipped between two pages when somebody was deleted', async () => {
    let left = rows(30);
    const { client } = clientOf((start) => {
      const answer = { total: left.length, ids: left.slice(start - 1, start + 9) };
      if (start === 1 && left.length === 30) left = left.slice(1);
      return answer;
    });
    expect((await idsOf(client)).sort((a, b) => a - b)).toEqual(rows(30));
  });

  test('takes a refusal behind the end for the end, and no other', async () => {
    const refusing = (from: number) =>
      clientOf((start) => {
        if (start >= from) throw new AppError('provider_rejected', 'No such index');
        return { total: 20, ids: rows(20).slice(start - 1, start + 9) };
      }).client;
    expect(await idsOf(refusing(21))).toEqual(rows(20));
    await expect(idsOf(refusing(11))).rejects.toMatchObject({ code: 'provider_rejected' });
  });
});
