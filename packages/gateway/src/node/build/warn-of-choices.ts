import { isLoopbackAddress, type Log } from '@drawbridge/core';
import { parseListenAddress } from '@drawbridge/node';
import { DEFAULT_LISTEN, type GatewaySection } from '../section/gateway-section.ts';

/** Tells the operator at each start of the settings that give up a protection. */
export function warnOfChoices(section: GatewaySection, log: Log): void {
  const { listen = DEFAULT_LISTEN, tls, providers } = section;
  const { host } = parseListenAddress(listen);
  if (tls === undefined && !isLoopbackAddress(host) && host !== 'localhost') {
    log.warn('the gateway is asked over plain HTTP from other machines', {
      listen,
      detail:
        'cookies and identity go over that network as they are: give gateway.tls, or listen on a loopback address beside the proxy.',
    });
  }
  for (const { name, issuer, audiences } of section.bearer?.issuers ?? []) {
    const same = providers.find(
      (provider) => provider.issuer === issuer && audiences.includes(provider.clientId),
    );
    if (same === undefined) continue;
    log.warn('an audience of bearer tokens is that of ID tokens too', {
      issuer: name,
      detail: `gateway.bearer names ${same.clientId}, the clientId of the provider ${same.name}: an ID token is refused only where it shows that it is one. Have programs ask for an audience of its own.`,
    });
  }
  for (const { name, trustEmail } of providers) {
    if (trustEmail !== true) continue;
    log.warn('emails are taken without being verified', {
      provider: name,
      detail:
        'trustEmail is set: whoever can choose an own email at this provider is taken for its owner.',
    });
  }
}
