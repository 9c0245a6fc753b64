import { randomBytes } from 'node:crypto';
import { createNodeSealer, type Runtime } from '@drawbridge/node';
import { createVouchCodec } from '@drawbridge/oauth';
import { createInspector, type Inspector } from '../../inspector/create-inspector.ts';
import { createIdTokenVerifier } from '../../inspector/id-tokens/create-id-token-verifier.ts';
import type { InspectorSettings } from './inspector-settings.ts';

/** Makes an inspector that has its host for itself. What was ended before its time it does not know: that is the gateway's. */
export function buildInspector(
  settings: InspectorSettings,
  { clock, http, log }: Pick<Runtime, 'clock' | 'http' | 'log'>,
): Inspector {
  const { serverUrl, indent, cookieName, algorithm, keys, issuers, isWeak } = settings;
  if (isWeak) {
    log.warn('the secret is weak', {
      detail: 'whoever has one cookie can find it by trying, and sign in as anybody',
      hint: 'Give Vouch Proxy one of `openssl rand -base64 32`, and this one the same.',
    });
  }
  const { fetchDocument } = http;
  return createInspector({
    serverUrl,
    indent,
    cookieName,
    codec: createVouchCodec({ algorithm, keys, clock }),
    verifier: createIdTokenVerifier({ issuers, fetchDocument, clock, log }),
    page: {
      vouchKeys: keys,
      // A button of a page is good until the process ends: then the page is opened anew.
      sealer: createNodeSealer([randomBytes(32)], { purpose: 'inspector' }),
    },
    clock,
    isAlone: true,
    log,
  });
}
