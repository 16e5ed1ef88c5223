// reader: finds whole requests in the bytes of one connection and leaves them there. Used by session.
// SPDX-License-Identifier: MIT
#pragma once

#include "chunks.hpp"
#include "framing.hpp"
#include "head_end.hpp"

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

    /// Looks for the next request. What it found stays valid until the call after. A refusal is for good.
    found next() {
        if (refused_) return found::refusal;
        if (done_) begin_next();
        if (!head_done_) {
            if (const found f = head(); f != found::request) return f;
        }
        return parser_->chunked() ? chunked_body() : plain_body();
    }

    /// Of a request that was refused, or has not come whole, what is known of it.
    std::string_view method() const noexcept { return taken() ? parser_->method() : first_line().first; }
    /// As it was sent.
    std::string_view raw_target() const noexcept { return taken() ? parser_->target() : first_line().second; }
    /// What the handler is asked for.
    std::string_view target() const noexcept { return target_; }
    std::string_view body() const noexcept { return body_; }
    bool keep_alive() const noexcept { return parser_->keep_alive(); }
    bool http_1_0() const noexcept { return parser_->version() < 11; }
    bool header_done() const noexcept { return head_done_; }
    const refusal& why() const noexcept { return why_; }

    /// Once for a request whose client waits for leave to send the body.
    bool wants_continue() noexcept {
        if (!header_done() || std::exchange(continued_, true)) return false;
        return !http_1_0() && parser_->expects() && end_ == header_end_ && into_.body.empty();
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
        refused_ = true;
        return found::refusal;
    }

    void begin_next() {
        begin_ = after_;
        if (begin_ == end_) begin_ = after_ = end_ = 0;
        if (into_.body.capacity() > 4 * body_room) into_.body = {};
        into_.body.clear();
        joined_.clear();
        body_ = target_ = {};
        done_ = continued_ = head_done_ = blank_line_ = false;
        parser_.reset();
        head_end_ = {};
        chunks_ = {};
    }

    found head() {
        const std::string_view come = view(begin_, std::min(end_, begin_ + how_.header_limit));
        switch (head_end_.look(come)) {
        case head_end::found::part:
            if (come.size() == how_.header_limit) return refuse(too_large(come));
            if (come.empty()) begin_ = after_ = end_ = 0;
            if (begin_ > 0) move_to_front();
            return come.empty() ? found::nothing : found::part;
        case head_end::found::malformed:
            return refuse(refusals::malformed);
        case head_end::found::folded:
            return refuse(refusals::obsolete_fold);
        case head_end::found::whole:
            break;
        }
        if (head_end_.size() == 2) { // an empty line before a request is forgiven, once (RFC 9112 §2.2)
            if (std::exchange(blank_line_, true)) return refuse(refusals::malformed);
            after_ = begin_ += 2;
            head_end_ = {};
            return head();
        }
        const found f = parse_head();
        if (f != found::request || begin_ == 0 || !lacks_body()) return f;
        // What has been read of it does not move any more: so now, while there may be little room behind it.
        move_to_front();
        return parse_head();
    }

    found parse_head() {
        header_end_ = after_ = begin_ + head_end_.size();
        parser_.emplace(into_, how_.target_limit, how_.body_limit);
        if (const auto bad = parser_->take(view(begin_, header_end_))) return refuse(*bad);
        if (const auto bad = check_framing(*parser_)) return refuse(*bad);
        if (const auto bad = read_target(*parser_, target_, made_target_)) return refuse(*bad);
        head_done_ = true;
        return found::request;
    }

    bool lacks_body() const {
        return parser_->chunked() || parser_->content_length().value_or(0) > end_ - header_end_;
    }

    void move_to_front() noexcept {
        std::memmove(bytes_.get(), bytes_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = after_ = 0;
    }

    static refusal too_large(std::string_view head) noexcept {
        if (head.find('\r') != head.npos) return refusals::headers_too_large;
        return head.find(' ') != head.npos ? refusals::target_too_long : refusals::malformed;
    }

    bool taken() const noexcept { return parser_ && !parser_->method().empty(); }

    /// Method and target of a head that Beast has not taken, for the log.
    std::pair<std::string_view, std::string_view> first_line() const noexcept {
        std::string_view line = view(begin_, begin_ + head_end_.size());
        line = line.substr(0, line.find_first_of("\r\n"));
        const auto space = line.find(' ');
        if (space == line.npos) return {};
        const auto target = line.substr(space + 1);
        return {line.substr(0, space), target.substr(0, target.find(' '))};
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
        const std::size_t taken = chunks_.take(
            view(header_end_, end_), into_.body, {.body = how_.body_limit, .trailers = how_.header_limit});
        if (const auto& bad = chunks_.why()) return refuse(*bad);
        if (chunks_.done()) return whole(into_.body, header_end_ + taken);
        end_ = header_end_; // all is taken: the room is free again
        return found::part;
    }

    const options& how_;
    std::size_t size_;
    std::unique_ptr<char[]> bytes_;
    std::size_t begin_{0}; ///< of the present request
    std::size_t header_end_{0};
    std::size_t after_{0}; ///< where the next one begins
    std::size_t end_{0};   ///< of what has come
    parsed into_{};
    head_end head_end_{};
    std::optional<parser> parser_{};
    chunks chunks_{};
    std::forward_list<std::string> joined_{};
    std::string made_target_{};
    std::string_view target_{}, body_{};
    refusal why_{};
    bool done_{true}, refused_{false};
    bool head_done_{false}, continued_{false}, blank_line_{false};
};

} // namespace crudite::server::detail
