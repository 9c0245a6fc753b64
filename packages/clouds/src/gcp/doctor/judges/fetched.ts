import { failed, type Outcome } from '../../../doctor/outcome.ts';
import { unless } from '../../../doctor/checks/unless.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { GoogleTrust } from '../../evaluate/google-trust.ts';

/** How a provider is printed, for `--trust`. */
export const DESCRIBE =
  'gcloud iam workload-identity-pools providers describe PROVIDER --workload-identity-pool=POOL --location=global --format=json';

/** How a provider is changed. */
export const UPDATE = 'gcloud iam workload-identity-pools providers update-oidc';

type GoogleScene = Scene<GoogleTrust>;

/** Whether the provider has keys of its own, so that nothing is fetched. */
export function areUploaded({ trust }: GoogleScene): boolean {
  return trust?.provider.jwks !== undefined;
}

/** A judge of what Google fetches, which is nothing where keys were uploaded. */
export function fetched(judge: (scene: GoogleScene) => Outcome): (scene: GoogleScene) => Outcome {
  return unless(
    (scene) =>
      areUploaded(scene) ? 'the provider has uploaded keys: Google fetches nothing' : undefined,
    (scene) => {
      const outcome = judge(scene);
      return outcome.state === 'failed'
        ? failed(outcome.seen, `${outcome.fix} ${wayOut(scene)}`)
        : outcome;
    },
  );
}

function wayOut({ trust }: GoogleScene): string {
  const uploading = `Or upload the keys: ${UPDATE} PROVIDER … --jwk-json-path=FILE.`;
  return trust === undefined
    ? `${uploading} Where that was done, give the provider by --trust.`
    : uploading;
}
