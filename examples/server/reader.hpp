// reader: finds whole requests in the bytes of one connection and leaves them there. Used by session.
// SPDX-License-Identifier: MIT
#pragma once

#include "framing.hpp"

#include <crudite/server.hpp>

#include <algorithm>
#include <cstring>
#include <forward_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace crudite::server::detail {

class reader {
  public:
    enum class found : unsigned char { nothing, part, request, refusal };

    explicit reader(const options& how)
        : how_(how), size_(how.header_limit + body_room),
          bytes_(std::make_unique_for_overwrite<char[]>(size_)) {
        into_.fields.reserve(24);
    }

    /// Where the next bytes go. Never empty after next() has said nothing or part.
    char* space() noexcept { return bytes_.get() + end_; }
    std::size_t room() const noexcept { return size_ - end_; }
    void filled(std::size_t n) noexcept { end_ += n; }
    /// True if bytes behind the present request have come.
    bool more() const noexcept { return end_ > after_; }
    /// True if no byte of a request has come that is not answered.
    bool between() const noexcept { return end_ == begin_; }
    void clear() noexcept { end_ = 0; }

    /// Looks for the next request. What it found stays valid until the call after.
    found next() {
        if (done_) begin_next();
        if (!parser_->is_header_done()) {
            if (const found f = header(); f != found::request) return f;
        }
        return parser_->chunked() ? chunked_body() : plain_body();
    }

    std::string_view method() const noexcept { return parser_->method(); }
    std::string_view target() const noexcept { return parser_->target(); }
    std::string_view body() const noexcept { return body_; }
    bool keep_alive() const noexcept { return parser_->keep_alive(); }
    bool http_1_0() const noexcept { return parser_->version() < 11; }
    bool header_done() const noexcept { return parser_->is_header_done(); }
    const refusal& why() const noexcept { return why_; }

    /// Once for a request whose client waits for leave to send the body.
    bool wants_continue() noexcept {
        if (!header_done() || std::exchange(continued_, true)) return false;
        return !http_1_0() && !parser_->expect().empty() && end_ == header_end_ && into_.body.empty();
    }

    /// http::header_lookup, for as long as the request is.
    std::optional<std::string_view> operator()(std::string_view name) {
        const auto named = [&](const field_line& f) {
            return f.name.size() == name.size() && http::iequals(f.name, name);
        };
        const auto end = into_.fields.end();
        const auto first = std::find_if(into_.fields.begin(), end, named);
        if (first == end) return {};
        auto again = std::find_if(first + 1, end, named);
        if (again == end) return first->value;
        std::string& joined = joined_.emplace_front(first->value);
        for (; again != end; again = std::find_if(again + 1, end, named))
            joined.append(", ").append(again->value);
        return joined;
    }

  private:
    static constexpr std::size_t body_room = 16 * 1024;

    std::string_view view(std::size_t from, std::size_t to) const noexcept {
        return {bytes_.get() + from, to - from};
    }

    found refuse(const refusal& why) noexcept {
        why_ = why;
        return found::refusal;
    }

    void begin_next() {
        begin_ = after_;
        if (begin_ == end_) begin_ = end_ = 0;
        if (into_.body.capacity() > 4 * body_room) into_.body = {};
        joined_.clear();
        body_ = {};
        done_ = continued_ = false;
        begin_header();
    }

    void begin_header() {
        parser_.emplace(into_, how_.target_limit, how_.body_limit);
        parsed_ = after_ = begin_;
    }

    found header() {
        // One empty line before a request is forgiven (RFC 9112 §2.2).
        if (!parser_->got_some() && view(begin_, end_).starts_with("\r\n")) parsed_ = after_ = begin_ += 2;
        if (begin_ == end_) return begin_ = end_ = parsed_ = after_ = 0, found::nothing;
        if (view(begin_, end_) == "\r") return move_to_front(), found::part;

        const std::size_t last = std::min(end_, begin_ + how_.header_limit);
        beast::error_code ec;
        parsed_ += parser_->put({bytes_.get() + parsed_, last - parsed_}, ec);
        if (ec == beast::http::error::need_more) {
            if (last - begin_ == how_.header_limit) return refuse(too_large());
            // Views of what has been parsed must not move: start again in front.
            if (begin_ > 0) move_to_front();
            return found::part;
        }
        if (ec) return refuse(parser_->why(ec, view(begin_, last)));
        if (const auto bad = check_framing(*parser_)) return refuse(*bad);
        header_end_ = parsed_;
        return found::request;
    }

    void move_to_front() {
        std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        begin_header();
    }

    refusal too_large() const noexcept {
        const std::size_t method_end = view(begin_, end_).find(' ');
        if (!parser_->target().empty()) return refusals::headers_too_large;
        return method_end == std::string_view::npos ? refusals::malformed : refusals::target_too_long;
    }

    found whole(std::string_view body, std::size_t after) noexcept {
        body_ = body;
        after_ = after;
        done_ = true;
        return found::request;
    }

    /// A body that fits behind its header stays there; a longer one is gathered.
    found plain_body() {
        const auto length = static_cast<std::size_t>(parser_->content_length().value_or(0));
        const std::size_t come = end_ - header_end_;
        if (into_.body.empty() && length <= size_ - header_end_) {
            if (come < length) return found::part;
            return whole(view(header_end_, header_end_ + length), header_end_ + length);
        }
        const std::size_t take = std::min(come, length - into_.body.size());
        into_.body.append(bytes_.get() + header_end_, take);
        if (into_.body.size() == length) return whole(into_.body, header_end_ + take);
        end_ = header_end_;
        return found::part;
    }

    found chunked_body() {
        while (!parser_->is_done()) {
            beast::error_code ec;
            parsed_ += parser_->put({bytes_.get() + parsed_, end_ - parsed_}, ec);
            if (ec && ec != beast::http::error::need_more) return refuse(parser_->why(ec, {}));
            if (!ec && (parsed_ < end_ || parser_->is_done())) continue;
            // Joined already: the room is free again, but for an unfinished chunk header.
            std::memmove(bytes_.get() + header_end_, bytes_.get() + parsed_, end_ - parsed_);
            end_ -= parsed_ - header_end_;
            parsed_ = header_end_;
            return room() == 0 ? refuse(refusals::malformed) : found::part;
        }
        return whole(into_.body, parsed_);
    }

    const options& how_;
    std::size_t size_;
    std::unique_ptr<char[]> bytes_;
    std::size_t begin_{0};  ///< of the present request
    std::size_t parsed_{0}; ///< up to here the parser has taken it
    std::size_t header_end_{0};
    std::size_t after_{0}; ///< where the next one begins
    std::size_t end_{0};   ///< of what has come
    parsed into_{};
    std::optional<parser> parser_{};
    std::forward_list<std::string> joined_{};
    std::string_view body_{};
    refusal why_{};
    bool done_{true}, continued_{false};
};

} // namespace crudite::server::detail
