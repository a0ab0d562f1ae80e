import type { Http } from '@counterpart/server/http.ts';
import { type ConnectWiseConfig, createConnectWisePsa } from '@counterpart/server/psa/connectwise/index.ts';
import type { StoredConnection } from '@counterpart/server/psa/index.ts';
import { connectwiseHarness } from '../simulators/psa/connectwise/harness.ts';
import { psaContract } from './psa-suite.ts';

function create({ settings, secrets }: StoredConnection, http: Http) {
  return createConnectWisePsa({ ...(settings as ConnectWiseConfig), ...(secrets as { privateKey: string }) }, http);
}

psaContract('connectwise', { harness: connectwiseHarness, create, renewsSignIn: false, uncounted: ['sites'] });
