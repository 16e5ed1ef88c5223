// What can be wrong with a request, one at a time: nothing of it may work.
// SPDX-License-Identifier: MIT
#pragma once

#include "http/generated_request.hpp"
#include "http/schema_values.hpp"

#include <crudite/http/target.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace http_tests {

/// Values of Authorization.
struct known_credentials {
    std::vector<std::string> strong; ///< may do everything
    std::vector<std::string> weak;   ///< may not, or are none
};

class request_flaws {
  public:
    request_flaws(schema_values& values, dice& d, const known_credentials& credentials)
        : values_(values), dice_(d), credentials_(credentials) {}

    /// Gives the request a flaw that its operation can have.
    void add(generated_request& to, const told_operation& op) {
        for (int tries = 0; to.flaw.empty() && tries < 50; ++tries) {
            switch (dice_.below(5)) {
            case 0:
                spoil_value(to, op);
                break;
            case 1:
                spoil_body(to, op);
                break;
            case 2:
                spoil_query(to, op);
                break;
            case 3:
                spoil_target(to, op);
                break;
            default:
                spoil_headers(to, op);
            }
        }
    }

    static void add_parameter(std::string& target, std::string_view name, std::string_view value) {
        target.append(target.find('?') == target.npos ? "?" : "&");
        target.append(crudite::http::encode_segment(name)) += "=" + crudite::http::encode_segment(value);
    }

  private:
    /// A body that the schema does not take.
    void spoil_value(generated_request& to, const told_operation& op) {
        if (!op.body()) return;
        const std::string type = to.header("Content-Type")->substr(0, to.header("Content-Type")->find(';'));
        const auto made = values_.spoil(dom::parse(to.body), op.body()->at(type).at("schema"));
        if (!made) return;
        to.body = dom::serialize(*made);
        to.flaw = "value";
    }

    /// A body that is no JSON, or not as it is declared.
    void spoil_body(generated_request& to, const told_operation& op) {
        if (!op.body()) return;
        const std::size_t middle = 1 + dice_.below(to.body.size());
        const std::string bodies[] = {
            "",
            to.body.substr(0, to.body.size() - 1),
            to.body + "}",
            to.body + " null",
            "\ufeff" + to.body,
            "{\"name\":\"\xff\"}",
            "{\"name\":\"\\ud800\"}",
            "{\"name\":NaN}",
            "{'name':1}",
            "// {}\n{}",
            "{\"name\":01}",
            "{\"name\":\"\t\"}",
            R"({"name":"a","name":"a"})",
            "{\"name\":1e}",
            std::string(500, '[') + std::string(500, ']'),
            to.body.substr(0, middle) + '\0'};
        const std::string types[] = {
            "", "text/plain", "application/jsonx", "application/json; charset=latin1", "application/xml"};
        to.flaw = "body";
        switch (dice_.below(6)) {
        case 0:
            to.set("Content-Encoding", "gzip");
            return;
        case 5:
            to.body.append(1024 * 1024, ' '); // as much as an api reads at most
            return;
        case 1:
            to.set("Content-Type", dice_.pick(types));
            return;
        default:
            to.body = dice_.pick(bodies);
        }
    }

    /// Parameters that are unknown, there twice, or have values that are none.
    void spoil_query(generated_request& to, const told_operation& op) {
        std::vector<const dom::object*> known;
        if (const auto* all = op.about.if_contains("parameters"))
            for (const dom::value& one : all->as_array())
                if (one.at("in") == "query") known.push_back(&one.as_object());
        const std::size_t how = dice_.below(4);
        const auto question = to.target.find('?');
        if (how == 0 || known.empty()) {
            add_parameter(to.target, "zz" + values_.text(dice_.below(3)), values_.text(3));
        } else if (how == 1 && question != to.target.npos) {
            const std::string first = to.target.substr(question + 1, to.target.find('&') - question - 1);
            to.target += "&" + first;
        } else {
            const dom::object& one = *dice_.pick(known);
            const std::string name(view(one.at("name").as_string()));
            to.target.resize(std::min(question, to.target.size()));
            const auto value = how == 2           ? std::optional<std::string>("1")
                               : name == "cursor" ? dice_.pick(std::vector<std::string>{"", "AAAA", "zz ü"})
                                                  : spoilt_text(one.at("schema"));
            if (!value) return;
            add_parameter(to.target, how == 2 ? name + "s" : name, *value);
        }
        to.flaw = "query";
    }

    /// Text that is no value of the schema.
    std::optional<std::string> spoilt_text(const dom::value& schema) {
        const std::string texts[] = {
            "",
            "x",
            "-1",
            "0",
            "1.5",
            "99999999999999999999",
            "-9223372036854775809",
            "1e999",
            "nan",
            "+1",
            "0x1",
            "tru",
            "TRUE",
            "null",
            "2024-02-30T00:00:00Z",
            "2024-03-01",
            "a,a",
            "id,id",
            ",",
            "name,",
            values_.text(201),
            values_.text(3)};
        const std::string& text = dice_.pick(texts);
        return values_.takes(schema, read(text, values_.deref(schema))) ? std::nullopt : std::optional(text);
    }
    dom::value read(std::string_view text, const dom::object& schema) const {
        if (schema.at("type") == "array") {
            dom::array parts;
            for (bool more = true; more;) {
                const auto comma = text.find(',');
                parts.push_back(read(text.substr(0, comma), schema.at("items").as_object()));
                more = comma != text.npos;
                text.remove_prefix(more ? comma + 1 : text.size());
            }
            return parts;
        }
        dom::error_code failed;
        dom::value made = dom::parse(dom::string_view(text.data(), text.size()), failed);
        return failed || schema.at("type") == "string" ? dom::value(dom::string(text.data(), text.size()))
                                                       : made;
    }

    std::optional<std::string> spoilt_key(const told_operation& op) {
        if (const auto* all = op.about.if_contains("parameters"))
            for (const dom::value& one : all->as_array())
                if (one.at("in") == "path") return spoilt_text(one.at("schema"));
        return std::nullopt;
    }

    /// A path, a method or escapes that are none.
    void spoil_target(generated_request& to, const told_operation& op) {
        static constexpr std::string_view escapes[] = {"%",         "%zz", "%00", "%ff", "%C0%AF",
                                                       "%ED%A0%80", " ",   "#a",  "<",   "\xff"};
        to.flaw = "target";
        switch (dice_.below(4)) {
        case 0:
            to.method = dice_.pick(std::vector{"BREW", "get", "TRACE", ""});
            return;
        case 1:
            to.target.insert(std::min(to.target.find('?'), to.target.size()), "/zz");
            return;
        case 2:
            if (const auto key = spoilt_key(op))
                to.target = op.path_of(*key);
            else
                to.flaw.clear();
            return;
        default:
            to.target += dice_.pick(escapes);
        }
    }

    /// Headers that are missing, or malformed, or of one who may not.
    void spoil_headers(generated_request& to, const told_operation& op) {
        const auto* all = op.about.if_contains("parameters");
        const auto* one = all ? &dice_.pick(all->as_array()).as_object() : nullptr;
        const std::string name = one ? std::string(view(one->at("name").as_string())) : "";
        to.flaw = "header";
        if (op.wants_credentials() && dice_.chance(40))
            return to.set("Authorization", dice_.pick(credentials_.weak));
        if (op.answers("406") && dice_.chance(25))
            return to.set(
                "Accept", dice_.pick(std::vector{"text/html", "application/json;q=0", "image/*, text/*"}));
        if (one && one->at("in") == "header") {
            if (one->contains("required") && dice_.chance(80))
                return void(std::erase_if(to.headers, [&](const auto& line) { return line.first == name; }));
            if (name.starts_with("If-"))
                return to.set(
                    name, dice_.pick(std::vector{"", "abc", "\"a", "\"a\" \"b\"", "*, \"a\"", "w/\"a\""}));
            if (name == "Idempotency-Key")
                return to.set(
                    name, dice_.pick(std::vector<std::string>{
                              "", "a b", "a, b", "\"a", "ключ", std::string(256, 'x')}));
        }
        to.flaw.clear();
    }

    schema_values& values_;
    dice& dice_;
    const known_credentials& credentials_;
};

} // namespace http_tests
