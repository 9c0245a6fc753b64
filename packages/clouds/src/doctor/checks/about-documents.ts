import { isJsonObject, type JsonObject, member, parseJsonObject, quote } from '@drawbridge/core';
import { isRead } from '../is-read.ts';
import { certificateFault, isOfCertificate } from '../measure/certificate-fault.ts';
import { jwksUriOf } from '../measure/jwks-uri.ts';
import { tlsOf } from '../measure/tls-of.ts';
import { failed, type Outcome, passed, unknown, unread } from '../outcome.ts';
import type { Scene } from '../scene.ts';
import type { SeenDocument, SeenIssuer } from '../seen.ts';
import { isOfUnknown } from './about-tls.ts';

/** Which of the two documents of an issuer. */
export type Which = 'discovery' | 'jwks';

const NAMES = { discovery: 'the discovery document', jwks: 'the JWK Set' } as const;

/** A document is there for strangers: HTTP 200, at this very address, and JSON. */
export function isServed(which: Which): (scene: Scene) => Outcome {
  return ({ seen }) => {
    const document = seen[which];
    const name = NAMES[which];
    if (document === undefined)
      return unread(`where ${name} is was not told`, 'Correct the discovery document first.');
    const { url, fault, status, headers } = document;
    if (fault !== undefined) {
      const { advice = 'Is the site published, and open to those who ask from outside?' } =
        document;
      return whyUnread(which, seen) ?? failed(`${name} cannot be read: ${fault}`, advice);
    }
    if (status !== undefined && status >= 300 && status < 400) {
      return failed(
        `${name} (${url}) is redirected to ${headers['location'] ?? 'nowhere'}`,
        'Serve the document at this very address: most relying parties follow no redirect.',
      );
    }
    if (status !== 200) {
      return failed(
        `${name} (${url}) answers with HTTP status ${status}`,
        'Is the site published? A bucket answers 403 for what is not there.',
      );
    }
    if (document.isCut)
      return failed(
        `${name} is longer than ${document.body.length} bytes`,
        'Is this the right document?',
      );
    if (parseJsonObject(document.body) === undefined)
      return failed(`${name} is no JSON object`, 'Is this the right document, and whole?');
    return passed(`${url}: HTTP 200, ${document.body.length} bytes of JSON`);
  };
}

/** What kept a document from being read, where another rule, or another look, is to say what comes of it. */
function whyUnread(which: Which, seen: SeenIssuer): Outcome | undefined {
  const { code, isUnasked } = seen[which] ?? {};
  const told = `${NAMES[which]} was not read`;
  // The keys may be of another host, of which nothing else is known.
  const isIssuers = which === 'discovery';
  if (isIssuers && isUnasked === true) {
    const why = `${told}: ${seen.discovery.fault}`;
    // That plain http is no https has a rule of its own.
    return /^http:/i.test(seen.issuer)
      ? unread(why, 'Correct the address first.')
      : failed(why, 'Have the issuer be a plain address by https: a host and a path alone.');
  }
  if (isIssuers && seen.addresses.length === 0 && NO_NAME.has(code ?? '')) {
    return unread(`${told}: its name has no address here (${code})`, 'Correct the name first.');
  }
  const own = isIssuers ? tlsOf(seen) : undefined;
  const tls =
    own ?? (code !== undefined && isOfCertificate(code) ? { fault: code, chain: [] } : undefined);
  const fault = tls && certificateFault(tls);
  if (fault?.kind === 'authority')
    return (own === undefined ? unknown : unread)(`${told}: ${fault.seen}`, fault.fix);
  return isIssuers && fault !== undefined
    ? unread(`${told}: ${fault.seen}`, 'Correct the certificate first.')
    : undefined;
}

/** What is said where the name of a host has no address. */
const NO_NAME: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA']);

/**
 * As {@link isServed}, for those who may reach what is not reached from here, and who go on where a redirect leads.
 *
 * @param who - `the API server`
 */
export function isServedThere(which: Which, who: string): (scene: Scene) => Outcome {
  return (scene) => {
    const document = scene.seen[which];
    const name = NAMES[which];
    if (document?.fault !== undefined) {
      const why = whyUnread(which, scene.seen);
      if (why !== undefined && isOfUnknown(scene)) return why;
      return unknown(
        `${name} cannot be read from here: ${document.fault}`,
        `Look from where ${who} is: "drawbridge doctor" on a machine of the same network tells.`,
      );
    }
    const { status = 0, headers = {} } = document ?? {};
    return status >= 300 && status < 400
      ? unknown(
          `${name} (${document?.url}) is redirected to ${headers['location'] ?? 'nowhere'}, where this look does not follow`,
          `See what is there: ${who} follows. Serve the document at this very address, so that nothing hangs on another.`,
        )
      : isServed(which)(scene);
  };
}

/** Both documents come in time. @param limit - milliseconds */
export function answersWithin(limit: number): (scene: Scene) => Outcome {
  return ({ seen: { discovery, jwks } }) => {
    const documents = [discovery, jwks].filter(
      (each): each is SeenDocument => each !== undefined && isRead(each),
    );
    if (documents.length === 0)
      return unread(
        'no document was read',
        'Correct what keeps the documents from being read first.',
      );
    const slowest = Math.max(...documents.map(({ milliseconds }) => milliseconds));
    const told = `the slower document took ${(slowest / 1000).toFixed(2)} s from here`;
    return slowest <= limit
      ? passed(told)
      : failed(told, 'Put a cache (a CDN, or a proxy) in front of the issuer.');
  };
}

/** The discovery document names this issuer, letter by letter. */
export function namesIssuer({ discovery, token, seen: { issuer } }: Scene): Outcome {
  if (discovery === undefined) return noDiscovery();
  const named = member(discovery, 'issuer');
  return named === issuer
    ? passed(quote(issuer))
    : failed(
        `the discovery document is that of ${quote(named)}`,
        typeof named === 'string' && named === member(token?.claims ?? {}, 'iss')
          ? `That is the iss of the token, too: set the relying party up with ${quote(named)}, and give that here.`
          : `Have its issuer be ${quote(issuer)}, letter by letter: case, slash and all.`,
      );
}

/** The discovery document says where the keys are, by https. */
export function namesKeys({ discovery }: Scene): Outcome {
  if (discovery === undefined) return noDiscovery();
  const uri = jwksUriOf(discovery);
  return uri === undefined
    ? failed(
        `its jwks_uri is ${quote(member(discovery, 'jwks_uri'))}`,
        'Name the address of the JWK Set with jwks_uri, over https.',
      )
    : passed(uri);
}

/** As {@link namesKeys}, for those who fetch keys over plain http, too. */
export function namesKeysAnyhow(scene: Scene): Outcome {
  const outcome = namesKeys(scene);
  const uri = member(scene.discovery ?? {}, 'jwks_uri');
  if (outcome.state !== 'failed' || typeof uri !== 'string' || !/^http:\/\//i.test(uri))
    return outcome;
  return unknown(
    `its jwks_uri is ${quote(uri)}, which is fetched there and was not here`,
    'Name the address over https: whoever is between can put keys of their own in the place of yours.',
  );
}

/** The discovery document has lists of texts by these names. */
export function hasLists(names: readonly string[]): (scene: Scene) => Outcome {
  return ({ discovery }) => {
    if (discovery === undefined) return noDiscovery();
    const missing = names.filter((name) => !isTextList(discovery, name));
    return missing.length === 0
      ? passed(`all of ${names.join(', ')}`)
      : failed(
          `it has no list ${missing.join(' and no ')}`,
          `Add ${missing.join(', ')} to the discovery document: "drawbridge issuer publish" writes all of them.`,
        );
  };
}

function isTextList(discovery: JsonObject, name: string): boolean {
  const list = member(discovery, name);
  return Array.isArray(list) && list.length > 0 && list.every((item) => typeof item === 'string');
}

/** The answer of every rule about the discovery document where it was not read. */
export function noDiscovery(): Outcome {
  return unread(
    'the discovery document was not read',
    'Correct what keeps it from being read first.',
  );
}

/** The keys were read as a list of objects, and there is one at least. */
export function hasKeys({ keys }: Scene): Outcome {
  if (keys === undefined) return noKeys();
  const count = keys.filter(isJsonObject).length;
  return count > 0
    ? passed(count === 1 ? 'one key' : `${count} keys`)
    : failed('the JWK Set has no keys', 'Publish the public keys of the issuer.');
}

/** The answer of every rule about keys where they were not read. */
export function noKeys(): Outcome {
  return unread(
    'the keys of the issuer were not read',
    'Correct what keeps them from being read first.',
  );
}
