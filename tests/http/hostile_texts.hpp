// hostile_texts: what has broken into databases, templates and shells elsewhere. For the test of injection.
// SPDX-License-Identifier: MIT
#pragma once

#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace http_tests {

inline std::vector<std::string> hostile_texts() {
    static constexpr std::string_view plain[] = {
        "'",
        "\"",
        "`",
        "';--",
        "' OR '1'='1",
        "\" OR \"\"=\"",
        "') OR ('1'='1",
        "1 OR 1=1",
        "1; DROP TABLE projects",
        "'; DROP TABLE projects; --",
        "x'; DELETE FROM projects WHERE 'a'='a",
        "1 UNION SELECT name FROM sqlite_master",
        "' UNION SELECT 1,2,3,4,5 --",
        "1/**/OR/**/1",
        "/*",
        "*/",
        "--",
        "#",
        ";",
        "\\",
        "\\'",
        "\\\"",
        "%",
        "_",
        "%_%",
        "?",
        "?1",
        "?99",
        ":name",
        "@x",
        "$1",
        "$$x$$",
        "E'\\x27'",
        "CHAR(39)",
        "0x27",
        "|| (SELECT 1) ||",
        "(SELECT randomblob(1000000000))",
        "ATTACH DATABASE '/tmp/x' AS y",
        "PRAGMA writable_schema=1",
        "load_extension('x')",
        "id--x",
        "id;",
        "\"id\"",
        "name) VALUES ('x') --",
        "1e1",
        "NaN",
        "null",
        "NULL",
        "true",
        "[object Object]",
        "${7*7}",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "\u2019 OR \u2019",
        "\u02bc; --",
        "\uff07 OR 1=1",
        "\u0130\u0131",
        "\u0085\u2028",
        "a\tb"};
    return {std::begin(plain), std::end(plain)};
}

/// The text within others, where less is seen of it.
inline std::vector<std::string> disguised(const std::string& text) {
    return {"Roadmap" + text, text + "--", "5" + text, text + text};
}

} // namespace http_tests
