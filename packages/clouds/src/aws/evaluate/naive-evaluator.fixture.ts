/**
 * A second, slow evaluator of trust policies, written from the IAM user guide alone and sharing nothing with the first. It knows
 * yes and no: everything in the request is given to it, and nothing whose outcome is not documented may be asked.
 */

export interface NaiveStatement {
  readonly Effect: string;
  readonly Principal: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

export interface NaivePolicy {
  readonly Version: string;
  readonly Statement: readonly NaiveStatement[];
}

export interface NaiveRequest {
  /** The ARN of the provider of the token. */
  readonly provider: string;
  readonly actions: readonly string[];
  /** By name in lower case. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export function naivelyAllows(policy: NaivePolicy, request: NaiveRequest): boolean {
  for (const action of request.actions) {
    let isAllowed = false;
    for (const statement of policy.Statement) {
      if (!fits(statement, action, request, policy.Version === '2012-10-17')) continue;
      if (statement.Effect === 'Deny') return false;
      isAllowed = true;
    }
    if (!isAllowed) return false;
  }
  return true;
}

function fits(
  statement: NaiveStatement,
  action: string,
  request: NaiveRequest,
  hasVariables: boolean,
): boolean {
  if (statement.Principal === '*') {
    if (statement.Effect !== 'Deny') throw new Error('not documented');
  } else {
    const named = listed(statement.Principal['Federated'] ?? []);
    if (!named.includes(request.provider)) return false;
  }
  const isListed = listed(statement.Action ?? statement.NotAction ?? []).some((pattern) =>
    glob(pattern.toLowerCase(), action.toLowerCase()),
  );
  if (isListed !== (statement.Action !== undefined)) return false;
  for (const [operator, block] of Object.entries(statement.Condition ?? {})) {
    for (const [key, values] of Object.entries(block)) {
      if (!holds(operator, key.toLowerCase(), listed(values), request, hasVariables)) return false;
    }
  }
  return true;
}

function listed(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function holds(
  operator: string,
  key: string,
  values: readonly string[],
  request: NaiveRequest,
  hasVariables: boolean,
): boolean {
  let name = operator.toLowerCase();
  const given = request.keys[key];
  if (name === 'null') return values.some((value) => (value === 'true') === (given === undefined));
  const isAll = name.startsWith('forallvalues:');
  const isAny = name.startsWith('foranyvalue:');
  if (isAll || isAny) name = name.slice(name.indexOf(':') + 1);
  const isIfExists = name.endsWith('ifexists');
  if (isIfExists) name = name.slice(0, -'ifexists'.length);
  const isNegated = name.includes('not');
  name = name.replace('not', '');
  if (given === undefined) {
    if (isIfExists) return true;
    if (isAll) return true;
    if (isAny) {
      if (isNegated) throw new Error('not documented');
      return false;
    }
    return isNegated;
  }
  const expanded = values.map((value) => (hasVariables ? expand(value, name, request) : value));
  const one = (value: string) =>
    expanded.some((expected) => compare(name, value, expected)) !== isNegated;
  if (isAll) return given.every(one);
  if (isAny) return given.some(one);
  if (given.length !== 1) throw new Error('not documented');
  return one(given[0] ?? '');
}

/** Private characters stand for wildcards that are meant as characters. */
const STAR = '\ue000';
const MARK = '\ue001';

function expand(value: string, name: string, request: NaiveRequest): string {
  if (!/^(?:string|arn|bool)/.test(name)) return value;
  return value.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    if (inner === '*') return STAR;
    if (inner === '?') return MARK;
    if (inner === '$') return '$';
    const [, key = '', fallback] = /^([^,]+)(?:, '(.*)')?$/.exec(inner) ?? [];
    const found = request.keys[key.toLowerCase()]?.[0] ?? fallback;
    if (found === undefined) throw new Error('not documented');
    return found;
  });
}

function compare(name: string, value: string, pattern: string): boolean {
  const literal = pattern.replaceAll(STAR, '*').replaceAll(MARK, '?');
  switch (name) {
    case 'stringequals':
    case 'bool':
    case 'binaryequals':
      return value === literal;
    case 'stringequalsignorecase':
      return value.toLowerCase() === literal.toLowerCase();
    case 'stringlike':
      return glob(pattern, value);
    case 'arnequals':
    case 'arnlike': {
      const six = (text: string) => {
        const parts = text.split(':');
        return [...parts.slice(0, 5), parts.slice(5).join(':')];
      };
      return six(pattern).every((part, index) => glob(part, six(value)[index] ?? ''));
    }
    case 'ipaddress': {
      const bits = (text: string) =>
        text
          .split('.')
          .map((byte) => Number(byte).toString(2).padStart(8, '0'))
          .join('');
      const [address = '', prefix = '32'] = literal.split('/');
      return bits(value).slice(0, Number(prefix)) === bits(address).slice(0, Number(prefix));
    }
    default: {
      const isDate = name.startsWith('date');
      const read = (text: string) => (isDate ? Date.parse(text) : Number(text));
      const difference = read(value) - read(literal);
      switch (name.replace(/^(?:date|numeric)/, '')) {
        case 'equals':
          return difference === 0;
        case 'lessthan':
          return difference < 0;
        case 'lessthanequals':
          return difference <= 0;
        case 'greaterthan':
          return difference > 0;
        case 'greaterthanequals':
          return difference >= 0;
      }
      throw new Error(name);
    }
  }
}

/** By its definition: a run is empty, or one character and a run. */
function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const first = pattern.charAt(0);
  const rest = pattern.slice(1);
  if (first === '*') return glob(rest, text) || (text !== '' && glob(pattern, text.slice(1)));
  if (text === '') return false;
  const literal = first === STAR ? '*' : first === MARK ? '?' : first;
  return (first === '?' || literal === text.charAt(0)) && glob(rest, text.slice(1));
}
