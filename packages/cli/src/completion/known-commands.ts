// Written by `npm run docs`.
import type { KnownCommand } from './known-command.ts';

/** Every command with its options, as completion knows them. */
export const KNOWN_COMMANDS: readonly KnownCommand[] = [
  {
    "words": "",
    "summary": "Carry an OpenID Connect identity across a trust boundary.",
    "options": [
      {
        "names": [
          "--version",
          "-V"
        ],
        "summary": "print the version"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "audit",
    "summary": "look into the records of decisions",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "audit verify",
    "summary": "check that no record of a decision was changed or removed",
    "options": [
      {
        "names": [
          "--partial"
        ],
        "summary": "the first file is not the oldest: streams may begin before it"
      },
      {
        "names": [
          "--holds"
        ],
        "summary": "a record with this hash must be there; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, also when something is wrong"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "file"
    }
  },
  {
    "words": "aws",
    "summary": "set AWS up, and come by its credentials",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "aws assume",
    "summary": "trade a token for temporary credentials of an AWS role",
    "options": [
      {
        "names": [
          "--role"
        ],
        "summary": "the role: arn:aws:iam::123456789012:role/deploy, say",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--session-name"
        ],
        "summary": "what CloudTrail shows (default: the token's email or sub)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--duration"
        ],
        "summary": "how long they hold: 900, 15m or 1h, up to the role's limit (default: 1h)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--policy"
        ],
        "summary": "allow no more than this policy does: JSON, or @FILE",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--policy-arn"
        ],
        "summary": "the same, by a managed policy; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--chain"
        ],
        "summary": "a role to assume from that one; may be repeated, in order",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--region"
        ],
        "summary": "the region to ask in, and to work in (environment: AWS_REGION)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--endpoint-url"
        ],
        "summary": "ask there (environment: AWS_ENDPOINT_URL_STS)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for the endpoint",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--timeout"
        ],
        "summary": "for everything, the waits included",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token-file"
        ],
        "summary": "ask nothing: write the token there, for SDKs that assume the role themselves, again and again",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "print them for a shell (eval them), a file of Docker, or as a credential_process",
        "value": {
          "kind": "choice",
          "choices": [
            "bash",
            "zsh",
            "fish",
            "powershell",
            "cmd",
            "dotenv",
            "credential-process"
          ]
        }
      },
      {
        "names": [
          "--profile"
        ],
        "summary": "write them to a profile of AWS's files",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--force"
        ],
        "summary": "give up what the profile has of another style, or keys of your own"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print all that AWS answered, secrets too"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "token"
    }
  },
  {
    "words": "aws thumbprint",
    "summary": "print the thumbprint of an issuer's host as AWS documents it",
    "options": [
      {
        "names": [
          "--leaf"
        ],
        "summary": "take the host's own certificate: it changes whenever that is renewed"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "aws trust",
    "summary": "set AWS up to trust an issuer: printed for your tool, or done",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "the aud of its tokens; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub"
        ],
        "summary": "the sub of its tokens, exactly; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub-like"
        ],
        "summary": "a pattern of subjects, with * for any text and ? for any character; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--role"
        ],
        "summary": "the role",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--account"
        ],
        "summary": "the twelve digits of the account, which --format json needs",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--partition"
        ],
        "summary": "the partition of AWS (default: that of the ARNs that are given, else aws)",
        "value": {
          "kind": "choice",
          "choices": [
            "aws",
            "aws-cn",
            "aws-eusc",
            "aws-iso",
            "aws-iso-b",
            "aws-iso-e",
            "aws-iso-f",
            "aws-us-gov"
          ]
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "what is printed; json is the trust policy alone (default: terraform)",
        "value": {
          "kind": "choice",
          "choices": [
            "terraform",
            "cloudformation",
            "cli",
            "json"
          ]
        }
      },
      {
        "names": [
          "--provider-arn"
        ],
        "summary": "use this provider, which is there, instead of a new one",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--policy-arn"
        ],
        "summary": "a policy that the role gets; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--thumbprint"
        ],
        "summary": "of \"aws thumbprint\", where AWS does not trust the authority of the issuer; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--max-session"
        ],
        "summary": "the longest session of the role; AWS takes an hour",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--session-tags"
        ],
        "summary": "let tokens carry session tags"
      },
      {
        "names": [
          "--source-identity"
        ],
        "summary": "let tokens carry a source identity"
      },
      {
        "names": [
          "--apply"
        ],
        "summary": "set it up now, with the credentials of your environment or profile"
      },
      {
        "names": [
          "--endpoint-url"
        ],
        "summary": "with --apply, the address of something like IAM",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "with --apply, authorities (PEM) to trust for that address",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "with --apply, print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "azure",
    "summary": "set Azure up, and use a login there",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "azure exec",
    "summary": "run a command with a login's ID token in a file for Azure that stays fresh",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--tenant-id"
        ],
        "summary": "the directory (environment: AZURE_TENANT_ID)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-id"
        ],
        "summary": "the application or the managed identity that trusts the token (environment: AZURE_CLIENT_ID)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--authority-host"
        ],
        "summary": "of another cloud than the public one (environment: AZURE_AUTHORITY_HOST)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "azure trust",
    "summary": "print what has an application or identity of Azure trust an issuer",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "the aud of its tokens (default: that of the cloud)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--cloud"
        ],
        "summary": "the cloud of Azure",
        "value": {
          "kind": "choice",
          "choices": [
            "public",
            "usgov",
            "china",
            "france",
            "germany"
          ]
        }
      },
      {
        "names": [
          "--sub"
        ],
        "summary": "the sub of its tokens, exactly; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub-like"
        ],
        "summary": "a pattern of subjects, which Azure does not have: it says what to do instead",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--app"
        ],
        "summary": "the application, by its client id",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--identity"
        ],
        "summary": "the user-assigned managed identity",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--resource-group"
        ],
        "summary": "with --identity, where that is",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--subscription"
        ],
        "summary": "with --identity and --format cli, where that is",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--name"
        ],
        "summary": "the name of the credential, or what the names of several begin with",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "what is printed; json is a list for Microsoft Graph",
        "value": {
          "kind": "choice",
          "choices": [
            "terraform",
            "cli",
            "json"
          ]
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "ci",
    "summary": "help the jobs of CI systems",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "ci exec",
    "summary": "run a command of a CI job with tokens for AWS, Google Cloud or Azure that stay fresh",
    "options": [
      {
        "names": [
          "--aws"
        ],
        "summary": "AWS: the ARN of the role to assume",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "what the token for AWS is for (default: sts.amazonaws.com)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--session-name"
        ],
        "summary": "what AWS calls the session (default: of the job)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--region"
        ],
        "summary": "the region of AWS",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--gcp"
        ],
        "summary": "Google Cloud: the provider of a workload identity pool, by its whole resource name (projects/NUMBER/…)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--gcp-audience"
        ],
        "summary": "what the token for Google Cloud is for (default: the provider, as a URL)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--gcp-service-account"
        ],
        "summary": "the service account of Google Cloud to become",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--azure"
        ],
        "summary": "Azure: the application or the managed identity that trusts the token, by its client id",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--azure-audience"
        ],
        "summary": "what the token for Azure is for (default: that of its cloud)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--azure-tenant-id"
        ],
        "summary": "the directory (tenant) of Azure (environment: AZURE_TENANT_ID)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--azure-authority-host"
        ],
        "summary": "of another cloud than the public one (environment: AZURE_AUTHORITY_HOST)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--exchange"
        ],
        "summary": "the exchange that makes tokens of the one of the job; without it the clouds trust that one itself",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--job-audience"
        ],
        "summary": "what to ask the job's token for, where its system can be asked (default: the exchange, else the cloud)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token-variable"
        ],
        "summary": "the environment variable with the token of the job",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token"
        ],
        "summary": "a file with the token of the job, which is read anew",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for the exchange",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--timeout"
        ],
        "summary": "for a token, retries included",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "completion",
    "summary": "print a script that completes commands and options in a shell",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "choice",
      "choices": [
        "bash",
        "zsh",
        "fish",
        "powershell"
      ]
    }
  },
  {
    "words": "config",
    "summary": "look after the configuration",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "config check",
    "summary": "find every fault of the configuration",
    "options": [
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, also when there are faults"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "config explain",
    "summary": "show every setting in force and where it comes from",
    "options": [
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON: a list of objects with path, value and origin"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "config schema",
    "summary": "print the JSON Schema of the configuration file, for editors",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "console",
    "summary": "print an address that signs in to the console of AWS",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--destination"
        ],
        "summary": "a service such as s3, or an address of the console",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--duration"
        ],
        "summary": "how long the session holds: 900, 15m or 8h (default: as the credentials)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "credential-process",
    "summary": "print the credentials of a login, for credential_process of AWS profiles",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--auto-login"
        ],
        "summary": "sign in where that is needed and a browser can be opened"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "dev",
    "summary": "try Drawbridge: a private OpenID provider with the exchange before it",
    "options": [
      {
        "names": [
          "--listen"
        ],
        "summary": "where the exchange listens (default: 127.0.0.1:8080, or any free port)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print one line of JSON, with the tokens in it, when ready"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "doctor",
    "summary": "find out why something does not work",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "doctor aws",
    "summary": "find out why AWS refuses a token, before it is asked",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token"
        ],
        "summary": "the token: - reads standard input, @FILE reads a file",
        "value": {
          "kind": "token"
        }
      },
      {
        "names": [
          "--trust"
        ],
        "summary": "what it was set up with, as JSON or YAML: the trust policy of the role, or what \"aws iam get-role\" prints",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--verbose"
        ],
        "summary": "name the rules that are told of together"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, with the source of each rule"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "doctor azure",
    "summary": "find out why Microsoft Entra refuses a token, before it is asked",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token"
        ],
        "summary": "the token: - reads standard input, @FILE reads a file",
        "value": {
          "kind": "token"
        }
      },
      {
        "names": [
          "--trust"
        ],
        "summary": "what it was set up with, as JSON or YAML: what \"az ad app federated-credential list\" or \"az identity federated-credential list\" prints",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--verbose"
        ],
        "summary": "name the rules that are told of together"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, with the source of each rule"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "doctor exchange",
    "summary": "go the whole way of a token from a job, and name the first broken link",
    "options": [
      {
        "names": [
          "--token"
        ],
        "summary": "the token of the job: - reads standard input, @FILE reads a file",
        "value": {
          "kind": "token"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "what the new token is for; may be repeated (default: the first of the rule)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--for"
        ],
        "summary": "who is to take the new token",
        "value": {
          "kind": "choice",
          "choices": [
            "aws",
            "gcp",
            "azure",
            "kubernetes",
            "vault"
          ]
        }
      },
      {
        "names": [
          "--trust"
        ],
        "summary": "with --for, what it was set up with, as JSON or YAML",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for the exchange",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--issuer-ca"
        ],
        "summary": "authorities (PEM) to trust for the public issuer",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "doctor gateway",
    "summary": "walk through the proxy to an app behind the gateway, and name the first fault",
    "options": [
      {
        "names": [
          "--proxy"
        ],
        "summary": "the proxy whose lines are shown (default: guessed by Server or Via of what answers, which may be the app)",
        "value": {
          "kind": "choice",
          "choices": [
            "nginx",
            "ingress-nginx",
            "traefik",
            "caddy",
            "haproxy",
            "envoy",
            "apisix"
          ]
        }
      },
      {
        "names": [
          "--public"
        ],
        "summary": "a rule lets anybody see the page"
      },
      {
        "names": [
          "--path"
        ],
        "summary": "another path of the app, which may have lines of its own in the proxy: see that it is not open; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--echo"
        ],
        "summary": "a path of the app that answers with the header fields it received: see that no client can say who it is",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--session"
        ],
        "summary": "the Cookie field of a browser that is signed in, as @FILE or - for standard input; it is not printed",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--field"
        ],
        "summary": "a header field that says who somebody is (default: those of the configuration); may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--resolve"
        ],
        "summary": "where a host is that DNS does not have yet; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "doctor gcp",
    "summary": "find out why Google Cloud refuses a token, before it is asked",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token"
        ],
        "summary": "the token: - reads standard input, @FILE reads a file",
        "value": {
          "kind": "token"
        }
      },
      {
        "names": [
          "--trust"
        ],
        "summary": "what it was set up with, as JSON or YAML: what \"gcloud iam workload-identity-pools providers describe\" prints, or {\"provider\": …, \"policy\": …} with the policy of a service account",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--verbose"
        ],
        "summary": "name the rules that are told of together"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, with the source of each rule"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "doctor issuer",
    "summary": "go the way of an issuer's token as a stranger, and name the first broken link",
    "options": [
      {
        "names": [
          "--token"
        ],
        "summary": "the token: - reads standard input, @FILE reads a file; without one the way ends at the keys",
        "value": {
          "kind": "token"
        }
      },
      {
        "names": [
          "--for"
        ],
        "summary": "who is to take the token",
        "value": {
          "kind": "choice",
          "choices": [
            "aws",
            "gcp",
            "azure",
            "kubernetes",
            "vault"
          ]
        }
      },
      {
        "names": [
          "--trust"
        ],
        "summary": "with --for, what it was set up with, as JSON or YAML",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "doctor kubernetes",
    "summary": "find out why Kubernetes refuses a token, before it is asked",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token"
        ],
        "summary": "the token: - reads standard input, @FILE reads a file",
        "value": {
          "kind": "token"
        }
      },
      {
        "names": [
          "--trust"
        ],
        "summary": "what it was set up with, as JSON or YAML: the file of --authentication-config of the API server, or its flags, such as {\"oidc-issuer-url\": …, \"oidc-client-id\": …}",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--verbose"
        ],
        "summary": "name the rules that are told of together"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, with the source of each rule"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "doctor login",
    "summary": "look at all that a sign-in needs, and say what to do",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--issuer"
        ],
        "summary": "the provider, if not as configured or kept",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-id"
        ],
        "summary": "the client, if not as configured or kept",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--device"
        ],
        "summary": "look at what a sign-in by device code needs"
      },
      {
        "names": [
          "--implicit"
        ],
        "summary": "look at what the implicit flow needs"
      },
      {
        "names": [
          "--port"
        ],
        "summary": "a port for the browser to come back to; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "doctor vault",
    "summary": "find out why Vault or OpenBao refuses a token, before it is asked",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token"
        ],
        "summary": "the token: - reads standard input, @FILE reads a file",
        "value": {
          "kind": "token"
        }
      },
      {
        "names": [
          "--trust"
        ],
        "summary": "what it was set up with, as JSON or YAML: {\"config\": …, \"role\": …}, with what \"vault read -format=json\" prints of auth/jwt/config and auth/jwt/role/NAME",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--verbose"
        ],
        "summary": "name the rules that are told of together"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, with the source of each rule"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "env",
    "summary": "print the credentials of a login for a shell, or for Docker",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "whose commands",
        "value": {
          "kind": "choice",
          "choices": [
            "bash",
            "zsh",
            "fish",
            "powershell",
            "cmd",
            "dotenv"
          ]
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "exec",
    "summary": "run a command with the credentials of a login",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "gateway",
    "summary": "put one sign-in in front of apps",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "gateway explain",
    "summary": "say which access rule decides about a request, and why",
    "options": [
      {
        "names": [
          "--method"
        ],
        "summary": "how it is asked for",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--address"
        ],
        "summary": "where from; without, the proxy does not tell",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--provider"
        ],
        "summary": "who signed the person in; needed where there are several",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--user"
        ],
        "summary": "a verified email, or what has no @: a subject",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--email"
        ],
        "summary": "the verified email, where --user is the subject",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--group"
        ],
        "summary": "a group of the person; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--no-groups"
        ],
        "summary": "the person is in no group; without this and --group, groups are unknown"
      },
      {
        "names": [
          "--claim"
        ],
        "summary": "a claim of the person; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--claims"
        ],
        "summary": "all claims of an ID token, as JSON: - reads standard input, @FILE a file",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "gateway sign-out",
    "summary": "sign a person out everywhere, or list where they are signed in",
    "options": [
      {
        "names": [
          "--provider"
        ],
        "summary": "who signed the person in; needed where there are several",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--list"
        ],
        "summary": "only list the sessions, and end none"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "gateway snippet",
    "summary": "print what makes a proxy ask the gateway for each request of an app",
    "options": [
      {
        "names": [
          "--url"
        ],
        "summary": "where the proxy reaches the gateway (default: where it listens)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--app"
        ],
        "summary": "the host of the app (default: the first of gateway.hosts)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--upstream"
        ],
        "summary": "where the proxy reaches the app",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--lua"
        ],
        "summary": "haproxy: print the action in Lua that asks"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "choice",
      "choices": [
        "nginx",
        "ingress-nginx",
        "traefik",
        "caddy",
        "haproxy",
        "envoy",
        "apisix"
      ]
    }
  },
  {
    "words": "gcp",
    "summary": "set Google Cloud up, and use a login there",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "gcp credential",
    "summary": "print the ID token of a login for Google's libraries, or their configuration",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--external-account"
        ],
        "summary": "print the configuration for this provider of a pool instead, by which the libraries run this command",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--user-project"
        ],
        "summary": "of a workforce pool: the project that use is counted for",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--service-account"
        ],
        "summary": "the service account to become",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "gcp trust",
    "summary": "print what sets Google Cloud up to trust an issuer",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "the aud of its tokens; may be repeated (default: the full name of the provider)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub"
        ],
        "summary": "the sub of its tokens, exactly; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub-like"
        ],
        "summary": "a pattern of subjects, with * for any text and ? for any character; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--pool"
        ],
        "summary": "the workload identity pool",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--existing-pool"
        ],
        "summary": "use that pool, which is there, instead of a new one"
      },
      {
        "names": [
          "--provider"
        ],
        "summary": "the provider in the pool",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--project"
        ],
        "summary": "the project of the pool (default: that of your tool)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--service-account"
        ],
        "summary": "the service account that the tokens may act as",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--jwks"
        ],
        "summary": "upload these keys (a JWK Set), for an issuer that Google cannot reach",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "what is printed; json is the provider alone, as the REST API takes it",
        "value": {
          "kind": "choice",
          "choices": [
            "terraform",
            "cli",
            "json"
          ]
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "inject",
    "summary": "serve a proxy on this machine that adds a fresh token to every call",
    "options": [
      {
        "names": [
          "--listen"
        ],
        "summary": "where to listen (default: 127.0.0.1:8080)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--socket"
        ],
        "summary": "listen on this unix socket in place of an address",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--accept-host"
        ],
        "summary": "a further host name under which it may be called; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--secret"
        ],
        "summary": "what callers must know: @FILE reads a file, anything else is the name of an environment variable",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for the remote service",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--insecure"
        ],
        "summary": "trust whoever answers for the remote service"
      },
      {
        "names": [
          "--issuer"
        ],
        "summary": "who gives the token",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--token-endpoint"
        ],
        "summary": "its token endpoint; no discovery then",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-id"
        ],
        "summary": "the client that asks",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-secret"
        ],
        "summary": "its secret: @FILE reads a file, anything else is the name of an environment variable",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--refresh-token"
        ],
        "summary": "a refresh token: @FILE reads a file, anything else is the name of an environment variable",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--access-token"
        ],
        "summary": "an access token, until it expires: @FILE reads a file, anything else is the name of an environment variable",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-credentials"
        ],
        "summary": "the token is for the client itself"
      },
      {
        "names": [
          "--token-file"
        ],
        "summary": "a file that something else keeps a fresh token in",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--token-command"
        ],
        "summary": "a program that prints a token, with its arguments between spaces; no shell reads it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--login"
        ],
        "summary": "a login, whose ID token is kept fresh",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--exchange-token"
        ],
        "summary": "another token, which is exchanged for it",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--scope"
        ],
        "summary": "what the token may be used for",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "what it is for; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--resource"
        ],
        "summary": "the same, as an absolute URI; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "inspect",
    "summary": "say what is in a cookie or a token, layer by layer",
    "options": [
      {
        "names": [
          "--clipboard"
        ],
        "summary": "read the clipboard"
      },
      {
        "names": [
          "--secret-file"
        ],
        "summary": "Vouch Proxy's jwt.secret, to check its cookie (environment: VOUCH_JWT_SECRET, VOUCH_JWT_SECRET_FILE)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--public-key-file"
        ],
        "summary": "Vouch Proxy's public key (PEM), to check its cookie",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--jwks"
        ],
        "summary": "check tokens inside with a JWK Set",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--issuer"
        ],
        "summary": "check tokens of this issuer inside; without --jwks its keys are fetched",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--by-hand"
        ],
        "summary": "show the command line that does each step"
      },
      {
        "names": [
          "--show-tokens"
        ],
        "summary": "show tokens as they are"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "issuer",
    "summary": "have an issuer of your own, made of static files",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "issuer check",
    "summary": "see an issuer as a stranger does, and what relying parties mind",
    "options": [
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust, in place of the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "issuer host",
    "summary": "print what hosts the site of an issuer: aws or nginx",
    "options": [
      {
        "names": [
          "--dir"
        ],
        "summary": "the site, which says its issuer and the place of its keys",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, where there is no site yet",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--zone"
        ],
        "summary": "aws: the hosted zone of Route 53 that the name is in",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--root"
        ],
        "summary": "nginx: where the site is published to",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--webroot"
        ],
        "summary": "nginx: where certbot answers to ACME",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--certificates"
        ],
        "summary": "nginx: where certbot keeps its own",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "choice",
      "choices": [
        "aws",
        "nginx"
      ]
    }
  },
  {
    "words": "issuer init",
    "summary": "make the site of an issuer of static files, or take one over",
    "options": [
      {
        "names": [
          "--dir"
        ],
        "summary": "the folder of the site",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--jwks-path"
        ],
        "summary": "where its keys are: /.well-known/jwks.json",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--alg"
        ],
        "summary": "what it signs with: RS256; may be repeated",
        "value": {
          "kind": "choice",
          "choices": [
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA"
          ]
        }
      },
      {
        "names": [
          "--key"
        ],
        "summary": "take this private key, and a site that publishes it",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--kid"
        ],
        "summary": "the name of that key",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--passphrase-file"
        ],
        "summary": "the passphrase of an encrypted PEM",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--x5c"
        ],
        "summary": "publish a certificate of each key, for Ceph; Google Cloud takes none"
      },
      {
        "names": [
          "--no-authorization-endpoint"
        ],
        "summary": "leave the seventh member out of discovery"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "issuer mirror",
    "summary": "keep a public copy of a private issuer's documents",
    "options": [
      {
        "names": [
          "--from"
        ],
        "summary": "where the issuer itself is",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--from-ca"
        ],
        "summary": "authorities (PEM) to trust for the issuer itself",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--jwks-path"
        ],
        "summary": "where the public keys are: /.well-known/jwks.json",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--to"
        ],
        "summary": "a folder, s3://BUCKET/PREFIX, or a URL that takes PUT",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--cloudfront"
        ],
        "summary": "of s3: the distribution whose caches are to forget",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--region"
        ],
        "summary": "of s3: the bucket's, in place of what the AWS SDK finds",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--endpoint-url"
        ],
        "summary": "of s3: a service that is not Amazon's",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--authorization"
        ],
        "summary": "of a URL: the field Authorization; @FILE reads a file, anything else is the name of an environment variable",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for URL, --endpoint-url and public address",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--max-age"
        ],
        "summary": "how long caches may keep it: 300",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--patience"
        ],
        "summary": "how long it may take to be seen: 60",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--every"
        ],
        "summary": "again and again, until stopped",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--dry-run"
        ],
        "summary": "show what would change, and change nothing"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, a line each time"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "issuer publish",
    "summary": "publish the site of an issuer, and see that it is public",
    "options": [
      {
        "names": [
          "--dir"
        ],
        "summary": "the folder of the site",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--to"
        ],
        "summary": "a folder, s3://BUCKET/PREFIX, or a URL that takes PUT",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--cloudfront"
        ],
        "summary": "of s3: the distribution whose caches are to forget",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--region"
        ],
        "summary": "of s3: the bucket's, in place of what the AWS SDK finds",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--endpoint-url"
        ],
        "summary": "of s3: a service that is not Amazon's",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--authorization"
        ],
        "summary": "of a URL: the field Authorization; @FILE reads a file, anything else is the name of an environment variable",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for URL, --endpoint-url and public address",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--max-age"
        ],
        "summary": "how long caches may keep it: 300",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--patience"
        ],
        "summary": "how long it may take to be seen: 60",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--replace"
        ],
        "summary": "put our keys in the place of those of another issuer"
      },
      {
        "names": [
          "--dry-run"
        ],
        "summary": "show what would change, and change nothing"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "keys",
    "summary": "look after the key ring",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "keys export",
    "summary": "write the published keys, or one of them, for use elsewhere",
    "options": [
      {
        "names": [
          "--format"
        ],
        "summary": "how it is written; jwk for one key, else jwks",
        "value": {
          "kind": "choice",
          "choices": [
            "jwks",
            "jwk",
            "pem"
          ]
        }
      },
      {
        "names": [
          "--private"
        ],
        "summary": "write the private key, in plain; needs KID and --out"
      },
      {
        "names": [
          "--out"
        ],
        "summary": "write to this new file, which only you can read",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "keys generate",
    "summary": "make a signing key and add it to the key ring",
    "options": [
      {
        "names": [
          "--alg"
        ],
        "summary": "the algorithm it signs with",
        "value": {
          "kind": "choice",
          "choices": [
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA"
          ]
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "keys import",
    "summary": "add keys that were made elsewhere",
    "options": [
      {
        "names": [
          "--alg"
        ],
        "summary": "what it signs with, where its type leaves a choice",
        "value": {
          "kind": "choice",
          "choices": [
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA"
          ]
        }
      },
      {
        "names": [
          "--kid"
        ],
        "summary": "the name it gets, in place of its own",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--only"
        ],
        "summary": "of a JWK Set, take only the key of this name",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--state"
        ],
        "summary": "where it stands in the ring",
        "value": {
          "kind": "choice",
          "choices": [
            "next",
            "active",
            "retired"
          ]
        }
      },
      {
        "names": [
          "--passphrase-file"
        ],
        "summary": "the passphrase of an encrypted PEM",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "file"
    }
  },
  {
    "words": "keys list",
    "summary": "show the keys of the key ring and where each one stands",
    "options": [
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "keys retire",
    "summary": "end a key before its time",
    "options": [
      {
        "names": [
          "--compromised"
        ],
        "summary": "withdraw it from the published keys at once, and delete it"
      },
      {
        "names": [
          "--force"
        ],
        "summary": "even if nothing signs with its algorithm then"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "keys rotate",
    "summary": "make a successor for each key that signs",
    "options": [
      {
        "names": [
          "--alg"
        ],
        "summary": "only for the key of this algorithm",
        "value": {
          "kind": "choice",
          "choices": [
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA"
          ]
        }
      },
      {
        "names": [
          "--at"
        ],
        "summary": "when the successor takes over, such as 2026-12-01T04:00:00Z",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--now"
        ],
        "summary": "in an emergency: sign with the successor at once"
      },
      {
        "names": [
          "--force"
        ],
        "summary": "make one although a successor is waiting already"
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "kubernetes",
    "summary": "set clusters of Kubernetes up, and use a login there",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "kubernetes credential",
    "summary": "print the ID token of a login for kubectl, or the user of a kubeconfig",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--kubeconfig"
        ],
        "summary": "print the user for a kubeconfig instead, by which clients run this command"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "kubernetes trust",
    "summary": "print how to have a cluster trust an issuer: its file, its flags, a role, or EKS",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "the aud of its tokens; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub"
        ],
        "summary": "the sub of its tokens, exactly; may be repeated; default: everybody's",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub-like"
        ],
        "summary": "a pattern of subjects, with * for any text and ? for any character; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--username-claim"
        ],
        "summary": "the claim that is the name of the user",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--username-prefix"
        ],
        "summary": "what is put before it; \"\" for nothing",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--groups-claim"
        ],
        "summary": "the claim that has the groups",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--groups-prefix"
        ],
        "summary": "what is put before each (default: as for the user)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--discovery-url"
        ],
        "summary": "the discovery document, if not below the issuer",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) of its server, if the cluster has others",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "yaml or json: the file of an API server; flags: its flags; rbac: a role for who is let in; terraform: EKS",
        "value": {
          "kind": "choice",
          "choices": [
            "yaml",
            "json",
            "flags",
            "rbac",
            "terraform"
          ]
        }
      },
      {
        "names": [
          "--cluster-role"
        ],
        "summary": "for rbac, the role, such as view",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--group"
        ],
        "summary": "for rbac, a group that gets it, as the tokens have it; may be repeated; default: the users of --sub",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--cluster"
        ],
        "summary": "for terraform, the cluster of EKS",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "login",
    "summary": "sign in with a browser, and have a profile of AWS that renews itself",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--issuer"
        ],
        "summary": "the provider: its issuer or discovery address (environment: OIDC_DISCOVERY_URL)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-id"
        ],
        "summary": "the client to sign in with; without, one is registered (environment: OIDC_CLIENT_ID)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-secret-file"
        ],
        "summary": "its secret, for a confidential one (environment: OIDC_CLIENT_SECRET, the secret itself)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--register"
        ],
        "summary": "have another client registered, in place of the one that is kept"
      },
      {
        "names": [
          "--scope"
        ],
        "summary": "in place of openid email, and what the provider needs beside",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--role"
        ],
        "summary": "its ARN, or a name of login.roles (environment: AWS_ROLE_ARN)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--region"
        ],
        "summary": "where to ask and to work (environment: AWS_REGION)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--duration"
        ],
        "summary": "how long credentials hold: 900, 15m, 1h, or max for the longest there is (environment: DURATION_SECONDS; default: 1h)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--session-name"
        ],
        "summary": "what CloudTrail shows (default: the token's email or sub)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--device"
        ],
        "summary": "by a code, with a browser anywhere, where the provider has that"
      },
      {
        "names": [
          "--paste"
        ],
        "summary": "take the address that the browser ends at from the terminal, too"
      },
      {
        "names": [
          "--client-credentials"
        ],
        "summary": "the client itself gets the token, by its secret: nobody signs in"
      },
      {
        "names": [
          "--implicit"
        ],
        "summary": "have the ID token come by way of the browser, with a warning: where the provider has no code flow"
      },
      {
        "names": [
          "--authorization-code"
        ],
        "summary": "by the code flow, the default, where another is configured or kept"
      },
      {
        "names": [
          "--port"
        ],
        "summary": "the first of these that is free (default: 6432)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--redirect-uri"
        ],
        "summary": "exactly this redirect URI: http://127.0.0.1:6432/callback",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--listen"
        ],
        "summary": "HOST:PORT of this machine, where something else hands on what comes to --redirect-uri",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--login-hint"
        ],
        "summary": "who signs in, for its page",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--prompt"
        ],
        "summary": "what it must ask the person: login, consent, select_account",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--acr-values"
        ],
        "summary": "how the person must prove who it is",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--max-age"
        ],
        "summary": "that the person signed in there no longer ago than this",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--parameter"
        ],
        "summary": "a further parameter, such as domain_hint; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--keys"
        ],
        "summary": "write keys to the profile, in place of what renews them"
      },
      {
        "names": [
          "--aws-config-file"
        ],
        "summary": "write keys to the profile of this file",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--force"
        ],
        "summary": "give up what the profile has of another style, or keys of your own"
      },
      {
        "names": [
          "--no-write"
        ],
        "summary": "write no profile: exec, env and credential-process find the login all the same"
      },
      {
        "names": [
          "--debug"
        ],
        "summary": "tell of each step, and of no secret"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "login agent",
    "summary": "serve the credentials of a login to one shell or command, and keep them fresh",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "run nothing: serve until Ctrl-C, and print lines that have another shell use it",
        "value": {
          "kind": "choice",
          "choices": [
            "bash",
            "zsh",
            "fish",
            "powershell",
            "python"
          ]
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "login agent forward",
    "summary": "use the credentials of a login on another machine, by ssh",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "run nothing: hold the line until Ctrl-C, and print lines for there: python, a cell of a notebook",
        "value": {
          "kind": "choice",
          "choices": [
            "bash",
            "zsh",
            "fish",
            "powershell",
            "python"
          ]
        }
      },
      {
        "names": [
          "--ssh-config"
        ],
        "summary": "a configuration of ssh in the place of the person's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "text"
    }
  },
  {
    "words": "login claims",
    "summary": "print what the ID token of a login says of the person",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "login roles",
    "summary": "list the roles to choose from, and which of them a person has",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "whose ID token is looked at (environment: AWS_PROFILE; default: the newest of the provider)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "login setup",
    "summary": "print how to set a provider, Drawbridge and AWS up for sign-in",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as its discovery document has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-id"
        ],
        "summary": "the client that was registered, once it is there",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--port"
        ],
        "summary": "a port for the browser to come back to; may be repeated (default: 6432)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub"
        ],
        "summary": "for AWS: the sub of a person, exactly; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--account"
        ],
        "summary": "for AWS: the twelve digits of the account",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--partition"
        ],
        "summary": "for AWS: its partition (default: aws)",
        "value": {
          "kind": "choice",
          "choices": [
            "aws",
            "aws-cn",
            "aws-eusc",
            "aws-iso",
            "aws-iso-b",
            "aws-iso-e",
            "aws-iso-f",
            "aws-us-gov"
          ]
        }
      },
      {
        "names": [
          "--role"
        ],
        "summary": "for AWS: the role",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "for AWS: what is printed",
        "value": {
          "kind": "choice",
          "choices": [
            "terraform",
            "cloudformation",
            "cli",
            "json"
          ]
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "choice",
      "choices": [
        "okta",
        "entra",
        "auth0",
        "keycloak",
        "google",
        "gitlab"
      ]
    }
  },
  {
    "words": "login token",
    "summary": "print a fresh token of a login, for other programs",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--type"
        ],
        "summary": "which: the ID token or the access token",
        "value": {
          "kind": "choice",
          "choices": [
            "id",
            "access"
          ]
        }
      },
      {
        "names": [
          "--file"
        ],
        "summary": "write it there, in place of what is there: for AWS_WEB_IDENTITY_TOKEN_FILE, say",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--keep-fresh"
        ],
        "summary": "with --file, go on until Ctrl-C, and renew the ID token there"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "logout",
    "summary": "forget a login, and have its provider end its tokens",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--all"
        ],
        "summary": "forget all logins"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "migrate",
    "summary": "come from another tool",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "migrate oauth2-proxy",
    "summary": "make a configuration of the gateway of that of an oauth2-proxy",
    "options": [
      {
        "names": [
          "--env"
        ],
        "summary": "read OAUTH2_PROXY_* as well, which come before the file"
      },
      {
        "names": [
          "--asked-by"
        ],
        "summary": "the proxy that asks, as it was set up for oauth2-proxy (default: nginx)",
        "value": {
          "kind": "choice",
          "choices": [
            "nginx",
            "ingress-nginx",
            "traefik",
            "caddy"
          ]
        }
      },
      {
        "names": [
          "--url"
        ],
        "summary": "where people are to sign in: a host without an app",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--host"
        ],
        "summary": "a host of an app, or *.example.com; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--trusted-proxy"
        ],
        "summary": "address or range of a proxy that may ask; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--secrets"
        ],
        "summary": "write the secrets of the file there, each to a file",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--out"
        ],
        "summary": "write the configuration to this file, not to standard output",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "file"
    }
  },
  {
    "words": "migrate oidc-token-proxy",
    "summary": "make a configuration and a key ring of those of an oidc-token-proxy",
    "options": [
      {
        "names": [
          "--out"
        ],
        "summary": "write the configuration to this file, not to standard output",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--app"
        ],
        "summary": "the section [app:NAME], where several are proxies",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--issuer"
        ],
        "summary": "the public issuer, where the ini file has none",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--accept-audience"
        ],
        "summary": "take only upstream tokens for this audience, not for any; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--grant-audience"
        ],
        "summary": "mint for this audience, not for the upstream token's; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--no-compatibility"
        ],
        "summary": "leave out oidc-token-proxy's status codes and reading of bodies"
      },
      {
        "names": [
          "--no-keys"
        ],
        "summary": "leave the keys alone"
      },
      {
        "names": [
          "--rekid"
        ],
        "summary": "name keys that share a kid by their RFC 7638 thumbprints"
      },
      {
        "names": [
          "--sign-with"
        ],
        "summary": "of keys that shared a kid, the one that signs; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "file"
    }
  },
  {
    "words": "migrate vouch",
    "summary": "make a configuration of the gateway of that of a Vouch Proxy",
    "options": [
      {
        "names": [
          "--env"
        ],
        "summary": "read VOUCH_* and OAUTH_* as well, as Vouch Proxy does"
      },
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer of the provider, where the file does not say it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--url"
        ],
        "summary": "where people are to sign in: a host that neither an app nor Vouch Proxy has",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--host"
        ],
        "summary": "a host of an app, or *.example.com; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--trusted-proxy"
        ],
        "summary": "address or range of a proxy that may ask; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--secrets"
        ],
        "summary": "write the secrets of the file there, each to a file",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--out"
        ],
        "summary": "write the configuration to this file, not to standard output",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "file"
    }
  },
  {
    "words": "rules",
    "summary": "look into the rules",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "rules explain",
    "summary": "show every rule and why it does or does not match a token",
    "options": [
      {
        "names": [
          "--audience"
        ],
        "summary": "ask for this audience or resource, as a caller would; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client"
        ],
        "summary": "call as this client",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "token"
    }
  },
  {
    "words": "rules reach",
    "summary": "find which upstream tokens can become which roles of AWS",
    "options": [
      {
        "names": [
          "--trust"
        ],
        "summary": "what it was set up with, as JSON or YAML: a trust policy, or what \"aws iam get-role\", \"aws iam list-roles\" or \"aws iam get-account-authorization-details\" prints",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--role"
        ],
        "summary": "this role alone, or the role of a trust policy",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--timeout"
        ],
        "summary": "for the search: what it does not come to is undecided",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "rules test",
    "summary": "check that the rules decide as a file of cases expects",
    "options": [
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "file"
    }
  },
  {
    "words": "serve",
    "summary": "run a part as a service",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "serve exchange",
    "summary": "serve the exchange: tokens of a private issuer in, of a public one out",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the public issuer, under which tokens are minted",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--upstream"
        ],
        "summary": "the private issuer whose tokens are accepted",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--accept-audience"
        ],
        "summary": "an audience that its tokens may be for; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--grant-audience"
        ],
        "summary": "the audience that minted tokens are for",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--listen"
        ],
        "summary": "where to listen (default: 127.0.0.1:8080)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--workers"
        ],
        "summary": "how many processes serve, or `auto` for one a core (default: 1)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "serve gateway",
    "summary": "serve the gateway: one sign-in in front of apps, for the proxies that ask it",
    "options": [
      {
        "names": [
          "--listen"
        ],
        "summary": "where to listen (default: 127.0.0.1:9090)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--vouch-config"
        ],
        "summary": "serve in the place of a Vouch Proxy, by its config.yml and its variables, and without a section gateway",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "serve inspector",
    "summary": "serve the inspector: what is in the cookie of a Vouch Proxy, to who holds it",
    "options": [
      {
        "names": [
          "--listen"
        ],
        "summary": "where to listen (default: 127.0.0.1:5000)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--server-url"
        ],
        "summary": "where people reach it, and sign in at /login (default: API_SERVER_URL)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--indent"
        ],
        "summary": "of the JSON; 0 is one line (default: API_JSON_RESPONSE_INDENT, or 0)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--cookie-name"
        ],
        "summary": "of the cookie (default: VOUCH_COOKIE_NAME, or VouchCookie)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--secret-file"
        ],
        "summary": "the secret that cookies are signed with (default: VOUCH_JWT_SECRET, or the file VOUCH_JWT_SECRET_FILE)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--allow-weak-secret"
        ],
        "summary": "take a secret of less than 44 characters"
      },
      {
        "names": [
          "--signing-method"
        ],
        "summary": "HS256 to ES512 (default: VOUCH_JWT_SIGNINGMETHOD, or HS256)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--public-key-file"
        ],
        "summary": "for RS* and ES*, in PEM (default: VOUCH_JWT_PUBLICKEYFILE)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--id-token-keys"
        ],
        "summary": "an issuer of ID tokens beside CILogon, and where its keys are; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "token",
    "summary": "look at tokens, sign and trade them",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "token decode",
    "summary": "show what a token says, without judging it",
    "options": [
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON with the members header and claims"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "token"
    }
  },
  {
    "words": "token exchange",
    "summary": "trade a token for another at an exchange (RFC 8693)",
    "options": [
      {
        "names": [
          "--token-endpoint"
        ],
        "summary": "where to: https://bridge.example.com/token, say",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "what the new token is for; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--resource"
        ],
        "summary": "the same, as an absolute URI; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--scope"
        ],
        "summary": "what the new token may be used for",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--alg"
        ],
        "summary": "the algorithm that signs the new token",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--subject-token-type"
        ],
        "summary": "the type of the token: access_token, refresh_token, id_token, saml1, saml2, jwt, or a URN",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--requested-token-type"
        ],
        "summary": "the type of the new token",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-id"
        ],
        "summary": "the client that asks",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--client-secret"
        ],
        "summary": "the client's secret: @FILE reads a file, anything else is the name of an environment variable",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for the token endpoint",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--timeout"
        ],
        "summary": "for everything, the waits included",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--retries"
        ],
        "summary": "attempts after the first, where that may help",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--out"
        ],
        "summary": "write the token to a file that only you can read",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print what the endpoint said of the token too"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "token"
    }
  },
  {
    "words": "token sign",
    "summary": "sign a token of your own issuer, and print it once it was verified",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "whose token it is",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--dir"
        ],
        "summary": "the site whose issuer it is, in place of --issuer",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--sub"
        ],
        "summary": "who it is about",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--aud"
        ],
        "summary": "whom it is for; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ttl"
        ],
        "summary": "how long it counts: seconds, or such as 20m",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--claim"
        ],
        "summary": "a further claim; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--aws-tag"
        ],
        "summary": "a session tag of AWS; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--aws-transitive-tag"
        ],
        "summary": "a tag that goes on to chained roles",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--aws-source-identity"
        ],
        "summary": "the source identity of the session",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--kid"
        ],
        "summary": "the key that signs; with --key, its name",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--alg"
        ],
        "summary": "what signs it, where several keys could",
        "value": {
          "kind": "choice",
          "choices": [
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "EdDSA"
          ]
        }
      },
      {
        "names": [
          "--key"
        ],
        "summary": "sign with this private key, in place of one of the ring",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--passphrase-file"
        ],
        "summary": "the passphrase of an encrypted PEM",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--offline"
        ],
        "summary": "verify it by the signing key alone; nothing is fetched"
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for the issuer, not the system's",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--out"
        ],
        "summary": "write it to this file, which only you can read",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "token verify",
    "summary": "judge a token by its issuer's published keys",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer it must be from; its keys are found by discovery",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "an audience that it may be for; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--jwks"
        ],
        "summary": "take the issuer's keys from a JWK Set file; nothing is fetched",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) to trust for the issuer of --issuer",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON, also when the token is refused"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ],
    "argument": {
      "kind": "token"
    }
  },
  {
    "words": "vault",
    "summary": "set Vault and OpenBao up",
    "options": [
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "vault trust",
    "summary": "print what sets Vault or OpenBao up to trust an issuer",
    "options": [
      {
        "names": [
          "--issuer"
        ],
        "summary": "the issuer, letter by letter as iss has it",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--audience"
        ],
        "summary": "the aud of its tokens; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub"
        ],
        "summary": "the sub of its tokens, exactly; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--sub-like"
        ],
        "summary": "a pattern of subjects, with * for any text; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--claim"
        ],
        "summary": "another claim that tokens must have; a name twice is for either value; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--policy"
        ],
        "summary": "a policy of Vault that the role gets; may be repeated",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--role"
        ],
        "summary": "the role",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--mount"
        ],
        "summary": "the path of the auth method",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--existing-mount"
        ],
        "summary": "the auth method is there and stays as it is: print the role alone"
      },
      {
        "names": [
          "--user-claim"
        ],
        "summary": "the claim that names who logged in",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--ca"
        ],
        "summary": "authorities (PEM) of the issuer's certificate, for Vault",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--jwks-url"
        ],
        "summary": "where Vault gets the keys, past the discovery document",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--format"
        ],
        "summary": "what is printed; json is the configuration and the role",
        "value": {
          "kind": "choice",
          "choices": [
            "terraform",
            "cli",
            "json"
          ]
        }
      },
      {
        "names": [
          "--cli"
        ],
        "summary": "whose command line --format cli is for (default: vault; bao is OpenBao)",
        "value": {
          "kind": "choice",
          "choices": [
            "vault",
            "bao"
          ]
        }
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  },
  {
    "words": "whoami",
    "summary": "say who is signed in for a login, as which role, and until when",
    "options": [
      {
        "names": [
          "--profile"
        ],
        "summary": "name of the login (environment: AWS_PROFILE; default: default)",
        "value": {
          "kind": "text"
        }
      },
      {
        "names": [
          "--json"
        ],
        "summary": "print JSON"
      },
      {
        "names": [
          "--data"
        ],
        "summary": "folder for keys and state (environment: DRAWBRIDGE_DATA)",
        "value": {
          "kind": "folder"
        }
      },
      {
        "names": [
          "--config"
        ],
        "summary": "configuration file (environment: DRAWBRIDGE_CONFIG)",
        "value": {
          "kind": "file"
        }
      },
      {
        "names": [
          "--help",
          "-h"
        ],
        "summary": "print this help"
      }
    ]
  }
];
