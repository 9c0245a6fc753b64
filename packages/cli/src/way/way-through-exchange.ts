import {
  failed,
  isTrusted,
  type Outcome,
  passed,
  standsFor,
  unknown,
} from '@drawbridge/clouds/doctor';
import {
  decodeToken,
  type ErrorCode,
  member,
  quote,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import { lookAtHost } from '@drawbridge/issuer/node';
import type { HttpClient } from '@drawbridge/node';
import { askExchange, type Exchanged } from './ask-exchange.ts';
import { INSIDE, REFUSALS } from './exchange-refusals.ts';
import type { Link, Links } from './link.ts';

/** A job that wants its token traded. */
export interface Job {
  readonly http: HttpClient;
  /** The token endpoint of the exchange. */
  readonly endpoint: string;
  /** Whether requests to it go through a proxy. */
  readonly isByProxy: boolean;
  readonly token: string;
  readonly audiences: readonly string[];
  readonly ca?: string | undefined;
  /** Is told of the token that was minted. */
  readonly onMinted: (token: string) => void;
}

/** From a job to the token that the exchange mints for it. */
export async function* wayThroughExchange(job: Job): Links {
  const url = new URL(job.endpoint);
  if (job.isByProxy) {
    const seen = `requests to ${url.host} go through the proxy of this environment, which looks its name up`;
    yield { at: 'proxy', outcome: passed(seen) };
  } else {
    yield* wayToHost(url, job.ca);
  }
  const token = ownToken(job.token);
  yield { at: 'token', outcome: token };
  let exchanged: Exchanged;
  try {
    exchanged = await askExchange(job.http, job);
  } catch (thrown) {
    const error = toDrawbridgeError(thrown);
    const { code, message, hint = 'Is it running, and open to this machine?' } = error;
    const at = code === 'token_endpoint_untrusted' ? 'certificate' : 'reach';
    yield { at, outcome: failed(message, hint) };
    return;
  }
  yield* linksInside(exchanged, job);
}

async function* wayToHost(url: URL, ca: string | undefined): Links {
  const { addresses, tls } = await lookAtHost(url, ca);
  yield {
    at: 'name',
    outcome:
      addresses.length > 0
        ? passed(standsFor(url.hostname, addresses))
        : failed(
            `the name ${url.hostname} has no address here`,
            'Is the address of the exchange right? Where only a proxy leads out, set HTTPS_PROXY.',
          ),
  };
  if (url.protocol !== 'https:' || tls === undefined) return;
  const nothing = { url: '', headers: {}, body: new Uint8Array(), isCut: false, milliseconds: 0 };
  const now = systemClock.now();
  const seen = { issuer: url.href, addresses, tls, discovery: nothing, now };
  yield { at: 'certificate', outcome: isTrusted({ seen, hasOwnCa: ca !== undefined }) };
}

/** What can be said of the token of the job before anybody is asked. */
function ownToken(token: string): Outcome {
  const { claims } = decodeToken(token, token.length);
  const [iss, sub, aud] = ['iss', 'sub', 'aud'].map((name) => quote(member(claims, name)));
  return passed(`iss ${iss}, sub ${sub}, aud ${aud}`);
}

/** What an exchange that went on has found good, in its order. */
const PASSED = ['upstream', 'rule'] as const;
const PAST = {
  upstream: 'the exchange knows its issuer, and verified it',
  rule: 'a rule of the exchange lets it through',
} as const;

function* linksInside(exchanged: Exchanged, job: Job): Generator<Link, void, undefined> {
  if ('odd' in exchanged) {
    yield {
      at: 'exchange',
      outcome: failed(
        `${job.endpoint} answers with ${exchanged.odd}`,
        'That is no answer of an exchange: is the address right, and does the proxy in front of it pass /token on?',
      ),
    };
    return;
  }
  if ('minted' in exchanged) {
    for (const at of PASSED) yield { at, outcome: passed(PAST[at]) };
    yield { at: 'mint', outcome: ofMinted(exchanged.minted) };
    job.onMinted(exchanged.minted);
    return;
  }
  const { code, status, says } = exchanged;
  const refusal = REFUSALS[code as ErrorCode] ?? {
    at: 'request' as const,
    fix: 'Whoever runs the exchange finds this code in docs/errors.md, and the reason in its log.',
  };
  const reached = INSIDE.findIndex((at) => at === refusal.at);
  for (const at of PASSED.slice(0, Math.max(0, reached - 1))) {
    yield { at, outcome: passed(PAST[at]) };
  }
  const told = `the exchange answers ${code} (HTTP ${status}): ${says}`;
  yield { at: refusal.at, outcome: failed(told, refusal.fix) };
}

function ofMinted(token: string): Outcome {
  try {
    const { claims } = decodeToken(token, token.length);
    const [iss, sub, aud, iat, exp] = ['iss', 'sub', 'aud', 'iat', 'exp'].map((name) =>
      member(claims, name),
    );
    const life = typeof exp === 'number' && typeof iat === 'number' ? `${exp - iat} s` : 'unknown';
    return passed(`iss ${quote(iss)}, sub ${quote(sub)}, aud ${quote(aud)}, for ${life}`);
  } catch (thrown) {
    return unknown(toDrawbridgeError(thrown).message, 'Is it an exchange of Drawbridge?');
  }
}
