import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import express5 from 'express5';
import SCIMMY from 'scimmy';
import SCIMMYRouters from 'scimmy-routers';
import { faultHandler, type ScimFaults } from './faults.ts';
import { declareUsers, putUser, type ScimContext, type ScimRecord, type ScimSeed, type ScimStore } from './store.ts';

export interface ScimServer {
  /** The service's base, as a connection's address wants it. */
  url: string;
  users(): ScimRecord[];
  /** Adds or replaces a user behind the API's back. */
  put(user: ScimSeed): ScimRecord;
  remove(id: string): boolean;
  /** Change what is in it to misbehave, empty it to behave. */
  faults: ScimFaults;
  /** What was asked so far, method and path with query. */
  requests: string[];
  close(): Promise<void>;
}

/** The same service under a framework that it was not written for. */
export const EXPRESS_5 = express5;

/** A third-party SCIM 2.0 service (scimmy) on a loopback port, filled with `users` and told how to misbehave by `faults`. */
export async function startScimServer({
  users,
  token,
  port = 0,
  faults = {},
  framework = express,
}: {
  users: ScimSeed[];
  token: string;
  port?: number;
  faults?: ScimFaults;
  /** Under express 5 scimmy's routers heed no `count` and give a list's first rows again: `EXPRESS_5`. */
  framework?: typeof express;
}): Promise<ScimServer> {
  declareUsers();
  const store: ScimStore = new Map();
  for (const user of users) putUser(store, user);
  const requests: string[] = [];

  SCIMMY.Config.set('authenticationSchemes', []); // each router adds its own to the process-wide list
  const router = new SCIMMYRouters({
    type: 'bearer',
    handler(request) {
      if (request.header('authorization') !== `Bearer ${token}`) throw new Error('The token is wrong');
      return 'counterpart';
    },
    context: (): ScimContext => ({ store, faults }),
    // No baseUri: SCIMMY keeps it once for the process, so each answer's `location` stays a path.
  });
  SCIMMY.Config.set({ filter: { supported: true, maxResults: 200 }, bulk: false, sort: true, changePassword: false });

  const app = framework();
  app.disable('x-powered-by');
  app.set('query parser', 'extended');
  app.use('/scim/v2', (request, _response, next) => {
    requests.push(`${request.method} ${request.url}`);
    next();
  });
  app.use(
    '/scim/v2',
    express.json({ type: ['application/scim+json', 'application/json'] }),
    faultHandler(faults),
    router,
  );

  const server = await new Promise<Server>((done, failed) => {
    const listening = app.listen(port, '127.0.0.1', () => done(listening));
    listening.once('error', failed);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    users: () => [...store.values()],
    put: (user) => putUser(store, user),
    remove: (id) => store.delete(id),
    faults,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
