// Makes tracker/static/world.svg from Natural Earth: see SOURCES.md. Run by hand only, where Node is.
import { readFileSync, writeFileSync } from "node:fs";
import { geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const WIDTH = 2000, TOP = -490, HEIGHT = 890; // as in tracker/domain/maps.py
const SMALLEST = 8e-6; // steradians: smaller triangles are left out, and islands below three points with them
const SOUTHERNMOST = -60; // degrees: what lies wholly beyond is Antarctica

const atlas = JSON.parse(readFileSync("node_modules/world-atlas/land-50m.json"));
const slim = simplify(presimplify(atlas, sphericalTriangleArea), SMALLEST);
const land = feature(slim, slim.objects.land);
const polygons = (land.features ?? [land])
  .map((one) => one.geometry)
  .flatMap((one) => (one.type === "MultiPolygon" ? one.coordinates : [one.coordinates]))
  .filter(([ring]) => ring.length > 3 && Math.max(...ring.map(([, latitude]) => latitude)) > SOUTHERNMOST);
const projection = geoEqualEarth().scale(WIDTH / 2 / 2.7066299836960748).translate([WIDTH / 2, 0]).precision(0.3);
const drawn = geoPath(projection).digits(0)({ type: "MultiPolygon", coordinates: polygons });

// Whole units, each point as its distance from the one before: a third of the weight.
const shorter = (ring) => {
  const points = ring.slice(1).split("L").map((pair) => pair.split(",").map(Number))
    .filter(([x, y], place, all) => !place || x !== all[place - 1][0] || y !== all[place - 1][1]);
  if (points.length < 4) return "";
  const steps = points.slice(1).map(([x, y], place) => [x - points[place][0], y - points[place][1]]);
  const written = steps.flat().map((step, place) => (step < 0 || !place ? `${step}` : ` ${step}`)).join("");
  return `M${points[0]}l${written}z`;
};
const path = drawn.split("Z").filter(Boolean).map(shorter).join("");
writeFileSync(
  "world.svg",
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 ${TOP} ${WIDTH} ${HEIGHT}"><path fill="#7c8d97" d="${path}"/></svg>\n`,
);
