import { type Examination, examineGateway, parseTarget } from '@drawbridge/gateway';
import { createSend, isPublicSuffix } from '@drawbridge/gateway/node';
import { createHttpClient } from '@drawbridge/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GatewayFault } from '../../packages/gateway/src/doctor/fault.ts';
import { describeWith } from '../../tools/describe-with.ts';
import {
  IDENTITY_FIELDS,
  printedCase,
  type ProxyCase,
  readProxyCases,
  type RealProxy,
} from './proxy-cases.ts';
import { openProxyClinic, type ProxyClinic } from './proxy-clinic.ts';
import { originOf, SYMPTOMS, type Ward } from './proxy-symptoms.ts';
import { createStage } from './stage.ts';

const PROXIES: readonly RealProxy[] = ['nginx', 'caddy', 'haproxy'];

/**
 * Has the doctor look at real proxies: at each configuration that people got wrong, where a browser sees that it is wrong, and
 * at each that is right, where it sees nothing.
 *
 * @param isWanted - which of them. Default: all
 * @param more - other tests, with the same gateway
 */
export async function describeProxies(
  isWanted: (patient: ProxyCase, proxy: RealProxy) => boolean = () => true,
  more: (clinic: () => ProxyClinic) => void = () => {},
): Promise<void> {
  const stage = createStage();
  const http = createHttpClient();
  let clinic: ProxyClinic;

  const cases = await Promise.all(
    PROXIES.map(async (proxy) => {
      const broken = await readProxyCases('broken', proxy);
      const correct = [printedCase(proxy), ...(await readProxyCases('correct', proxy))];
      const wanted = (all: readonly ProxyCase[]) =>
        all.filter((patient) => isWanted(patient, proxy));
      return { proxy, broken: wanted(broken), correct: wanted(correct) };
    }),
  );

  beforeAll(async () => {
    clinic = await openProxyClinic(stage);
  });
  afterAll(async () => {
    await http.close();
    await stage.clear();
  });

  /** As the command does it, with all that can be given to it. */
  async function examine(ward: Ward, proxy: RealProxy): Promise<Examination> {
    const { site, alice } = clinic;
    const page = parseTarget(originOf(ward) + ward.patient.page);
    if (page === undefined) throw new Error('the page is none');
    const { hostname } = new URL(page.origin);
    const resolve = new Map([hostname, 'auth.example.test'].map((host) => [host, '127.0.0.1']));
    return examineGateway({
      page,
      send: createSend({ http, ca: site.ca, resolve }),
      proxy,
      // A rule lets anybody see the last.
      paths: [...ward.patient.beside, '/status'],
      echo: ward.patient.page,
      session: alice,
      fields: IDENTITY_FIELDS,
      isPublicSuffix,
    });
  }

  for (const { proxy, broken, correct } of cases) {
    describeWith([proxy, 'nginx', 'openssl'], `behind ${proxy}`, () => {
      it.each(broken)('$name: the doctor finds $fault', async (patient) => {
        const symptom = SYMPTOMS[patient.fault as GatewayFault];
        if (symptom === undefined) throw new Error(`nobody knows how to see ${patient.fault}`);
        await clinic.behind(proxy, patient, async () => {
          const ward = { clinic, patient };
          expect(await symptom(ward), 'a browser sees it').toBe(true);
          const { finding } = await examine(ward, proxy);
          expect(finding?.fault, finding?.detail).toBe(patient.fault);
          const { advice = '', lines = [] } = finding?.mend ?? {};
          expect([advice, ...lines].join('\n')).toContain(patient.mend);
        });
      });

      it.each(correct)('$name: the doctor finds nothing', async (patient) => {
        await clinic.behind(proxy, patient, async () => {
          const ward = { clinic, patient };
          const seen: string[] = [];
          for (const [fault, symptom] of Object.entries(SYMPTOMS)) {
            if (await symptom(ward)) seen.push(fault);
          }
          expect(seen).toEqual([]);
          const url = originOf(ward) + patient.page;
          expect(await clinic.browser().open(url)).toMatchObject({ status: 200, url });
          const { finding, looks } = await examine(ward, proxy);
          expect(finding?.fault, finding?.detail).toBeUndefined();
          // This machine has the address of the proxy that is trusted.
          const others = looks.filter(({ at }) => at !== 'the address of the client');
          expect(others.filter(({ state }) => state !== 'good')).toEqual([]);
        });
      });
    });
  }
  more(() => clinic);
}
