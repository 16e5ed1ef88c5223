// parser: Beast's HTTP/1 parser made to leave the head of a request where it was read, as views. Used by
// reader.
// SPDX-License-Identifier: MIT
#pragma once

#include "characters.hpp"
#include "refusal.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <cstddef>
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

/// What is found in a request; kept by the connection, so that its memory is reused.
struct parsed {
    std::vector<field_line> fields{};
    std::string body{}; ///< what does not stay where it was read
};

class parser final : public beast::http::basic_parser<true> {
  public:
    parser(parsed& into, std::size_t target_limit, std::size_t body_limit)
        : into_(into), target_limit_(target_limit) {
        into_.fields.clear();
        this->header_limit(UINT32_MAX); // head_end keeps to the real one
        this->body_limit(body_limit);
    }

    /// Takes a whole head and nothing behind it; what it says of the body is in content_length() and
    /// chunked(), and is not acted upon here.
    std::optional<refusal> take(std::string_view head) {
        beast::error_code ec;
        const std::size_t taken = this->put({head.data(), head.size()}, ec);
        if (ec) return why(ec, head);
        if (taken != head.size() || !this->is_header_done()) return refusals::malformed;
        return {};
    }

    std::string_view method() const noexcept { return method_; }
    std::string_view target() const noexcept { return target_; }
    int version() const noexcept { return version_; }
    unsigned lengths() const noexcept { return lengths_; }
    std::string_view length() const noexcept { return length_; }
    unsigned codings() const noexcept { return codings_; }
    std::string_view coding() const noexcept { return coding_; }
    bool expects() const noexcept { return expects_; }
    bool unknown_expectation() const noexcept { return unknown_expectation_; }
    unsigned hosts() const noexcept { return hosts_; }
    /// The only one.
    field_line& host() noexcept { return into_.fields[host_]; }

  private:
    static constexpr std::size_t most_fields = 100;

    refusal why(beast::error_code ec, std::string_view head) const noexcept {
        using beast::http::error;
        if (why_) return *why_;
        if (ec == error::body_limit) return refusals::body_too_large;
        if (ec == error::bad_version && names_version(head.substr(0, head.find('\r'))))
            return refusals::version;
        if (ec == error::bad_transfer_encoding || ec == error::bad_content_length ||
            ec == error::multiple_content_length)
            return refusals::two_lengths;
        return refusals::malformed;
    }

    static bool names_version(std::string_view line) noexcept {
        if (line.size() < 9 || std::ranges::count(line, ' ') != 2) return false;
        line.remove_prefix(line.size() - 9);
        return line.starts_with(" HTTP/") && detail::is_digit(line[6]) && line[7] == '.' &&
               detail::is_digit(line[8]);
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
        if (into_.fields.size() == most_fields) return refuse(refusals::headers_too_large, ec);
        if (f == field::host)
            ++hosts_, host_ = into_.fields.size();
        else if (f == field::content_length)
            ++lengths_, length_ = view(value);
        else if (f == field::transfer_encoding)
            ++codings_, coding_ = view(value);
        else if (f == field::expect)
            expects_ = true, unknown_expectation_ |= !http::iequals(view(value), "100-continue");
        into_.fields.push_back({view(name), view(value)});
    }

    // The body never comes here.
    void on_header_impl(beast::error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view, beast::error_code&) override {
        return 0;
    }
    void on_response_impl(int, beast::string_view, int, beast::error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, beast::error_code&) override {}
    std::size_t on_body_impl(beast::string_view, beast::error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, beast::string_view, beast::error_code&) override {}
    void on_finish_impl(beast::error_code&) override {}

    parsed& into_;
    std::size_t target_limit_;
    std::string_view method_{}, target_{}, length_{}, coding_{};
    std::size_t host_{0};
    int version_{11};
    unsigned hosts_{0}, lengths_{0}, codings_{0};
    bool expects_{false}, unknown_expectation_{false};
    std::optional<refusal> why_{};
};

} // namespace crudite::server::detail
