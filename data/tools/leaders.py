"""Writes data/actors/people/generated/leaders.toml: how the CIA World Factbook (public domain) spells heads of state and
government that the hand files know, and those they do not know.

The factbook tells since when somebody is in office. A name whose first day is that of a known holder of the same state (a
few weeks apart at most) is another spelling of that holder; any other stands for itself, from its day until the next holder.

usage: python3 data/tools/leaders.py [SHARED]      (SHARED holds data/cia_factbook; default ../shared)
"""
import collections
import datetime
import glob
import os
import re
import subprocess
import sys
import tomllib
import unicodedata

SHARED = sys.argv[1] if len(sys.argv) > 1 else "../shared"
PEOPLE = "data/actors/people"
HEADS = ("head-of-state", "head-of-government")
DAYS = 45
MONTHS = {m: i + 1 for i, m in enumerate("January February March April May June July August September October November December".split())}
OTHER = re.compile(r"\b(Vice|Deput|Governor|represented|note|First Minister|Commissioner|Administrator|Mayor|Prefect|elect|heir|Heir|spouse|Regent|Co-?[Pp]rince)")
TITLE = re.compile(r"\b(President|Minister|King|Queen|Chief|Premier|Chancellor|Chairm|Chair|[EA]mir|Sultan|Prince|Head|Captain|Leader|Pope)")
# Words before a name that are none of it; a title may have several.
BEFORE = re.compile(r"^(?:(?:and|of|the|Taoiseach|Maj\.Gen\.|Spain|State|Acting|Interim|Transitional?|Transition|Caretaker|President|Prime|Minister|Premier|Chancellor|Chief|Executive|King|Queen|Sultan|Emir|Amir|Crown|Prince|Grand|Duke|Head|Government|Chairman|Chairwoman|Chairperson|Council|Ministers?|Supreme|Leader|General|Gen\.?|Gen|Lt\.?|Lieutenant|Maj\.?|Major|Brig\.?|Brigadier|Col\.?|Colonel|Capt\.?|Captain|Cdr\.?|Adm\.?|Admiral|Field|Marshal|Dr\.?|Sir|Dame|Father|Pope|Hadji|Hajji|Sheikh|Sheik|Shaykh|Presidency|Co-[A-Z]\w+|Cabinet|Federal|Republic|Country's|Ayatollah|Master|Sgt\.?|Paramount|Chairmen|Regime|Council's|his|His|Her|Majesty|Highness|Royal|Tuanku|Ratu|Professor|Prof\.?|[(\"][^)\"]*[)\"]|in)\s+)+")

# What is left of a title that is not taken off, and remarks.
NOT_A_NAME = re.compile(r"[,:;\"]|(?:^| )[b-df-xzA-Z](?: |$)|\b(Confederation|Mentor|Leader|Affairs|Commission|Revolution|Planning|formerly|Sr|Ruler|resident|Chairman|Minister|Senior|Assistant|CEO|GNU|CNSP|Lord|Marshall|Air|spelled|ministers?|[Pp]resident)\b")


def plain(name):
    return "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if c.isalnum())


def ordinary(words):
    """Returns a name whose family name stands in capitals in ordinary ones."""
    def one(run):
        return run[0] if re.fullmatch(r"[IVX]+", run[0]) else run[0][0] + run[0][1:].lower()
    words = re.sub(r"(?<![^\W\d_])[^\W\d_a-z]{2,}(?![^\W\d_])", one, words)
    return re.sub(r"(?<![^\W\d_])(Al|El)-", lambda m: m[1].lower() + "-", words)


def leaders():
    """Returns for each state the names with the day since when, and the years in which each is listed."""
    by_fips = {s["fips"].lower(): s["code"] for s in tomllib.load(open("data/actors/states.toml", "rb"))["state"] if "fips" in s and (s.get("cow") or s.get("contested"))}
    found = collections.defaultdict(set)
    table = subprocess.run(["zstd", "-dc", f"{SHARED}/data/cia_factbook/government_fields_1990_2025.tsv.zst"], capture_output=True, text=True, check=True).stdout
    for line in table.split("\n"):
        p = line.split("\t")
        if len(p) != 4 or p[2] != "Executive branch" or not p[0].isdigit() or int(p[0]) < 2000:
            continue
        state = by_fips.get(p[1].split("|")[0].lower())
        if not state:
            continue
        for office, field in (("head-of-state", "chief of state"), ("head-of-government", "head of government")):
            content = re.sub(r"\((?!since|as of)[^()]*\)", "", p[3])
            for block in re.findall(field + r": *(.*?)(?: *\| |cabinet:|head of government:|elections|$)", content):
                deputies = False
                for words, day, month, year in re.findall(r"([^();]{4,90}?) *\(since(?: NA)? *(\d{1,2})? *([A-Z][a-z]+)? *(\d{4})?[^)]*\)", block):
                    words = words.strip(" -,;|")
                    deputies = bool(OTHER.search(words)) or (deputies and not TITLE.search(words))
                    if deputies or not re.search(r"\b[^\W\d_a-z]{2,}", words) or month not in MONTHS or not year:
                        continue
                    name = " ".join(BEFORE.sub("", words.split(" - ")[-1].strip() + " ").split())
                    surname = re.findall(r"[^\s]*[^\W\d_a-z]{2,}[^\s]*", name)
                    if len(name.split()) < 2 or len(name.split()) > 6 or not surname or not re.match(r"[^\W\d_]", name) or NOT_A_NAME.search(name):
                        continue
                    try:
                        since = datetime.date(int(year), MONTHS[month], int(day or 15))
                    except ValueError:
                        continue
                    found[state, office].add((since, ordinary(name)))
    return found


def hand():
    names, roles = {}, collections.defaultdict(list)
    for path in sorted(set(glob.glob(f"{PEOPLE}/**/*.toml", recursive=True)) - {f"{PEOPLE}/generated/leaders.toml", f"{PEOPLE}/generated/spellings.toml"}):
        for actor in tomllib.load(open(path, "rb")).get("actor", []):
            for form in [actor["name"], *actor.get("also", [])]:
                names.setdefault(plain(form), actor["name"])
            for role in actor.get("role", []):
                if role.get("office") in HEADS:
                    roles[role["code"].split()[0]].append((role.get("from") or datetime.date(1900, 1, 1), actor["name"]))
    return names, roles


def alike(one, other):
    """Returns how many words of two names begin or end alike: what spellings of one name do."""
    ones, others = ([plain(w) for w in re.split(r"[\s-]", n) if len(plain(w)) > 2] for n in (one, other))
    return sum(any(a[:3] == b[:3] or a[-4:] == b[-4:] for b in others) for a in ones)


def holds(longer, shorter):
    """Returns whether all words of a name stand in another, the first of them first: "Carlos Diego Mesa Gisbert", "Carlos Mesa"."""
    long, short = longer.split(), shorter.split()
    return len(short) > 1 and plain(long[0]) == plain(short[0]) and {plain(w) for w in short} <= {plain(w) for w in long}


def main():
    names, roles = hand()
    spellings, unknown = collections.defaultdict(set), []
    for (state, office), found in sorted(leaders().items()):
        for since, name in sorted(found):
            if plain(name) in names:
                continue
            near = [(plain(name)[:2] != plain(known)[:2], -alike(name, known), abs((since - day).days), known) for day, known in roles[state] if abs((since - day).days) <= DAYS and alike(name, known)]
            if near:
                spellings[min(near)[3]].add(name)
            else:
                anyone = {known for _, known in roles[state] if holds(name, known) or holds(known, name)}
                if len(anyone) == 1:
                    spellings[anyone.pop()].add(name)
                else:
                    unknown.append((state, office, since, name))
    with open(f"{PEOPLE}/generated/leaders.toml", "w", encoding="utf-8") as f:
        f.write("# generated by data/tools/leaders.py; hand edits go to data/actors/people/\n")
        for known, forms in sorted(spellings.items()):
            also = ", ".join('"' + form.replace('"', "'") + '"' for form in sorted(forms))
            f.write(f'\n[[actor]]\nname = "{known}"\nkind = "person"\nalso = [{also}]\n')
    for row in unknown:
        print("not in the hand files:", *row)
    print(len(spellings), "leaders with other spellings,", len(unknown), "names not in the hand files")


if __name__ == "__main__":
    main()
