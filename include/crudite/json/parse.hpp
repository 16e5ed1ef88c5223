// From JSON text to the members of one object, by the events of Boost.JSON's parser: no document in between.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/json/assignment.hpp>
#include <crudite/json/malformed.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crudite::json::detail {

/// How many objects and arrays may stand in each other.
inline constexpr std::size_t max_depth = 32;

/// The parser's handler: hands the members of the outermost object to an assignment, and skips what is
/// nested.
class member_reader {
  public:
    using code = boost::json::error_code;
    using text = boost::json::string_view;
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_object_size = max_array_size;
    static constexpr std::size_t max_string_size = max_array_size;
    static constexpr std::size_t max_key_size = max_array_size;

    explicit member_reader(assignment& members) : members_(members) {}

    bool is_object() const noexcept { return is_object_; }
    const std::string& duplicate() const noexcept { return duplicate_; }
    bool has_duplicate() const noexcept { return has_duplicate_; }

    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) {
        if (depth_ == 0) is_object_ = true;
        return open();
    }
    bool on_array_begin(code&) { return open(); }
    bool on_object_end(std::size_t, code&) { return close(); }
    bool on_array_end(std::size_t, code&) { return close(); }

    bool on_key_part(text s, std::size_t, code&) { return add_part(s); }
    bool on_key(text s, std::size_t, code& ec) {
        if (!at_member()) return true;
        const std::string_view name = whole(s);
        if (!members_.begin(name)) {
            duplicate_ = presentable(name);
            has_duplicate_ = true;
            ec = boost::json::error::syntax;
            return false;
        }
        parts_.clear();
        return true;
    }
    bool on_string_part(text s, std::size_t, code&) { return add_part(s); }
    bool on_string(text s, std::size_t, code&) {
        if (at_member()) members_.take({.is = token::kind::string, .text = whole(s)});
        parts_.clear();
        return true;
    }
    // The parser's own numbers are inexact; their text is not.
    bool on_number_part(text s, code&) { return add_part(s); }
    bool on_int64(std::int64_t, text s, code&) { return take_number(s); }
    bool on_uint64(std::uint64_t, text s, code&) { return take_number(s); }
    bool on_double(double, text s, code&) { return take_number(s); }
    bool on_bool(bool truth, code&) {
        if (at_member()) members_.take({.is = token::kind::boolean, .truth = truth});
        return true;
    }
    bool on_null(code&) {
        if (at_member()) members_.take({});
        return true;
    }
    bool on_comment_part(text, code&) { return true; }
    bool on_comment(text, code&) { return true; }

  private:
    bool at_member() const noexcept { return depth_ == 1 && is_object_; }
    bool open() {
        if (at_member()) members_.take({.is = token::kind::nested});
        ++depth_;
        return true;
    }
    bool close() noexcept {
        --depth_;
        return true;
    }
    bool add_part(text s) {
        if (at_member()) parts_.append(s.data(), s.size());
        return true;
    }
    std::string_view whole(text last) {
        if (parts_.empty()) return {last.data(), last.size()};
        return parts_.append(last.data(), last.size());
    }
    bool take_number(text s) {
        if (at_member()) members_.take({.is = token::kind::number, .text = whole(s)});
        parts_.clear();
        return true;
    }

    assignment& members_;
    std::string parts_{};
    std::string duplicate_{};
    std::size_t depth_{};
    bool is_object_{};
    bool has_duplicate_{};
};

/// What the parser's complaint is in a sentence.
inline std::string_view sentence(const boost::json::error_code& ec) noexcept {
    if (ec == boost::json::error::incomplete) return "the text ends too early,";
    if (ec == boost::json::error::too_deep) return "nested more than 32 deep";
    if (ec == boost::json::error::exponent_overflow) return "a number beyond all bounds";
    if (ec == boost::json::error::expected_hex_digit) return "an escape that is none";
    return "unexpected character";
}

/// Hands the members of the object that `body` is to `members`. errc::malformed if it is no JSON (RFC 8259),
/// has a name twice or is nested too deep; errc::invalid if it is JSON, but no object.
inline result<void> parse(std::string_view body, assignment& members) {
    if (auto text = check_text(body); !text) return text;
    boost::json::parse_options options;
    options.max_depth = max_depth;
    options.allow_invalid_utf8 = true; // it has been checked already, and better
    boost::json::basic_parser<member_reader> parser(options, members);
    boost::json::error_code ec;
    const std::size_t read = parser.write_some(false, body.data(), body.size(), ec);
    const member_reader& reader = parser.handler();
    if (reader.has_duplicate())
        return malformed("duplicate member \"" + reader.duplicate() + "\"", opening_quote(body, read));
    if (ec) return malformed(sentence(ec), read);
    if (read < body.size()) return malformed("more text after the end", read);
    if (!reader.is_object()) return fail(std::vector<violation>{{{}, "type", "must be a JSON object", {}}});
    return {};
}

} // namespace crudite::json::detail
