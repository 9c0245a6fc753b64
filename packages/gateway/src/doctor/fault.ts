/** What a fault is called, and why it is one, whatever the proxy. */
export interface FaultText {
  readonly title: string;
  readonly why: string;
}

/**
 * What can be wrong between a browser and the gateway, in the order in which it is looked for: some are looked for again by later
 * steps, and stand where they are first. Each is a fault of the proxy's configuration, but for those whose `why` says otherwise.
 * The page docs/gateway.md is held to this table by a test.
 */
export const GATEWAY_FAULTS = {
  unreachable: {
    title: 'Nobody answers at this address',
    why: 'The name is not in DNS, nothing listens, or what listens speaks another protocol.',
  },
  certificate: {
    title: 'The certificate is not trusted',
    why: 'Browsers stop here. One of an authority of your own is given by --ca.',
  },
  'gateway-down': {
    title: 'The proxy gets no answer that it can use',
    why: 'It asks at a wrong address or path, the gateway does not run, or the proxy takes its answer for a fault.',
  },
  'question-refused': {
    title: 'The gateway refuses to be asked',
    why: 'The proxy is none of gateway.trustedProxies, asks at the path of another kind of proxy, or does not say what it asks for.',
  },
  'unknown-host': {
    title: 'The gateway does not know the app',
    why: 'The host is not in gateway.hosts, or the proxy asks for another host or scheme than the browser did.',
  },
  'open-door': {
    title: 'The page comes without a sign-in',
    why: 'The proxy does not ask the gateway before it goes to the app.',
  },
  'redirect-lost': {
    title: 'The browser is not sent to sign in',
    why: 'The gateway names the address to sign in at, and the proxy does not make a redirect of it.',
  },
  'fields-lost': {
    title: 'The gateway is not told that a browser asks',
    why: 'Accept and Sec-Fetch-* of the request are not in the question, so people are answered as programs are.',
  },
  'wrong-scheme': {
    title: 'The gateway is told another scheme',
    why: 'People would come back to an address that is not the one they opened.',
  },
  'wrong-host': {
    title: 'The gateway is told another host',
    why: 'People would be sent to a host that they did not open, and its rules would count.',
  },
  'wrong-path': {
    title: 'The gateway is told another path',
    why: 'The rules of another page would count, and people would come back to it.',
  },
  'answer-cached': {
    title: 'An answer of the gateway is kept',
    why: 'The next person would get what was decided for another.',
  },
  'forwarded-trusted': {
    title: 'A client decides what the gateway is asked',
    why: 'Fields by which proxies tell of a request are taken from the client: it would ask for a public page and get another.',
  },
  'callback-route': {
    title: 'The paths of the gateway do not lead to it',
    why: 'People sign in and out at /.drawbridge/ on the host of the app.',
  },
  'callback-guarded': {
    title: 'Signing in needs a sign-in',
    why: 'The gateway is asked about its own paths at /.drawbridge/, and sends people there again.',
  },
  'cookie-lost': {
    title: 'Cookies do not reach the gateway',
    why: 'Who has signed in stays a stranger, and is sent to sign in for ever.',
  },
  'request-buffer': {
    title: 'A long session does not fit into a request',
    why: 'The proxy has less room for the fields of a request than a session in its cookies takes (session.keep: cookie).',
  },
  'answer-buffer': {
    title: 'A long session does not fit into an answer',
    why: 'The proxy has less room for the fields of an answer than a session in its cookies takes (session.keep: cookie).',
  },
  'public-suffix': {
    title: 'The proxy writes a public suffix into cookies as their Domain',
    why: 'Browsers refuse cookies for a domain under which anybody can have a name.',
  },
  'cookie-domain': {
    title: 'The proxy writes a Domain into cookies',
    why: 'Browsers refuse a cookie whose name begins with __Host- if it has one, so nobody stays signed in.',
  },
  'cookie-changed': {
    title: 'The proxy changes cookies',
    why: 'Browsers refuse one whose name begins with __Host- without Secure and Path=/, and scripts could read one without HttpOnly.',
  },
  'set-cookie-lost': {
    title: 'Cookies do not reach the browser',
    why: 'Who has signed in is not known a moment later, and is sent to sign in for ever.',
  },
  'auth-host': {
    title: 'The host of gateway.url does not lead to the gateway',
    why: 'That is where people sign in.',
  },
  'authz-exposed': {
    title: 'Anybody can ask the gateway as proxies do',
    why: 'What comes by the proxy is trusted: a client could have itself told what a cookie opens, and try rules.',
  },
  'api-redirected': {
    title: 'A program is sent to sign in',
    why: 'It cannot, and takes the page that it gets there for its answer.',
  },
  'program-401-lost': {
    title: 'A program is not told how to sign in',
    why: 'RFC 9110 section 15.5.2 has WWW-Authenticate in each 401.',
  },
  'question-body': {
    title: 'A form cannot be sent',
    why: 'The question says that it has the body of the request, which stays with the proxy.',
  },
  'identity-spoofed': {
    title: 'A client can say who it is',
    why: 'The app takes the field of the client for one of the gateway.',
  },
  'identity-missing': {
    title: 'The app is not told who it is',
    why: 'The fields of identity of the answer are not handed on.',
  },
} as const satisfies Readonly<Record<string, FaultText>>;

/** What can be wrong, by a name that stays. */
export type GatewayFault = keyof typeof GATEWAY_FAULTS;
