import { describeProxies } from './support/describe-proxies.ts';

await describeProxies();
