#!/usr/bin/env python3
"""Writes data/actors/people/generated/<code>.toml from tables of office holders.

The tables (office_holders_wikidata: one row a term, since 2000, taken in 2022) are read from RELATA_SHARED, by default
../shared beside the project. What people wrote by hand in data/actors/people/*.toml wins: for the same state and office the
days of a hand role are cut out of the generated ones, and a person known by hand keeps the name given there.
A term without an end is kept only as far as the tables reach (SNAPSHOT): who holds the office afterwards is for the hand files.
The result depends on nothing but the two inputs; running it twice gives the same bytes.
"""
import csv
import datetime
import glob
import gzip
import os
import re
import sys
import tomllib
import unicodedata

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SHARED = os.environ.get("RELATA_SHARED", os.path.join(ROOT, "..", "shared"))
PEOPLE = os.path.join(ROOT, "data", "actors", "people")
SNAPSHOT = datetime.date(2022, 9, 1)
FROM = datetime.date(2000, 1, 1)
# A piece this short that is left when hand roles are cut out is two sources disagreeing on a date, not a term.
SLIVER_DAYS = 60

STATES = {
    "argentina-ministers": ("ARG", "Argentina"), "armenia-ministers": ("ARM", "Armenia"), "australia-cabinet": ("AUS", "Australia"),
    "belarus-ministers": ("BLR", "Belarus"), "brazil-ministers": ("BRA", "Brazil"), "canada-cabinet": ("CAN", "Canada"),
    "china-ministers": ("CHN", "China"), "congo-kinshasa-ministers": ("COD", "the Democratic Republic of the Congo"),
    "france-cabinet": ("FRA", "France"), "greece-cabinet": ("GRC", "Greece"), "hungary-cabinet": ("HUN", "Hungary"),
    "india-ministers": ("IND", "India"), "indonesia-ministers": ("IDN", "Indonesia"), "iran-ministers": ("IRN", "Iran"),
    "israel-ministers": ("ISR", "Israel"), "japan-ministers": ("JPN", "Japan"), "kazakhstan-cabinet": ("KAZ", "Kazakhstan"),
    "kenya": ("KEN", "Kenya"), "kosovo-cabinet": ("KSV", "Kosovo"), "kuwait-ministers": ("KWT", "Kuwait"),
    "malaysia-ministers": ("MYS", "Malaysia"), "mexico-ministers": ("MEX", "Mexico"), "mozambique": ("MOZ", "Mozambique"),
    "nigeria": ("NGA", "Nigeria"), "pakistan-ministers": ("PAK", "Pakistan"), "philippines-ministers": ("PHL", "the Philippines"),
    "romania-cabinet": ("ROU", "Romania"), "russia-cabinet": ("RUS", "Russia"), "somalia-cabinet": ("SOM", "Somalia"),
    "south-africa-cabinet": ("ZAF", "South Africa"), "south-korea-ministers": ("KOR", "South Korea"), "south-sudan": ("SSD", "South Sudan"),
    "sri-lanka-cabinet": ("LKA", "Sri Lanka"), "sudan": ("SDN", "Sudan"), "sweden-cabinet": ("SWE", "Sweden"), "taiwan": ("TWN", "Taiwan"),
    "turkey-ministers": ("TUR", "Turkey"), "uae-ministers": ("ARE", "the United Arab Emirates"), "ukraine-cabinet": ("UKR", "Ukraine"),
    "united-kingdom-cabinet": ("GBR", "the United Kingdom"), "us-cabinet": ("USA", "the United States"),
    "uzbekistan-ministers": ("UZB", "Uzbekistan"), "vietnam": ("VNM", "Vietnam"), "yemen": ("YEM", "Yemen"), "zimbabwe": ("ZWE", "Zimbabwe"),
}
# office, code after the state, title, position as the table has it
OFFICES = [
    ("foreign-minister", "GOV", "Foreign Minister of {}", r"(Federal )?(Minister|Secretary|Ministry)( of State)? (of|for) (the )?(Foreign|External)( and [A-Z]\w+)? (Affairs|Relations)( and .*)?|Secretary of State for Foreign.*|Foreign (Minister|Secretary)"),
    ("defence-minister", "GOV MIL", "Defence Minister of {}", r"(Federal )?(Minister|Secretary)( of State)? (of|for) (National )?Defen[cs]e( and .*)?"),
    ("interior-minister", "GOV COP", "Interior Minister of {}", r"(Federal )?(Minister|Secretary) (of|for) (the )?(Interior|Internal Affairs|Interior Affairs|Public Security|Home Affairs)"),
    ("finance-minister", "GOV BUS", "Finance Minister of {}", r"(Federal )?(Minister|Secretary) (of|for) (the )?(Finance|Economy and Finance|Finances)"),
    ("head-of-state", "GOV", "President of {}", r"President"),
    ("head-of-government", "GOV", "Prime Minister of {}", r"Prime Minister"),
    ("vice-president", "GOV", "Vice President of {}", r"Vice President"),
]
# In these the title does not name that office, or the hand files hold it in full.
SKIP = {("IRN", "head-of-state"), ("IRN", "vice-president"), ("SSD", "vice-president"), ("SDN", "vice-president"), ("AUS", "interior-minister"),
        ("JPN", "interior-minister"), ("KEN", "interior-minister"), ("KWT", "head-of-state"), ("ZAF", "interior-minister"), ("USA", "interior-minister"), ("CAN", "interior-minister")}
# Rows that are wrong in the tables: ministers of another state, or of a part of this one.
WRONG = {("FRA", "Natan Sharansky"), ("CAN", "Rick Casson"), ("AUS", "Jack Snelling"), ("AUS", "Martin Hamilton-Smith"), ("AUS", "Steven Marshall"), ("SSD", "Lily Albino Akol Akol"), ("NGA", "Fidelia Njeze")}
FAMILY_FIRST = {"CHN", "KOR", "TWN"}


def day(text, last):
    """Returns the first or the last day that an ISO date of year, month or day precision can mean.

    A term of which only the year is known counts from the last day it can have begun to the first it can have ended:
    of the days between nothing is known.
    """
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text or ""):
        return None
    parts = [int(p) for p in text.split("-")]
    try:
        if len(parts) == 3:
            return datetime.date(*parts)
        if last:
            year, month = (parts[0] + 1, 1) if len(parts) == 1 or parts[1] == 12 else (parts[0], parts[1] + 1)
            return datetime.date(year, month, 1) - datetime.timedelta(days=1)
        return datetime.date(*(parts + [1, 1])[:3])
    except ValueError:
        return None


def plain(name):
    """Returns the name in ASCII letters, as a paper without accents prints it."""
    name = name.translate(str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "đ": "d", "Đ": "Dj", "ł": "l", "Ł": "L", "ı": "i", "İ": "I", "ə": "e", "’": "'", "ʻ": "'", "ʼ": "'"}))
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def hand():
    """Returns the hand files' names (folded → name) and roles ((state, office) → intervals with who held it)."""
    names, roles = {}, {}
    for path in sorted(glob.glob(os.path.join(PEOPLE, "*.toml"))):
        with open(path, "rb") as f:
            for actor in tomllib.load(f).get("actor", []):
                for form in [actor["name"], *actor.get("also", [])]:
                    names.setdefault(plain(form).lower(), actor["name"])
                for role in actor.get("role", []):
                    if "office" in role:
                        key = (role["code"].split()[0], role["office"])
                        roles.setdefault(key, []).append((role.get("from", datetime.date.min), role.get("until", datetime.date.max), actor["name"]))
    return names, roles


def cut(start, end, holes):
    """Returns what is left of start..end when the holes are taken out, without slivers."""
    left = [(start, end)]
    for a, b, _ in holes:
        left = [piece for s, e in left for piece in ((s, min(e, a)), (max(s, b), e)) if piece[0] < piece[1]] if holes else left
    whole = left == [(start, end)]
    return [p for p in left if whole or (p[1] - p[0]).days > SLIVER_DAYS]


def another_spelling(name, start, end, roles):
    """Returns the hand files' name of a person whom the table spells otherwise: who held the office for most of the term and
    has a name of which a word begins as the family name does."""
    words = [plain(w).lower() for w in re.split(r"[\s-]", name) if len(w) > 2]
    for a, b, known in roles:
        overlap = (min(end, b) - max(start, a)).days
        if overlap * 2 > (min(end, SNAPSHOT) - start).days and overlap > 20:
            others = [plain(w).lower() for w in re.split(r"[\s-]", known) if len(w) > 2]
            if others and any(x[:4] == others[-1][:4] for x in words) and any(x[0] == others[0][0] for x in words):
                return known
    return None


def terms(rows):
    """Returns terms of one office that do not overlap: each ends when the next begins; of two that begin together the longer stays."""
    best = {}
    for name, wikidata, start, end in rows:
        known = best.get(start)
        if known is None or end > known[3]:
            best[start] = (name, wikidata, start, end)
    out = []
    for term in (best[start] for start in sorted(best)):
        if out and out[-1][0] == term[0] and out[-1][3] >= term[2]:
            out[-1] = (*out[-1][:3], max(out[-1][3], term[3]))
            continue
        if out and out[-1][3] > term[2]:
            out[-1] = (*out[-1][:3], term[2])
        out.append(term)
    return [t for t in out if t[2] < t[3] and t[3] > FROM]


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def main():
    table = os.path.join(SHARED, "data", "office_holders_wikidata", "holders_since_2000.csv.gz")
    if not os.path.exists(table):
        sys.exit(f"no table at {table}: set RELATA_SHARED to the folder that holds data/")
    hand_names, hand_roles = hand()
    found, spellings, spelled = {}, {}, {}
    with gzip.open(table, "rt", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    # Twice: a spelling that one office betrays holds for all that the person held.
    for last in (False, True):
        found.clear()
        for row in rows:
            if row["repo"] not in STATES or not row["person"] or re.fullmatch(r"Q\d+", row["person"]):
                continue
            code, label = STATES[row["repo"]]
            for office, sector, title, pattern in OFFICES:
                if (code, office) in SKIP or not re.fullmatch(pattern, row["position"]):
                    continue
                start, end = day(row["start"], last=True), day(row["end"], last=False)
                if start is None or start >= SNAPSHOT or (row["end"] and end is None):
                    break
                name = re.sub(r"\s*\([^)]*\)", "", row["person"]).strip()
                name = re.sub(r",? (Jr\.?|Sr\.?|I{2,3})$", "", name)  # no surname ends so
                if not re.match(r"[A-Za-z]", plain(name)):
                    break  # a name that has no Latin form in the table
                if (code, name) in WRONG:
                    break
                known = hand_names.get(plain(name).lower()) or spelled.get((code, name))
                if known is None:
                    known = another_spelling(name, start, end or SNAPSHOT, hand_roles.get((code, office), []))
                    if known is not None:
                        spellings.setdefault(known, set()).add(name)
                        spelled[code, name] = known
                name = known or name
                found.setdefault((code, label, office, sector, title), []).append((name, row["personID"], start, min(end or SNAPSHOT, SNAPSHOT)))
                break
    people = {}
    for (code, label, office, sector, title), rows in sorted(found.items()):
        for name, wikidata, start, end in terms(rows):
            for a, b in cut(start, end, hand_roles.get((code, office), [])):
                actor = people.setdefault(code, {}).setdefault(name, (wikidata, []))
                actor[1].append((a, b, f"{code} {sector}", title.format(label), office))
    folder = os.path.join(PEOPLE, "generated")
    os.makedirs(folder, exist_ok=True)
    for old in glob.glob(os.path.join(folder, "*.toml")):
        os.remove(old)
    persons = roles = 0
    for code, actors in sorted(people.items()):
        with open(os.path.join(folder, f"{code.lower()}.toml"), "w", encoding="utf-8") as f:
            f.write("# generated by data/tools/office_holders.py; hand edits go to data/actors/people/\n")
            for name, (wikidata, held) in sorted(actors.items()):
                persons += 1
                f.write(f'\n[[actor]]\nname = {quote(name)}\nkind = "person"\n')
                words = name.split()
                if code in FAMILY_FIRST and len(words) == 2 and name not in hand_names.values():
                    f.write(f"surname = {quote(words[0])}\n")
                also = []
                if plain(name) != name:
                    also.append(plain(name))
                bare = re.sub(r" (?:[Aa]l|[Ee]l)-(\S+)$", r" \1", plain(name))
                if bare != plain(name):
                    also.append(bare)
                if also and name not in hand_names.values():
                    f.write("also = [" + ", ".join(quote(a) for a in also) + "]\n")
                if re.fullmatch(r"Q\d+", wikidata):
                    f.write(f'wikidata = "{wikidata}"\n')
                for a, b, role, title, office in sorted(held):
                    roles += 1
                    f.write(f'  [[actor.role]]\n  code = "{role}"\n  title = {quote(title)}\n  office = "{office}"\n  from = {a}\n  until = {b}\n')
    with open(os.path.join(folder, "spellings.toml"), "w", encoding="utf-8") as f:
        f.write("# generated by data/tools/office_holders.py; hand edits go to data/actors/people/\n")
        for known, forms in sorted(spellings.items()):
            f.write(f'\n[[actor]]\nname = {quote(known)}\nkind = "person"\nalso = [{", ".join(map(quote, sorted(forms)))}]\n')
    print(f"{len(spellings)} persons with other spellings")
    print(f"{len(people)} states, {persons} persons, {roles} roles")


if __name__ == "__main__":
    main()
