import { member, quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import { type Finding, unclear, unmet } from '../../trust/finding.ts';
import { listed } from '../../trust/listed.ts';
import { nearMiss } from '../../trust/near-miss.ts';
import { shown } from '../../trust/shown.ts';
import type { GoogleProvider } from './google-trust.ts';

export function judgeIssuer({ issuer }: GoogleProvider, token: TokenView): readonly Finding[] {
  if (token.issuer === issuer) return [];
  const at = 'oidc.issuerUri';
  const seen = `the iss is ${quote(token.issuer)}`;
  const near = nearMiss(token.issuer, issuer);
  if (near === 'a slash at the end alone') {
    // "Configure Workload Identity Federation with deployment pipelines" sets GitHub up with a slash that its iss does not have.
    const fix =
      'Write issuerUri letter by letter as iss has it. Whether Google minds the slash at the end is not documented: its page for GitHub Actions has one too many. Try it, or set it right first.';
    return [unclear(at, seen, quote(issuer), fix)];
  }
  const fix = `Give the provider the issuer letter by letter, or use the provider of this issuer.${near === undefined ? '' : ` They differ in ${near}.`}`;
  return [unmet(at, seen, quote(issuer), fix)];
}

export function judgeAudience(provider: GoogleProvider, { claims }: TokenView): readonly Finding[] {
  const aud = member(claims, 'aud');
  const given: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const wanted = wantedAudiences(provider);
  const at = 'oidc.allowedAudiences';
  const seen = aud === undefined ? 'there is no aud' : `the aud is ${shown(aud)}`;
  if (!given.some((one) => typeof one === 'string' && wanted.isOne(one))) {
    const fix =
      'Ask the issuer for a token for such an audience, or add the audience of the token to allowedAudiences.';
    return [unmet(at, seen, wanted.told, fix)];
  }
  if (given.length > 1) {
    const fix =
      'Ask for a token for one audience: what Google makes of several is not documented. A try tells.';
    return [unclear(at, seen, wanted.told, fix)];
  }
  if (wanted.isSure) return [];
  const fix =
    'The name of the provider is not in the file, and with it goes the audience: give what gcloud describes, or compare the number of the project.';
  return [unclear(at, seen, wanted.told, fix)];
}

interface Wanted {
  readonly told: string;
  /** Whether `isOne` is all that there is to say. */
  readonly isSure: boolean;
  isOne(audience: string): boolean;
}

/** IAM API, Oidc.allowedAudiences: without any it is the full name of the provider, with or without `https:`. */
function wantedAudiences({ audiences, name }: GoogleProvider): Wanted {
  if (audiences.length > 0) {
    return {
      told: listed(audiences),
      isSure: true,
      isOne: (audience) => audiences.includes(audience),
    };
  }
  if (name !== undefined) {
    const full = `//iam.googleapis.com/${name.full}`;
    return {
      told: `${quote(`https:${full}`)} or ${quote(full)}`,
      isSure: true,
      isOne: (audience) => audience === full || audience === `https:${full}`,
    };
  }
  const any =
    /^(?:https:)?\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/;
  return {
    told: 'the full name of the provider, with or without https:',
    isSure: false,
    isOne: (audience) => any.test(audience),
  };
}
