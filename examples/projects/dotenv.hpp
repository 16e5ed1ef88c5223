// .env: variables in a file, for what a developer would otherwise export in every shell. Used by settings.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace projects {

/// Without the blanks around it.
inline std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The variables in the text of a .env file, in their order. Lines are NAME=value, with `export` before it or
/// not; a value in quotes is taken as it stands, one without ends at " #". Other lines are skipped.
inline std::vector<std::pair<std::string, std::string>> dotenv_variables(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> found;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string_view line = trim(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
        if (line.starts_with("export ")) line = trim(line.substr(7));
        const auto equals = line.find('=');
        if (equals == line.npos || line.starts_with('#')) continue;
        std::string_view value = trim(line.substr(equals + 1));
        if (const char quote = value.empty() ? ' ' : value.front(); quote == '"' || quote == '\'') {
            value.remove_prefix(1);
            value = value.substr(0, value.find(quote));
        } else {
            value = value.starts_with('#') ? std::string_view{} : trim(value.substr(0, value.find(" #")));
        }
        found.emplace_back(trim(line.substr(0, equals)), value);
    }
    return found;
}

/// The value of one of them; the last counts.
inline std::optional<std::string> dotenv_value(std::string_view text, std::string_view name) {
    std::optional<std::string> found;
    for (auto& [known, value] : dotenv_variables(text))
        if (known == name) found = std::move(value);
    return found;
}

} // namespace projects
