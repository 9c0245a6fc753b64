import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An endpoint that answers as STS does (STS API reference, AssumeRoleWithWebIdentity, example), and judges nothing. */
export interface StsEndpoint {
  readonly url: string;
  close(): void;
}

const ANSWER = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>project:42</SubjectFromWebIdentityToken>
    <Audience>sts.amazonaws.com</Audience>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::111122223333:assumed-role/deploy/project-42</Arn>
      <AssumedRoleId>AROAEXAMPLEEXAMPLE:project-42</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <SessionToken>${'x'.repeat(800)}</SessionToken>
      <SecretAccessKey>${'y'.repeat(40)}</SecretAccessKey>
      <Expiration>2099-01-01T00:00:00Z</Expiration>
      <AccessKeyId>ASIAEXAMPLEEXAMPLE</AccessKeyId>
    </Credentials>
    <Provider>https://oidc.example.com</Provider>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata><RequestId>ad4156e9-bce1-11e2-82e6-6b6efEXAMPLE</RequestId></ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;

export async function startStsEndpoint(): Promise<StsEndpoint> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(ANSWER);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
