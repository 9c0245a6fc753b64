/** A trust policy, as far as it is for tokens of an OpenID provider. */
export interface TrustPolicy {
  readonly Statement: readonly TrustStatement[];
}

interface TrustStatement {
  readonly Effect: string;
  readonly Principal: { readonly Federated: string };
  readonly Action: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** What a request is judged by. */
export interface TrustRequest {
  readonly action: string;
  /** The ARN of the provider. */
  readonly provider: string | undefined;
  /** The condition keys that the request has: `oidc.example.com:sub`. */
  readonly keys: Readonly<Record<string, unknown>>;
}

/**
 * Whether a trust policy allows a request (IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements:
 * Condition operators"): operators and keys are joined by AND, the values of a key by OR, a key that is not there
 * matches nothing.
 *
 * @throws {Error} for what is not understood here: denials, negations, set operators
 */
export function allows({ Statement }: TrustPolicy, request: TrustRequest): boolean {
  return Statement.some(({ Effect, Principal, Action, Condition = {} }) => {
    if (Effect !== 'Allow') throw new Error(`the effect ${Effect} is not judged here`);
    return (
      listOf(Action).includes(request.action) &&
      Principal.Federated === request.provider &&
      Object.entries(Condition).every(([operator, wanted]) => {
        const matches = operatorOf(operator);
        return Object.entries(wanted).every(([key, values]) => {
          const seen = Object.hasOwn(request.keys, key) ? request.keys[key] : undefined;
          return typeof seen === 'string' && listOf(values).some((value) => matches(value, seen));
        });
      })
    );
  });
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function operatorOf(name: string): (wanted: string, seen: string) => boolean {
  if (name === 'StringEquals') return (wanted, seen) => wanted === seen;
  if (name === 'StringLike') return like;
  throw new Error(`the operator ${name} is not judged here`);
}

/** `*` is any text, `?` is any one character. */
function like(pattern: string, text: string): boolean {
  // Which lengths of the text the pattern up to here may have taken up.
  let ends = new Set([0]);
  for (const character of pattern) {
    const next = new Set<number>();
    for (const end of ends) {
      if (character === '*') for (let at = end; at <= text.length; at++) next.add(at);
      else if (end < text.length && (character === '?' || character === text[end]))
        next.add(end + 1);
    }
    ends = next;
  }
  return ends.has(text.length);
}
