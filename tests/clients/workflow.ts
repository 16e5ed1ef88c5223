// The whole workflow as a TypeScript program writes it, with types out of the document: what compiles here is
// what the document promises.
// SPDX-License-Identifier: MIT
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./projects.js";

type Project = components["schemas"]["projects_row"];
type Problem = components["schemas"]["problem"];

const client = createClient<paths>({
  baseUrl: process.env["CRUDITE_URL"] ?? "",
  querySerializer: { array: { style: "form", explode: false } },
});

// A row has every member; what may be null says so.
const nameOf = (p: Project): string => p.name;
const descriptionOf = (p: Project): string | null => p.description;

async function create(name: string, description?: string): Promise<{ row: Project; etag: string; location: string }> {
  const { data, error, response } = await client.POST("/projects", {
    body: description === undefined ? { name } : { name, description },
  });
  assert.equal(response.status, 201, JSON.stringify(error));
  assert.ok(data);
  return {
    row: data,
    etag: response.headers.get("ETag") ?? "",
    location: response.headers.get("Location") ?? "",
  };
}

const roadmap = await create("Roadmap", "Q2 features and milestones");
assert.equal(nameOf(roadmap.row), "Roadmap");
assert.equal(roadmap.location, `/projects/${roadmap.row.id}`);
const atlas = await create("Atlas");
assert.equal(descriptionOf(atlas.row), null);
for (const name of ["Beacon", "Compass", "Delta"]) await create(name);

// A list: filtered, sorted, page after page by cursor.
const names: string[] = [];
let cursor: string | undefined;
do {
  const { data } = await client.GET("/projects", {
    params: {
      query: {
        limit: 2,
        sort: ["-name"],
        "name[ne]": "Delta",
        "id[in]": [1, 2, 3, 4, 5],
        ...(cursor === undefined ? {} : { cursor }),
      },
    },
  });
  assert.ok(data);
  assert.equal(data.total, 4);
  names.push(...data.items.map(nameOf));
  cursor = data.next;
} while (cursor !== undefined);
assert.deepEqual(names, ["Roadmap", "Compass", "Beacon", "Atlas"]);
const uncounted = await client.GET("/projects", { params: { query: { q: "ROAD", count: "none" } } });
assert.equal(uncounted.data?.total, undefined);
assert.equal(uncounted.data?.items.length, 1);

const path = { id: roadmap.row.id };
const found = await client.GET("/projects/{id}", { params: { path } });
assert.deepEqual(found.data, roadmap.row);

// Two editors: the second is told.
const changed = await client.PATCH("/projects/{id}", {
  params: { path, header: { "If-Match": roadmap.etag } },
  body: { description: "Updated: Q2 + Q3 planning" },
});
assert.equal(changed.response.status, 200);
assert.equal(changed.data?.description, "Updated: Q2 + Q3 planning");
const late = await client.PATCH("/projects/{id}", {
  params: { path, header: { "If-Match": roadmap.etag } },
  body: { description: null },
});
assert.equal(late.response.status, 412);
assert.equal(late.error?.code, "stale");

// A problem is typed.
const twice = await client.POST("/projects", { body: { name: "Roadmap" } });
assert.equal(twice.response.status, 409);
const conflict: Problem | undefined = twice.error;
assert.ok(conflict);
assert.equal(conflict.code, "unique_violation");
assert.deepEqual(conflict.errors.map((e) => `${e.field}: ${e.message}`), ["name: is taken already"]);

// What does not compile is what the document forbids.
// @ts-expect-error: a project has a name
const nameless = await client.POST("/projects", { body: { description: "?" } });
assert.equal(nameless.response.status, 422);
// @ts-expect-error: a name is never null
const nulled = await client.PATCH("/projects/{id}", { params: { path }, body: { name: null } });
assert.equal(nulled.response.status, 422);
// @ts-expect-error: nobody sorts by the description
const unsorted = await client.GET("/projects", { params: { query: { sort: ["description"] } } });
assert.equal(unsorted.response.status, 422);

// A row that was read can be sent back.
const whole = await client.PUT("/projects/{id}", { params: { path }, body: changed.data });
assert.equal(whole.response.status, 200);

const gone = await client.DELETE("/projects/{id}", { params: { path } });
assert.equal(gone.response.status, 204);
const missing = await client.GET("/projects/{id}", { params: { path } });
assert.equal(missing.error?.code, "not_found");
console.log("all as typed");
