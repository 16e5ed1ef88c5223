// HTML text: what comes from schemas and titles is escaped here, all of it. For the page of docs.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crudite::http::detail {

/// Text for between tags and within quoted attributes.
inline std::string html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

/// A sentence, in which `code` is marked as descriptions in OpenAPI mark it.
inline std::string prose(std::string_view text) {
    std::string out;
    bool code = false;
    for (const char c : html(text)) {
        if (c != '`')
            out += c;
        else
            out += (code = !code) ? "<code>" : "</code>";
    }
    return code ? out + "</code>" : out;
}

/// A template with its holes filled, already HTML: filled("<b>{}</b>", html(name)).
template <class... Part>
std::string filled(std::string_view pattern, const Part&... parts) {
    std::string out;
    const auto put = [&](std::string_view part) {
        const std::size_t hole = pattern.find("{}");
        out.append(pattern.substr(0, hole)).append(part);
        pattern.remove_prefix(hole + 2);
    };
    (put(parts), ...);
    return out.append(pattern);
}

/// JSON with its members one below the other. Numbers stay as they are written.
inline std::string indented(std::string_view json) {
    std::string out;
    std::size_t depth = 0;
    bool quoted = false;
    const auto line = [&] { out.append(1, '\n').append(depth * 2, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (quoted) {
            out += c;
            if (c == '\\' && i + 1 < json.size()) out += json[++i];
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        if ((c == '}' || c == ']') && depth > 0) {
            --depth;
            if (json[i - 1] != '{' && json[i - 1] != '[') line();
        }
        out += c;
        if (c == ':') out += ' ';
        if (c == '{' || c == '[') ++depth;
        const bool empty = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
        if (c == ',' || ((c == '{' || c == '[') && !empty)) line();
    }
    return out;
}

} // namespace crudite::http::detail
