"""Writes and reads the cookie of a Vouch Proxy as a program in Python would, with PyJWT.

Takes a JSON list on standard input and answers one. What has a "value" is read, anything else is written.
"""

import base64
import gzip
import json
import sys

import jwt


def write(asked):
    text = jwt.encode(asked["claims"], asked["key"], algorithm=asked["algorithm"])
    if not asked["compress"]:
        return text
    return base64.urlsafe_b64encode(gzip.compress(text.encode())).decode()


def read(asked):
    text = asked["value"]
    if asked["compress"]:
        text = gzip.decompress(base64.urlsafe_b64decode(text)).decode()
    options = {"verify_aud": False}
    return jwt.decode(text, asked["key"], algorithms=[asked["algorithm"]], options=options)


print(json.dumps([read(each) if "value" in each else write(each) for each in json.load(sys.stdin)]))
