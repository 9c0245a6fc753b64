import {
  DrawbridgeError,
  encodeBase64Url,
  encodeUtf8,
  type Engine,
  equalBytes,
  type Store,
  type VerifiedToken,
} from '@drawbridge/core';
import type { Grant } from '@drawbridge/rules';
import type { TokenRequest } from '../request.ts';
import { type Marker, readMarker, writeMarker } from './marker.ts';
import { makeRenewalHandle } from './renewal-handle.ts';

/**
 * Looks whether a token may still be exchanged, before anything is minted for it.
 *
 * @returns what is left to do when the new token is ready, and before it goes out
 * @throws {DrawbridgeError} `token_used`, `renewal_invalid`, `store_unavailable`
 */
export type UseOnce = (
  request: TokenRequest,
  upstream: VerifiedToken,
  grant: Grant,
) => Promise<Settle>;

/**
 * Marks the token as used. When this resolves, the store has it and nobody else can.
 *
 * @throws {DrawbridgeError} `token_used` when somebody was faster, `store_unavailable`
 */
type Settle = () => Promise<Settled>;

/** What became of settling. */
interface Settled {
  /** The renewal handle of a first use. */
  readonly renewalHandle?: string;
  /** Takes the mark back, for when the new token cannot go out after all. Never rejects. */
  undo(): Promise<void>;
}

/** What {@link createUseOnce} needs. */
export interface UseOnceOptions {
  /** Needed when a rule takes a token once. */
  readonly store: Store | undefined;
  readonly engine: Engine;
}

/**
 * Seconds past the end of a token for which it is remembered. An upstream's leeway is 300 seconds at most, and
 * where the clocks of two replicas differ by less than that, neither takes a token that the other forgot.
 */
const REMEMBERED_AFTER_END = 300;

const nothingLeft: Settle = () => Promise.resolve({ undo: () => Promise.resolve() });

/** Makes the step that lets each token be exchanged once where its rule asks for that. */
export function createUseOnce({ store, engine }: UseOnceOptions): UseOnce {
  const sha256 = async (text: string) => engine.sha256(encodeUtf8(text));

  return async ({ token, renewalHandle }, upstream, { rule, once }) => {
    if (once === undefined) {
      if (renewalHandle === undefined) return nothingLeft;
      throw renewalInvalid(upstream, `the rule ${rule} does not take tokens once: nothing renews`);
    }
    if (store === undefined) throw new TypeError('a rule takes tokens once, and there is no store');

    // As JSON, no issuer and jti together read like another two. Hashed, they fit a key however long they are.
    const name = await sha256(JSON.stringify([upstream.issuer, once.jti]));
    const key = `once/${encodeBase64Url(name)}`;
    // The claims as they were signed. They are one text: base64url was decoded strictly.
    const claims = await sha256(token.split('.')[1] ?? '');
    const [found] = await store.get([key]);

    if (renewalHandle !== undefined) {
      const marker = found === undefined ? undefined : readMarker(found.value);
      if (marker === undefined) {
        const why = found === undefined ? 'was not used yet' : "is marked in another release's way";
        throw renewalInvalid(upstream, `this token ${why}`);
      }
      requireSame(marker, { handle: await sha256(renewalHandle), claims }, upstream);
      return nothingLeft;
    }

    if (found !== undefined) throw tokenUsed(upstream, rule);
    return async () => {
      const handle = makeRenewalHandle();
      const marker = writeMarker({ handle: await sha256(handle), claims });
      const expiresAt = upstream.expiresAt + REMEMBERED_AFTER_END;
      const version = await store.put(key, marker, { expiresAt, if: 'absent' });
      if (version === undefined) throw tokenUsed(upstream, rule);
      return {
        renewalHandle: handle,
        async undo() {
          try {
            await store.delete(key, { if: { version } });
          } catch {
            // The token stays used, which harms its job alone.
          }
        },
      };
    };
  };
}

function requireSame(kept: Marker, offered: Marker, upstream: VerifiedToken): void {
  const sameHandle = equalBytes(kept.handle, offered.handle);
  const sameClaims = equalBytes(kept.claims, offered.claims);
  if (sameHandle && sameClaims) return;
  throw renewalInvalid(
    upstream,
    sameHandle
      ? 'the token has other claims than the one of its first use'
      : 'it is not the handle',
  );
}

function renewalInvalid({ fingerprint }: VerifiedToken, why: string): DrawbridgeError {
  return new DrawbridgeError('renewal_invalid', {
    detail: `the renewal handle does not renew: ${why}`,
    hint: 'Send the handle of the first answer together with the token that it was given for.',
    token: fingerprint,
  });
}

function tokenUsed({ fingerprint }: VerifiedToken, rule: string): DrawbridgeError {
  return new DrawbridgeError('token_used', {
    detail: `the rule ${rule} takes a token once, and one of this issuer with this jti was used already`,
    hint: 'Send the renewal handle of the first answer too, or get a new token from the upstream issuer.',
    token: fingerprint,
  });
}
