import type { PsaId } from '@counterpart/shared/providers.ts';
import { useEffect } from 'react';
import { useClient } from '../client.ts';
import { useAnswer } from '../use-answer.ts';

export interface Sites {
  loading: boolean;
  vendors: readonly { psa: PsaId; pattern: string; granted: boolean }[];
  custom: readonly { host: string; psa: PsaId; granted: boolean }[];
  reload(): void;
  store(host: string, psa: PsaId): Promise<void>;
  /** Takes a host from the list that the browser was asked for in vain. */
  forget(host: string): Promise<void>;
  /** Gives the browser's permission back too. */
  remove(host: string): Promise<void>;
}

/** Both lists with what the browser allows at the moment; follows changes made in the browser's own settings. */
export function useSites(): Sites {
  const { access, customHosts } = useClient();
  const { value, loading, reload } = useAnswer(async () => {
    const hosts = Object.entries(await customHosts.get()).sort(([a], [b]) => a.localeCompare(b));
    const [vendors, custom] = await Promise.all([
      Promise.all(access.vendors.map(async (one) => ({ ...one, granted: await access.hasPattern(one.pattern) }))),
      Promise.all(hosts.map(async ([host, psa]) => ({ host, psa, granted: await access.hasHost(host) }))),
    ]);
    return { vendors, custom };
  });
  useEffect(() => {
    const ends = [access.watch(reload), customHosts.watch(reload)];
    return () => {
      for (const end of ends) end();
    };
  }, [access, customHosts, reload]);

  const forget = async (host: string) => {
    const { [host]: _gone, ...rest } = await customHosts.get();
    await customHosts.set(rest);
  };
  return {
    loading,
    vendors: value?.vendors ?? [],
    custom: value?.custom ?? [],
    reload,
    store: async (host, psa) => customHosts.set({ ...(await customHosts.get()), [host]: psa }),
    forget,
    async remove(host) {
      await forget(host);
      await access.dropHost(host);
      reload();
    },
  };
}
