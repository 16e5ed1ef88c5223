BEGIN IMMEDIATE
COMMIT
CREATE TABLE "projects" ( "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "name" TEXT NOT NULL CONSTRAINT "projects_name_check" CHECK (length("name") BETWEEN 2 AND 120), "description" TEXT CONSTRAINT "projects_description_check" CHECK (length("description") <= 5000), "created_at" INTEGER NOT NULL, "updated_at" INTEGER NOT NULL ) STRICT
CREATE UNIQUE INDEX "projects_name_unique" ON "projects" ("name")
DELETE FROM "projects" WHERE "id" = ?1
INSERT INTO "projects" ("name", "description", "created_at", "updated_at") VALUES (?1, ?2, ?3, ?4) RETURNING "id", "name", "description", "created_at", "updated_at"
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" ORDER BY "id" DESC LIMIT ?1
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "id" = ?1
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" < ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" <> ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" = ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" IN (?1) ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ORDER BY "id" DESC LIMIT ?9
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ORDER BY "id" DESC LIMIT ?17
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE ("name" = ?1 AND (crudite_search("name", ?2))) ORDER BY "id" DESC LIMIT ?3
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE ("name" >= ?1 AND "name" < ?2) ORDER BY "id" DESC LIMIT ?3
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE (crudite_search("name", ?1)) ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE instr("name", ?1) > 0 ORDER BY "id" DESC LIMIT ?2
SELECT count(*) FROM "projects"
UPDATE "projects" SET "description" = ?1, "updated_at" = CASE WHEN "description" IS ?1 THEN "updated_at" ELSE max(?2, "updated_at" + 1) END WHERE "id" = ?3 RETURNING "id", "name", "description", "created_at", "updated_at"
