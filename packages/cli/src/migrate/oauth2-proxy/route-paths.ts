/** `METHOD=EXPRESSION`, `METHOD!=EXPRESSION`, `EXPRESSION` or `!=EXPRESSION`. */
const ROUTE = /^(?:([A-Za-z]+)?(!?=))?(.*)$/s;

/** A route that nobody needs to be signed in for. */
export interface OpenRoute {
  /** In upper case; `undefined` for all. */
  readonly method: string | undefined;
  /** Patterns of paths that take no more than the expression did. */
  readonly paths: readonly string[];
}

/**
 * Reads a route of oauth2-proxy, whose expression is one of Go's, and matches anywhere in a path.
 *
 * @returns `undefined` where no list of paths says the same, or less
 */
export function readRoute(route: string): OpenRoute | undefined {
  const [, method, sign, expression = ''] = ROUTE.exec(route) ?? [];
  if (sign === '!=') return undefined;
  const paths = pathsOf(expression);
  return paths && { method: method?.toUpperCase(), paths };
}

/** Everything between `^` and an end that is known: literal characters, with `\` before those that mean something. */
const SHAPE =
  /^\^((?:\/|[\w~@:,=&!' -]|\.(?![*+?{])|\\[^\w\s])*?)(\$|\/\?\$|\.\*\$?|\(\/\.\*\)\?\$?|\(\/\|\$\)|)$/;

/**
 * The paths that an expression takes. A dot is taken for itself, which is less than it is: what was meant, mostly.
 *
 * @param expression - as Go and JavaScript both read it
 */
export function pathsOf(expression: string): readonly string[] | undefined {
  const [whole, source = '', end = ''] = SHAPE.exec(expression) ?? [];
  const literal = source.replaceAll(/\\(.)/gs, '$1');
  // A character after a question mark or number sign is in no path.
  if (whole === undefined || !literal.startsWith('/') || /[?#%\\]/.test(literal)) return undefined;
  if (literal.split('/').some((name) => name === '.' || name === '..')) return undefined;
  const path = literal.replaceAll('*', String.raw`\*`);
  switch (end) {
    case '$':
      return [path];
    case String.raw`/?$`:
      return [path, `${path}/`];
    case '(/.*)?$':
    case '(/|$)':
      return [`${path}/**`];
    default:
      return beginningWith(path);
  }
}

/** `/a/**` would be `/a` too, which did not begin with `/a/`. */
function beginningWith(path: string): readonly string[] {
  if (path === '/') return ['/**'];
  return path.endsWith('/') ? [`${path}*`, `${path}*/**`] : [`${path}**`];
}
