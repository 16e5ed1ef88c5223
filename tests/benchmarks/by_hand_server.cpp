// The yardstick of the projects server: the same API written by hand on Boost.Beast and by_hand.hpp, with the
// same bodies, headers and settings, but no deadlines, limits, log, validation beyond lengths, conditions,
// or problem documents. by_hand_server <port> <database file, which has the table>; one thread.
// SPDX-License-Identifier: MIT
#include "by_hand.hpp"

#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <boost/json.hpp>

#include <charconv>
#include <cstdio>
#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace json = boost::json;
using socket_type = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using request = http::request<http::string_body>;
using response = http::response<http::string_body>;

void append(std::string& out, std::int64_t n) {
    char digits[20];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
}

void append_padded(std::string& out, std::int64_t n, int width) {
    char digits[8];
    for (int i = width; i-- > 0; n /= 10) digits[i] = static_cast<char>('0' + n % 10);
    out.append(digits, static_cast<std::size_t>(width));
}

void append(std::string& out, std::string_view text) {
    out += '"';
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, done, i - done);
        done = i + 1;
        if (c == '\n')
            out += "\\n";
        else if (c == '"' || c == '\\')
            (out += '\\') += static_cast<char>(c);
        else
            (out.append("\\u00") += "0123456789abcdef"[c >> 4]) += "0123456789abcdef"[c & 15];
    }
    out.append(text, done).append(1, '"');
}

void append(std::string& out, crudite::timestamp t) {
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day date(day);
    const std::int64_t micros = (t - day).count();
    out += '"';
    append_padded(out, int(date.year()), 4), out += '-';
    append_padded(out, unsigned(date.month()), 2), out += '-';
    append_padded(out, unsigned(date.day()), 2), out += 'T';
    append_padded(out, micros / 3'600'000'000, 2), out += ':';
    append_padded(out, micros / 60'000'000 % 60, 2), out += ':';
    append_padded(out, micros / 1'000'000 % 60, 2), out += '.';
    append_padded(out, micros % 1'000'000, 6), out += "Z\"";
}

void append(std::string& out, const project& p) {
    append(out += R"({"id":)", p.id);
    append(out += R"(,"name":)", std::string_view(p.name));
    out += R"(,"description":)";
    if (p.description)
        append(out, std::string_view(*p.description));
    else
        out += "null";
    append(out += R"(,"created_at":)", p.created_at);
    append(out += R"(,"updated_at":)", p.updated_at);
    out += '}';
}

/// The cursor behind a row, or before it: the direction, a mark of this query, then the key.
void append_cursor(std::string& out, bool before, std::int64_t id) {
    unsigned char bytes[15] = {1, before, 0xb2, 0x30, 0x26, 0xa9, 2};
    for (std::size_t i = 0; i < 8; ++i) bytes[7 + i] = static_cast<unsigned char>(id >> (8 * i));
    constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    out += '"';
    for (std::size_t i = 0; i < 15; i += 3) {
        const unsigned group = unsigned{bytes[i]} << 16 | unsigned{bytes[i + 1]} << 8 | bytes[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) out += letters[group >> shift & 63];
    }
    out += '"';
}

template <class Number>
bool read_number(std::string_view text, Number& to) {
    return std::from_chars(text.data(), text.data() + text.size(), to).ptr == text.data() + text.size();
}

/// "limit=20&offset=0"
bool read_parameters(std::string_view query, std::int64_t& limit, std::int64_t& offset) {
    while (!query.empty()) {
        const std::string_view one = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), one.size() + 1));
        if (one.starts_with("limit=") && read_number(one.substr(6), limit)) continue;
        if (one.starts_with("offset=") && read_number(one.substr(7), offset)) continue;
        return false;
    }
    return limit >= 1 && limit <= 100 && offset >= 0 && offset <= 100'000;
}

class api {
  public:
    explicit api(const char* file) : projects_(file) {}

    response answer(const request& asked) {
        made_ = response(http::status::ok, 11);
        const std::string_view target(asked.target().data(), asked.target().size());
        constexpr std::string_view root = "/projects";
        if (!target.starts_with(root)) return refuse(http::status::not_found);
        const std::string_view rest = target.substr(root.size());
        if (rest.starts_with('/')) {
            std::int64_t id{};
            if (!read_number(rest.substr(1), id)) return refuse(http::status::not_found);
            if (asked.method() == http::verb::get) return show(projects_.find(id), http::status::not_found);
            if (asked.method() == http::verb::patch) return update(id, asked.body());
            return refuse(http::status::method_not_allowed);
        }
        if (asked.method() == http::verb::post && rest.empty()) return create(asked.body());
        if (asked.method() != http::verb::get) return refuse(http::status::method_not_allowed);
        std::int64_t limit = 20, offset = 0;
        if (!rest.empty() && (rest[0] != '?' || !read_parameters(rest.substr(1), limit, offset)))
            return refuse(http::status::bad_request);
        return list(limit, offset);
    }

  private:
    response refuse(http::status why) {
        made_.result(why);
        made_.set(http::field::content_type, "application/problem+json");
        made_.body() = "{}";
        return finish();
    }

    response show(const std::optional<project>& row, http::status otherwise) {
        if (!row) return refuse(otherwise);
        made_.body().reserve(256);
        append(made_.body(), *row);
        std::string text = "\"";
        append(text, row->updated_at.time_since_epoch().count());
        made_.set(http::field::etag, text += '"');
        made_.set(http::field::content_type, "application/json");
        if (made_.result() == http::status::created) {
            append(text = "/projects/", row->id);
            made_.set(http::field::location, text);
        }
        return finish();
    }

    response list(std::int64_t limit, std::int64_t offset) {
        const by_hand::page page = projects_.list(limit, offset);
        std::string& out = made_.body();
        out.reserve(4096);
        out = R"({"items":[)";
        for (const project& p : page.items) {
            if (&p != page.items.data()) out += ',';
            append(out, p);
        }
        append(out += R"(],"total":)", page.total);
        append(out += R"(,"limit":)", limit);
        append(out += R"(,"offset":)", offset);
        if (page.more) append_cursor(out += R"(,"next":)", false, page.items.back().id);
        if (offset > 0 && !page.items.empty())
            append_cursor(out += R"(,"prev":)", true, page.items.front().id);
        out += '}';
        made_.set(http::field::content_type, "application/json");
        return finish();
    }

    /// Reads {"name": …, "description": …}; false for anything else.
    static bool read(
        const std::string& body, std::optional<std::string>& name,
        std::optional<std::optional<std::string>>& description) {
        unsigned char room[2048];
        json::monotonic_resource memory(room);
        json::error_code ec;
        const json::value document = json::parse(body, ec, &memory);
        if (ec || !document.is_object()) return false;
        for (const auto& [key, value] : document.get_object()) {
            if (key == "name" && value.is_string())
                name.emplace(value.get_string());
            else if (key == "description" && value.is_string())
                description.emplace(value.get_string());
            else if (key == "description" && value.is_null())
                description.emplace();
            else
                return false;
        }
        return true;
    }

    response create(const std::string& body) {
        std::optional<std::string> name;
        std::optional<std::optional<std::string>> description;
        if (!read(body, name, description) || !name) return refuse(http::status::unprocessable_entity);
        made_.result(http::status::created);
        project fresh{.name = *std::move(name)};
        if (description) fresh.description = *std::move(description);
        return show(projects_.create(fresh), http::status::conflict);
    }

    response update(std::int64_t id, const std::string& body) {
        std::optional<std::string> name;
        std::optional<std::optional<std::string>> description;
        if (!read(body, name, description)) return refuse(http::status::unprocessable_entity);
        const auto row = name && description ? projects_.change(id, *name, *description)
                         : name              ? projects_.rename(id, *name)
                         : description       ? projects_.update(id, *description)
                                             : projects_.find(id);
        return show(row, http::status::not_found);
    }

    response finish() {
        if (const std::time_t now = std::time(nullptr); now != now_) {
            std::tm parts{};
            gmtime_r(&(now_ = now), &parts);
            date_.resize(64);
            date_.resize(std::strftime(date_.data(), date_.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
        }
        made_.set(http::field::date, date_);
        made_.set(http::field::server, "by hand");
        made_.set("X-Content-Type-Options", "nosniff");
        made_.prepare_payload();
        return std::move(made_);
    }

    by_hand::projects projects_;
    response made_{};
    std::time_t now_{};
    std::string date_{};
};

class session : public std::enable_shared_from_this<session> {
  public:
    session(socket_type with, api& answers) : socket_(std::move(with)), api_(answers) {
        socket_.set_option(asio::ip::tcp::no_delay(true));
    }

    void read() {
        asked_ = {};
        http::async_read(
            socket_, buffer_, asked_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
                if (!ec) self->answer();
            });
    }

  private:
    void answer() {
        answer_ = api_.answer(asked_);
        answer_.keep_alive(asked_.keep_alive());
        http::async_write(socket_, answer_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
            if (!ec && self->answer_.keep_alive()) self->read();
        });
    }

    socket_type socket_;
    api& api_;
    beast::flat_buffer buffer_{16 * 1024};
    request asked_{};
    response answer_{};
};

using acceptor_type = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

void accept(acceptor_type& door, asio::io_context& work, api& answers) {
    door.async_accept(work, [&](beast::error_code ec, socket_type with) {
        if (!ec) std::make_shared<session>(std::move(with), answers)->read();
        accept(door, work, answers);
    });
}

} // namespace

int main(int argc, char** argv) {
    std::uint16_t port{};
    if (argc != 3 || !read_number(argv[1], port)) {
        std::fprintf(stderr, "usage: by_hand_server <port> <database file>\n");
        return 2;
    }
    api answers(argv[2]);
    asio::io_context work(1);
    acceptor_type door(work, {asio::ip::make_address("127.0.0.1"), port});
    asio::signal_set signals(work, SIGINT, SIGTERM);
    signals.async_wait([&](beast::error_code, int) { work.stop(); });
    accept(door, work, answers);
    work.run();
}
