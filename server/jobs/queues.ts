/**
 * The queues, and how each behaves when a worker dies: a job whose heartbeat stops goes to another worker.
 * All work may run twice without harm (a sync re-reads, a delivery searches before it creates).
 */
export const QUEUES = {
  /** Deliveries whose every worker died: a person must hear of them. First, since `deliver` names it. */
  undelivered: { retryLimit: 100, retryDelay: 60, expireInSeconds: 300 },
  deliver: {
    deadLetter: 'undelivered',
    retryLimit: 8,
    retryDelay: 2,
    retryBackoff: true,
    expireInSeconds: 300,
    heartbeatSeconds: 10,
    notify: true,
  },
  sync: {
    retryLimit: 2,
    retryDelay: 30,
    expireInSeconds: 3600,
    heartbeatSeconds: 30,
    policy: 'exclusive',
    notify: true,
  },
  /**
   * Rounds of incremental reading. Each round asks for the next one, so a round is tried again for as long as it takes:
   * one that was given up would be the connection's last. While one runs, the next may wait.
   */
  changes: {
    retryLimit: 1_000_000,
    retryDelay: 30,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 900,
    heartbeatSeconds: 30,
    policy: 'stately',
    notify: true,
  },
  /** One record that its PSA said has changed. While it is being read it may change again, so the next may wait. */
  reread: {
    retryLimit: 8,
    retryDelay: 5,
    retryBackoff: true,
    expireInSeconds: 300,
    heartbeatSeconds: 30,
    policy: 'stately',
    notify: true,
  },
} as const;

export type QueueName = keyof typeof QUEUES;
/** What a job carries: ids, never data. */
export interface JobData {
  deliver: { workspaceId: string; outboxId: string };
  undelivered: { workspaceId: string; outboxId: string };
  sync: { workspaceId: string; connectionId: string };
  changes: { workspaceId: string; connectionId: string };
  reread: { workspaceId: string; connectionId: string; kind: 'contact' | 'company'; recordId: string };
}
