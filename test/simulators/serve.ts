import type { PsaId } from '@counterpart/shared/providers.ts';
import { resolverRules } from '../helpers/hosts.ts';
import { storyToScimUsers } from '../world/scim.ts';
import { story } from '../world/story.ts';
import type { Story, StoryDirectory } from '../world/types.ts';
import { type ScimServer, startScimServer } from './identity/scim/server.ts';
import { type HaloSite, PSA_SITES, type PsaSite, startHaloSite } from './psa-sites.ts';

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
  /** The same story in each PSA: whoever connects one of them sees these customers. */
  sites: Record<PsaId, PsaSite>;
  halo: HaloSite;
  scim: RunningDirectory[];
  /** The argument that makes Chromium find the site's host on this machine. */
  browserArgs: string[];
  close(): Promise<void>;
}

/** Starts the stand-in PSAs and every SCIM directory of the story, on loopback; a port that is left out is a free one. */
export async function startWorld({ ports = {} }: { ports?: WorldPorts } = {}): Promise<World> {
  const halo = await startHaloSite(story, { apiPort: ports.haloApi, screensPort: ports.haloSite });
  const sites = {
    halopsa: halo,
    autotask: await PSA_SITES.autotask(story),
    connectwise: await PSA_SITES.connectwise(story),
  };
  const scim: RunningDirectory[] = [];
  for (const { directory } of story.customers) {
    if (directory?.provider !== 'scim') continue;
    const token = `story-only-token-of-${directory.key}`;
    const users = storyToScimUsers(story, directory.key);
    const server = await startScimServer({ users, token, port: ports.scim ? ports.scim + scim.length : 0 });
    scim.push({ directory, url: server.url, token, server });
  }
  const all: PsaSite[] = Object.values(sites);
  const hosts = Object.fromEntries(all.map(({ host, httpsPort }) => [host, httpsPort]));
  return {
    story,
    sites,
    halo,
    scim,
    browserArgs: [`--host-resolver-rules=${resolverRules(hosts)}`, '--ignore-certificate-errors'],
    async close() {
      await Promise.all([...all.map((site) => site.close()), ...scim.map(({ server }) => server.close())]);
    },
  };
}
