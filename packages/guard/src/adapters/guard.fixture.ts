import { createLogRecorder, createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { createGuard } from '../create-guard.ts';
import type { Guard } from '../guard.ts';
import type { GuardRequest } from '../guard-request.ts';
import { requestFields } from '../headers/request-fields.ts';
import type { GuardSettings } from '../options/guard-options.ts';
import { APISIX } from '../profiles/apisix.ts';

/** A guard behind APISIX that believes a test issuer, and what a test sees of it. */
export interface StagedGuard {
  readonly guard: Guard;
  readonly issuer: TestIssuer;
  /** The requests that it judged, as adapters showed them. */
  readonly seen: readonly GuardRequest[];
  /** What it logged. */
  log(): string;
}

export async function stageGuard(settings: GuardSettings = {}): Promise<StagedGuard> {
  const issuer = await createTestIssuer();
  const log = createLogRecorder();
  const guard = createGuard({
    ...issuer.guardOptions,
    headers: APISIX,
    resource: { url: 'https://api.test/api:v1' },
    log,
    ...settings,
  });
  const seen: GuardRequest[] = [];
  const watched: Guard = {
    ...guard,
    identify(request, ...requirements) {
      seen.push('method' in request ? requestFields(request) : request);
      return guard.identify(request, ...requirements);
    },
    identifySoon(request, requirements) {
      seen.push(request);
      return guard.identifySoon(request, requirements);
    },
  };
  return { guard: watched, issuer, seen, log: log.text };
}

/** Where the metadata of such a guard are. */
export const METADATA_PATH = '/.well-known/oauth-protected-resource/api:v1';

/** A guard that challenges twice, so that a test sees whether both challenges arrive. */
export function challengingTwice(guard: Guard): Guard {
  return {
    ...guard,
    refuse: () => ({
      status: 401,
      headers: [
        ['www-authenticate', 'Bearer realm="a"'],
        ['www-authenticate', 'DPoP algs="ES256"'],
      ],
      body: '{}',
    }),
  };
}

/** The metadata of such a guard as text. */
export const METADATA = JSON.stringify({
  resource: 'https://api.test/api:v1',
  authorization_servers: ['https://issuer.test'],
  bearer_methods_supported: ['header'],
});
