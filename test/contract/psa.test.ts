import { PSAS } from '@counterpart/server/psa/index.ts';
import { PSA_IDS, type PsaId } from '@counterpart/shared/providers.ts';
import { PSA_HARNESSES } from '../simulators/psa/harness.ts';
import { type PsaUnderTest, psaContract } from './psa-suite.ts';

/** Where a PSA differs from the others by its nature. */
const TRAITS: Record<PsaId, Pick<PsaUnderTest, 'renewsSignIn' | 'uncounted' | 'kinds'>> = {
  halopsa: { renewsSignIn: true },
  // It signs in with every request; what is asked for again after a 401 is the zone.
  autotask: { renewsSignIn: true, kinds: ['person'] },
  connectwise: { renewsSignIn: false, uncounted: ['sites'] },
};

for (const id of PSA_IDS) psaContract(id, { harness: PSA_HARNESSES[id], create: PSAS[id].create, ...TRAITS[id] });
