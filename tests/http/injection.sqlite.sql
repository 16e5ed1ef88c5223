BEGIN
BEGIN IMMEDIATE
COMMIT
CREATE INDEX "crudite_replies_expires_at_index" ON "crudite_replies" ("expires_at")
CREATE TABLE "crudite_replies" ( "key" TEXT PRIMARY KEY NOT NULL, "fingerprint" INTEGER NOT NULL, "status" INTEGER NOT NULL, "headers" TEXT NOT NULL, "body" TEXT NOT NULL, "expires_at" INTEGER NOT NULL ) STRICT
CREATE TABLE "memos" ( "slug" TEXT PRIMARY KEY NOT NULL CONSTRAINT "memos_slug_check" CHECK (length("slug") >= 1), "owner" TEXT NOT NULL, "stars" INTEGER NOT NULL DEFAULT 0 CONSTRAINT "memos_stars_check" CHECK ("stars" BETWEEN 0 AND 5), "revision" INTEGER NOT NULL ) STRICT
CREATE TABLE "projects" ( "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "name" TEXT NOT NULL CONSTRAINT "projects_name_check" CHECK (length("name") BETWEEN 2 AND 120), "description" TEXT CONSTRAINT "projects_description_check" CHECK (length("description") <= 5000), "created_at" INTEGER NOT NULL, "updated_at" INTEGER NOT NULL ) STRICT
CREATE UNIQUE INDEX "projects_name_unique" ON "projects" ("name")
DELETE FROM "memos" WHERE "slug" = ?1 AND "owner" = ?2
DELETE FROM "memos" WHERE "slug" = ?1 AND "revision" = ?2 AND "owner" = ?3
DELETE FROM "projects" WHERE "id" = ?1
DELETE FROM "projects" WHERE "id" = ?1 AND "updated_at" = ?2
INSERT INTO "crudite_replies" ("key", "fingerprint", "status", "headers", "body", "expires_at") VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING "key", "fingerprint", "status", "headers", "body", "expires_at"
INSERT INTO "memos" ("slug", "owner", "stars", "revision") VALUES (?1, ?2, ?3, ?4) RETURNING "slug", "owner", "stars", "revision"
INSERT INTO "projects" ("name", "description", "created_at", "updated_at") VALUES (?1, ?2, ?3, ?4) RETURNING "id", "name", "description", "created_at", "updated_at"
RELEASE inner
ROLLBACK
ROLLBACK TO inner
SAVEPOINT inner
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "id" = ?1
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" < ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" <= ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" <> ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" = ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" > ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" >= ?1 ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" IN (?1) ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ORDER BY "id" DESC LIMIT ?9
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE "name" IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) ORDER BY "id" DESC LIMIT ?17
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE ("name" >= ?1 AND "name" < ?2) ORDER BY "id" DESC LIMIT ?3
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE (crudite_search("name", ?1)) ORDER BY "id" DESC LIMIT ?2
SELECT "id", "name", "description", "created_at", "updated_at" FROM "projects" WHERE instr("name", ?1) > 0 ORDER BY "id" DESC LIMIT ?2
SELECT "key", "fingerprint", "status", "headers", "body", "expires_at" FROM "crudite_replies" WHERE "expires_at" < ?1 ORDER BY "expires_at", "key" LIMIT ?2
SELECT "key", "fingerprint", "status", "headers", "body", "expires_at" FROM "crudite_replies" WHERE "key" = ?1
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE "owner" = ?1 AND ("slug" < ?2) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE "owner" = ?1 ORDER BY "slug" DESC LIMIT ?2
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE "slug" = ?1
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" < ?2) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" <= ?2) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" <> ?2) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" = ?2) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" > ?2) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" >= ?2) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" IN (?2)) ORDER BY "slug" DESC LIMIT ?3
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" IN (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)) ORDER BY "slug" DESC LIMIT ?10
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND "slug" IN (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)) ORDER BY "slug" DESC LIMIT ?18
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND ("slug" >= ?2 AND "slug" < ?3)) ORDER BY "slug" DESC LIMIT ?4
SELECT "slug", "owner", "stars", "revision" FROM "memos" WHERE ("owner" = ?1 AND instr("slug", ?2) > 0) ORDER BY "slug" DESC LIMIT ?3
SELECT count(*) FROM "memos" WHERE "owner" = ?1
UPDATE "memos" SET "stars" = ?1, "revision" = CASE WHEN "stars" IS ?1 THEN "revision" ELSE "revision" + 1 END WHERE "slug" = ?2 AND "owner" = ?3 RETURNING "slug", "owner", "stars", "revision"
UPDATE "memos" SET "stars" = ?1, "revision" = CASE WHEN "stars" IS ?1 THEN "revision" ELSE "revision" + 1 END WHERE "slug" = ?2 AND "revision" = ?3 AND "owner" = ?4 RETURNING "slug", "owner", "stars", "revision"
UPDATE "projects" SET "description" = ?1, "updated_at" = CASE WHEN "description" IS ?1 THEN "updated_at" ELSE max(?2, "updated_at" + 1) END WHERE "id" = ?3 AND "updated_at" = ?4 RETURNING "id", "name", "description", "created_at", "updated_at"
UPDATE "projects" SET "description" = ?1, "updated_at" = CASE WHEN "description" IS ?1 THEN "updated_at" ELSE max(?2, "updated_at" + 1) END WHERE "id" = ?3 RETURNING "id", "name", "description", "created_at", "updated_at"
UPDATE "projects" SET "name" = ?1, "description" = ?2, "updated_at" = CASE WHEN "name" IS ?1 AND "description" IS ?2 THEN "updated_at" ELSE max(?3, "updated_at" + 1) END WHERE "id" = ?4 AND "updated_at" = ?5 RETURNING "id", "name", "description", "created_at", "updated_at"
UPDATE "projects" SET "name" = ?1, "description" = ?2, "updated_at" = CASE WHEN "name" IS ?1 AND "description" IS ?2 THEN "updated_at" ELSE max(?3, "updated_at" + 1) END WHERE "id" = ?4 RETURNING "id", "name", "description", "created_at", "updated_at"
