import { type Clock, type DrawbridgeError, printable, toDrawbridgeError } from '@drawbridge/core';
import { createTokenSource, type TokenGrant, type TokenSource } from '@drawbridge/oauth';

/** What is told of a token that is kept fresh. */
export interface KeepTokenOptions {
  readonly grant: TokenGrant;
  /** The token, in sentences: `the token for AWS`. */
  readonly what: string;
  readonly clock: Clock;
  /** Milliseconds that one attempt may take. */
  readonly attemptTimeout: number;
  /** Is told a sentence for the person. */
  readonly tell: (sentence: string) => void;
}

/** Keeps a token fresh until it is closed. What goes wrong after the first is told once, and tried again. */
export function keepToken(options: KeepTokenOptions): TokenSource {
  const { grant, what, clock, attemptTimeout, tell } = options;
  let isKept = false;
  let isTold = false;
  let isClosed = false;

  const watched: TokenGrant = {
    ...grant,
    async obtain(held, signal, closing) {
      try {
        const tokens = await grant.obtain(held, signal, closing);
        if (isTold) tell(`${what} is renewed again`);
        isTold = false;
        isKept = true;
        return tokens;
      } catch (thrown) {
        const fault = toDrawbridgeError(signal.aborted ? signal.reason : thrown);
        const isEnd = fault.code === 'sign_in_needed';
        if (isKept && !isTold && !isClosed && !isEnd) {
          isTold = true;
          tell(sentenceOf(what, fault));
        }
        throw fault;
      }
    },
  };

  const source = createTokenSource({ grant: watched, clock, attemptTimeout });
  return {
    ...source,
    close() {
      isClosed = true;
      return source.close();
    },
  };
}

function sentenceOf(what: string, { message, hint }: DrawbridgeError): string {
  const advice = hint === undefined ? '' : ` ${hint}`;
  return printable(
    `${what} could not be renewed: ${message}. It is tried again; the command goes on.${advice}`,
  );
}
