import {
  failed,
  hasIssuer,
  hasKeys,
  isBegun,
  isByProxy,
  isInTime,
  isServed,
  isSigned,
  isTrusted,
  namesIssuer,
  namesKeys,
  type Outcome,
  passed,
  type Scene,
  standsFor,
  unknown,
} from '@drawbridge/clouds/doctor';
import { parseUrl } from '@drawbridge/core';
import type { Links } from './link.ts';

/** Seconds: whoever verifies the token may add some of its own. */
const NO_LEEWAY = 0;

/** From the name of an issuer to the signature of its token, as a stranger goes it. */
export async function* wayOfDocuments(scene: Scene): Links {
  yield { at: 'issuer name', outcome: hasAddress(scene) };
  if (scene.seen.issuer.startsWith('https:')) {
    yield { at: 'issuer certificate', outcome: isTrusted(scene) };
  }
  const discovery = first([isServed('discovery'), namesIssuer, keysPlace], scene);
  yield { at: 'discovery document', outcome: discovery };
  yield { at: 'keys', outcome: first([isServed('jwks'), hasKeys], scene) };
  if (scene.token === undefined) return;
  yield { at: 'token issuer', outcome: hasIssuer(scene) };
  yield { at: 'signature', outcome: isSigned(scene) };
  yield { at: 'token time', outcome: first([isBegun(NO_LEEWAY), isInTime(NO_LEEWAY)], scene) };
}

/** As {@link namesKeys}, with what it is the address of. */
function keysPlace(scene: Scene): Outcome {
  const outcome = namesKeys(scene);
  return outcome.state === 'passed' ? passed(`the keys are at ${outcome.seen}`) : outcome;
}

function hasAddress({ seen }: Scene): Outcome {
  const { issuer, addresses, discovery } = seen;
  const host = parseUrl(issuer)?.hostname ?? issuer;
  if (discovery.isUnasked === true) {
    return failed(
      `nobody was asked: ${discovery.fault}`,
      'Have the issuer be a plain address by https.',
    );
  }
  if (isByProxy(seen)) {
    return passed(`${host} is looked up by the proxy that is between`);
  }
  return addresses.length > 0
    ? passed(standsFor(host, addresses))
    : failed(
        `the name ${host} has no address here`,
        'Is the name right, and its DNS record there for this machine?',
      );
}

/** The first of these that does not pass, or the last. */
function first(judges: readonly ((scene: Scene) => Outcome)[], scene: Scene): Outcome {
  const outcomes = judges.map((judge) => judge(scene));
  const bad = outcomes.find(({ state }) => state !== 'passed') ?? outcomes.at(-1);
  return bad ?? unknown('nothing was looked at', 'Look again.');
}
