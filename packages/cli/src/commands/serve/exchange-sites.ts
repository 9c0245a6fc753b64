import {
  type BuiltExchange,
  DEFAULT_LISTEN,
  type ExchangeSection,
  type PreparedExchange,
} from '@drawbridge/exchange/node';
import {
  type Health,
  parseListenAddress,
  type ServerTls,
  type Site,
  type Switch,
  withHealth,
} from '@drawbridge/node';

/** Where an exchange is served: whole, and where that is asked for, its documents alone. */
export function exchangeSites(
  section: ExchangeSection,
  { tls, documentsTls }: PreparedExchange,
  current: Switch<BuiltExchange>,
  health: Health,
): readonly Site[] {
  const whole: Site = {
    name: 'exchange',
    service: withHealth(current.face(), health),
    address: parseListenAddress(section.listen ?? DEFAULT_LISTEN),
    options: withTls(tls),
    setting: '--listen or exchange.listen',
  };
  const { documents } = section;
  if (documents === undefined) return [whole];
  return [
    whole,
    {
      name: 'documents',
      service: withHealth(
        current.face((exchange) => exchange.documents),
        health,
      ),
      address: parseListenAddress(documents.listen),
      options: withTls(documentsTls),
      setting: 'exchange.documents.listen',
    },
  ];
}

function withTls(tls: ServerTls | undefined) {
  return tls === undefined ? {} : { tls };
}
