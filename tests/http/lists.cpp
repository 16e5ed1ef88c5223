// Lists over HTTP: filters, order, fields, counts, links, and what is wrong with any of them.
// SPDX-License-Identifier: MIT
#include "http/app.hpp"

#include "catch.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;
namespace http = crudite::http;

namespace http_tests {

enum class state : std::uint8_t { open, closed };

struct ware {
    std::int64_t id{};
    std::string name{};
    std::int32_t price{};
    double ratio{};
    bool on{};
    state now{};
    std::optional<std::string> note{};
    crudite::uuid tag{};
    crudite::timestamp at{};
    std::string secret{};
    std::string essay{};
};

} // namespace http_tests

template <>
struct crudite::convert<http_tests::state> {
    static constexpr std::pair<http_tests::state, std::string_view> names[] = {
        {http_tests::state::open, "open"}, {http_tests::state::closed, "closed"}};
};

template <>
inline constexpr auto crudite::schema<ware> = table(
    "wares", field<&ware::id>(primary_key), field<&ware::name>(unique, max_length(120), searchable),
    field<&ware::price>(indexed), field<&ware::ratio>(filterable), field<&ware::on>(filterable),
    field<&ware::now>(filterable, sortable), field<&ware::note>(filterable, sortable, max_length(40)),
    field<&ware::tag>(filterable), field<&ware::at>(filterable, sortable), field<&ware::secret>(),
    field<&ware::essay>(sortable));

namespace {

/// Four wares: ids 1 to 4, named a to d, priced 10, 20, 20, 30.
template <class Backend>
struct shop {
    Backend backend{};
    http::api api = http::api{{.access = http::allow_anonymous()}}.mount(
        http::resource(crudite::repository<ware>(backend.database)));

    shop() {
        for (
            const std::string_view body :
            {R"({"name":"a, first","price":10,"ratio":0.5,"on":true,"now":"open","note":null,"tag":"018f0000-0000-7000-8000-000000000001","at":"2024-01-01T00:00:00Z","secret":"s","essay":""})",
             R"({"name":"b","price":20,"ratio":1.5,"on":false,"now":"closed","note":"100%","tag":"018f0000-0000-7000-8000-000000000002","at":"2024-02-01T00:00:00Z","secret":"s","essay":""})",
             R"({"name":"c","price":20,"ratio":-1.5,"on":true,"now":"open","note":"x","tag":"018f0000-0000-7000-8000-000000000003","at":"2024-03-01T00:00:00Z","secret":"s","essay":""})",
             R"({"name":"d","price":30,"ratio":2,"on":false,"now":"open","note":"","tag":"018f0000-0000-7000-8000-000000000004","at":"2024-04-01T00:00:00Z","secret":"s","essay":""})"})
            REQUIRE(send(api, "POST", "/wares", body).status == 201);
    }

    http::response get(std::string_view query) const {
        return send(api, "GET", "/wares" + std::string(query));
    }
    /// The ids of a page: "4 3".
    std::string ids(const std::string& query) const { return ids_of(get(query).body); }

    static std::string ids_of(std::string_view body) {
        std::string found;
        for (auto at = body.find("\"id\":"); at != body.npos; at = body.find("\"id\":", at + 1))
            found.append(found.empty() ? "" : " ").append(1, body[at + 5]);
        return found;
    }
};

/// The URL of a link of this kind; empty if there is none.
std::string link(const http::response& page, std::string_view rel) {
    const std::string all(page.header("Link").value_or(""));
    const auto mark = all.find(">; rel=\"" + std::string(rel) + '"');
    if (mark == all.npos) return {};
    const auto from = all.rfind('<', mark) + 1;
    return all.substr(from, mark - from);
}

} // namespace

TEMPLATE_LIST_TEST_CASE("every operator lets through what it says", "", every_backend) {
    const shop<TestType> of;
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"id[eq]=2", "2"},
        {"id[ne]=2", "4 3 1"},
        {"id[lt]=2", "1"},
        {"id[le]=2", "2 1"},
        {"id[gt]=3", "4"},
        {"id[ge]=3", "4 3"},
        {"id[in]=1,3,9", "3 1"},
        {"id%5Beq%5D=2", "2"},
        {"price[eq]=20", "3 2"},
        {"price[ge]=20&price[lt]=30", "3 2"},
        {"name[eq]=b", "2"},
        {"name[in]=a%5C,%20first,b", "2 1"},
        {"name[contains]=first", "1"},
        {"name[contains]=FIRST", ""},
        {"name[starts]=a,", "1"},
        {"name[gt]=b", "4 3"},
        {"ratio[lt]=0", "3"},
        {"ratio[eq]=1.5", "2"},
        {"ratio[gt]=1e0", "4 2"},
        {"on[eq]=true", "3 1"},
        {"on[ne]=true", "4 2"},
        {"now[eq]=closed", "2"},
        {"now[in]=closed,open", "4 3 2 1"},
        {"note[is_null]=true", "1"},
        {"note[is_null]=false", "4 3 2"},
        {"note[eq]=", "4"},
        {"note[ne]=x", "4 2 1"}, // null is not x
        {"note[contains]=%25", "2"},
        {"note[contains]=_", ""},
        {"tag[eq]=018f0000-0000-7000-8000-000000000003", "3"},
        {"at[ge]=2024-03-01T00:00:00Z", "4 3"},
        {"at[lt]=2024-02-01T01:00:00%2B01:00", "1"},
        {"q=B", "2"},
        {"q=b&price[eq]=10", ""},
    };
    for (const auto& [query, expected] : rows) {
        CAPTURE(query);
        const auto page = of.get("?" + std::string(query));
        CHECK(page.status == 200);
        CHECK(of.ids_of(page.body) == expected);
        const auto number = std::to_string((expected.size() + 1) / 2);
        CHECK(page.body.find("\"total\":" + number + ",") != page.body.npos);
    }
}

TEMPLATE_LIST_TEST_CASE(
    "a list is sorted as it is told, with null last in both directions", "", every_backend) {
    const shop<TestType> of;
    CHECK(of.ids("?sort=id") == "1 2 3 4");
    CHECK(of.ids("?sort=-id") == "4 3 2 1");
    CHECK(of.ids("?sort=price,-name") == "1 3 2 4");
    CHECK(of.ids("?sort=-price") == "4 3 2 1"); // level rows by the key, in the last one's direction
    CHECK(of.ids("?sort=now,id") == "2 1 3 4");
    CHECK(of.ids("?sort=note") == "4 2 3 1");
    CHECK(of.ids("?sort=-note") == "3 2 4 1");
    CHECK(of.ids("?sort=-at&limit=2") == "4 3");
}

TEMPLATE_LIST_TEST_CASE("fields says which members there are, of a page and of a row", "", every_backend) {
    const shop<TestType> of;
    CHECK(of.get("?fields=name,id&limit=1")
              .body.starts_with(R"({"items":[{"id":4,"name":"d"}],"total":4,"limit":1,"offset":0,"next":")"));
    const auto one = of.get("/2?fields=price");
    CHECK(one.status == 200);
    CHECK(one.body == R"({"price":20})");
    CHECK(of.get("/2?fields=nothing").status == 422);
    CHECK(of.get("/2?limit=2").status == 400);
}

TEMPLATE_LIST_TEST_CASE("a count that is not wanted is not made", "", every_backend) {
    const shop<TestType> of;
    CHECK(of.get("?count=none&fields=id&offset=3")
              .body.starts_with(R"({"items":[{"id":1}],"limit":20,"offset":3)"));
    CHECK(of.get("?count=exact&fields=id&offset=3").body.starts_with(R"({"items":[{"id":1}],"total":4,)"));
}

TEMPLATE_LIST_TEST_CASE("links lead to the neighbours, whatever else was asked for", "", every_backend) {
    const shop<TestType> of;
    CHECK_FALSE(of.get("").header("Link"));
    const auto first = of.get("?limit=2&price[ge]=10&sort=price&q=");
    CHECK(of.ids_of(first.body) == "1 2");
    CHECK(link(first, "prev").empty());
    const std::string next = link(first, "next");
    CHECK(next.starts_with("/wares?limit=2&price%5Bge%5D=10&sort=price&q=&cursor="));
    const auto second = send(of.api, "GET", next);
    CHECK(of.ids_of(second.body) == "3 4");
    CHECK(link(second, "next").empty());
    const auto back = send(of.api, "GET", link(second, "prev"));
    CHECK(of.ids_of(back.body) == "1 2");
    CHECK(link(back, "next") == next);

    const auto offset = of.get("?limit=1&offset=1");
    CHECK(of.ids_of(send(of.api, "GET", link(offset, "next")).body) == "2");
    CHECK(of.ids_of(send(of.api, "GET", link(offset, "prev")).body) == "4");
}

TEMPLATE_LIST_TEST_CASE("a cursor is of one filter and one order", "", every_backend) {
    const shop<TestType> of;
    const std::string next = link(of.get("?limit=1&sort=price&id[gt]=0"), "next");
    const std::string cursor = next.substr(next.find("cursor="));
    CHECK(of.get("?limit=1&sort=price&id[gt]=0&" + cursor).status == 200);
    CHECK(of.get("?id[gt]=0&" + cursor + "&limit=3&sort=price").status == 200);
    for (const std::string query :
         {"?limit=1&sort=price&", "?sort=-price&id[gt]=0&", "?sort=name&id[gt]=0&", "?sort=price&id[gt]=1&",
          "?sort=price&id[ge]=0&", "?sort=price&id[gt]=0&q=a&", "?sort=price,id&id[lt]=0&"}) {
        CAPTURE(query);
        CHECK(of.get(query + cursor).status == 400);
    }
    // The order in which filters are sent does not matter.
    const std::string two = link(of.get("?limit=1&price[ge]=10&id[gt]=0"), "next");
    CHECK(of.get("?id[gt]=0&price[ge]=10&" + two.substr(two.find("cursor="))).status == 200);
}

TEMPLATE_LIST_TEST_CASE("mistakes in filters, order and fields name their parameter", "", every_backend) {
    const shop<TestType> of;
    struct row {
        std::string_view query;
        int status;
        std::string_view field, code;
    };
    const row rows[] = {
        {"id[eq]=x", 422, "id[eq]", "type"},
        {"id[eq]=", 422, "id[eq]", "type"},
        {"id[eq]=1.0", 422, "id[eq]", "type"},
        {"id[eq]=%2B1", 422, "id[eq]", "type"},
        {"id[in]=1,,2", 422, "id[in]", "type"},
        {"id[in]=", 422, "id[in]", "type"},
        {"price[eq]=3000000000", 422, "price[eq]", "range"},
        {"ratio[eq]=", 422, "ratio[eq]", "type"},
        {"ratio[eq]=nan", 422, "ratio[eq]", "type"},
        {"ratio[eq]=inf", 422, "ratio[eq]", "type"},
        {"ratio[eq]=1e999", 422, "ratio[eq]", "range"},
        {"ratio[eq]=0x1", 422, "ratio[eq]", "type"},
        {"on[eq]=1", 422, "on[eq]", "type"},
        {"now[eq]=gone", 422, "now[eq]", "one_of"},
        {"tag[eq]=7", 422, "tag[eq]", "type"},
        {"at[lt]=2024", 422, "at[lt]", "type"},
        {"note[is_null]=maybe", 422, "note[is_null]", "type"},
        {"count=some", 422, "count", "one_of"},
        {"sort=secret", 422, "sort", "unknown"},
        {"sort=essay", 422, "sort", "unknown"}, // no cursor could hold it
        {"sort=ratio", 422, "sort", "unknown"},
        {"sort=", 422, "sort", "unknown"},
        {"sort=--id", 422, "sort", "unknown"},
        {"sort=id,-id", 422, "sort", "repeated"},
        {"sort=name,note", 422, "sort", "size"},
        {"sort=at,now,price,name,id", 422, "sort", "max"},
        {"fields=id,,name", 422, "fields", "unknown"},
        {"fields=ID", 422, "fields", "unknown"},
        {"fields=id,name,id", 422, "fields", "repeated"},
        {"secret[eq]=s", 400, "secret[eq]", "unknown"},
        {"nothing[eq]=s", 400, "nothing[eq]", "unknown"},
        {"id[is]=1", 400, "id[is]", "unknown"},
        {"id[contains]=1", 400, "id[contains]", "unknown"},
        {"id[is_null]=true", 400, "id[is_null]", "unknown"},
        {"on[lt]=true", 400, "on[lt]", "unknown"},
        {"id[]=1", 400, "id[]", "unknown"},
        {"id[eq=1", 400, "id[eq", "unknown"},
        {"id=1", 400, "id", "unknown"},
        {"[eq]=1", 400, "[eq]", "unknown"},
        {"id[eq]]=1", 400, "id[eq]]", "unknown"},
        {"id[eq]=1&id[eq]=2", 400, "id[eq]", "repeated"},
        {"sort=id&sort=id", 400, "sort", "repeated"},
    };
    for (const row& r : rows) {
        CAPTURE(r.query);
        const auto answer = of.get("?" + std::string(r.query));
        CHECK(answer.status == r.status);
        const std::string expected =
            R"({"field":")" + std::string(r.field) + R"(","code":")" + std::string(r.code) + '"';
        CAPTURE(answer.body);
        CHECK(answer.body.find(expected) != answer.body.npos);
    }
    CHECK(of.get("?now[eq]=gone&id[eq]=x&sort=zzz").body.find("sort") != std::string::npos); // all at once
}

TEMPLATE_LIST_TEST_CASE("a cursor has 512 characters at most, in any script", "", every_backend) {
    TestType backend;
    const auto api = http::api{{.access = http::allow_anonymous()}}.mount(
        http::resource(crudite::repository<ware>(backend.database)));
    for (const std::string letter : {"a", "\u00e4", "\u4e2d", "\U0001F600"}) {
        std::string name;
        for (int i = 0; i < 120; ++i) name += letter;
        REQUIRE(
            send(
                api, "POST", "/wares",
                R"({"name":")" + name +
                    R"(","price":1,"ratio":0,"on":true,"now":"open","tag":"018f0000-0000-7000-8000-000000000001","at":"2024-01-01T00:00:00Z","secret":"","essay":""})")
                .status == 201);
    }
    std::set<char> seen;
    std::string at = "/wares?limit=1&sort=-name,at&fields=id";
    for (int pages = 0; pages < 4; ++pages) {
        const auto page = send(api, "GET", at);
        REQUIRE(page.status == 200);
        seen.insert(shop<TestType>::ids_of(page.body).front());
        const std::string next = link(page, "next");
        if (next.empty()) break;
        CHECK(next.size() - next.find("cursor=") - 7 <= 512);
        at = next;
    }
    CHECK(seen.size() == 4);
}
