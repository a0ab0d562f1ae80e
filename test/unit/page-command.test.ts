import { spawnSync } from 'node:child_process';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const FILE = path.resolve(import.meta.dirname, '../tasks/page.ts');
const page = (...args: string[]) => spawnSync(process.execPath, [FILE, ...args], { encoding: 'utf8' });

const HALO = 'https://acme.halopsa.com/ticket?id=0012345';
const OWN = 'https://cw.example.com/v4_6_release/ConnectWise.aspx?locale=en_US&routeTo=ContactFV&recid=77';

describe('npm run page', () => {
  it('prints one line per address and nothing else', () => {
    const { status, stdout } = page(
      HALO,
      'https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc/TicketByTicketNumber?ticketNumber=T20260101.0001',
      'https://na.myconnectwise.net/v2025_1/ConnectWise.aspx?locale=en_US#XQAAPLACEHOLDER??ServiceTicket',
      'https://acme.halopsa.com/tickets',
      'not an address',
    );
    expect(stdout).toBe(
      [
        '{"psa":"halopsa","kind":"ticket","id":"12345","number":null}',
        '{"psa":"autotask","kind":"ticket","id":null,"number":"T20260101.0001"}',
        '{"psa":"connectwise","kind":"ticket","id":null,"number":null}',
        'null',
        'null',
        '',
      ].join('\n'),
    );
    expect(status).toBe(0);
  });

  it.each([
    [['--host', 'cw.example.com=connectwise', OWN]],
    [['--host=CW.example.com=connectwise', OWN]],
    [['--host', 'cw.example.com=Connect', OWN]],
    [['--host', 'https://cw.example.com/v4_6_release/?a=b=connectwise', OWN]],
    [[OWN, '--host', 'cw.example.com=connectwise', '--host', 'help.example.com=halopsa']],
  ])('knows a host that it was told of: %j', (args) => {
    expect(page(...args).stdout).toBe('{"psa":"connectwise","kind":"contact","id":"77","number":null}\n');
  });

  it('has a line for whatever it is given, and says what it took for an address', () => {
    const odd = [
      '',
      ' ',
      '-x',
      '--hosts',
      '\n',
      '$(id)',
      '"',
      "'",
      '%',
      '%zz',
      'https://',
      'https://[',
      '::',
      '\u202e',
      '😀',
    ];
    const { status, stdout, stderr } = page(...odd, HALO, '--', '--host', '--host=x', '-h1');
    const lines = [...odd.map(() => 'null'), '{"psa":"halopsa","kind":"ticket","id":"12345","number":null}'];
    expect(stdout).toBe([...lines, 'null', 'null', 'null', ''].join('\n'));
    expect(stderr).toBe('There is no option -x: read as an address\nThere is no option --hosts: read as an address\n');
    expect(status).toBe(0);
  });

  it('never throws: one line, null or a record, for any text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.webUrl({ withQueryParameters: true }));
    const texts = fc.sample(
      text.map((any) => any.replaceAll('\0', '')),
      { numRuns: 500, seed: 7 },
    );
    const lines = page('--', ...texts).stdout.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line))).toEqual(texts.map(() => null));
  });

  it('knows a self-hosted server by nothing else', () => expect(page(OWN).stdout).toBe('null\n'));

  it.each([
    [['--host', 'cw.example.com', OWN], 'like help.example.com=halopsa'],
    [['--host', 'cw.example.com=zendesk', OWN], 'no PSA "zendesk"'],
    [['--host', 'cw.example.com=constructor', OWN], 'no PSA "constructor"'],
    [['--host', '*.example.com=halopsa', OWN], 'like help.example.com=halopsa'],
    [['--host', 'user@cw.example.com=halopsa', OWN], 'like help.example.com=halopsa'],
    [['--host', 'a.example.=halopsa', OWN], 'like help.example.com=halopsa'],
    [['--host', '=halopsa', OWN], 'like help.example.com=halopsa'],
    [['--host', 'acme.halopsa.com=connectwise', OWN], "halopsa's own"],
    [['--host', 'a.example=halopsa', '--host', 'a.example=connectwise', OWN], 'two PSAs'],
    [['--host'], 'like help.example.com=halopsa'],
    [['--host', 'a_b.example=halopsa', OWN], 'like help.example.com=halopsa'],
    [['--host', 'a.example=', OWN], 'like help.example.com=halopsa'],
    [['--host', 'a.example=o', OWN], 'no PSA "o"'],
    [[], 'Which address?'],
  ])('refuses %j', (args, says) => {
    const { status, stdout, stderr } = page(...args);
    expect(stderr).toContain(says);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });
});
