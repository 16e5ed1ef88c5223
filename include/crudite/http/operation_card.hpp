// operation_card: one operation on the page of docs, with the form to try it. For docs_page.ipp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/documented.hpp>
#include <crudite/http/html.hpp>
#include <crudite/http/schema_words.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crudite::http::detail {

inline std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return out;
}

inline std::string method_badge(std::string_view method) {
    return filled("<span class=\"method {}\">{}</span>", html(lower(method)), html(method));
}

/// Writes one operation.
class operation_card {
  public:
    explicit operation_card(const documented_operation& one) : one_(one) {}

    std::string write() {
        const documented_operation& one = one_;
        const operation& about = one.about;
        out_ += filled(
            "<article class=\"operation\" id=\"{}\">\n<h3>{}<code class=\"path\">{}</code></h3>\n",
            html(about.id), method_badge(one.method), path_text(one.path));
        out_ += filled("<p class=\"summary\">{}", html(about.summary));
        if (!one.scheme.empty()) out_ += filled(" <span class=\"lock\">needs {}</span>", html(one.scheme));
        out_ += "</p>\n";
        if (!about.description.empty()) out_ += filled("<p>{}</p>\n", prose(about.description));
        out_ += filled(
            "<form data-method=\"{}\" data-path=\"{}\" data-scheme=\"{}\" autocomplete=\"off\">\n",
            html(one.method), html(one.path), html(one.scheme));
        parameters(about);
        body(about);
        out_ += "<p class=\"js actions\"><button type=\"submit\">Send</button>"
                "<button type=\"button\" class=\"quiet copy\">Copy as curl</button></p>\n"
                "<div class=\"outcome\" aria-live=\"polite\" hidden></div>\n</form>\n";
        answers(about);
        out_ += "</article>\n";
        return std::move(out_);
    }

  private:
    static std::string path_text(std::string_view path) {
        std::string out;
        for (const char c : html(path)) {
            if (c == '{') out += "<var>";
            out += c;
            if (c == '}') out += "</var>";
        }
        return out;
    }

    void parameters(const operation& about) {
        std::vector<const parameter_info*> plain;
        std::vector<const parameter_info*> filters;
        for (const parameter_info& p : about.parameters)
            (p.in == "query" && p.name.find('[') != p.name.npos ? filters : plain).push_back(&p);
        if (!plain.empty()) {
            out_ += "<h4>Parameters</h4>\n";
            table(plain);
        }
        if (filters.empty()) return;
        out_ += filled("<details>\n<summary>{} filters</summary>\n", std::to_string(filters.size()));
        table(filters);
        out_ += "</details>\n";
    }

    void table(const std::vector<const parameter_info*>& parameters) {
        out_ += "<div class=\"table\">\n";
        for (const parameter_info* p : parameters) {
            const auto schema = parsed_schema(p->schema);
            out_ += filled(
                "<div class=\"line\"><div><code class=\"name\">{}</code>{}<span class=\"in\">{}</span></div>"
                "<div><p>{}</p><p class=\"type\">{}</p></div><div class=\"js\">{}</div></div>\n",
                html(p->name), p->required ? "<b class=\"required\" title=\"required\">*</b>" : "",
                html(p->in), prose(p->description), schema_words(schema).html(), input(*p, schema));
        }
        out_ += "</div>\n";
    }

    static std::string input(const parameter_info& p, const boost::json::object& schema) {
        const std::string named = filled(
            "name=\"{}\" aria-label=\"{}\" data-in=\"{}\"{}", html(p.name), html(p.name), html(p.in),
            p.required ? " required" : "");
        std::vector<std::string> choices;
        if (const auto* allowed = schema.if_contains("enum"); allowed && allowed->is_array())
            for (const auto& one : allowed->as_array()) choices.push_back(text_of(one));
        if (const auto* type = schema.if_contains("type"); type && *type == "boolean")
            choices = {"true", "false"};
        if (choices.empty()) {
            const auto* usual = schema.if_contains("default");
            const auto* examples = schema.if_contains("examples");
            const std::string hint = usual ? text_of(*usual)
                                     : examples && examples->is_array() && !examples->as_array().empty()
                                         ? text_of(examples->as_array().front())
                                         : std::string();
            const std::string example = p.example.size() > 1 && p.example.starts_with('"')
                                            ? p.example.substr(1, p.example.size() - 2)
                                            : p.example;
            return filled(
                "<input {} value=\"{}\" placeholder=\"{}\" spellcheck=\"false\">", named,
                p.required ? html(example) : std::string(), html(hint));
        }
        std::string options = "<option></option>";
        for (const std::string& choice : choices) options += filled("<option>{}</option>", html(choice));
        return filled("<select {}>{}</select>", named, options);
    }

    void body(const operation& about) {
        if (about.body.empty()) return;
        const content_info& first = about.body.front();
        const std::string example = html(indented(first.example));
        out_ += filled("<h4>Body <span class=\"type\">{}", schema_words(parsed_schema(first.schema)).html());
        std::string choices;
        for (const content_info& one : about.body) {
            out_ += filled(", {}", html(one.type));
            choices += filled("<option>{}</option>", html(one.type));
        }
        out_ += filled(
            "</span></h4>\n<p class=\"types\"><select class=\"js\" aria-label=\"Content-Type\" "
            "data-in=\"type\"{}>{}</select></p>\n",
            about.body.size() == 1 ? " hidden" : "", choices);
        out_ += filled(
            "<pre class=\"nojs\">{}</pre>\n<textarea class=\"js\" data-in=\"body\" aria-label=\"Body\" "
            "spellcheck=\"false\" rows=\"{}\">{}</textarea>\n",
            example, std::to_string(std::ranges::count(example, '\n') + 2), example);
    }

    void answers(const operation& about) {
        out_ += "<h4>Answers</h4>\n<div class=\"table answers\">\n";
        std::string problems;
        std::string lines;
        for (const answer_info& one : about.answers) {
            const std::string status = std::to_string(one.status);
            const std::string line = answer_line(one, status);
            if (one.status < 400) {
                out_ += line;
            } else {
                lines += line;
                problems += filled(" <span class=\"status\">{}</span>", status);
            }
        }
        out_ += "</div>\n";
        if (!lines.empty())
            out_ += filled(
                "<details>\n<summary>Problems{}</summary>\n<div class=\"table "
                "answers\">\n{}</div>\n</details>\n",
                problems, lines);
    }

    static std::string answer_line(const answer_info& one, const std::string& status) {
        std::string more;
        for (const content_info& content : one.content)
            more += filled(
                "<span>{}</span><span>{}</span>", schema_words(parsed_schema(content.schema)).kind(),
                html(content.type));
        for (const header_info& header : one.headers)
            more += filled(
                "<span><code>{}</code>{}</span>", html(header.name), header.always ? "" : " sometimes");
        return filled(
            "<div class=\"line\"><div><span class=\"status s{}\">{}</span></div><div><p>{}</p><p "
            "class=\"type\">{}</p></div></div>\n",
            status.substr(0, 1), status, prose(one.description), more);
    }

    const documented_operation& one_;
    std::string out_{};
};

} // namespace crudite::http::detail
