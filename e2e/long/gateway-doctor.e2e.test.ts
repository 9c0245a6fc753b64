import { describeProxies } from '../support/describe-proxies.ts';

// All of them; ../gateway-doctor.e2e.test.ts has a few.
await describeProxies();
