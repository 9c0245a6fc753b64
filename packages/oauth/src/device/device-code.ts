import { type JsonObject, member } from '@drawbridge/core';
import { addressFault } from '../provider/address-fault.ts';
import { isGiven, isPrintable } from '../token-answer.ts';

/** What a provider gave a device, and a person with a browser elsewhere is to be shown (RFC 8628 section 3.2). */
export interface DeviceCode {
  /** Secret: whoever has it gets the tokens. */
  readonly deviceCode: string;
  /** What the person compares, or types. */
  readonly userCode: string;
  /** Where the person goes. Judged as every address that a browser is sent to. */
  readonly verificationUri: string;
  /** The same with the code in it. */
  readonly verificationUriComplete?: string;
  /** Host of both, to be shown: who signs in should know where. */
  readonly verificationHost: string;
  /** Seconds that it is good for, from when it was given. */
  readonly expiresIn: number;
  /** Seconds between two questions for the tokens. */
  readonly interval: number;
}

/** Seconds, where the provider does not say (section 3.2). */
const INTERVAL = 5;
/** Seconds. Whoever asks less often is not there any more for the person who has just confirmed the code. */
const LONGEST_INTERVAL = 600;
/** Seconds. A part of one, such as 0.001, would have it ask without a rest for as long as the code lives. */
const SHORTEST_INTERVAL = 1;
/** Characters that a person could type. */
const LONGEST_USER_CODE = 100;

/** The members that oauth4webapi judges. Google has the address by the name that it had in the drafts. */
export function deviceMembers(members: JsonObject): JsonObject {
  const { interval, verification_uri_complete: complete, ...others } = members;
  const address = members['verification_uri'] ?? members['verification_url'];
  return {
    ...others,
    ...(address !== undefined && { verification_uri: address }),
    ...(isGiven(complete) && { verification_uri_complete: complete }),
    ...(isGiven(interval) && { interval }),
  };
}

/**
 * Judges what oauth4webapi does not.
 *
 * @param source - the endpoint
 * @throws {Error} whose message is fit to be shown
 */
export function toDeviceCode(judged: JsonObject, source: string): DeviceCode {
  const deviceCode = textOf(judged, 'device_code');
  const userCode = textOf(judged, 'user_code');
  if (userCode.length > LONGEST_USER_CODE) throw new Error("its 'user_code' is too long to type");
  const verificationUri = addressOf(judged, 'verification_uri', source);
  const given = member(judged, 'verification_uri_complete');
  const complete =
    given === undefined ? undefined : addressOf(judged, 'verification_uri_complete', source);
  const { host, origin } = new URL(verificationUri);
  if (complete !== undefined && new URL(complete).origin !== origin) {
    throw new Error(
      "its 'verification_uri_complete' leads to another site than 'verification_uri'",
    );
  }
  const interval = Number(member(judged, 'interval') ?? INTERVAL);
  if (interval > LONGEST_INTERVAL) {
    throw new Error(`its 'interval' is more than ${LONGEST_INTERVAL} seconds`);
  }
  return {
    deviceCode,
    userCode,
    verificationUri,
    ...(complete !== undefined && { verificationUriComplete: complete }),
    verificationHost: host,
    expiresIn: Number(member(judged, 'expires_in')),
    interval: Math.max(SHORTEST_INTERVAL, interval),
  };
}

function textOf(judged: JsonObject, name: string): string {
  const text = String(member(judged, name));
  if (!isPrintable(text)) throw new Error(`its '${name}' has a character that none may have`);
  return text;
}

function addressOf(judged: JsonObject, name: string, source: string): string {
  const address = textOf(judged, name);
  const fault = addressFault(address, source);
  if (fault !== undefined) throw new Error(`its '${name}' ${fault}`);
  return new URL(address).href;
}
