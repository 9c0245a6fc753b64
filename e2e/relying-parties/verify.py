"""A relying party on PyJWT's PyJWKClient.

Reads a request a line, {"issuer", "audience", "token"} in JSON, and answers each with a line:
{"accepted": claims}, or {"refused": the name of the fault}.
"""

import json
import sys
import urllib.request

import jwt


def jwks_client(issuer):
    with urllib.request.urlopen(issuer + "/.well-known/openid-configuration", timeout=10) as reply:
        return jwt.PyJWKClient(json.load(reply)["jwks_uri"])


def judge(issuer, audience, token):
    try:
        key = jwks_client(issuer).get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token, key.key, algorithms=["RS256", "ES256"], issuer=issuer, audience=audience
        )
    except jwt.PyJWTError as fault:
        return {"refused": type(fault).__name__ + ": " + str(fault)}
    return {"accepted": claims}


for line in sys.stdin:
    print(json.dumps(judge(**json.loads(line))), flush=True)
