import { useEffect, useState } from 'react';
import type { PanelFeed } from '../messages.ts';
import type { PanelClient } from './client.ts';

/** The newest feed; null until the background has spoken. */
export function useFeed(client: PanelClient): PanelFeed | null {
  const [feed, setFeed] = useState<PanelFeed | null>(null);
  useEffect(() => client.subscribe(setFeed), [client]);
  return feed;
}
