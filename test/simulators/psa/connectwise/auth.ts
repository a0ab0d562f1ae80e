import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ConnectWiseControl } from './control.ts';
import { noEndpoint, unauthorized } from './faults.ts';

export interface ApiMember {
  company: string;
  publicKey: string;
  privateKey: string;
  clientId: string;
}

/** `GET /login/companyinfo/{company}`: where a company's API is; `null` for one that is not known. No key needed. */
export function loginRoutes(member: ApiMember, control: ConnectWiseControl): Hono {
  return new Hono().get('/companyinfo/:company', (c) => {
    if (c.req.param('company').toLowerCase() !== member.company.toLowerCase()) return c.json(null);
    return c.json({
      CompanyName: member.company,
      Codebase: `${control.release}/`,
      VersionCode: control.release,
      VersionNumber: 'v4.6.38842',
      CompanyID: member.company,
      IsCloud: 'True',
    });
  });
}

/** The path must name the live release, and in the cloud the API's own host. */
export function atRelease(control: ConnectWiseControl) {
  return createMiddleware(async (c, next) => {
    const { hostname } = new URL(c.req.url);
    const [, release] = c.req.path.split('/');
    const generic = release === 'v4_6_release';
    if (!generic && hostname.endsWith('myconnectwise.net') && !hostname.startsWith('api-')) {
      return c.json({ code: 'Security', message: 'SSL is required.', errors: null }, 403);
    }
    return release === control.release || (generic && control.genericRelease) ? next() : noEndpoint(c);
  });
}

/** Keys with every request; nothing is signed in to. */
export function keys(member: ApiMember) {
  const login = `${member.company}+${member.publicKey}:${member.privateKey}`;
  const expected = `Basic ${Buffer.from(login).toString('base64')}`;
  return createMiddleware(async (c, next) => {
    if (c.req.header('clientid') !== member.clientId) return unauthorized(c, 'The clientId is missing or not valid.');
    if (c.req.header('authorization') !== expected) return unauthorized(c, 'The supplied authentication is incorrect.');
    return next();
  });
}
