import { DrawbridgeError, type Sealer } from '@drawbridge/core';
import { requireMember, requireString } from '../check-options.ts';
import type { TokenKeeper } from './token-keeper.ts';

/**
 * Makes a keeper whose texts are sealed on their way to another, so that who can look into that has no tokens.
 *
 * @param context - where the text belongs, such as the key of the store: what was sealed for another place is refused
 * @throws {TypeError} for what is none of its kind
 */
export function sealedKeeper(keeper: TokenKeeper, sealer: Sealer, context: string): TokenKeeper {
  requireMember(keeper, 'keeper', ['read', 'write'], 'a keeper, such as storeKeeper makes');
  requireMember(sealer, 'sealer', ['seal', 'open'], 'a sealer, such as createSealer makes');
  requireString(context, 'context', 'where the text belongs, such as the key of the store');
  return {
    async read() {
      const kept = await keeper.read();
      if (kept === undefined) return undefined;
      const text = await sealer.open(kept.text, context);
      if (text === undefined) throw unreadable();
      return { text, version: kept.version };
    },
    async write(text, over) {
      return keeper.write(await sealer.seal(text, context), over);
    },
  };
}

function unreadable(): DrawbridgeError {
  return new DrawbridgeError('data_unusable', {
    detail:
      'what is kept of a token source cannot be opened: none of the keys at hand sealed it for this place, or it was changed',
    hint: 'It was left as it is. Give the key that sealed it, beside the new one; if that is lost, remove what is kept and sign in again.',
  });
}
