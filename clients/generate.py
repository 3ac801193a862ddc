#!/usr/bin/env python3
"""Makes the clients' types from the OpenAPI document that a server gives.

  build/release/reeve serve &
  python3 clients/generate.py http://127.0.0.1:8484/v1/openapi.json
  python3 clients/generate.py openapi.json --check

Writes python/reeve/schema.py, python/reeve/operations.py and typescript/src/schema.ts beside this file;
with --check it writes nothing, and exits with 1 where one of them is not what it would write.
"""
import argparse
import json
import keyword
import pathlib
import re
import sys
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
BY = "Generated from docs/api/openapi.yaml by clients/generate.py; do not edit."
METHODS = ("get", "post", "put", "patch", "delete")


# The document, as plain types ----------------------------------------------------------------------
#
# A type is one of: ("any",) ("null",) ("scalar", name) ("literal", [values]) ("ref", name)
# ("array", type) ("map", type) ("union", [types]) ("object", {key: (type, required, description)})

def scalar(kind):
    return ("null",) if kind == "null" else ("scalar", kind)


def type_of(schema):
    if "$ref" in schema:
        return ("ref", schema["$ref"].rsplit("/", 1)[1])
    if "const" in schema:
        return ("literal", [schema["const"]])
    if "enum" in schema:
        return ("literal", schema["enum"])
    for key in ("oneOf", "anyOf"):
        if key in schema and "properties" not in schema:
            return ("union", [type_of(each) for each in schema[key]])
    kind = schema.get("type")
    if isinstance(kind, list):
        return ("union", [type_of({**schema, "type": each}) for each in kind])
    if kind == "array":
        return ("array", type_of(schema.get("items", {})))
    if "allOf" in schema or "properties" in schema:
        return ("object", members_of(schema))
    if kind == "object":
        more = schema.get("additionalProperties")
        return ("map", type_of(more) if isinstance(more, dict) else ("any",))
    return scalar(kind) if kind else ("any",)


def members_of(schema):
    """Of an object: its members, with those of what it is all of; `resolve` is set by main."""
    members = {}
    for each in schema.get("allOf", []):
        members.update(members_of(resolve(each)))
    required = set(schema.get("required", []))
    for key, value in schema.get("properties", {}).items():
        members[key] = (type_of(value), key in required, value.get("description", ""))
    return {key: (kind, must or key in required, text) for key, (kind, must, text) in members.items()}


def resolve(schema):
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return SCHEMAS[name] if name else schema


def camel(name):
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9]+", name))


def with_names(name, kind, out):
    """The type with every object in it named after its place; the objects go to `out`."""
    tag = kind[0]
    if tag in ("array", "map"):
        return (tag, with_names(name, kind[1], out))
    if tag == "union":
        return (tag, [with_names(f"{name}{n + 1}", each, out) for n, each in enumerate(kind[1])])
    if tag != "object":
        return kind
    out[name] = None  # before what is in it
    out[name] = {key: (with_names(name + camel(key), each, out), must, text)
                 for key, (each, must, text) in kind[1].items()}
    return ("ref", name)


def types_of(document):
    """(objects by name, other types by name)"""
    objects, others = {}, {}
    for name, schema in document["components"]["schemas"].items():
        kind = with_names(name, type_of(schema), objects)
        if kind != ("ref", name):
            others[name] = kind
    for operation in operations_of(document):
        for role in ("Body", "Answer"):
            kind = operation[role]
            if kind is not None:
                operation[role] = with_names(camel(operation["id"]) + role, kind, objects)
        OPERATIONS.append(operation)
    return objects, others


# Operations ----------------------------------------------------------------------------------------

def component(document, value):
    while "$ref" in value:
        at = document
        for part in value["$ref"][2:].split("/"):
            at = at[part]
        value = at
    return value


def operations_of(document):
    for path, item in document["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            operation = item[method]
            parameters = [component(document, each)
                          for each in item.get("parameters", []) + operation.get("parameters", [])]
            body = component(document, operation.get("requestBody", {}))
            body = body.get("content", {}).get("application/json", {}).get("schema")
            good = [component(document, answer) for status, answer in sorted(operation["responses"].items())
                    if status.startswith("2")]
            content = good[0].get("content", {}) if good else {}
            answer = content.get("application/json", {}).get("schema")
            yield {"id": operation["operationId"], "method": method.upper(), "path": path,
                   "summary": operation.get("summary", ""),
                   "parameters": [each for each in parameters if each["in"] in ("path", "query")],
                   "person": any(each["name"] == "Reeve-Person" for each in parameters),
                   "Body": type_of(body) if body else None,
                   "Answer": type_of(answer) if answer else None,
                   "text": not answer}


# Python --------------------------------------------------------------------------------------------

PYTHON = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}


def python(kind):
    tag = kind[0]
    if tag == "any":
        return "Any"
    if tag == "null":
        return "None"
    if tag == "scalar":
        return PYTHON[kind[1]]
    if tag == "literal":
        return f"Literal[{', '.join(map(repr, kind[1]))}]"
    if tag == "ref":
        return kind[1]
    if tag == "array":
        return f"List[{python(kind[1])}]"
    if tag == "map":
        return f"Dict[str, {python(kind[1])}]"
    return f"Union[{', '.join(python(each) for each in kind[1])}]"


def python_member(kind, required):
    return python(kind) if required else f"NotRequired[{python(kind)}]"


def python_types(objects, others):
    lines = [f'"""The types of the HTTP interface. {BY}"""', "# ruff: noqa",
             "from __future__ import annotations", "",
             "import sys", "from typing import TYPE_CHECKING, Any, Dict, List, Literal, TypedDict, Union", "",
             "if sys.version_info >= (3, 11):", "    from typing import NotRequired",
             "elif TYPE_CHECKING:", "    from typing_extensions import NotRequired", ""]
    for name, kind in others.items():
        lines += ["", f"{name} = {python(kind)}"]
    for name, members in objects.items():
        lines += ["", ""]
        if any(keyword.iskeyword(key) or not key.isidentifier() for key in members):
            lines.append(f'{name} = TypedDict("{name}", {{')
            lines += [f'    "{key}": {json.dumps(python_member(kind, must))},'
                      for key, (kind, must, _) in members.items()]
            lines.append("})")
            continue
        lines.append(f"class {name}(TypedDict):")
        lines += [f"    {key}: {python_member(kind, must)}" for key, (kind, must, _) in members.items()]
        if not members:
            lines.append("    pass")
    return "\n".join(lines) + "\n"


def python_operations(operations):
    lines = [f'"""Every operation of the HTTP interface, by its operationId. {BY}"""', "# ruff: noqa",
             "from typing import Dict, NamedTuple", "", "",
             "class Operation(NamedTuple):", "    method: str", "    path: str",
             "    person: bool  # who acts must be named", "    text: bool  # the answer is no JSON", "", "",
             "OPERATIONS: Dict[str, Operation] = {"]
    for each in operations:
        lines.append(f'    "{each["id"]}": Operation("{each["method"]}", "{each["path"]}", '
                     f'{each["person"]}, {each["text"]}),')
    return "\n".join(lines + ["}", ""])


# TypeScript ----------------------------------------------------------------------------------------

TYPESCRIPT = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def typescript(kind):
    tag = kind[0]
    if tag == "any":
        return "unknown"
    if tag == "null":
        return "null"
    if tag == "scalar":
        return TYPESCRIPT[kind[1]]
    if tag == "literal":
        return " | ".join(json.dumps(each) for each in kind[1])
    if tag == "ref":
        return kind[1]
    if tag == "array":
        return f"Array<{typescript(kind[1])}>"
    if tag == "map":
        return f"Record<string, {typescript(kind[1])}>"
    return " | ".join(typescript(each) for each in kind[1])


def quoted(key):
    return key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) else json.dumps(key)


def comment(text, indent):
    text = " ".join(text.split()).replace("*/", "* /")
    return [f"{indent}/** {text} */"] if text else []


def typescript_parameters(operation, place):
    parts = [f'{quoted(each["name"])}{"" if each.get("required") else "?"}: {typescript(type_of(each["schema"]))}'
             for each in operation["parameters"] if each["in"] == place]
    return "{ " + "; ".join(parts) + " }" if parts else ""


def typescript_types(objects, others, operations):
    lines = [f"// The types of the HTTP interface. {BY}", ""]
    for name, kind in others.items():
        lines += [f"export type {name} = {typescript(kind)};", ""]
    for name, members in objects.items():
        lines.append(f"export interface {name} {{")
        for key, (kind, must, text) in members.items():
            lines += comment(text, "  ")
            lines.append(f"  {quoted(key)}{'' if must else '?'}: {typescript(kind)};")
        lines += ["}", ""]
    lines += ["/** What each operation takes and gives, by its operationId. */", "export interface Operations {"]
    for each in operations:
        lines += comment(each["summary"], "  ")
        parts = [f"{place}: {text}" for place in ("path", "query")
                 if (text := typescript_parameters(each, place))]
        parts = [part.replace("query:", "query?:", 1) if part.startswith("query:") and not any(
            p.get("required") for p in each["parameters"] if p["in"] == "query") else part for part in parts]
        if each["Body"] is not None:
            parts.append(f"body: {typescript(each['Body'])}")
        if each["person"]:
            parts.append("person: string")
        answer = "string" if each["Answer"] is None else typescript(each["Answer"])
        lines.append(f"  {each['id']}: {{ takes: {{ {'; '.join(parts)} }}; gives: {answer} }};".replace("{  }", "{}"))
    lines += ["}", "", "/** Method, path, and whether the answer is no JSON. */",
              "export const operations: Record<keyof Operations, readonly [string, string, boolean]> = {"]
    lines += [f"  {each['id']}: [\"{each['method']}\", \"{each['path']}\", {str(each['text']).lower()}],"
              for each in operations]
    return "\n".join(lines + ["};", ""])


def read(place):
    if re.match(r"https?://", place):
        with urllib.request.urlopen(place, timeout=30) as answer:
            return json.load(answer)
    return json.loads(pathlib.Path(place).read_text(encoding="utf-8"))


def made_from(document):
    """{file: its text}"""
    SCHEMAS.clear()
    SCHEMAS.update(document["components"]["schemas"])
    OPERATIONS.clear()
    objects, others = types_of(document)
    return {"python/reeve/schema.py": python_types(objects, others),
            "python/reeve/operations.py": python_operations(OPERATIONS),
            "typescript/src/schema.ts": typescript_types(objects, others, OPERATIONS)}


SCHEMAS, OPERATIONS = {}, []


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("document", help="a file, or the address of /v1/openapi.json")
    parser.add_argument("--check", action="store_true", help="write nothing; 1 where something is not up to date")
    arguments = parser.parse_args()
    stale = []
    for name, text in made_from(read(arguments.document)).items():
        path = HERE / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not arguments.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"clients/{name} {'is not up to date' if arguments.check else 'is written'}")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
