import { DrawbridgeError, toDrawbridgeError } from '../errors/drawbridge-error.ts';
import type { Call, HeaderField, Reply } from './call.ts';
import { errorReply } from './error-reply.ts';

/** Answers one kind of call. It may throw: the router turns faults into replies. */
export type Endpoint = (call: Call) => Reply | Promise<Reply>;

/** The methods of one path. */
export type Methods = Readonly<Record<string, Endpoint>>;

/** What became of a call that was not answered as hoped, and how it was answered. */
export type OnFault = (error: DrawbridgeError, call: Call, reply: Reply) => void;

/** The reply that tells of a fault; with the header fields that go with it, to who called. */
export type ToReply = (
  error: DrawbridgeError,
  headers: readonly HeaderField[],
  call: Call,
) => Reply;

/**
 * Makes a handler of a table of exact paths. There are no patterns, and paths are
 * compared undecoded: `/token/`, `/%74oken` and `/./token` are other paths than `/token`.
 * HEAD is served wherever GET is.
 */
export function createRouter(
  routes: Readonly<Record<string, Methods>>,
  onFault: OnFault,
  toReply: ToReply = errorReply,
): (call: Call) => Promise<Reply> {
  const table = new Map(
    Object.entries(routes).map(([path, methods]) => [path, new Map(Object.entries(methods))]),
  );

  async function answer(call: Call): Promise<Reply> {
    try {
      const methods = table.get(pathOf(call.target));
      if (methods === undefined) throw new DrawbridgeError('path_unknown');
      const endpoint = methods.get(call.method === 'HEAD' ? 'GET' : call.method);
      if (endpoint === undefined) return notAllowed(methods, call);
      return await endpoint(call);
    } catch (thrown) {
      return tell(toDrawbridgeError(thrown), call);
    }
  }

  function notAllowed(methods: ReadonlyMap<string, Endpoint>, call: Call): Reply {
    const allowed = [...methods.keys()].flatMap((name) =>
      name === 'GET' ? ['GET', 'HEAD'] : name,
    );
    const error = new DrawbridgeError('method_not_allowed', {
      hint: `Use ${allowed.join(' or ')}.`,
    });
    return tell(error, call, [['allow', allowed.join(', ')]]);
  }

  function tell(error: DrawbridgeError, call: Call, headers: readonly HeaderField[] = []): Reply {
    const reply = toReply(error, headers, call);
    onFault(error, call, reply);
    return reply;
  }

  return async (call) => {
    const reply = await answer(call);
    // RFC 9110 section 9.3.2: no content, whether it went well or not.
    return call.method === 'HEAD' ? { ...reply, body: null } : reply;
  };
}

/** The path of an origin-form target (RFC 9112 section 3.2.1): all before the query. */
function pathOf(target: string): string {
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}
