"""Writes data/places/cities.csv: towns of 40,000 people or more, and seats of first-level divisions, from GeoNames (CC BY 4.0).

usage: python3 data/tools/cities.py [SHARED]      (SHARED holds data/geonames; default ../shared)
"""
import csv
import io
import sys
import zipfile

shared = sys.argv[1] if len(sys.argv) > 1 else "../shared"
folder = f"{shared}/data/geonames"
iso3 = {}
for line in open(f"{folder}/countryInfo.txt", encoding="utf-8"):
    if line.strip() and not line.startswith("#"):
        columns = line.split("\t")
        iso3[columns[0]] = columns[1]
# Codes by which states.toml, and so the field, calls what ISO calls otherwise.
iso3["XK"] = "KSV"
admin1 = {line.split("\t")[0]: line.split("\t")[2] for line in open(f"{folder}/admin1CodesASCII.txt", encoding="utf-8")}
rows = []
with zipfile.ZipFile(f"{folder}/cities15000-2026.zip") as archive:
    for line in io.TextIOWrapper(archive.open("cities15000.txt"), encoding="utf-8"):
        c = line.rstrip("\n").split("\t")
        people = int(c[14] or 0)
        if people < 40_000 and c[7] not in ("PPLA", "PPLC"):
            continue
        if c[7] in ("PPLX", "PPLQ", "PPLH", "PPLW") or c[8] not in iso3:
            continue  # quarters of towns, and towns that are no more
        rows.append((c[1], c[2] if c[2] != c[1] else "", iso3[c[8]], admin1.get(f"{c[8]}.{c[10]}", ""), f"{float(c[4]):.3f}", f"{float(c[5]):.3f}", people // 1000, c[0]))
rows.sort(key=lambda row: (row[0], -row[6], row[7]))
with open("data/places/cities.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["name", "ascii", "country", "admin1", "lat", "lon", "thousands", "geonames"])
    w.writerows(rows)
print(len(rows), "towns")
