// A JSON Schema in words: "string, 2 to 120 characters, or null". For the page of docs.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/column_schema.hpp>
#include <crudite/http/html.hpp>
#include <crudite/json/write.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace crudite::http::detail {

/// A schema read from its text; what is no JSON object says nothing.
inline boost::json::object parsed_schema(std::string_view text) {
    boost::json::error_code failed;
    const auto read = boost::json::parse(boost::json::string_view(text.data(), text.size()), failed);
    return failed || !read.is_object() ? boost::json::object{} : read.as_object();
}

inline std::string text_of(const boost::json::value& v) {
    if (v.is_string()) return {v.as_string().data(), v.as_string().size()};
    if (v.is_int64()) return std::to_string(v.as_int64());
    const auto text = boost::json::serialize(v);
    if (!v.is_double()) return {text.data(), text.size()};
    std::string out; // as people write it, not "5E-1"
    json::append_number(out, v.as_double());
    return out;
}

/// One schema, as HTML.
class schema_words {
  public:
    explicit schema_words(const boost::json::object& schema) : schema_(schema) {}

    std::string html() const {
        std::string out = kind();
        if (const std::string more = rules(); !more.empty())
            out += "<span class=\"rules\">" + more + "</span>";
        return out;
    }

    /// The type alone, linked if it has a name.
    std::string kind() const {
        if (has("$ref")) {
            const std::string reference = text("$ref");
            const std::string name = reference.substr(reference.rfind('/') + 1);
            return filled("<a href=\"#schema-{}\">{}</a>", detail::html(name), detail::html(name));
        }
        std::string names;
        if (const auto* types = schema_.if_contains("type")) {
            if (types->is_string())
                names = text_of(*types);
            else if (types->is_array())
                for (const auto& one : types->as_array())
                    names.append(names.empty() ? "" : " or ").append(text_of(one));
        }
        if (names == "array" && schema_.if_contains("items") && schema_.at("items").is_object())
            return "list of " + schema_words(schema_.at("items").as_object()).html();
        return detail::html(names);
    }

  private:
    bool has(std::string_view keyword) const { return schema_.contains({keyword.data(), keyword.size()}); }
    std::string text(std::string_view keyword) const {
        const auto* found = schema_.if_contains({keyword.data(), keyword.size()});
        return found ? text_of(*found) : std::string();
    }

    /// "2 to 120 characters"
    std::string span(std::string_view least, std::string_view most, std::string_view unit) const {
        if (least == "minLength" && text(least) == "1" && !has(most)) return "not empty";
        if (has(least) && has(most)) return text(least) + " to " + text(most) + std::string(unit);
        if (has(least)) return "at least " + text(least) + std::string(unit);
        return has(most) ? "at most " + text(most) + std::string(unit) : std::string();
    }

    std::string rules() const {
        std::string out;
        const auto add = [&](const std::string& rule) {
            if (!rule.empty()) out.append(out.empty() ? "" : ", ").append(rule);
        };
        add(detail::html(text("format")));
        if (has("contentEncoding")) add(detail::html(text("contentEncoding")));
        if (const auto* allowed = schema_.if_contains("enum"); allowed && allowed->is_array()) {
            std::string list;
            for (const auto& one : allowed->as_array())
                list.append(list.empty() ? "" : " ")
                    .append(filled("<code>{}</code>", detail::html(text_of(one))));
            add(list);
        }
        add(detail::html(span("minLength", "maxLength", " characters")));
        add(detail::html(span("minimum", "maximum", "")));
        add(detail::html(span("minItems", "maxItems", " of them")));
        if (text("pattern") == not_blank_pattern)
            add("not blank");
        else if (has("pattern"))
            add(filled("like <code>{}</code>", detail::html(text("pattern"))));
        if (has("default")) add(filled("default <code>{}</code>", detail::html(text("default"))));
        return out;
    }

    const boost::json::object& schema_;
};

} // namespace crudite::http::detail
