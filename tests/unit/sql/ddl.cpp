// CREATE TABLE and CREATE INDEX: the text of a table with every rule.
// SPDX-License-Identifier: MIT
#include <crudite/schema/schema.hpp>
#include <crudite/sql/ddl.hpp>

#include "catch.hpp"

namespace {

enum class ddl_mood : std::uint8_t { calm, wild };

constexpr crudite::timestamp year_2000{std::chrono::seconds{946'684'800}};
constexpr crudite::timestamp year_2100{std::chrono::seconds{4'102'444'800}};

struct ruled {
    std::int64_t id{};
    std::string title{};
    std::optional<std::string> code{};
    std::string body{};
    std::vector<std::byte> data{};
    std::int32_t stars{};
    double ratio{};
    crudite::timestamp due{};
    std::string state{};
    std::optional<int> size{};
    ddl_mood spirit{};
    bool open{};
    std::optional<bool> flag{};
    crudite::uuid token{};
    std::string quoted{};
    float weight{};
    std::string both{};
    crudite::timestamp updated_at{};
    std::int64_t version{};
};
struct booking {
    std::int64_t id{};
    std::string room{};
    std::string day{};
    std::string room_day{};
};
struct lettered {
    std::string slug{};
};
struct identified {
    crudite::uuid id{};
};

} // namespace

template <>
struct crudite::convert<ddl_mood> {
    static constexpr std::pair<ddl_mood, std::string_view> names[] = {
        {ddl_mood::calm, "calm"}, {ddl_mood::wild, "wild"}};
};
template <>
inline constexpr auto crudite::schema<ruled> = table(
    "ruled", field<&ruled::id>(primary_key, unique, indexed), field<&ruled::title>(length(2, 120), unique),
    field<&ruled::code>(min_length(3), unique, indexed), field<&ruled::body>(max_length(9), indexed),
    field<&ruled::data>(max_length(9)), field<&ruled::stars>(range(-5, 5), default_to(-1)),
    field<&ruled::ratio>(range(0, 1)), field<&ruled::due>(range(year_2000, year_2100)),
    field<&ruled::state>(one_of("draft", "it's"), max_length(9), default_to("draft")),
    field<&ruled::size>(one_of(1, 2)), field<&ruled::spirit>(default_to(ddl_mood::wild)),
    field<&ruled::open>(default_to(true)), field<&ruled::flag>(), field<&ruled::token>(),
    field<&ruled::quoted>("order", default_to("it's")), field<&ruled::weight>(default_to(0.5F)),
    field<&ruled::both>(not_blank, searchable, check("mine", [](std::string_view) { return true; })),
    field<&ruled::updated_at>(set_on_update), field<&ruled::version>(crudite::version),
    index<&ruled::state, &ruled::size>, unique_together<&ruled::quoted, &ruled::due>,
    check("whole", [](const ruled&) { return true; }));
template <>
inline constexpr auto crudite::schema<booking> = table(
    "bookings", field<&booking::id>(primary_key), field<&booking::room>(), field<&booking::day>(indexed),
    field<&booking::room_day>(unique), unique_together<&booking::room, &booking::day>, index<&booking::day>,
    index<&booking::day>);
template <>
inline constexpr auto crudite::schema<lettered> =
    table("lettered", field<&lettered::slug>(primary_key, unique, length(1, 50)));
template <>
inline constexpr auto crudite::schema<identified> = table("identified", field<&identified::id>(primary_key));

using namespace crudite;

TEST_CASE("a table of every rule, one column a line") {
    CHECK(sql::render_table(sql::sqlite, table_of<ruled>()) == R"(CREATE TABLE "ruled" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  "title" TEXT NOT NULL CONSTRAINT "ruled_title_check" CHECK (length("title") BETWEEN 2 AND 120),
  "code" TEXT CONSTRAINT "ruled_code_check" CHECK (length("code") >= 3),
  "body" TEXT NOT NULL CONSTRAINT "ruled_body_check" CHECK (length("body") <= 9),
  "data" BLOB NOT NULL CONSTRAINT "ruled_data_check" CHECK (length("data") <= 9),
  "stars" INTEGER NOT NULL DEFAULT -1 CONSTRAINT "ruled_stars_check" CHECK ("stars" BETWEEN -5 AND 5),
  "ratio" REAL NOT NULL CONSTRAINT "ruled_ratio_check" CHECK ("ratio" BETWEEN 0.0 AND 1.0),
  "due" INTEGER NOT NULL CONSTRAINT "ruled_due_check" CHECK ("due" BETWEEN 946684800000000 AND 4102444800000000),
  "state" TEXT NOT NULL DEFAULT 'draft' CONSTRAINT "ruled_state_check" CHECK (length("state") <= 9 AND "state" IN ('draft', 'it''s')),
  "size" INTEGER CONSTRAINT "ruled_size_check" CHECK ("size" IN (1, 2)),
  "spirit" TEXT NOT NULL DEFAULT 'wild' CONSTRAINT "ruled_spirit_check" CHECK ("spirit" IN ('calm', 'wild')),
  "open" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "ruled_open_check" CHECK ("open" IN (0, 1)),
  "flag" INTEGER CONSTRAINT "ruled_flag_check" CHECK ("flag" IN (0, 1)),
  "token" BLOB NOT NULL CONSTRAINT "ruled_token_check" CHECK (length("token") = 16),
  "order" TEXT NOT NULL DEFAULT 'it''s',
  "weight" REAL NOT NULL DEFAULT 0.5,
  "both" TEXT NOT NULL,
  "updated_at" INTEGER NOT NULL,
  "version" INTEGER NOT NULL
) STRICT)");
}

TEST_CASE("other keys than integers are given, and so are never NULL") {
    CHECK(sql::render_table(sql::sqlite, table_of<lettered>()) == R"(CREATE TABLE "lettered" (
  "slug" TEXT PRIMARY KEY NOT NULL CONSTRAINT "lettered_slug_check" CHECK (length("slug") BETWEEN 1 AND 50)
) STRICT)");
    CHECK(sql::render_table(sql::sqlite, table_of<identified>()) == R"(CREATE TABLE "identified" (
  "id" BLOB PRIMARY KEY NOT NULL CONSTRAINT "identified_id_check" CHECK (length("id") = 16)
) STRICT)");
}

TEST_CASE("indexes: of single columns in their order, then of several; a key has one already") {
    std::vector<std::string> texts;
    for (const sql::index_definition& one : sql::render_indexes(sql::sqlite, table_of<ruled>())) {
        texts.push_back(one.text);
        CHECK(one.unique == one.name.ends_with("_unique"));
        CHECK(one.text.find('"' + one.name + '"') != std::string::npos);
    }
    CHECK(
        texts == std::vector<std::string>{
                     R"(CREATE UNIQUE INDEX "ruled_title_unique" ON "ruled" ("title"))",
                     R"(CREATE UNIQUE INDEX "ruled_code_unique" ON "ruled" ("code"))",
                     R"(CREATE INDEX "ruled_body_index" ON "ruled" ("body"))",
                     R"(CREATE INDEX "ruled_state_size_index" ON "ruled" ("state", "size"))",
                     R"(CREATE UNIQUE INDEX "ruled_order_due_unique" ON "ruled" ("order", "due"))"});
    CHECK(sql::render_indexes(sql::sqlite, table_of<lettered>()).empty());
}

TEST_CASE("no two indexes have one name, whatever the columns are called") {
    std::vector<std::string> names;
    for (const sql::index_definition& one : sql::render_indexes(sql::sqlite, table_of<booking>())) {
        names.push_back(one.name);
        CHECK(one.text.find(" INDEX \"" + one.name + "\" ON") != std::string::npos);
    }
    CHECK(
        names == std::vector<std::string>{
                     "bookings_day_index", "bookings_room_day_unique", "bookings_room_day_unique_",
                     "bookings_day_index_", "bookings_day_index__"});
}

TEST_CASE("a real is written so that SQL reads the same real") {
    for (const auto& [x, text] :
         {std::pair{0.0, "0.0"},
          {1.0, "1.0"},
          {-2.5, "-2.5"},
          {1e300, "1e+300"},
          {0.1, "0.1"},
          {1e-7, "1e-07"}})
        CHECK(sql::detail::literal(sql::sqlite, column_type::real, x) == text);
}

TEST_CASE("PostgreSQL's types speak for themselves, and its constants are of them") {
    CHECK(sql::render_table(sql::postgres, table_of<ruled>()) == R"(CREATE TABLE "ruled" (
  "id" bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  "title" text COLLATE "C" NOT NULL CONSTRAINT "ruled_title_check" CHECK (length("title") BETWEEN 2 AND 120),
  "code" text COLLATE "C" CONSTRAINT "ruled_code_check" CHECK (length("code") >= 3),
  "body" text COLLATE "C" NOT NULL CONSTRAINT "ruled_body_check" CHECK (length("body") <= 9),
  "data" bytea NOT NULL CONSTRAINT "ruled_data_check" CHECK (length("data") <= 9),
  "stars" bigint NOT NULL DEFAULT -1 CONSTRAINT "ruled_stars_check" CHECK ("stars" BETWEEN -5 AND 5),
  "ratio" double precision NOT NULL CONSTRAINT "ruled_ratio_check" CHECK ("ratio" BETWEEN 0.0 AND 1.0),
  "due" timestamp with time zone NOT NULL CONSTRAINT "ruled_due_check" CHECK ("due" BETWEEN TIMESTAMPTZ '2000-01-01T00:00:00.000000Z' AND TIMESTAMPTZ '2100-01-01T00:00:00.000000Z'),
  "state" text COLLATE "C" NOT NULL DEFAULT 'draft' CONSTRAINT "ruled_state_check" CHECK (length("state") <= 9 AND "state" IN ('draft', 'it''s')),
  "size" bigint CONSTRAINT "ruled_size_check" CHECK ("size" IN (1, 2)),
  "spirit" text COLLATE "C" NOT NULL DEFAULT 'wild' CONSTRAINT "ruled_spirit_check" CHECK ("spirit" IN ('calm', 'wild')),
  "open" boolean NOT NULL DEFAULT TRUE,
  "flag" boolean,
  "token" uuid NOT NULL,
  "order" text COLLATE "C" NOT NULL DEFAULT 'it''s',
  "weight" double precision NOT NULL DEFAULT 0.5,
  "both" text COLLATE "C" NOT NULL,
  "updated_at" timestamp with time zone NOT NULL,
  "version" bigint NOT NULL
))");
    CHECK(
        sql::render_table(sql::postgres, table_of<identified>(), true) ==
        "CREATE TEMPORARY TABLE \"identified\" (\n  \"id\" uuid PRIMARY KEY NOT NULL\n)");
}

TEST_CASE("the first time of all is in the year 1 BC") {
    const std::int64_t first = min_timestamp.time_since_epoch().count();
    CHECK(sql::detail::time_literal(first) == "TIMESTAMPTZ '0001-01-01T00:00:00.000000Z BC'");
    CHECK(sql::detail::time_literal(0) == "TIMESTAMPTZ '1970-01-01T00:00:00.000000Z'");
}

TEST_CASE("a name longer than the database takes ends in a hash of the whole") {
    const std::string name(63, 'n');
    CHECK(sql::detail::fitting(sql::postgres, name) == name);
    CHECK(sql::detail::fitting(sql::sqlite, name + "_unique") == name + "_unique");
    const std::string cut = sql::detail::fitting(sql::postgres, name + "_unique");
    CHECK(cut.size() == 63);
    CHECK(cut.starts_with(name.substr(0, 54) + "_"));
    CHECK(cut != sql::detail::fitting(sql::postgres, name + "_index"));
}
