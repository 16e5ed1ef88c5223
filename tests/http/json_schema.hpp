// A JSON Schema validator for the keywords that Crudite's documents have; one it does not know is an error,
// so that nothing is passed over. For the tests of the OpenAPI document.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/time.hpp>
#include <crudite/base/utf8.hpp>
#include <crudite/base/uuid.hpp>
#include <crudite/json/base64.hpp>

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

namespace http_tests {

namespace dom = boost::json;

inline std::string_view view(const dom::string& s) {
    return {s.data(), s.size()};
}

/// Validates values against schemas of one document.
class json_schema {
  public:
    /// `relaxed`: a row may lack members, as it does when `fields` was asked for.
    explicit json_schema(const dom::value& document, bool relaxed = false)
        : document_(document), relaxed_(relaxed) {}

    /// What is wrong with the value; empty: nothing.
    std::string check(const dom::value& v, const dom::value& schema, const std::string& at = "$") const {
        std::string wrong;
        for (const auto& [keyword, rule] : schema.as_object()) {
            const std::string why = ask(std::string(keyword), rule, v, schema.as_object(), at);
            if (!why.empty()) wrong.append(wrong.empty() ? "" : "; ").append(why);
        }
        return wrong;
    }

    const dom::value& resolve(std::string_view reference) const {
        if (!reference.starts_with("#/")) throw std::logic_error("reference: " + std::string(reference));
        return document_.at_pointer(dom::string_view(reference.data() + 1, reference.size() - 1));
    }

  private:
    static bool is_of_type(const dom::value& v, std::string_view type) {
        if (type == "null") return v.is_null();
        if (type == "boolean") return v.is_bool();
        if (type == "string") return v.is_string();
        if (type == "array") return v.is_array();
        if (type == "object") return v.is_object();
        if (type == "number") return v.is_number();
        if (type == "integer") return v.is_int64() || v.is_uint64();
        throw std::logic_error("type: " + std::string(type));
    }

    static bool is_of_any_type(const dom::value& v, const dom::value& types) {
        if (types.is_string()) return is_of_type(v, view(types.as_string()));
        for (const dom::value& type : types.as_array())
            if (is_of_type(v, view(type.as_string()))) return true;
        return false;
    }

    static bool has_format(const dom::value& v, std::string_view format) {
        if (!v.is_string() && !v.is_number()) return true; // then its type is what is wrong
        if (format == "int32")
            return v.is_int64() && v.as_int64() >= -2147483648 && v.as_int64() <= 2147483647;
        if (format == "int64") return v.is_int64();
        if (format == "double" || format == "float") return v.is_number();
        if (!v.is_string()) return true;
        const std::string_view text = view(v.as_string());
        if (format == "date-time") return crudite::from_rfc3339(text).has_value();
        if (format == "uuid") return crudite::parse_uuid(text).has_value();
        if (format == "uri-reference") return text.find_first_of(" \"<>\\^`{|}") == text.npos;
        if (format == "json-pointer") return text.empty() || text.starts_with('/');
        throw std::logic_error("format: " + std::string(format));
    }

    static std::int64_t length_of(const dom::value& v) {
        return static_cast<std::int64_t>(crudite::count_code_points(view(v.as_string())).value());
    }

    std::string ask(
        const std::string& keyword, const dom::value& rule, const dom::value& v, const dom::object& schema,
        const std::string& at) const {
        const auto no = [&](bool holds) { return holds ? std::string() : at + ": " + keyword; };
        if (keyword == "$ref") return check(v, resolve(view(rule.as_string())), at);
        if (keyword == "type") return no(is_of_any_type(v, rule));
        if (keyword == "enum") {
            for (const dom::value& one : rule.as_array())
                if (one == v) return {};
            return no(false);
        }
        if (keyword == "oneOf")
            return no(std::ranges::count_if(rule.as_array(), [&](const dom::value& one) {
                          return check(v, one, at).empty();
                      }) == 1);
        if (keyword == "properties" || keyword == "required" || keyword == "additionalProperties")
            return v.is_object() ? ask_object(keyword, rule, v.as_object(), schema, at) : "";
        if (keyword == "items" || keyword == "minItems" || keyword == "maxItems" || keyword == "uniqueItems")
            return v.is_array() ? ask_array(keyword, rule, v.as_array(), at) : "";
        if (keyword == "minimum")
            return no(!v.is_number() || v.to_number<double>() >= rule.to_number<double>());
        if (keyword == "maximum")
            return no(!v.is_number() || v.to_number<double>() <= rule.to_number<double>());
        if (keyword == "format") return no(has_format(v, view(rule.as_string())));
        if (keyword == "minLength") return no(!v.is_string() || length_of(v) >= rule.as_int64());
        if (keyword == "maxLength") return no(!v.is_string() || length_of(v) <= rule.as_int64());
        if (keyword == "contentEncoding")
            return no(!v.is_string() || crudite::json::from_base64(view(v.as_string())).has_value());
        if (keyword == "pattern") // the only one there is
            return no(!v.is_string() || !crudite::is_blank(view(v.as_string())));
        static const std::set<std::string> silent{"description", "default", "examples", "readOnly"};
        if (!silent.contains(keyword)) throw std::logic_error("keyword: " + keyword);
        return {};
    }

    std::string ask_object(
        const std::string& keyword, const dom::value& rule, const dom::object& v, const dom::object& schema,
        const std::string& at) const {
        std::string wrong;
        if (keyword == "properties") {
            for (const auto& [name, sub] : rule.as_object())
                if (const auto* member = v.if_contains(name))
                    wrong += check(*member, sub, at + "." + std::string(name));
        } else if (keyword == "required") {
            for (const dom::value& name : rule.as_array())
                if (!relaxed_ && !v.contains(name.as_string()))
                    wrong += at + "." + std::string(view(name.as_string())) + ": required";
        } else if (!rule.as_bool()) {
            for (const auto& [name, member] : v)
                if (!schema.at("properties").as_object().contains(name))
                    wrong += at + "." + std::string(name) + ": additional";
        }
        return wrong;
    }

    std::string ask_array(
        const std::string& keyword, const dom::value& rule, const dom::array& v,
        const std::string& at) const {
        if (keyword == "items") {
            std::string wrong;
            for (std::size_t i = 0; i < v.size(); ++i)
                wrong += check(v[i], rule, at + "[" + std::to_string(i) + "]");
            return wrong;
        }
        if (keyword == "minItems") return v.size() >= rule.to_number<std::size_t>() ? "" : at + ": minItems";
        if (keyword == "maxItems") return v.size() <= rule.to_number<std::size_t>() ? "" : at + ": maxItems";
        for (std::size_t i = 0; rule.as_bool() && i < v.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (v[i] == v[j]) return at + ": uniqueItems";
        return {};
    }

    const dom::value& document_;
    bool relaxed_;
};

} // namespace http_tests
