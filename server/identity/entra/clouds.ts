import type { EntraCloud } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';

export interface Cloud {
  login: string;
  graph: string;
}

/** The only hosts a connection talks to. https://learn.microsoft.com/graph/deployments */
export const CLOUDS: Record<EntraCloud, Cloud> = {
  global: { login: 'https://login.microsoftonline.com', graph: 'https://graph.microsoft.com' },
  usgov: { login: 'https://login.microsoftonline.us', graph: 'https://graph.microsoft.us' },
  usgovdod: { login: 'https://login.microsoftonline.us', graph: 'https://dod-graph.microsoft.us' },
  china: { login: 'https://login.chinacloudapi.cn', graph: 'https://microsoftgraph.chinacloudapi.cn' },
};

/**
 * An address that Graph gave us to go on with, if it is Graph's own. Our token goes where the address says, so one to
 * another host is thrown as `provider_invalid` and never asked.
 */
export function ownLink(cloud: Cloud, link: string): string {
  const url = URL.canParse(link) ? new URL(link) : null;
  const isOwn =
    url && url.origin === cloud.graph && !url.username && !url.password && url.pathname.startsWith('/v1.0/');
  if (!isOwn) throw new AppError('provider_invalid', 'Microsoft Graph names another host to go on with');
  return url.href;
}
