// JSON Patch (RFC 6902) on flat entities: the RFC's own examples as far as they are flat, and every
// operation.
// SPDX-License-Identifier: MIT
#include "json/entities.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>

using namespace crudite;
using namespace test;

namespace {

/// The members that RFC 6902's examples have, some of them of other types.
struct things {
    std::string id{"here"};
    std::optional<std::string> foo{};
    std::optional<std::string> bar{};
    std::optional<std::string> baz{};
    std::optional<std::int64_t> number{};
    double real{};
    std::int64_t needed{7};
};

const project roadmap{
    .id = 7,
    .name = "Roadmap",
    .description = "Q2",
    .created_at = *from_rfc3339("2026-07-28T12:00:00Z"),
    .updated_at = *from_rfc3339("2026-07-28T12:00:00.000001Z")};

/// What the operations make of it, as JSON; or what is wrong with them.
template <class Entity>
std::string after(const Entity& before, std::string_view operations) {
    const auto steps = json::json_patch::read(operations);
    if (!steps)
        return steps.error().code == errc::invalid ? codes(steps.error())
                                                   : std::string(name(steps.error().code));
    const auto made = steps->of(before);
    if (!made) return std::string(name(made.error().code)) + " " + codes(made.error());
    Entity changed = before;
    made->apply_to(changed);
    return json::encode(changed);
}

struct example {
    std::string_view operations, outcome;
};

} // namespace

template <>
inline constexpr auto crudite::schema<things> = table(
    "things", field<&things::id>(primary_key), field<&things::foo>(), field<&things::bar>(),
    field<&things::baz>(), field<&things::number>(), field<&things::real>(default_to(0.5)),
    field<&things::needed>());

TEST_CASE("RFC 6902 appendix A, as far as it is flat") {
    const auto thing = [](std::string_view foo, std::string_view bar, std::string_view baz) {
        return R"({"id":"here","foo":)" + std::string(foo) + R"(,"bar":)" + std::string(bar) + R"(,"baz":)" +
               std::string(baz) + R"(,"number":null,"real":0,"needed":7})";
    };
    const things bar{.foo = "bar"};
    const things both{.foo = "bar", .baz = "qux"};
    // A.1, A.3, A.5: add, remove, replace a member
    CHECK(
        after(bar, R"([{"op":"add","path":"/baz","value":"qux"}])") == thing(R"("bar")", "null", R"("qux")"));
    CHECK(after(both, R"([{"op":"remove","path":"/baz"}])") == thing(R"("bar")", "null", "null"));
    CHECK(
        after(both, R"([{"op":"replace","path":"/baz","value":"boo"}])") ==
        thing(R"("bar")", "null", R"("boo")"));
    // A.6: move a member
    CHECK(
        after(both, R"([{"op":"move","from":"/baz","path":"/bar"}])") ==
        thing(R"("bar")", R"("qux")", "null"));
    // A.8, A.9: test that holds, and one that does not
    CHECK(
        after(both, R"([{"op":"test","path":"/baz","value":"qux"}])") ==
        thing(R"("bar")", "null", R"("qux")"));
    CHECK(after(both, R"([{"op":"test","path":"/baz","value":"bar"}])") == "test_failed [0]:test_failed");
    // A.10: a nested value is none of a flat object's
    CHECK(
        after(bar, R"([{"op":"add","path":"/baz","value":{"grandchild":{}}}])") == "invalid [0].value:type");
    // A.11: members that the RFC does not know are passed over
    CHECK(
        after(bar, R"([{"op":"add","path":"/baz","value":"qux","xyz":123}])") ==
        thing(R"("bar")", "null", R"("qux")"));
    // A.12: where nothing is, nothing can be added
    CHECK(after(bar, R"([{"op":"add","path":"/baz/bat","value":"qux"}])") == "invalid [0].path:unknown");
    // A.13: an operation that says "op" twice
    CHECK(after(bar, R"([{"op":"add","path":"/baz","value":"qux","op":"remove"}])") == "malformed");
    // A.14, A.15: ~01 is "~1"; a string is no number
    CHECK(after(bar, R"([{"op":"test","path":"/~01","value":10}])") == "invalid [0].path:unknown");
    CHECK(
        after(things{.number = 10}, R"([{"op":"test","path":"/number","value":"10"}])") ==
        "test_failed [0]:test_failed");
    CHECK(
        after(things{.number = 10}, R"([{"op":"test","path":"/number","value":10}])").find("10") !=
        std::string::npos);
}

TEST_CASE("operations are done one after the other, and the first that cannot be ends it") {
    const example examples[] = {
        {"[]", R"("name":"Roadmap","description":"Q2")"},
        {R"([{"op":"copy","from":"/name","path":"/description"},{"op":"replace","path":"/name","value":"A"}])",
         R"("name":"A","description":"Roadmap")"},
        {R"([{"op":"move","from":"/description","path":"/name"}])", R"("name":"Q2","description":null)"},
        {R"([{"op":"remove","path":"/name"},{"op":"add","path":"/name","value":"B"}])", R"("name":"B")"},
        {R"([{"op":"move","from":"/name","path":"/name"}])", R"("name":"Roadmap")"},
        {R"([{"op":"copy","from":"/id","path":"/description"}])", "invalid [0].from:type"},
        {R"([{"op":"copy","from":"/created_at","path":"/description"}])",
         R"("description":"2026-07-28T12:00:00.000000Z")"},
        {R"([{"op":"add","path":"/name","value":"B"},{"op":"test","path":"/name","value":"B"}])",
         R"("name":"B")"},
        {R"([{"op":"add","path":"/name","value":"B"},{"op":"test","path":"/name","value":"Roadmap"}])",
         "test_failed [1]:test_failed"},
        {R"([{"op":"test","path":"/name","value":"x"},{"op":"add","path":"/nmae","value":1}])",
         "test_failed [0]:test_failed"},
        {R"([{"op":"remove","path":"/description"},{"op":"replace","path":"/description","value":"x"}])",
         "invalid [1].path:gone"},
        {R"([{"op":"remove","path":"/description"},{"op":"test","path":"/description","value":null}])",
         "invalid [1].path:gone"},
        {R"([{"op":"remove","path":"/description"},{"op":"copy","from":"/description","path":"/name"}])",
         "invalid [1].from:gone"},
        {R"([{"op":"remove","path":"/description"},{"op":"remove","path":"/description"}])",
         "invalid [1].path:gone"},
        {R"([{"op":"remove","path":"/name"}])", "invalid name:required"},
        {R"([{"op":"add","path":"/name","value":null}])", "invalid [0].value:required"},
        {R"([{"op":"move","from":"/id","path":"/name"}])", "invalid [0].from:read_only"},
        {R"([{"op":"remove","path":"/created_at"}])", "invalid [0].path:read_only"},
        {R"([{"op":"replace","path":"/id","value":8}])", "invalid [0].path:read_only"},
        {R"([{"op":"replace","path":"/id","value":7}])", R"({"id":7,)"},
        {R"([{"op":"replace","path":"/created_at","value":"2026-07-28T14:00:00+02:00"}])", R"({"id":7,)"},
        {R"([{"op":"test","path":"/id","value":7.0},{"op":"test","path":"/created_at","value":"2026-07-28T12:00:00Z"}])",
         R"({"id":7,)"},
        {R"([{"op":"copy","from":"/nmae","path":"/name"}])", "invalid [0].from:unknown"},
        {R"([{"op":"add","path":"/-","value":1}])", "invalid [0].path:unknown"},
        {R"([{"op":"add","path":"/","value":1}])", "invalid [0].path:unknown"},
        {R"([{"op":"add","path":"/name/","value":1}])", "invalid [0].path:unknown"},
        {R"([{"op":"add","path":"/na~1me","value":1}])", "invalid [0].path:unknown"},
        {R"([{"op":"add","path":"/name","value":[1]}])", "invalid [0].value:type"},
    };
    for (const example& r : examples) {
        CAPTURE(r.operations);
        const std::string outcome = after(roadmap, r.operations);
        CAPTURE(outcome);
        CHECK(outcome.find(r.outcome) != outcome.npos);
        CHECK(outcome.starts_with('{') == r.outcome.starts_with('{') + r.outcome.starts_with('"'));
    }
}

TEST_CASE("\"\" is the whole object") {
    const std::string all = json::encode(roadmap);
    const auto operations = [](std::string_view op, std::string_view value) {
        return R"([{"op":")" + std::string(op) + R"(","path":"","value":)" + std::string(value) + "}]";
    };
    CHECK(after(roadmap, operations("test", all)) == all);
    CHECK(after(roadmap, operations("replace", all)) == all);
    CHECK(
        after(roadmap, operations("test", R"({"id":7,"name":"Roadmap"})")) == "test_failed [0]:test_failed");
    CHECK(after(roadmap, operations("test", "7")) == "test_failed [0]:test_failed");
    CHECK(
        after(roadmap, operations("replace", R"({"name":"A"})")) ==
        R"({"id":7,"name":"A","description":null,"created_at":"2026-07-28T12:00:00.000000Z","updated_at":"2026-07-28T12:00:00.000001Z"})");
    CHECK(after(things{.foo = "x", .real = 2}, operations("add", R"({"needed":1})"))
              .ends_with(R"("real":0.5,"needed":1})"));
    CHECK(after(roadmap, operations("replace", R"({"description":"x"})")) == "invalid name:required");
    CHECK(
        after(roadmap, operations("replace", R"({"name":"A","id":8})")) == "invalid [0].value.id:read_only");
    CHECK(after(roadmap, operations("replace", R"({"nmae":"A"})")) == "invalid [0].value.nmae:unknown");
    CHECK(
        after(roadmap, operations("replace", R"({"name":{"a":1,"a":1}})")) == "invalid [0].value.name:type");
    CHECK(after(roadmap, operations("replace", R"({"name":"A","name":"B"})")) == "malformed");
    CHECK(after(roadmap, operations("replace", "[]")) == "invalid [0].value:type");
    CHECK(after(roadmap, R"([{"op":"remove","path":""}])") == "invalid [0].path:read_only");
    CHECK(after(roadmap, R"([{"op":"move","from":"","path":"/name"}])") == "invalid [0].from:type");
    CHECK(after(roadmap, R"([{"op":"copy","from":"/name","path":""}])") == "invalid [0].path:type");
    CHECK(after(roadmap, R"([{"op":"copy","from":"","path":""}])") == all);
}

TEST_CASE("numbers are exact, in every spelling") {
    const things large{.number = 9007199254740993, .real = 0.1};
    const auto holds = [&](std::string_view path, std::string_view number) {
        return after(
                   large, R"([{"op":"test","path":")" + std::string(path) + R"(","value":)" +
                              std::string(number) + "}]")
            .starts_with('{');
    };
    CHECK(holds("/number", "9007199254740993"));
    CHECK(holds("/number", "9007199254740993.0"));
    CHECK_FALSE(holds("/number", "9007199254740992"));
    CHECK_FALSE(holds("/number", "9007199254740993.5"));
    CHECK_FALSE(holds("/number", "1e400"));
    CHECK(holds("/real", "0.1"));
    CHECK(holds("/real", "1E-1"));
    CHECK_FALSE(holds("/real", "0.10000000000000002"));
    CHECK(
        after(
            large,
            R"([{"op":"replace","path":"/number","value":9007199254740995},{"op":"copy","from":"/number","path":"/needed"}])")
            .ends_with(R"("number":9007199254740995,"real":0.1,"needed":9007199254740995})"));
}

TEST_CASE("every type is copied as what it is in JSON") {
    sample full{
        .flag = true,
        .i32 = -5,
        .u64 = 7,
        .real = 0.25,
        .text = "a\"b\\",
        .paint = color::green,
        .mail = {"a@b"}};
    full.bytes = {std::byte{1}, std::byte{255}};
    CHECK(
        after(
            full,
            R"([{"op":"copy","from":"/i32","path":"/i64"},{"op":"copy","from":"/u64","path":"/single"},{"op":"copy","from":"/mail","path":"/text"}])")
            .find(R"("i64":-5,)") != std::string::npos);
    for (const std::string_view same :
         {"flag", "i32", "u64", "real", "text", "bytes", "at", "ref", "paint", "mail"}) {
        CAPTURE(same);
        const std::string whole = json::encode(full);
        const std::string mark = "\"" + std::string(same) + "\":";
        const auto from = whole.find(mark) + mark.size();
        const auto end = std::min(whole.find(",\"", from), whole.size() - 1);
        CHECK(
            after(
                full, R"([{"op":"test","path":"/)" + std::string(same) + R"(","value":)" +
                          whole.substr(from, end - from) + "}]") == whole);
    }
    CHECK(
        after(full, R"([{"op":"copy","from":"/bytes","path":"/text"}])").find(R"("text":"Af8=")") !=
        std::string::npos);
    CHECK(after(full, R"([{"op":"copy","from":"/flag","path":"/text"}])") == "invalid [0].from:type");
    CHECK(after(full, R"([{"op":"copy","from":"/text","path":"/at"}])") == "invalid [0].from:format");
}

TEST_CASE("what is no operation is told with all the others") {
    const example examples[] = {
        {"{}", ":type"},
        {"7", ":type"},
        {"[", "malformed"},
        {R"([7,null,[],"x"])", "[0]:type [1]:type [2]:type [3]:type"},
        {R"([{}])", "[0].op:required [0].path:required"},
        {R"([{"op":"spam","path":"/name"},{"op":"Add","path":7}])",
         "[0].op:one_of [1].op:one_of [1].path:type"},
        {R"([{"op":{},"path":["x"]}])", "[0].op:type [0].path:type"},
        {R"([{"op":"add","path":"/name"},{"op":"test","path":"/name"},{"op":"replace","path":"/name"}])",
         "[0].value:required [1].value:required [2].value:required"},
        {R"([{"op":"move","path":"/name"},{"op":"copy","path":"/name","from":null}])",
         "[0].from:required [1].from:type"},
        {R"([{"op":"remove","path":"name"},{"op":"remove","path":"/~"},{"op":"remove","path":"/~2"},{"op":"copy","path":"/name","from":"x"}])",
         "[0].path:format [1].path:format [2].path:format [3].from:format"},
        {R"([{"op":"add","path":"/name","value":"x","value":"y"}])", "malformed"},
    };
    for (const example& r : examples) {
        CAPTURE(r.operations);
        CHECK(after(roadmap, r.operations) == r.outcome);
    }
    const auto many = [](int count) {
        std::string all;
        for (int i = 0; i < count; ++i)
            all += (i > 0 ? "," : "") + std::string(R"({"op":"test","path":"/id","value":7})");
        return "[" + all + "]";
    };
    CHECK(after(roadmap, many(100)).starts_with('{'));
    CHECK(after(roadmap, many(101)) == ":length");
    CHECK(json::json_patch::read(many(101)).error().message == "101 operations; at most 100 are allowed");
}
