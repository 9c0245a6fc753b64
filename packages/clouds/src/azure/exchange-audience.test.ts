import { expect, it } from 'vitest';
import { exchangeAudienceAt } from './exchange-audience.ts';

it.each([
  [undefined, 'api://AzureADTokenExchange'],
  ['https://login.microsoftonline.com/', 'api://AzureADTokenExchange'],
  ['https://login.example.com/', 'api://AzureADTokenExchange'],
  ['https://login.microsoftonline.us', 'api://AzureADTokenExchangeUSGov'],
  ['https://LOGIN.microsoftonline.us/', 'api://AzureADTokenExchangeUSGov'],
  ['https://login.microsoftonline.us.evil.example/', 'api://AzureADTokenExchange'],
  ['https://login.chinacloudapi.cn/', 'api://AzureADTokenExchangeChina'],
  ['https://login.partner.microsoftonline.cn/', 'api://AzureADTokenExchangeChina'],
  ['https://login.sovcloud-identity.fr/', 'api://AzureADTokenExchangeFrance'],
  ['https://login.sovcloud-identity.de/', 'api://AzureADTokenExchangeGermany'],
])('of %s is %s', (host, audience) => {
  expect(exchangeAudienceAt(host)).toBe(audience);
});
