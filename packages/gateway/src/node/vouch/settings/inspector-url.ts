import { parseUrl } from '@drawbridge/core';
import { serverUrlFault } from '../../../inspector/server-url.ts';
import type { VouchSettings } from '../../../vouch/vouch-settings.ts';
import type { ValueReader } from './value-reader.ts';

/**
 * Where people reach the inspector: at the origin of the first callback URL, below the document root.
 *
 * @returns `undefined` where there is none, or a fault was told
 */
export function readInspectorUrl(
  reader: ValueReader,
  { documentRoot, oauth }: Pick<VouchSettings, 'documentRoot' | 'oauth'>,
): string | undefined {
  if (!reader.flag('vouch.inspector')) return undefined;
  const origin = parseUrl(oauth?.callbackUrls[0] ?? '')?.origin;
  if (origin === undefined) {
    reader.fault(
      'vouch.inspector',
      'needs oauth.callback_url, whose host people reach it at: write it, or serve the inspector by `drawbridge serve inspector`',
    );
    return undefined;
  }
  const url = origin + documentRoot;
  const fault = serverUrlFault(url);
  if (fault === undefined) return url;
  reader.fault(
    'vouch.inspector',
    'cannot be below this vouch.document_root, which has a mark of quotation in it: write a path without',
  );
  return undefined;
}
