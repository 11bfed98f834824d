#!/usr/bin/env python3
"""Checks data/actors as a whole: shape, codes, dates, names that belong to two actors, one office held by two at once.

Every finding is named with its file and what to do about it. Exit 1 where there is an error; warnings alone are exit 0.
usage: check_actors.py [--counts]
"""
import collections
import datetime
import glob
import os
import re
import sys
import tomllib

ACTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "actors")
KINDS = {"person", "state", "government", "organization", "armed-group", "group"}
# First parts that are no state: bodies of many states, and groups whose country the text names.
FIRST = {"IGO", "NGO", "IMG", "MNC", "CVL", "REL", "CHR", "MUS", "JEW", "SPY", "CRM", "REB", "OPP"}
# The field's code for Muslims is also the code of Mauritius: allowed after the first part.
BOTH = {"MUS"}
# Offices that several hold together by law.
JOINT = {("SMR", "head-of-state"), ("AND", "head-of-state")}
ACTOR_KEYS = {"name", "kind", "surname", "also", "wikidata", "role", "parent", "home"}
ROLE_KEYS = {"code", "title", "office", "from", "until"}

errors, warnings = [], []


def load(path):
    try:
        with open(path, "rb") as f:
            return tomllib.load(f)
    except tomllib.TOMLDecodeError as e:
        errors.append(f"{path}: not TOML: {e}")
        return {}


def check_role(where, role, states):
    code = role.get("code", "")
    if set(role) - ROLE_KEYS:
        errors.append(f"{where}: unknown keys {sorted(set(role) - ROLE_KEYS)} in a role")
    parts = code.split(" ")
    if not re.fullmatch(r"[A-Z]{3}( [A-Z]{3})*", code):
        errors.append(f"{where}: code {code!r} is not of three-letter parts with blanks")
    elif parts[0] not in states and parts[0] not in FIRST:
        errors.append(f"{where}: code {code!r} begins with neither a state of states.toml nor one of {' '.join(sorted(FIRST))}")
    else:
        for part in parts[1:]:
            if part in states and part not in BOTH:
                errors.append(f"{where}: {part} in {code!r} is a state's code, not a sector")
    dates = [role.get("from"), role.get("until")]
    for date in dates:
        if date is not None and type(date) is not datetime.date:
            errors.append(f"{where}: {date!r} is not a date; write it as 2012-05-07, without quotes")
            return
    if None not in dates and dates[0] >= dates[1]:
        errors.append(f"{where}: a role from {dates[0]} until {dates[1]} has no day; the day it ends is not included")


def main():
    states = {s["code"]: s for s in load(os.path.join(ACTORS, "states.toml")).get("state", [])} if os.path.exists(os.path.join(ACTORS, "states.toml")) else {}
    regions = load(os.path.join(ACTORS, "regions.toml")).get("region", []) if os.path.exists(os.path.join(ACTORS, "regions.toml")) else []
    forms = collections.defaultdict(set)
    for code, state in states.items():
        for form in [state["name"], *state.get("also", [])]:
            forms[form].add(f"the state {code}")
    for region in regions:
        for form in [region["name"], *region.get("also", [])]:
            forms[form].add(f"the region {region['name']}")
    counts = collections.Counter()
    offices = collections.defaultdict(set)
    seen = {}
    for folder in ("people", "organizations", "groups"):
        for path in sorted(glob.glob(os.path.join(ACTORS, folder, "**", "*.toml"), recursive=True)):
            short = os.path.relpath(path, ACTORS)
            in_file = set()
            for actor in load(path).get("actor", []):
                name = actor.get("name", "")
                where = f"{short}: {name}"
                counts[folder] += 1
                if not name or name != name.strip():
                    errors.append(f"{short}: an actor without a name, or with blanks around it: {name!r}")
                if name in in_file:
                    errors.append(f"{where}: twice in this file; write one entry with all its roles")
                in_file.add(name)
                if set(actor) - ACTOR_KEYS:
                    errors.append(f"{where}: unknown keys {sorted(set(actor) - ACTOR_KEYS)}")
                if actor.get("kind") not in KINDS:
                    errors.append(f"{where}: kind {actor.get('kind')!r} is none of {sorted(KINDS)}")
                # Entries of one name merge, but a person and an organisation cannot be one.
                if seen.setdefault(name, actor.get("kind")) != actor.get("kind"):
                    errors.append(f"{where}: the same name is a {seen[name]} in another file; name one of them more fully")
                also = actor.get("also", [])
                for form in also:
                    if form == name or also.count(form) > 1:
                        errors.append(f"{where}: {form!r} is given twice")
                    if form != form.strip() or not form:
                        errors.append(f"{where}: {form!r} has blanks around it")
                for form in [name, *also]:
                    forms[form].add(name)
                if "wikidata" in actor and not re.fullmatch(r"Q[1-9]\d*", actor["wikidata"]):
                    errors.append(f"{where}: wikidata {actor['wikidata']!r} is not like Q7747")
                if not actor.get("role"):
                    errors.append(f"{where}: no role; without one it has no code")
                for role in actor.get("role", []):
                    counts[folder + " roles"] += 1
                    check_role(where, role, states)
                    if "office" in role:
                        owner = role.get("code", "").split(" ")[0]
                        # What IGOs and the like share is the title, not the office's name.
                        key = (owner, role["office"]) if owner in states else (owner, role["office"], role.get("title"))
                        offices[key].add((role.get("from", datetime.date.min), role.get("until", datetime.date.max), name, short))
                    for a in actor["role"]:
                        if a is not role and a.get("code") == role.get("code") and a.get("title") == role.get("title") and a.get("office") == role.get("office") \
                                and a.get("from", datetime.date.min) < role.get("until", datetime.date.max) and role.get("from", datetime.date.min) <= a.get("from", datetime.date.min):
                            errors.append(f"{where}: {role.get('title', role.get('code'))} is held twice at once from {a.get('from')}; merge the two roles")
    for form, owners in sorted(forms.items()):
        if len(owners) > 1:
            warnings.append(f"{form!r} names {', '.join(sorted(owners))}; if news means one of them, leave it to that one")
    for key, held in sorted(offices.items(), key=str):
        held = sorted(held)
        for a, b in zip(held, held[1:]):
            if a[1] > b[0]:
                line = f"{key[0]} {key[1]}: {a[2]} ({a[3]}, until {a[1]}) and {b[2]} ({b[3]}, from {b[0]}); end the first on the day the second begins"
                if a[2] == b[2]:
                    errors.append(line)
                elif key in JOINT:
                    warnings.append(line + " (joint office)")
                else:
                    errors.append(line)
    for line in warnings:
        print("warning:", line)
    for line in errors:
        print("error:", line)
    print(", ".join(f"{counts[k]} {k}" for k in sorted(counts)), f"{len(errors)} errors, {len(warnings)} warnings", sep="; ")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
