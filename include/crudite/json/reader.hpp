// From JSON text to the events of one document, by Boost.JSON's parser: no tree in between. What the parser
// lets pass or reads inexactly is put right here, for every shape of document.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/base/error.hpp>
#include <crudite/json/malformed.hpp>
#include <crudite/json/scalar.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace crudite::json::detail {

/// How many objects and arrays may stand in each other.
inline constexpr std::size_t max_depth = 32;

/// What a document is told. `depth` is the number of objects and arrays around what is told: 0 for the
/// outermost value, 1 for its members or elements.
template <class Document>
concept document = requires(Document& d, std::size_t depth, std::string_view name, const token& t) {
    { d.wants(depth) } -> std::same_as<bool>;      ///< are the texts at this depth of use?
    { d.open(depth, true) } -> std::same_as<void>; ///< an object (true) or array begins, at this depth
    { d.close(depth) } -> std::same_as<void>;      ///< it ends
    { d.name(depth, name) } -> std::same_as<bool>; ///< a member begins; false: the object has it already
    { d.take(depth, t) } -> std::same_as<void>;    ///< a value that is no object and no array
};

/// The parser's handler.
template <document Document>
class reader {
  public:
    using code = boost::json::error_code;
    using text = boost::json::string_view;
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_object_size = max_array_size;
    static constexpr std::size_t max_string_size = max_array_size;
    static constexpr std::size_t max_key_size = max_array_size;

    explicit reader(Document& to) : to_(to) {}

    const std::string& duplicate() const noexcept { return duplicate_; }
    bool has_duplicate() const noexcept { return has_duplicate_; }

    bool on_document_begin(code&) { return true; }
    bool on_document_end(code&) { return true; }
    bool on_object_begin(code&) { return open(true); }
    bool on_array_begin(code&) { return open(false); }
    bool on_object_end(std::size_t, code&) { return close(); }
    bool on_array_end(std::size_t, code&) { return close(); }

    bool on_key_part(text s, std::size_t, code&) { return add_part(s); }
    bool on_key(text s, std::size_t, code& ec) {
        if (!to_.wants(depth_)) return true;
        const std::string_view name = whole(s);
        if (!to_.name(depth_, name)) {
            duplicate_ = presentable(name);
            has_duplicate_ = true;
            ec = boost::json::error::syntax;
            return false;
        }
        parts_.clear();
        return true;
    }
    bool on_string_part(text s, std::size_t, code&) { return add_part(s); }
    bool on_string(text s, std::size_t, code&) { return take_text(token::kind::string, s); }
    // The parser's own numbers are inexact; their text is not.
    bool on_number_part(text s, code&) { return add_part(s); }
    bool on_int64(std::int64_t, text s, code&) { return take_text(token::kind::number, s); }
    bool on_uint64(std::uint64_t, text s, code&) { return take_text(token::kind::number, s); }
    bool on_double(double, text s, code&) { return take_text(token::kind::number, s); }
    bool on_bool(bool truth, code&) { return take({.is = token::kind::boolean, .truth = truth}); }
    bool on_null(code&) { return take({}); }
    bool on_comment_part(text, code&) { return true; }
    bool on_comment(text, code&) { return true; }

  private:
    bool open(bool object) {
        to_.open(depth_++, object);
        return true;
    }
    bool close() {
        to_.close(--depth_);
        return true;
    }
    bool add_part(text s) {
        if (to_.wants(depth_)) parts_.append(s.data(), s.size());
        return true;
    }
    std::string_view whole(text last) {
        if (parts_.empty()) return {last.data(), last.size()};
        return parts_.append(last.data(), last.size());
    }
    bool take_text(token::kind is, text last) {
        if (to_.wants(depth_)) to_.take(depth_, {.is = is, .text = whole(last)});
        parts_.clear();
        return true;
    }
    bool take(const token& t) {
        if (to_.wants(depth_)) to_.take(depth_, t);
        return true;
    }

    Document& to_;
    std::string parts_{};
    std::string duplicate_{};
    std::size_t depth_{};
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

/// Tells `to` what `body` is. errc::malformed if it is no JSON (RFC 8259), is nested too deep, or an object
/// has a name twice that `to` was told.
template <document Document>
result<void> read(std::string_view body, Document& to) {
    if (auto text = check_text(body); !text) return text;
    boost::json::parse_options options;
    options.max_depth = max_depth;
    options.allow_invalid_utf8 = true; // it has been checked already, and better
    boost::json::basic_parser<reader<Document>> parser(options, to);
    boost::json::error_code ec;
    const std::size_t done = parser.write_some(false, body.data(), body.size(), ec);
    if (parser.handler().has_duplicate())
        return malformed(
            "duplicate member \"" + parser.handler().duplicate() + "\"", opening_quote(body, done));
    if (ec) return malformed(sentence(ec), done);
    if (done < body.size()) return malformed("more text after the end", done);
    return {};
}

} // namespace crudite::json::detail
