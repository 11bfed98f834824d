"""Writes data/places/countries.csv: the middle of each state, for maps and exports that need one point.

It is the centroid of the state's largest piece of land in Natural Earth's map (public domain); of states too small for that map
the point that the CIA World Factbook (public domain) gives, which stands in the file already and is kept.

usage: python3 data/tools/countries.py [SHARED]      (SHARED holds data/natural_earth; default ../shared)
"""
import csv
import gzip
import json
import math
import sys
import tomllib

shared = sys.argv[1] if len(sys.argv) > 1 else "../shared"
states = tomllib.load(open("data/actors/states.toml", "rb"))["state"]
by_iso = {s.get("iso3", s["code"]): s["code"] for s in states if "iso2" in s}
by_name = {name: s["code"] for s in states for name in [s["name"], *s.get("also", [])]}


def centroid(ring):
    """Returns the centroid and the area of a ring, in degrees, the area on the sphere."""
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1]):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    lat = y / (3 * area)
    return lat, x / (3 * area), abs(area) / 2 * math.cos(math.radians(lat))


with open("data/places/countries.csv", encoding="utf-8") as f:
    points = {row["country"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(f)}
drawn = 0
for feature in json.load(gzip.open(f"{shared}/data/natural_earth/ne_110m_admin_0_countries.json.gz"))["features"]:
    p = {key.lower(): value for key, value in feature["properties"].items()}
    code = by_iso.get(p.get("adm0_a3")) or by_iso.get(p.get("iso_a3")) or by_name.get(p.get("admin")) or by_name.get(p.get("name"))
    if not code:
        print("no state:", p.get("admin"))
        continue
    geometry = feature["geometry"]
    pieces = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    lat, lon, _ = max((centroid(piece[0]) for piece in pieces), key=lambda found: found[2])
    points[code] = (lat, lon)
    drawn += 1
with open("data/places/countries.csv", "w", newline="", encoding="utf-8") as f:
    w = csv.writer(f, lineterminator="\n")
    w.writerow(["country", "lat", "lon"])
    w.writerows((code, f"{lat:.2f}", f"{lon:.2f}") for code, (lat, lon) in sorted(points.items()))
print(drawn, "of", len(points), "states from the map")
