import type { KnownClaim } from '../inspection/claims-table.ts';

/** What a session says of itself beside its person, by the names that its page has for it. */
export const SESSION_MEMBERS: Readonly<Record<string, KnownClaim>> = {
  provider: { about: 'Where you signed in.', source: 'gateway.providers' },
  'signed in': { about: 'When the sign-in began.', source: 'the gateway', isTime: true },
  'proved at the provider': {
    about: 'When you last proved there who you are, which may be before this sign-in.',
    source: 'auth_time, OpenID Connect Core 1.0 section 2',
    isTime: true,
  },
  'ends unless it is used': {
    about: 'Each use puts that off.',
    source: 'gateway.session.idle',
    isTime: true,
  },
  ends: {
    about: 'Whatever happens: you are asked to sign in again then.',
    source: 'gateway.session.lifetime',
    isTime: true,
  },
};

/** What is told of the tokens that a session is renewed with. */
export const RENEWAL_MEMBERS: Readonly<Record<string, KnownClaim>> = {
  'next time': {
    about: 'At the first use after that the provider is asked whether you may go on.',
    source: 'gateway.session.refresh',
    isTime: true,
  },
};
