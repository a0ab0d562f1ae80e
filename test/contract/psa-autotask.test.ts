import { type AutotaskConfig, createAutotaskPsa } from '@counterpart/server/psa/autotask/index.ts';
import { autotaskHarness } from '../simulators/psa/autotask/harness.ts';
import { psaContract } from './psa-suite.ts';

psaContract('autotask', {
  harness: autotaskHarness,
  create: ({ settings, secrets }, http) =>
    createAutotaskPsa({ ...(settings as object), ...(secrets as object) } as AutotaskConfig, http),
  // It signs in with every request; what is asked for again after a 401 is the zone.
  renewsSignIn: true,
  kinds: ['person'],
});
