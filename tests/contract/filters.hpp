// The laws of text and of filters: bytes, case, metacharacters, NULL, and every operator on every type.
// SPDX-License-Identifier: MIT
#pragma once

#include "contract/outcome.hpp"

#include <algorithm>

namespace contract {

/// The names that a filter lets through, in byte order.
inline texts matching(repository<specimen>& all, filter<specimen> where) {
    return names(all.list({.where = std::move(where), .order_by = asc<&specimen::name>, .limit = 100}));
}
/// The names that a search finds, in byte order.
inline texts found(repository<specimen>& all, std::string search) {
    return names(all.list({.search = std::move(search), .order_by = asc<&specimen::name>, .limit = 100}));
}

inline constexpr law text_laws[]{
    {"text is ordered by its bytes, which is the order of code points",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"\u20ac", "a", "\U0001f600", "B", "\u00e9", "\ufffd", "aa", "a b"});
         const auto sorted = names(all.list({.order_by = asc<&specimen::name>}));
         CHECK(sorted == texts{"B", "a", "a b", "aa", "\u00e9", "\u20ac", "\ufffd", "\U0001f600"});
         CHECK(matching(all, field<&specimen::name> > "\u00e9") == texts{"\u20ac", "\ufffd", "\U0001f600"});
     }},
    {"text that is no UTF-8 or holds U+0000 is refused wherever it comes from",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         const specimen made = all.create(named("a")).value();
         for (const std::string& bad :
              {std::string("a\0b", 3), std::string("\xff"), std::string("\xed\xa0\x80"),
               std::string("\xc3")}) {
             CHECK(outcome(all.create(named(bad))) == "invalid: name text");
             const auto rename = patch<specimen>{}.set<&specimen::note>(bad);
             CHECK(outcome(all.update(made.id, rename)) == "invalid: note text");
             CHECK(outcome(all.list({.where = field<&specimen::name> == bad})) == "invalid: name text");
             CHECK(outcome(all.count({.where = contains<&specimen::name>(bad)})) == "invalid: name text");
             CHECK(outcome(all.list({.search = bad})) == "invalid: search text");
         }
         CHECK(all.list().value().items == std::vector{made});
     }},
    {"no row has a key that is no text",
     [](storage_ref storage) {
         repository<tag> all(storage);
         REQUIRE(all.create({.slug = "a", .label = "A"}));
         for (const std::string& bad : {std::string("a\0b", 3), std::string("\xff"), std::string("a\xc3")}) {
             CHECK(outcome(all.find(bad)) == "not_found");
             CHECK(all.exists(bad) == false);
             CHECK(outcome(all.update(bad, patch<tag>{}.set<&tag::label>("x"))) == "not_found");
             CHECK(outcome(all.update(bad, patch<tag>{})) == "not_found");
             CHECK(outcome(all.remove(bad)) == "not_found");
             CHECK(outcome(all.create({.slug = bad, .label = "B"})) == "invalid: slug text");
             CHECK(outcome(all.upsert({.slug = bad, .label = "B"})) == "invalid: slug text");
         }
         CHECK(all.count().value() == 1);
     }},
    {"a length is counted in code points",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         std::string text;
         for (int i = 0; i < 200; ++i) text += "\U0001f600";
         CHECK(outcome(all.create(named(text))) == "ok");
         CHECK(outcome(all.create(named(text + "x"))) == "invalid: name length");
     }},
    {"metacharacters mean nothing: they are found as what they are",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"100%", "100 percent", "a_b", "axb", "back\\slash", "it's", "say \"x\"", "st*r", "[a]"});
         for (const auto& [part, name] :
              {std::pair{"%", "100%"},
               {"_", "a_b"},
               {"\\", "back\\slash"},
               {"'", "it's"},
               {"\"", "say \"x\""},
               {"*", "st*r"},
               {"[", "[a]"}}) {
             CHECK(matching(all, contains<&specimen::name>(part)) == texts{name});
             CHECK(found(all, part) == texts{name});
         }
         CHECK(matching(all, starts_with<&specimen::name>("100%")) == texts{"100%"});
         CHECK(matching(all, starts_with<&specimen::name>("a_")) == texts{"a_b"});
         CHECK(matching(all, contains<&specimen::name>("?")).empty());
     }},
    {"search finds text in any case, by Unicode's simple folding",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(
             all, {"Roadmap", "\u00c4rger", "\u039f\u0394\u039f\u03a3", "stra\u00dfe", "\u212aelvin",
                   "\u0416\u0443\u043a"});
         CHECK(found(all, "ROAD") == texts{"Roadmap"});
         CHECK(found(all, "dma") == texts{"Roadmap"});
         CHECK(found(all, "\u00e4RGE") == texts{"\u00c4rger"});
         CHECK(found(all, "\u03bf\u03b4\u03bf\u03c2") == texts{"\u039f\u0394\u039f\u03a3"}); // both sigmas
         CHECK(found(all, "KELV") == texts{"\u212aelvin"}); // the Kelvin sign
         CHECK(found(all, "\u0436\u0423\u041a") == texts{"\u0416\u0443\u043a"});
         CHECK(found(all, "\u1e9e") == texts{"stra\u00dfe"});
         CHECK(found(all, "ss").empty()); // that would be full folding
         CHECK(found(all, "arger").empty());
     }},
    {"search looks into every searchable field, and finds nothing in NULL",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen one = named("a");
         one.note = "has a NEEDLE";
         REQUIRE(all.create(one));
         specimen other = named("b");
         other.room = "needle"; // not searchable
         REQUIRE(all.create(other));
         REQUIRE(all.create(named("needle c")));
         CHECK(found(all, "needle") == texts{"a", "needle c"});
         CHECK(all.count({.search = "needle"}).value() == 2);
         CHECK(
             names(all.list({.where = field<&specimen::name> != "a", .search = "needle"})) ==
             texts{"needle c"});
     }},
    {"a search of more than 200 characters is refused, and one where nothing is searchable",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         CHECK(outcome(all.list({.search = std::string(200, 'x')})) == "ok");
         CHECK(outcome(all.list({.search = std::string(201, 'x')})) == "invalid: search length");
         CHECK(outcome(repository<tag>(storage).list({.search = "x"})) == "invalid: search unsupported");
     }},
    {"contains and starts_with heed case, and an empty part is in every text",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"abc", "Abd", "xab"});
         CHECK(matching(all, contains<&specimen::name>("ab")) == texts{"abc", "xab"});
         CHECK(matching(all, starts_with<&specimen::name>("ab")) == texts{"abc"});
         CHECK(matching(all, contains<&specimen::name>("")).size() == 3);
         CHECK(matching(all, starts_with<&specimen::name>("")).size() == 3);
         CHECK(matching(all, contains<&specimen::note>("")).empty()); // NULL is no text
     }},
    {"starts_with holds at the ends of Unicode",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"\U0010ffff", "\U0010ffffz", "\ud7ff", "\ue000", "a\U0010ffff", "b"});
         CHECK(
             matching(all, starts_with<&specimen::name>("\U0010ffff")) == texts{"\U0010ffff", "\U0010ffffz"});
         CHECK(matching(all, starts_with<&specimen::name>("\ud7ff")) == texts{"\ud7ff"});
         CHECK(matching(all, starts_with<&specimen::name>("a\U0010ffff")) == texts{"a\U0010ffff"});
     }},
};

inline constexpr law filter_laws[]{
    {"NULL is a value to == and !=, and nothing to the other operators",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         for (const auto& [name, rank] :
              {std::pair{"none", std::optional<std::int64_t>{}}, {"one", 1}, {"two", 2}}) {
             specimen one = named(name);
             one.rank = rank;
             REQUIRE(all.create(one));
         }
         CHECK(matching(all, field<&specimen::rank> == 1) == texts{"one"});
         CHECK(matching(all, field<&specimen::rank> != 1) == texts{"none", "two"});
         CHECK(matching(all, field<&specimen::rank> < 2) == texts{"one"});
         CHECK(matching(all, field<&specimen::rank> <= 2) == texts{"one", "two"});
         CHECK(matching(all, field<&specimen::rank> > 1) == texts{"two"});
         CHECK(matching(all, field<&specimen::rank> >= 1) == texts{"one", "two"});
         CHECK(matching(all, is_null<&specimen::rank>()) == texts{"none"});
     }},
    {"! is exactly the opposite, also of what NULL does not meet",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         for (const auto& [name, rank] :
              {std::pair{"none", std::optional<std::int64_t>{}}, {"one", 1}, {"two", 2}}) {
             specimen one = named(name);
             one.rank = rank;
             REQUIRE(all.create(one));
         }
         CHECK(matching(all, !(field<&specimen::rank> == 1)) == texts{"none", "two"});
         CHECK(matching(all, !(field<&specimen::rank> != 1)) == texts{"one"});
         CHECK(matching(all, !(field<&specimen::rank> < 2)) == texts{"none", "two"});
         CHECK(matching(all, !is_null<&specimen::rank>()) == texts{"one", "two"});
         CHECK(matching(all, !in<&specimen::rank>({1, 2})) == texts{"none"});
         CHECK(matching(all, !contains<&specimen::note>("x")) == texts{"none", "one", "two"});
         CHECK(matching(all, !(field<&specimen::rank> == 1 || field<&specimen::rank> > 1)) == texts{"none"});
         CHECK(
             matching(all, !(field<&specimen::rank> >= 1 && field<&specimen::rank> < 2)) ==
             texts{"none", "two"});
     }},
    {"in finds what equals one of its values; with none, nothing",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"a", "b", "c", "%"});
         CHECK(matching(all, in<&specimen::name>({"a", "c", "d", "a"})) == texts{"a", "c"});
         CHECK(matching(all, in<&specimen::name>({"%"})) == texts{"%"});
         CHECK(matching(all, in<&specimen::name>(std::vector<std::string>{})).empty());
         CHECK(matching(all, !in<&specimen::name>(std::vector<std::string>{})).size() == 4);
         std::vector<std::int64_t> many(1000, 0);
         CHECK(outcome(all.list({.where = in<&specimen::rank>(many)})) == "ok");
         many.push_back(0);
         CHECK(outcome(all.list({.where = in<&specimen::rank>(many)})) == "invalid: rank in");
     }},
    {"every type is compared as what it is",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         specimen low = named("low");
         low.size = -10;
         low.ratio = -0.5;
         low.weight = 9.0;
         low.due = timestamp{std::chrono::microseconds(-1)};
         low.data = {std::byte{0x7f}};
         low.token = parse_uuid("7f000000-0000-0000-0000-000000000000").value();
         specimen high = named("high");
         high.size = 9;
         high.ratio = 1e300;
         high.weight = 10.0;
         high.mood = mood::wild;
         high.marked = true;
         high.due = timestamp{};
         high.data = {std::byte{0x80}};
         high.token = parse_uuid("80000000-0000-0000-0000-000000000000").value();
         REQUIRE(all.create(low));
         REQUIRE(all.create(high));
         const texts just_high{"high"};
         CHECK(matching(all, field<&specimen::size> > -10) == just_high);
         CHECK(matching(all, field<&specimen::ratio> > -0.5) == just_high);
         CHECK(matching(all, field<&specimen::weight> > 9) == just_high);
         CHECK(matching(all, field<&specimen::mood> == mood::wild) == just_high);
         CHECK(matching(all, field<&specimen::marked> == true) == just_high);
         CHECK(matching(all, field<&specimen::marked> > false) == just_high);
         CHECK(matching(all, field<&specimen::due> >= timestamp{}) == just_high);
         CHECK(matching(all, field<&specimen::data> > low.data) == just_high);
         CHECK(matching(all, field<&specimen::data> == high.data) == just_high);
         CHECK(matching(all, field<&specimen::token> > low.token) == just_high);
         CHECK(matching(all, field<&specimen::token> != low.token) == just_high);
     }},
    {"filters nest, and a tree deeper than 24 is refused",
     [](storage_ref storage) {
         repository<specimen> all(storage);
         store(all, {"a", "b", "c"});
         const auto is = [](const char* name) { return field<&specimen::name> == name; };
         CHECK(matching(all, (is("a") || is("b")) && !is("b")) == texts{"a"});
         CHECK(matching(all, is("a") || (is("b") && is("c"))) == texts{"a"});
         CHECK(matching(all, filter<specimen>{} && is("c")) == texts{"c"});
         CHECK(matching(all, filter<specimen>{} || is("c")).size() == 3);
         CHECK(matching(all, !filter<specimen>{}).empty());
         filter<specimen> deep = is("a");
         for (int i = 0; i < 24; ++i) deep = !deep;
         CHECK(matching(all, deep) == texts{"a"});
         CHECK(outcome(all.list({.where = !deep})) == "invalid: where depth");
         deep = is("a");
         for (int i = 0; i < 12; ++i)
             deep = is("a") && (is("c") || deep); // what SQL has to put in parentheses
         CHECK(matching(all, deep) == texts{"a"});
         filter<specimen> wide = is("b");
         for (int i = 0; i < 498; ++i) wide = std::move(wide) || is("z");
         CHECK(matching(all, wide) == texts{"b"});
         CHECK(outcome(all.list({.where = wide || is("z")})) == "invalid: where size");
     }},
};

} // namespace contract
