import { sql } from 'drizzle-orm';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { Tx } from '../db/client.ts';
import { type JobData, QUEUES, type QueueName } from './queues.ts';

export interface Queue {
  /**
   * Adds a job in the caller's transaction: it exists exactly if the change does. `key`: at most one such job waits or
   * runs (of `changes` and `reread`: at most one waits, another may run), and the answer is false where there is one
   * already. `afterSeconds`: not before.
   */
  send<Q extends QueueName>(tx: Tx, queue: Q, data: JobData[Q], key?: string, afterSeconds?: number): Promise<boolean>;
  /** Starts this process's workers. */
  work(handlers: { [Q in QueueName]: (data: JobData[Q]) => Promise<void> }): Promise<void>;
  /** Lets running jobs finish for up to `timeoutMs`, then leaves them to another worker. */
  stop(timeoutMs: number): Promise<void>;
}

/** pg-boss on the product's own PostgreSQL, as the app role; its tables are made by the migration. */
export async function openQueue(appUrl: string, log: Logger): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: appUrl,
    application_name: 'counterpart-jobs',
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    useListenNotify: true,
    reindex: false, // the app role does not own the indexes
    monitorIntervalSeconds: 5, // finds jobs whose worker died: the other half of heartbeatSeconds
    superviseIntervalSeconds: 5,
  });
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  await boss.start();
  return {
    async send(tx, queue, data, key, afterSeconds) {
      const id = await boss.send(queue, data, {
        db: fromDrizzle(tx, sql),
        ...(key ? { singletonKey: key } : {}),
        ...(afterSeconds ? { startAfter: Math.ceil(afterSeconds) } : {}),
      });
      return id !== null;
    },
    async work(handlers) {
      for (const queue of Object.keys(QUEUES) as QueueName[]) {
        const handle = handlers[queue] as (data: JobData[QueueName]) => Promise<void>;
        await boss.work<JobData[QueueName]>(
          queue,
          // New jobs are notified; a retry that falls due is not, and would wait for the default of 30 s.
          { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2, localConcurrency: 2 },
          async ([job]) => {
            if (job) await handle(job.data);
          },
        );
      }
    },
    async stop(timeoutMs) {
      await boss.stop({ graceful: true, timeout: timeoutMs });
    },
  };
}
