// The floors: a header includes only from the places below its own, and never in a circle.
// SPDX-License-Identifier: MIT
#include "structure/tree.hpp"

#include "catch.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using names = std::set<std::string, std::less<>>;

/// What each place may include beside itself. Backends do not know each other, and nothing but a user's
/// program knows a backend; JSON knows schemas, not storages.
const std::map<std::string, names, std::less<>> floors{
    {"base", {}},
    {"schema", {"base"}},
    {"query", {"base", "schema"}},
    {"storage", {"base", "schema", "query"}},
    {"sql", {"base", "schema", "query", "storage"}},
    {"memory", {"base", "schema", "query", "storage"}},
    {"sqlite", {"base", "schema", "query", "storage", "sql"}},
    {"postgres", {"base", "schema", "query", "storage", "sql"}},
    {"repository", {"base", "schema", "query", "storage"}},
    {"async", {"base", "schema", "query", "storage", "repository"}},
    {"json", {"base", "schema", "query"}},
    {"http", {"base", "schema", "query", "storage", "repository", "json"}},
};

/// The place of a header: its folder, or for one at the top the place it is the umbrella of.
std::string place_of(std::string_view header) {
    header.remove_prefix(std::string_view("crudite/").size());
    if (header == "version.hpp") return "base";
    if (header == "crudite.hpp") return "repository";
    if (const auto slash = header.find('/'); slash != header.npos)
        return std::string(header.substr(0, slash));
    const auto end = header.find_first_of("_.");
    return std::string(header.substr(0, end));
}

/// True for the doors at the top: a file per thing that a program may want, beside that thing's own folder.
bool is_umbrella(std::string_view header) {
    const std::string place = place_of(header);
    return header == "crudite/crudite.hpp" ||
           (place != "repository" && header == "crudite/" + place + ".hpp");
}

/// One sentence per include that goes up, sideways or nowhere. An umbrella is above all floors: it may bring
/// in the core's, so that a program needs one include; nothing else may include an umbrella.
std::vector<std::string> upward_edges(const tree::graph& headers) {
    std::vector<std::string> found;
    for (const auto& [from, includes] : headers) {
        const auto floor = floors.find(place_of(from));
        if (floor == floors.end()) {
            found.push_back(from + ": is in no place that has a floor");
            continue;
        }
        for (const std::string& to : includes) {
            if (!to.starts_with("crudite/")) continue;
            if (is_umbrella(from) && to == "crudite/crudite.hpp") continue;
            if (is_umbrella(to)) found.push_back(from + ": includes the umbrella " + to);
            const std::string place = place_of(to);
            if (place != floor->first && !floor->second.contains(place))
                found.push_back(
                    from + ": includes " + to + ", but " + floor->first + " may not know " + place);
        }
    }
    return found;
}

/// The headers of a circle in their order; empty if there is none.
std::vector<std::string> circle(const tree::graph& headers) {
    std::vector<std::string> path;
    std::set<std::string> done;
    const auto visit = [&](const auto& self, const std::string& header) -> bool {
        if (const auto start = std::ranges::find(path, header); start != path.end()) {
            path.erase(path.begin(), start);
            return true;
        }
        const auto node = headers.find(header);
        if (node == headers.end() || !done.insert(header).second) return false;
        path.push_back(header);
        for (const std::string& next : node->second)
            if (self(self, next)) return true;
        path.pop_back();
        return false;
    };
    for (const auto& [header, includes] : headers)
        if (visit(visit, header)) return path;
    return {};
}

} // namespace

TEST_CASE("every header includes only from below") {
    CHECK(upward_edges(tree::headers()) == std::vector<std::string>{});
}

TEST_CASE("no headers include each other in a circle") {
    CHECK(circle(tree::headers()) == std::vector<std::string>{});
}

TEST_CASE("the headers are really read") {
    const tree::graph headers = tree::headers();
    REQUIRE(headers.contains("crudite/base/error.hpp"));
    CHECK(std::ranges::count(headers.at("crudite/base/error.hpp"), "crudite/base/value.hpp") == 1);
}

TEST_CASE("an upward include is found") {
    const tree::graph made_up{{"crudite/base/value.hpp", {"crudite/query/patch.hpp", "vector"}}};
    CHECK(
        upward_edges(made_up) ==
        std::vector<std::string>{
            "crudite/base/value.hpp: includes crudite/query/patch.hpp, but base may not know query"});
}

TEST_CASE("a backend that knows another is found, one that knows SQL is not") {
    CHECK(upward_edges({{"crudite/sqlite/database.hpp", {"crudite/memory/database.hpp"}}}).size() == 1);
    CHECK(upward_edges({{"crudite/memory.hpp", {"crudite/sql/render.hpp"}}}).size() == 1);
    CHECK(upward_edges({{"crudite/sqlite/database.hpp", {"crudite/sql/render.hpp"}}}).empty());
    CHECK(upward_edges({{"crudite/crudite.hpp", {"crudite/sqlite.hpp"}}}).size() == 2);
}

TEST_CASE("an umbrella may bring in the core's; no other header may include one") {
    CHECK(upward_edges({{"crudite/sqlite.hpp", {"crudite/crudite.hpp", "crudite/sqlite/database.hpp"}}})
              .empty());
    CHECK(
        upward_edges({{"crudite/http/resource.hpp", {"crudite/json.hpp"}}}) ==
        std::vector<std::string>{"crudite/http/resource.hpp: includes the umbrella crudite/json.hpp"});
    CHECK(upward_edges({{"crudite/sqlite/database.hpp", {"crudite/crudite.hpp"}}}).size() == 2);
}

TEST_CASE("a header in a folder without a floor is found") {
    CHECK(upward_edges({{"crudite/util/text.hpp", {}}}).size() == 1);
}

TEST_CASE("a circle is found, and a diamond is none") {
    CHECK(
        circle({{"a", {"b"}}, {"b", {"c"}}, {"c", {"d", "b"}}, {"d", {}}}) ==
        std::vector<std::string>{"b", "c"});
    CHECK(circle({{"a", {"b", "c"}}, {"b", {"d"}}, {"c", {"d"}}, {"d", {}}}).empty());
}
