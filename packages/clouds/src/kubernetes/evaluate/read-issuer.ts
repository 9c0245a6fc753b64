import { quote } from '@drawbridge/core';
import { authoritiesFault } from './authorities.ts';
import type { JwtAuthenticator } from './configuration.ts';
import type { FileFaults } from '../../trust/file-faults.ts';
import { parseGoUrl } from './go-url.ts';
import type { Members } from './members.ts';

export const ISSUER_NAMES = [
  'url',
  'discoveryURL',
  'certificateAuthority',
  'audiences',
  'audienceMatchPolicy',
  'egressSelectorType',
] as const;

/** @param disallowed - issuers whose tokens the API server takes otherwise: those of its service accounts */
export function readIssuer(
  issuer: Members,
  disallowed: readonly string[],
  faults: FileFaults,
): JwtAuthenticator['issuer'] {
  const url = issuer.text('url') ?? '';
  if (url === '') faults.add(issuer.at('url'), 'is missing');
  else {
    if (disallowed.includes(url)) {
      faults.add(issuer.at('url'), `${quote(url)} is the issuer of the API server's own tokens`);
    }
    addUrlFault(issuer.at('url'), url, faults);
  }
  const discoveryUrl = issuer.text('discoveryURL') ?? '';
  if (discoveryUrl !== '') {
    const at = issuer.at('discoveryURL');
    if (url !== '' && withoutSlashes(url) === withoutSlashes(discoveryUrl)) {
      faults.add(at, `${quote(discoveryUrl)} is the issuer itself: it has to be another address`);
    }
    addUrlFault(at, discoveryUrl, faults);
  }
  const audiences = readAudiences(issuer, faults);
  const certificateAuthority = issuer.text('certificateAuthority') ?? '';
  const fault = certificateAuthority === '' ? undefined : authoritiesFault(certificateAuthority);
  if (fault !== undefined) faults.add(issuer.at('certificateAuthority'), fault);
  const egress = issuer.text('egressSelectorType') ?? '';
  if (egress !== '' && egress !== 'controlplane' && egress !== 'cluster') {
    faults.add(issuer.at('egressSelectorType'), `${quote(egress)} is not controlplane or cluster`);
  }
  return {
    url,
    audiences,
    ...(discoveryUrl !== '' && { discoveryUrl }),
    ...(certificateAuthority !== '' && { certificateAuthority }),
  };
}

function addUrlFault(at: string, url: string, faults: FileFaults): void {
  const parsed = parseGoUrl(url);
  if ('fault' in parsed) {
    faults.add(at, `${quote(url)} is no URL: it ${parsed.fault}`);
    return;
  }
  if (parsed.scheme !== 'https') faults.add(at, `${quote(url)} is not an https URL`);
  if (parsed.hasUser) faults.add(at, 'has a user name or password');
  if (parsed.hasQuery) faults.add(at, `${quote(url)} has a query`);
  if (parsed.hasFragment) faults.add(at, `${quote(url)} has a fragment`);
}

function readAudiences(issuer: Members, faults: FileFaults): readonly string[] {
  const audiences = issuer.texts('audiences');
  const policy = issuer.text('audienceMatchPolicy') ?? '';
  if (audiences.length === 0) {
    faults.add(issuer.at('audiences'), 'has no audience');
    return audiences;
  }
  const seen = new Set<string>();
  for (const [index, audience] of audiences.entries()) {
    const at = `${issuer.at('audiences')}[${index}]`;
    if (audience === '') faults.add(at, 'is empty');
    if (seen.has(audience)) faults.add(at, `${quote(audience)} is there twice`);
    seen.add(audience);
  }
  const at = issuer.at('audienceMatchPolicy');
  if (audiences.length > 1 && policy !== 'MatchAny') {
    faults.add(at, `is ${quote(policy)}: with several audiences it has to be MatchAny`);
  } else if (policy !== '' && policy !== 'MatchAny') {
    faults.add(at, `is ${quote(policy)}: it has to be MatchAny, or nothing`);
  }
  return audiences;
}

function withoutSlashes(url: string): string {
  let end = url.length;
  while (url[end - 1] === '/') end -= 1;
  return url.slice(0, end);
}
