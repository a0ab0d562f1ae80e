import { readEnv } from '@counterpart/server/env.ts';
import { describe, expect, test } from 'vitest';

const KEY = `1:${Buffer.alloc(32, 1).toString('base64')}`;
const problem = (source: Record<string, string>): string => {
  try {
    readEnv(source);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was read');
};

test('nothing set is a good start', () => {
  expect(readEnv({})).toMatchObject({ HOST: '127.0.0.1', PORT: 8787, ALLOW_HTTP: false, PRIVATE_NETWORKS: [] });
});

test('an empty variable counts as absent', () => {
  expect(readEnv({ PORT: '', DATABASE_URL: '', VAULT_KEYS: '' })).toEqual(readEnv({}));
});

test('lists are cut at commas', () => {
  expect(readEnv({ ALLOWED_HOSTS: ' a.example, ,b.example,' }).ALLOWED_HOSTS).toEqual(['a.example', 'b.example']);
});

test('all that is wrong is said at once, and no value is repeated', () => {
  const wrong = {
    NODE_ENV: 'production-canary',
    PORT: '70000',
    DATABASE_URL: 'mysql://canary:canary@db/canary',
    VAULT_KEYS: 'canary',
    LOG_LEVEL: 'canary',
    ALLOW_HTTP: 'canary',
    WORKSPACE: 'canary'.repeat(30),
  };
  const said = problem(wrong);
  for (const name of Object.keys(wrong)) expect(said).toContain(`\n  ${name}: `);
  expect(said.split('\n')).toHaveLength(Object.keys(wrong).length + 1);
  expect(said).not.toContain('canary');
});

describe('alone', () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ PORT: 'http' }, /PORT: must be a port number/],
    [{ PORT: '-1' }, /PORT/],
    [{ PORT: '80.5' }, /PORT/],
    [{ VAULT_KEYS: '1:c2hvcnQ=' }, /VAULT_KEYS: .*32 bytes/],
    [{ VAULT_KEYS: `${KEY},2:` }, /VAULT_KEYS/],
    [{ VAULT_KEYS: KEY.slice(1) }, /VAULT_KEYS/],
    [{ DATABASE_URL: 'localhost' }, /DATABASE_URL: must be postgres:/],
    [{ DATABASE_APP_URL: 'postgres://a:b@c/d' }, /DATABASE_APP_URL: needs DATABASE_URL/],
    [{ PRIVATE_NETWORKS: '10.0.0.0' }, /PRIVATE_NETWORKS: .*10.0.0.0\/8/],
    [{ PRIVATE_NETWORKS: '10.0.0.0/8,all' }, /PRIVATE_NETWORKS/],
    [{ ALLOW_HTTP: 'yes' }, /ALLOW_HTTP/],
    [{ NODE_ENV: 'production', ALLOW_HTTP: 'true' }, /ALLOW_HTTP: is refused in production/],
    [{ NODE_ENV: 'production', DATABASE_URL: 'postgres://a:b@c/d' }, /VAULT_KEYS: is required in production/],
  ])('%o', (source, why) => {
    expect(problem(source)).toMatch(why);
  });
});
