import type { VouchSettings } from '../../../vouch/vouch-settings.ts';
import { checkDomain } from './check-domain.ts';
import type { ValueReader } from './value-reader.ts';

const PATH = /^(?:\/[\w.~!$&'()*+,;=:@-]+)+$/;

/** Reads where everything is, and who may come in. */
export function readAccessSettings(
  reader: ValueReader,
): Pick<
  VouchSettings,
  | 'documentRoot'
  | 'domains'
  | 'allowAllUsers'
  | 'publicAccess'
  | 'whiteList'
  | 'teamWhitelist'
  | 'testing'
  | 'testUrls'
  | 'postLogoutRedirectUris'
> {
  const allowAllUsers = reader.flag('vouch.allowAllUsers');
  const domains = reader
    .list('vouch.domains')
    .map((domain) => checkDomain(domain, 'vouch.domains', reader));
  if (!reader.isGiven('vouch.domains') && !allowAllUsers) {
    reader.fault(
      'vouch.domains',
      'is missing: write the domains that are protected, or set vouch.allowAllUsers and vouch.cookie.domain',
    );
  } else if (domains.length > 0 && allowAllUsers) {
    reader.fault(
      'vouch.allowAllUsers',
      'is true beside vouch.domains: keep vouch.domains for people of these domains alone, or vouch.allowAllUsers with vouch.cookie.domain for everybody',
    );
  } else if (domains.length === 0 && !allowAllUsers) {
    reader.fault('vouch.domains', 'is empty: write the domains that are protected');
  }
  const testUrl = reader.text('vouch.test_url');
  return {
    documentRoot: documentRootOf(reader),
    domains,
    allowAllUsers,
    publicAccess: reader.flag('vouch.publicAccess'),
    whiteList: reader.list('vouch.whiteList'),
    teamWhitelist: reader.list('vouch.teamWhitelist'),
    testing: reader.flag('vouch.testing'),
    testUrls: [...reader.list('vouch.test_urls'), ...(testUrl === undefined ? [] : [testUrl])],
    postLogoutRedirectUris: reader.list('vouch.post_logout_redirect_uris'),
  };
}

function documentRootOf(reader: ValueReader): string {
  const given = reader.text('vouch.document_root') ?? '';
  const root = given.replace(/\/+$/, '');
  if (root === '') return '';
  const isOdd = root.split('/').some((step) => step === '.' || step === '..');
  if (!PATH.test(root) || isOdd) {
    reader.fault(
      'vouch.document_root',
      'is no path that a request can have: write one with a slash in front, such as /vouch',
    );
  }
  return root;
}
