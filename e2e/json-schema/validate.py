"""Prints what a JSON Schema (draft 2020-12) has against a document in YAML, a line each."""

import json
import sys

import yaml
from jsonschema import Draft202012Validator

schema_path, document_path = sys.argv[1:]
with open(schema_path) as file:
    schema = json.load(file)
with open(document_path) as file:
    document = yaml.safe_load(file)
Draft202012Validator.check_schema(schema)
for error in Draft202012Validator(schema).iter_errors(document):
    print(error.json_path, error.message)
