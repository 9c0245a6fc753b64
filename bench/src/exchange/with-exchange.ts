import type { ServerProcess } from '../harness/server-process.ts';
import {
  ACCEPTED_AUDIENCE,
  type ConfiguredBridge,
  type Policy,
  setUpConfiguredBridge,
  type SigningAlgorithm,
  type StartOptions,
} from './bridge.ts';
import { startUpstream, type Upstream } from '../upstream/upstream.ts';

/** An exchange that runs, with the issuer that it trusts. */
export interface RunningExchange {
  readonly upstream: Upstream;
  readonly bridge: ConfiguredBridge;
  readonly server: ServerProcess;
}

export interface WithExchangeOptions extends StartOptions {
  readonly alg: SigningAlgorithm;
  /** How many distinct upstream tokens. */
  readonly tokens: number;
  /** More of its configuration than one upstream issuer with one rule. */
  readonly policy?: Partial<Policy>;
}

/** Has an exchange at hand for as long as it is used. */
export async function withExchange<T>(
  { alg, tokens, policy = {}, ...start }: WithExchangeOptions,
  use: (running: RunningExchange) => Promise<T>,
): Promise<T> {
  const upstream = await startUpstream({ alg, audience: ACCEPTED_AUDIENCE, tokens });
  try {
    const rules = upstream.issuers.map((issuer) => ({ issuer }));
    const whole: Policy = { upstreams: upstream.issuers, rules, ...policy };
    const bridge = await setUpConfiguredBridge(whole, alg);
    try {
      const server = await bridge.start(start);
      try {
        return await use({ upstream, bridge, server });
      } finally {
        await server.stop();
      }
    } finally {
      bridge.remove();
    }
  } finally {
    await upstream.close();
  }
}
