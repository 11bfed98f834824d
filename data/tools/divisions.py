"""Writes data/places/divisions.csv (first-level divisions).

Points and other names of divisions are those of Natural Earth (public domain), numbers and further names those of GeoNames
(CC BY 4.0).

usage: python3 data/tools/divisions.py [SHARED]      (SHARED holds data/natural_earth and data/geonames; default ../shared)
"""
import csv
import collections
import gzip
import json
import re
import sys
import tomllib
import unicodedata

shared = sys.argv[1] if len(sys.argv) > 1 else "../shared"
states = tomllib.load(open("data/actors/states.toml", "rb"))["state"]
code_of = {s["iso2"]: s["code"] for s in states if "iso2" in s}

# Nouns that only say that it is a division; the name without them is another name.
KIND = re.compile(r"^(?:Département (?:de la |de l'|des |du |de |d')|Provincia (?:de |di )?|Departamento (?:de |del )?|Estado (?:de )?|State of |Province of |Region of |Republic of )|"
                  r" (?:Province|Region|Governorate|State|County|Oblast|Krai|District|Department|Prefecture|Division|Municipality|Republic|Emirate|Oblysy|Okrug|Territory|Autonomous Region|Voivodeship|Canton|Parish)$")


def fold(name):
    return "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c.isalnum())


# Who writes "Gaza" alone means the strip, not the province of Mozambique: a region's name is no other state's division.
regions = collections.defaultdict(set)
for region in tomllib.load(open("data/actors/regions.toml", "rb"))["region"]:
    if "within" in region:
        for name in [region["name"], *region.get("also", [])]:
            regions[fold(name)].add(region["within"])


def is_elsewhere(name, country):
    return fold(name) in regions and country not in regions[fold(name)]


def shorter(name):
    short = KIND.sub("", name)
    return [short] if short != name and len(short) > 2 else []


# One division has several label points where it has several parts; their middle lies in it for all but a few archipelagos.
points = collections.defaultdict(list)
for feature in json.load(gzip.open(f"{shared}/data/natural_earth/ne_10m_admin_1_label_points.json.gz"))["features"]:
    p, (lon, lat) = feature["properties"], feature["geometry"]["coordinates"]
    if p["name"] and p["iso_a2"] in code_of:
        points[code_of[p["iso_a2"]], p["name"]].append((p["scalerank"], lat, lon))
label = {}
for (country, name), found in points.items():
    best = min(rank for rank, _, _ in found)
    kept = [(lat, lon) for rank, lat, lon in found if rank == best]
    middle = tuple(sum(x) / len(kept) for x in zip(*kept))
    label[country, fold(name)] = (name, min(kept, key=lambda at: (at[0] - middle[0]) ** 2 + (at[1] - middle[1]) ** 2))
alternative, detail = collections.defaultdict(set), {}
for feature in json.load(gzip.open(f"{shared}/data/natural_earth/ne_50m_admin_1_states_provinces.json.gz"))["features"]:
    p = feature["properties"]
    if p["name"] and p["iso_a2"] in code_of:
        names = {n.strip() for field in ("name_alt", "gn_name", "woe_name", "abbrev") for n in re.split(r"[|,/]", p[field] or "") if len(n.strip()) > 2}
        alternative[code_of[p["iso_a2"]], fold(p["name"])] |= names
        detail[code_of[p["iso_a2"]], fold(p["name"])] = (p["name"], (p["latitude"], p["longitude"]))
label.update(detail)

# The middle of a division's towns, where no map names it.
towns = collections.defaultdict(list)
for row in csv.DictReader(open("data/places/cities.csv", encoding="utf-8")):
    towns[row["country"], row["admin1"]].append((int(row["thousands"]), float(row["lat"]), float(row["lon"])))

rows, seen = [], set()
for line in open(f"{shared}/data/geonames/admin1CodesASCII.txt", encoding="utf-8"):
    code, name, ascii_name, number = line.rstrip("\n").split("\t")
    country = code_of.get(code.split(".")[0])
    if not country:
        continue
    names = {name, ascii_name, *shorter(name), *shorter(ascii_name)}
    at = next((label[country, fold(n)] for n in sorted(names) if (country, fold(n)) in label), None)
    keys = [fold(n) for n in sorted(names)] + ([fold(at[0])] if at else [])
    names |= {at[0]} if at else set()
    for key in keys:
        names |= alternative.get((country, key), set())
        seen.add((country, key))
    own = towns.get((country, ascii_name)) or towns.get((country, name))
    names = {n for n in names if n == name or not is_elsewhere(n, country)}
    point = at[1] if at else (max(own)[1:] if own else None)
    usual = next((n for n in sorted(names, key=len) if n in shorter(name)), name)
    also = sorted(n for n in names if n and n != usual)
    rows.append((usual, "|".join(also), country, f"{point[0]:.3f}" if point else "", f"{point[1]:.3f}" if point else "", number))
for (country, key), (name, point) in sorted(label.items()):
    if (country, key) not in seen and not re.search(r"minor island|\d", name):
        also = sorted(({*shorter(name)} | alternative.get((country, key), set())) - {name})
        rows.append((name, "|".join(also), country, f"{point[0]:.3f}", f"{point[1]:.3f}", ""))
rows.sort(key=lambda row: (row[0], row[2], row[5]))
with open("data/places/divisions.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["name", "also", "country", "lat", "lon", "geonames"])
    w.writerows(rows)
print(len(rows), "divisions")

# Second-level divisions: their names, without points, which GeoNames' list has not. One that is named as a town of its state
# tells nothing that the town does not.
first = {line.split("\t")[0]: line.split("\t")[1] for line in open(f"{shared}/data/geonames/admin1CodesASCII.txt", encoding="utf-8")}
known = set()
for table in ("cities", "towns"):
    for row in csv.DictReader(open(f"data/places/{table}.csv", encoding="utf-8")):
        known |= {(row["country"], fold(row["name"])), (row["country"], fold(row["ascii"]))}
known |= {(row[2], fold(name)) for row in rows for name in [row[0], *row[1].split("|")]}
districts = []
with gzip.open(f"{shared}/data/geonames/admin2Codes.txt.gz", "rt", encoding="utf-8") as f:
    for line in f:
        code, name, ascii_name, number = line.rstrip("\n").split("\t")
        state, division, _ = code.split(".", 2)
        country = code_of.get(state)
        short = [n for n in shorter(name) + shorter(ascii_name)]
        # Numbered wards and the like are not named in news.
        if not country or re.search(r"\d", name) or (country, fold(name)) in known or len(name) < 4:
            continue
        also = sorted({ascii_name, *(n for n in short if (country, fold(n)) not in known and country != "USA")} - {name, ""})
        districts.append((name, "|".join(also), country, first.get(f"{state}.{division}", ""), number))
districts.sort(key=lambda row: (row[0], row[2], row[4]))
with open("data/places/districts.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["name", "also", "country", "division", "geonames"])
    w.writerows(districts)
print(len(districts), "districts")
