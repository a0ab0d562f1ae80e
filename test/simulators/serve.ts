import { resolverRules, serveHttp, serveHttps } from '../helpers/hosts.ts';
import { storyToHaloSeed } from '../world/halo.ts';
import { storyToScimUsers } from '../world/scim.ts';
import { story } from '../world/story.ts';
import type { Story, StoryDirectory } from '../world/types.ts';
import { createHaloSite } from './halo-site.ts';
import { type ScimServer, startScimServer } from './identity/scim/server.ts';
import { createHaloSimulator, type HaloSimulator } from './psa/halopsa/index.ts';

/** What the stand-in HaloPSA's API application is called; good on this machine's loopback only. */
export const HALO_APPLICATION = {
  clientId: 'b7c5c1f0-counterpart',
  clientSecret: 'story-only-client-secret',
  tenant: 'northwind',
};

export interface WorldPorts {
  /** The API by plain http, for the server. */
  haloApi?: number;
  /** The one https host, for browsers. */
  haloSite?: number;
  /** The first SCIM directory; the others follow. */
  scim?: number;
}

export interface RunningDirectory {
  directory: StoryDirectory;
  url: string;
  token: string;
  server: ScimServer;
}

export interface World {
  story: Story;
  halo: typeof HALO_APPLICATION & {
    /** The address of a connection: plain http on loopback, because no test trusts the site's certificate. */
    apiUrl: string;
    /** As the browser sees it, without the port. */
    host: string;
    siteUrl: string;
    httpsPort: number;
    simulator: HaloSimulator;
  };
  scim: RunningDirectory[];
  /** The argument that makes Chromium find the site's host on this machine. */
  browserArgs: string[];
  close(): Promise<void>;
}

/** Starts the stand-in PSA and every SCIM directory of the story, on loopback; a port that is left out is a free one. */
export async function startWorld({ ports = {} }: { ports?: WorldPorts } = {}): Promise<World> {
  const simulator = createHaloSimulator({ seed: storyToHaloSeed(story), ...HALO_APPLICATION });
  const api = await serveHttp(simulator.fetch, ports.haloApi);
  const site = await serveHttps(createHaloSite(simulator).fetch, [story.msp.host], ports.haloSite);
  const scim: RunningDirectory[] = [];
  for (const { directory } of story.customers) {
    if (directory?.provider !== 'scim') continue;
    const token = `story-only-token-of-${directory.key}`;
    const users = storyToScimUsers(story, directory.key);
    const server = await startScimServer({ users, token, port: ports.scim ? ports.scim + scim.length : 0 });
    scim.push({ directory, url: server.url, token, server });
  }
  return {
    story,
    halo: {
      ...HALO_APPLICATION,
      apiUrl: `http://127.0.0.1:${api.port}`,
      host: story.msp.host,
      siteUrl: `https://${story.msp.host}`,
      httpsPort: site.port,
      simulator,
    },
    scim,
    browserArgs: [
      `--host-resolver-rules=${resolverRules({ [story.msp.host]: site.port })}`,
      '--ignore-certificate-errors',
    ],
    async close() {
      await Promise.all([api.close(), site.close(), ...scim.map(({ server }) => server.close())]);
    },
  };
}
