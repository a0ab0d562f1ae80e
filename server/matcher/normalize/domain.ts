import { domainToASCII } from 'node:url';

const DOMAIN = /^(?=.{3,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9-]{2,63}$/;

/**
 * A domain from whatever a person typed (`https://www.Müller.de/impressum`, `@corp.com`), as lower-case ASCII
 * (punycode), or null where it holds none. Single labels and IP addresses are none: they say nothing about an owner.
 */
export function normalizeDomain(raw: string): string | null {
  const host = raw
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/^[a-z][a-z0-9+.-]*:\/\//, '')
    .replace(/^[^/?#]*@/, '')
    .replace(/[/?#:].*$/s, '')
    .replace(/\.+$/, '')
    .replace(/^(?:www\.)+(?=[^.]+\.)/, '');
  const ascii = domainToASCII(host);
  return DOMAIN.test(ascii) ? ascii : null;
}

/** Providers that give addresses away under many countries' endings. */
const FREE_FAMILIES = new Set('yahoo hotmail live outlook msn gmx aol icloud ymail rocketmail'.split(' '));
const FAMILY_ENDINGS = new Set(
  'com net ca fr de at ch es it nl be ie se dk no fi pt pl in jp co.uk co.jp co.in co.nz co.za com.au com.br com.mx com.ar com.sg'.split(
    ' ',
  ),
);
const FREE_DOMAINS = new Set(
  [
    'gmail.com googlemail.com me.com mac.com proton.me protonmail.com pm.me fastmail.com hey.com zoho.com mail.com',
    'email.com inbox.com hushmail.com tutanota.com tuta.io yandex.ru yandex.com mail.ru bk.ru list.ru rambler.ru',
    'web.de t-online.de freenet.de arcor.de posteo.de mailbox.org bluewin.ch orange.fr wanadoo.fr free.fr sfr.fr',
    'laposte.net neuf.fr libero.it virgilio.it tiscali.it btinternet.com sky.com virginmedia.com talktalk.net ntlworld.com',
    'comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bellsouth.net earthlink.net bigpond.com',
    'optusnet.com.au xtra.co.nz shaw.ca rogers.com telus.net sympatico.ca videotron.ca qq.com 163.com 126.com sina.com',
    'naver.com daum.net rediffmail.com uol.com.br bol.com.br terra.com.br wp.pl o2.pl onet.pl interia.pl seznam.cz',
    'telenet.be skynet.be ziggo.nl kpnmail.nl planet.nl',
  ].flatMap((line) => line.split(' ')),
);

/** Whether anybody can get an address there, so that sharing the domain says nothing. Expects a normalised domain. */
export function isFreeMail(domain: string): boolean {
  if (FREE_DOMAINS.has(domain)) return true;
  const dot = domain.indexOf('.');
  return FREE_FAMILIES.has(domain.slice(0, dot)) && FAMILY_ENDINGS.has(domain.slice(dot + 1));
}
