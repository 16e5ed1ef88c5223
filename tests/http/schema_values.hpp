// Values made from JSON Schemas: such as a schema takes, and such as it does not. Always the same for the
// same seed. For the requests that are made of an OpenAPI document.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/json_schema.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace http_tests {

/// Chance, the same on every machine.
class dice {
  public:
    explicit dice(std::uint64_t seed) : engine_(seed) {}
    std::uint64_t any() { return engine_(); }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
    bool chance(std::size_t percent) { return below(100) < percent; }
    template <class List>
    decltype(auto) pick(List&& from) {
        return from[below(std::size(from))];
    }

  private:
    std::mt19937_64 engine_;
};

/// Makes values from the schemas of one document. What answers had under a name is made again for this name.
class schema_values {
  public:
    schema_values(const dom::value& document, dice& d) : rules_(document), dice_(d) {}

    const dom::object& deref(const dom::value& schema) const {
        const auto* reference = schema.as_object().if_contains("$ref");
        return (reference ? rules_.resolve(view(reference->as_string())) : schema).as_object();
    }
    bool takes(const dom::value& schema, const dom::value& v) const {
        return rules_.check(v, schema).empty();
    }

    void remember(const std::string& name, const dom::value& v) {
        auto& known = seen_[name];
        known.size() < 30 ? known.push_back(v) : void(dice_.pick(known) = v);
    }
    /// There is more to this member than its schema can say: made up afresh it is refused.
    void call_picky(const std::string& name) { picky_.insert(name); }

    /// A value that the schema takes.
    dom::value make(const dom::value& schema, const std::string& name = {}) {
        for (int tries = 0; tries < 100; ++tries)
            if (dom::value made = candidate(deref(schema), name); takes(schema, made)) return made;
        throw std::logic_error(name + ": no value is found for " + dom::serialize(schema));
    }

    /// The value with one thing about it that the schema does not take; nothing if none is found.
    std::optional<dom::value> spoil(const dom::value& v, const dom::value& schema) {
        for (int tries = 0; tries < 30; ++tries)
            if (dom::value made = spoiled(v, deref(schema)); !takes(schema, made)) return made;
        return std::nullopt;
    }

    /// Any characters, one byte to four bytes long each.
    std::string text(std::size_t length) {
        static constexpr std::string_view letters[] = {
            "a",  "Z", "7", " ", "_", "%", "\\", "\"", "'", "/", "\n",     "\x1f",      "\x7f",   ",",
            "&",  "=", "+", "?", "#", "@", ";",  "~",  "ß", "Ä", "漢",     "\u00a0",    "\u202e", "\u0301",
            "😀", "<", "{", "-", ".", ":", "e",  "x",  "İ", "ﬀ", "\ufeff", "\U0010ffff"};
        std::string made;
        while (length-- > 0)
            made += dice_.chance(50) ? std::string_view("ordinary").substr(dice_.below(8), 1)
                                     : dice_.pick(letters);
        return made;
    }

  private:
    dom::value candidate(const dom::object& schema, const std::string& name) {
        const auto known = seen_.find(name);
        if (known != seen_.end() && dice_.chance(picky_.contains(name) ? 90 : 15))
            return dice_.pick(known->second);
        if (const auto* some = schema.if_contains("enum")) return dice_.pick(some->as_array());
        const auto* types = schema.if_contains("type");
        if (!types) return number(schema);
        std::string type(view((types->is_array() ? types->as_array()[0] : *types).as_string()));
        if (types->is_array() && dice_.chance(20)) return nullptr;
        if (type == "boolean") return dice_.chance(50);
        if (type == "integer") return integer(schema);
        if (type == "number") return number(schema);
        if (type == "string") return string(schema);
        if (type == "array") return array(schema, name);
        return object(schema);
    }

    dom::value integer(const dom::object& schema) {
        const bool narrow = schema.contains("format") && schema.at("format") == "int32";
        std::int64_t least = narrow ? -2147483648 : std::numeric_limits<std::int64_t>::min();
        std::int64_t most = narrow ? 2147483647 : std::numeric_limits<std::int64_t>::max();
        if (const auto* there = schema.if_contains("minimum")) least = there->to_number<std::int64_t>();
        if (const auto* there = schema.if_contains("maximum")) most = there->to_number<std::int64_t>();
        const std::uint64_t span = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
        const std::uint64_t up =
            span == std::numeric_limits<std::uint64_t>::max() ? dice_.any() : dice_.any() % (span + 1);
        const std::int64_t all[] = {
            least, most, std::clamp<std::int64_t>(static_cast<std::int64_t>(dice_.below(9)), least, most),
            static_cast<std::int64_t>(static_cast<std::uint64_t>(least) + up)};
        return dice_.pick(all);
    }

    dom::value number(const dom::object& schema) {
        const double least = schema.contains("minimum") ? schema.at("minimum").to_number<double>() : -1e30;
        const double most = schema.contains("maximum") ? schema.at("maximum").to_number<double>() : 1e30;
        const double part = static_cast<double>(dice_.below(1 << 20)) / (1 << 20);
        const double all[] = {least, most, std::clamp(1.0, least, most), least + (most - least) * part};
        return dice_.pick(all);
    }

    dom::value string(const dom::object& schema) {
        const auto size = [&](const char* keyword, std::size_t otherwise) {
            const auto* there = schema.if_contains(keyword);
            return there ? there->to_number<std::size_t>() : otherwise;
        };
        const std::size_t least = size("minLength", 0);
        const std::size_t most = size("maxLength", least + 12);
        const std::size_t length = most < 300 && dice_.chance(10)
                                       ? most
                                       : least + dice_.below(std::min<std::size_t>(most - least, 12) + 1);
        if (schema.contains("contentEncoding")) {
            std::vector<std::byte> bytes(length / 4 * 3 + dice_.below(3));
            for (std::byte& one : bytes) one = static_cast<std::byte>(dice_.below(256));
            std::string made;
            crudite::json::append_base64(made, bytes);
            return dom::string(made);
        }
        if (!schema.contains("format")) return dom::string(text(length));
        if (schema.at("format") == "json-pointer") return dice_.chance(50) ? "/zz" : "/a~1b~0/0";
        if (schema.at("format") == "uuid") {
            crudite::uuid made;
            for (std::byte& one : made.bytes) one = static_cast<std::byte>(dice_.below(256));
            return dom::string(crudite::to_string(made));
        }
        static constexpr std::string_view moments[] = {
            "1970-01-01T00:00:00Z",        "0000-01-01T00:00:00Z",        "9999-12-31T23:59:59.999999Z",
            "2024-02-29T23:59:59.5+14:00", "2024-03-01T12:00:00.000001Z", "2024-03-01t11:59:59-00:30"};
        return dom::string(dice_.pick(moments));
    }

    dom::value array(const dom::object& schema, const std::string& name) {
        const auto* least = schema.if_contains("minItems");
        const auto* most = schema.if_contains("maxItems");
        std::size_t length = (least ? least->to_number<std::size_t>() : 0) + dice_.below(4);
        if (most) length = std::min(dice_.chance(5) ? 20 : length, most->to_number<std::size_t>());
        dom::array made;
        while (length-- > 0) made.push_back(make(schema.at("items"), name));
        return made;
    }

    dom::value object(const dom::object& schema) {
        dom::object made;
        for (const auto& [name, member] : schema.at("properties").as_object()) {
            if (!requires_member(schema, name) && (deref(member).contains("readOnly") || dice_.chance(50)))
                continue;
            made[name] = make(member, std::string(name));
        }
        return made;
    }

    static bool requires_member(const dom::object& schema, std::string_view name) {
        const auto* all = schema.if_contains("required");
        return all && std::ranges::any_of(all->as_array(), [&](const dom::value& one) {
                   return view(one.as_string()) == name;
               });
    }

    dom::value spoiled(dom::value v, const dom::object& schema) {
        const std::size_t how = dice_.below(4);
        if (auto* object = v.if_object(); object && how < 3) {
            if (how == 0 && schema.contains("required"))
                object->erase(dice_.pick(schema.at("required").as_array()).as_string());
            else if (how == 1 || object->empty())
                object->emplace("zz" + text(2), 1);
            else
                spoil_member(*(object->begin() + dice_.below(object->size())), schema);
            return v;
        }
        if (auto* array = v.if_array(); array && how < 3 && !array->empty()) {
            if (how == 0) return dom::array();
            if (how == 1 && schema.contains("maxItems"))
                array->resize(schema.at("maxItems").to_number<std::size_t>() + 1, dom::value(array->front()));
            else
                spoil_part(array->at(dice_.below(array->size())), schema.at("items"));
            return v;
        }
        return other(schema);
    }

    void spoil_member(dom::key_value_pair& member, const dom::object& schema) {
        const auto* rules = schema.at("properties").as_object().if_contains(member.key());
        if (rules && !deref(*rules).contains("readOnly")) // that is for the row to say
            spoil_part(member.value(), *rules);
    }
    void spoil_part(dom::value& part, const dom::value& schema) {
        if (auto made = spoil(part, schema)) part = *std::move(made);
    }

    /// Likely none that the schema takes.
    dom::value other(const dom::object& schema) {
        std::vector<dom::value> all{
            nullptr,
            true,
            7,
            -1,
            1.5,
            "7",
            "",
            " \u2003",
            "x",
            dom::array(),
            dom::object(),
            1e300,
            std::numeric_limits<std::int64_t>::min(),
            std::numeric_limits<std::uint64_t>::max()};
        const auto number = [&](const char* keyword) { return schema.at(keyword).to_number<double>(); };
        if (schema.contains("minimum")) all.emplace_back(number("minimum") - 1);
        if (schema.contains("maximum")) all.emplace_back(number("maximum") + 1);
        for (const char* keyword : {"minimum", "maximum"})
            if (schema.contains(keyword) && schema.at(keyword).is_int64())
                all.emplace_back(
                    schema.at(keyword).as_int64() + (*keyword == 'm' && keyword[1] == 'i' ? -1 : 1));
        if (schema.contains("maxLength"))
            all.emplace_back(dom::string(text(schema.at("maxLength").to_number<std::size_t>() + 1)));
        return dice_.pick(all);
    }

    json_schema rules_;
    dice& dice_;
    std::map<std::string, std::vector<dom::value>> seen_{};
    std::set<std::string> picky_{};
};

} // namespace http_tests
