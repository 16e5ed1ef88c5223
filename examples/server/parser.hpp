// parser: Beast's HTTP/1 parser made to leave everything where it was read, as views. Used by session.
// SPDX-License-Identifier: MIT
#pragma once

#include "refusal.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crudite::server::detail {

namespace beast = boost::beast;

struct field_line {
    std::string_view name;
    std::string_view value;
};

/// Where a parser puts what it finds; kept by the connection, so that its memory is reused.
struct parsed {
    std::vector<field_line> fields{};
    std::string body{}; ///< of a chunked request, joined
};

class parser final : public beast::http::basic_parser<true> {
  public:
    parser(parsed& into, std::size_t target_limit, std::size_t body_limit)
        : into_(into), target_limit_(target_limit) {
        into_.fields.clear();
        into_.body.clear();
        this->header_limit(UINT32_MAX); // the session offers no more than its own limit
        this->body_limit(body_limit);
    }

    std::string_view method() const noexcept { return method_; }
    std::string_view target() const noexcept { return target_; }
    int version() const noexcept { return version_; }
    unsigned hosts() const noexcept { return hosts_; }
    unsigned lengths() const noexcept { return lengths_; }
    std::string_view length() const noexcept { return length_; }
    unsigned codings() const noexcept { return codings_; }
    std::string_view coding() const noexcept { return coding_; }
    std::string_view expect() const noexcept { return expect_; }

    /// Why put() failed on a request that begins so.
    refusal why(beast::error_code ec, std::string_view begins) const noexcept {
        using beast::http::error;
        if (why_) return *why_;
        if (ec == error::body_limit) return refusals::body_too_large;
        if (ec == error::bad_version && names_version(begins.substr(0, begins.find('\r'))))
            return refusals::version;
        if (ec == error::bad_transfer_encoding || ec == error::bad_content_length ||
            ec == error::multiple_content_length)
            return refusals::two_lengths;
        return refusals::malformed;
    }

  private:
    static constexpr std::size_t most_fields = 100;

    static bool names_version(std::string_view line) noexcept {
        constexpr auto digit = [](char c) { return c >= '0' && c <= '9'; };
        if (line.size() < 9) return false;
        line.remove_prefix(line.size() - 9);
        return line.starts_with(" HTTP/") && digit(line[6]) && line[7] == '.' && digit(line[8]);
    }

    /// A folded value was joined elsewhere, or stands behind a line end (RFC 9112 §5.2).
    static bool folded(beast::string_view name, beast::string_view value) noexcept {
        const char* c = name.data() + name.size() + 1;
        for (; *c == ' ' || *c == '\t'; ++c) {}
        return c != value.data();
    }

    static std::string_view view(beast::string_view s) noexcept { return {s.data(), s.size()}; }

    void refuse(const refusal& why, beast::error_code& ec) noexcept {
        why_ = why;
        ec = beast::http::error::bad_field;
    }

    void on_request_impl(
        beast::http::verb, beast::string_view method, beast::string_view target, int version,
        beast::error_code& ec) override {
        method_ = view(method);
        target_ = view(target);
        version_ = version;
        if (target.size() > target_limit_) refuse(refusals::target_too_long, ec);
    }

    void on_field_impl(
        beast::http::field f, beast::string_view name, beast::string_view value,
        beast::error_code& ec) override {
        using beast::http::field;
        if (header_done_) return; // a trailer: it may not pass for a header (RFC 9110 §6.5.1)
        if (folded(name, value)) return refuse(refusals::obsolete_fold, ec);
        if (into_.fields.size() == most_fields) return refuse(refusals::headers_too_large, ec);
        if (f == field::host)
            ++hosts_;
        else if (f == field::content_length)
            ++lengths_, length_ = view(value);
        else if (f == field::transfer_encoding)
            ++codings_, coding_ = view(value);
        else if (f == field::expect)
            expect_ = view(value);
        into_.fields.push_back({view(name), view(value)});
    }

    void on_header_impl(beast::error_code&) override { header_done_ = true; }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view piece, beast::error_code&) override {
        into_.body.append(piece.data(), piece.size());
        return piece.size();
    }

    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
    std::size_t on_body_impl(beast::string_view piece, beast::error_code&) override { return piece.size(); }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
    void on_finish_impl(beast::error_code&) override {}

    parsed& into_;
    std::size_t target_limit_;
    std::string_view method_{}, target_{}, length_{}, coding_{}, expect_{};
    int version_{11};
    unsigned hosts_{0}, lengths_{0}, codings_{0};
    bool header_done_{false};
    std::optional<refusal> why_{};
};

} // namespace crudite::server::detail
