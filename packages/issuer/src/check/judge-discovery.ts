import { jwksUriOf } from '@drawbridge/clouds/doctor';
import { type JsonObject, member, parseJsonObject, parseUrl } from '@drawbridge/core';
import { type Finding, finding } from './finding.ts';

/** What AWS asks for beside issuer and jwks_uri. */
const MEMBERS = [
  'response_types_supported',
  'subject_types_supported',
  'id_token_signing_alg_values_supported',
  'claims_supported',
] as const;

/** Judges what a discovery document says. */
export function judgeDiscovery(issuer: string, body: Uint8Array): readonly Finding[] {
  const document = parseJsonObject(body);
  if (document === undefined)
    return [finding('not-json', 'The discovery document is no JSON object.')];
  const findings: Finding[] = [];
  const named = member(document, 'issuer');
  if (named !== issuer) {
    findings.push(
      finding(
        'issuer-differs',
        `The discovery document is that of ${show(named)}, not of ${issuer}.`,
      ),
    );
  }
  const uri = jwksUriOf(document);
  if (uri === undefined) {
    findings.push(
      finding('jwks-missing', `Its jwks_uri is ${show(member(document, 'jwks_uri'))}.`),
    );
  } else if (parseUrl(uri)?.host !== parseUrl(issuer)?.host) {
    findings.push(finding('jwks-elsewhere', `The keys are at another host: ${uri}.`));
  }
  for (const name of MEMBERS) {
    if (!isList(document, name)) {
      findings.push(finding('member-missing', `The discovery document has no list ${name}.`));
    }
  }
  const algorithms = member(document, 'id_token_signing_alg_values_supported');
  if (Array.isArray(algorithms) && !algorithms.includes('RS256')) {
    findings.push(finding('algorithm-narrow', 'The discovery document does not name RS256.'));
  }
  return findings;
}

function isList(document: JsonObject, name: string): boolean {
  const list = member(document, name);
  return Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string');
}

function show(value: unknown): string {
  return value === undefined ? 'not there' : JSON.stringify(value).slice(0, 200);
}
