import { expect, it } from 'vitest';
import { customEndpoint } from './custom-endpoint.ts';

const env = {
  AWS_ENDPOINT_URL: 'https://all.test',
  AWS_ENDPOINT_URL_IAM: 'https://iam.test/',
  AWS_ENDPOINT_URL_STS: '',
};

it('takes the variable of the service before that of all', () => {
  expect(customEndpoint('IAM', { env })).toBe('https://iam.test');
  expect(customEndpoint('STS', { env })).toBe('https://all.test');
  expect(customEndpoint('IAM', {})).toBeUndefined();
});

it('takes what was given though variables are to be ignored', () => {
  const ignoring = { env: { ...env, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'TRUE' } };
  expect(customEndpoint('IAM', ignoring)).toBeUndefined();
  const endpointUrl = 'https://flag.test';
  expect(customEndpoint('IAM', { ...ignoring, endpointUrl })).toBe(endpointUrl);
});

it('names the variable that is wrong', () => {
  const wrong = { env: { AWS_ENDPOINT_URL_IAM: 'http://iam.test' } };
  expect(() => customEndpoint('IAM', wrong)).toThrow('AWS_ENDPOINT_URL_IAM is not an https URL');
});
