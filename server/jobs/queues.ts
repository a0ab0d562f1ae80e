/**
 * The queues, and how each behaves when a worker dies: a job whose heartbeat stops goes to another worker.
 * Both kinds of work may run twice without harm (a sync re-reads, a delivery searches before it creates).
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
} as const;

export type QueueName = keyof typeof QUEUES;
/** What a job carries: ids, never data. */
export interface JobData {
  deliver: { workspaceId: string; outboxId: string };
  undelivered: { workspaceId: string; outboxId: string };
  sync: { workspaceId: string; connectionId: string };
}
