import type { ConnectionDraft } from '@counterpart/shared/api.ts';
import type { Identity } from '../identity/types.ts';
import type { Psa } from '../psa/types.ts';

/**
 * Hosts of a PSA's agent screens: where it says they are, and the domains of one's own. A cloud's host is shared by
 * many customers, so it finds a connection only inside a workspace.
 */
export async function hostsOf(connector: Psa | Identity, settings: ConnectionDraft['settings']): Promise<string[]> {
  if (!('screenHost' in connector)) return [];
  const further = 'hosts' in settings ? settings.hosts : [];
  return [...new Set([await connector.screenHost(), ...further])];
}
