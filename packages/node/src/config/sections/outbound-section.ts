import { z } from 'zod';
import { parseNoProxyEntry } from '../../http/proxy/no-proxy.ts';
import { proxyUrlFault } from '../../http/proxy/proxy.ts';
import { filePath, secret, text } from '../shared-schemas.ts';
import { mark } from '../marks.ts';

const proxyUrl = mark(
  z.string().superRefine((given, context) => {
    const message = proxyUrlFault(given) ?? userInformationFault(given);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
  { words: 'URL' },
);

/** Configuration is shown and committed, so the password has a place of its own. */
function userInformationFault(given: string): string | undefined {
  const { username, password } = new URL(given);
  return username + password === ''
    ? undefined
    : 'has user information: give proxyUser and proxyPassword instead';
}

const exception = text.refine((given) => parseNoProxyEntry(given.toLowerCase()) !== undefined, {
  error: 'is neither *, nor a host, an address or a network, as in .bank.example or 10.0.0.0/8',
});

/** The section `outbound` as it is written in a file. */
export const outboundSection = z
  .strictObject({
    proxy: proxyUrl
      .optional()
      .describe(
        'The proxy that everything is fetched through, an http or https URL; without, that of `HTTPS_PROXY`.',
      ),
    proxyUser: text.optional().describe('The user name for the proxy.'),
    proxyPassword: secret.optional().describe('The password for the proxy.'),
    noProxy: z
      .array(exception)
      .readonly()
      .optional()
      .describe(
        'Hosts, addresses and networks that are reached without the proxy; without, those of `NO_PROXY`. `*` stands for all.',
      ),
    caFile: filePath
      .optional()
      .describe(
        "PEM file of authorities to trust beside the system's, for what is fetched and for the proxy.",
      ),
  })
  .superRefine(({ proxy, proxyUser, proxyPassword }, context) => {
    const complain = (name: string, message: string) =>
      context.addIssue({ code: 'custom', path: [name], message });
    if (proxyPassword !== undefined && proxyUser === undefined) {
      complain('proxyPassword', 'is there without proxyUser');
    }
    if (proxyUser !== undefined && proxyPassword === undefined) {
      complain('proxyUser', 'is there without proxyPassword');
    }
    if (proxyUser !== undefined && proxy === undefined) {
      complain('proxyUser', 'is there without proxy');
    }
  });

/** A valid section `outbound`. */
export type OutboundSection = z.output<typeof outboundSection>;
