import { member, quote } from '@drawbridge/core';
import type { TokenView } from '@drawbridge/rules';
import type { Reason } from '../../trust/index.ts';
import type { GoogleProvider } from './google-trust.ts';

/** What is against a token, and what might be. */
export interface Findings {
  readonly refused: readonly Reason[];
  readonly open: readonly Reason[];
}

export const NOTHING: Findings = { refused: [], open: [] };

export function judgeIssuer({ issuer }: GoogleProvider, token: TokenView): Findings {
  if (token.issuer === issuer) return NOTHING;
  const reason = {
    at: 'oidc.issuerUri',
    seen: `the iss is ${quote(token.issuer)}`,
    wanted: quote(issuer),
  };
  if (token.issuer.replace(/\/$/, '') === issuer.replace(/\/$/, '')) {
    // "Configure Workload Identity Federation with deployment pipelines" sets GitHub up with a slash that its iss does not have.
    const fix =
      'Write issuerUri letter by letter as iss has it. Whether Google minds the slash at the end is not documented: its page for GitHub Actions has one too many. Try it, or set it right first.';
    return { refused: [], open: [{ ...reason, fix }] };
  }
  const fix = 'Give the provider the issuer letter by letter, or use the provider of this issuer.';
  return { refused: [{ ...reason, fix }], open: [] };
}

export function judgeAudience(provider: GoogleProvider, { claims }: TokenView): Findings {
  const aud = member(claims, 'aud');
  const given: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const wanted = wantedAudiences(provider);
  const reason = {
    at: 'oidc.allowedAudiences',
    seen: `the aud is ${quote(aud)}`,
    wanted: wanted.told,
  };
  const isIn = given.some((one) => typeof one === 'string' && wanted.isOne(one));
  if (!isIn) {
    const fix = `Ask the issuer for a token for ${wanted.told}, or add the audience of the token to allowedAudiences.`;
    return { refused: [{ ...reason, fix }], open: [] };
  }
  if (given.length > 1) {
    const fix =
      'Ask for a token for one audience: what Google makes of several is not documented. A try tells.';
    return { refused: [], open: [{ ...reason, fix }] };
  }
  if (wanted.isSure) return NOTHING;
  const fix =
    'The name of the provider is not in the file, and with it goes the audience: give what gcloud describes, or compare the number of the project.';
  return { refused: [], open: [{ ...reason, fix }] };
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
      told:
        audiences.length === 1 ? quote(audiences[0]) : `one of ${audiences.map(quote).join(', ')}`,
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
