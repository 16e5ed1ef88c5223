// The bodies of resource_routes.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/etag.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/problem.hpp>
#include <crudite/http/resource_routes.hpp>
#include <crudite/storage/constraint.hpp>

#include <initializer_list>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace crudite::http {
namespace detail {

/// The routes and what they share.
class resource_routes {
  public:
    resource_routes(std::string path, const table_view& table, resource_calls calls)
        : path_(std::move(path)), table_(table), calls_(std::move(calls)) {
        for (const column& c : table.columns) searchable_ = searchable_ || c.searchable;
    }

    response create(const exchange& x) const {
        if (auto no = refuse(x, {json_type})) return *std::move(no);
        auto made = calls_.create(x.message.body);
        if (!made) return to_response(made.error(), x.message);
        return show(*std::move(made), 201);
    }

    response list(const exchange& x) const {
        auto wanted = read_list_parameters(x.at.parameters, searchable_);
        if (!wanted) return to_response(wanted.error(), x.message);
        if (!accepts(x.message, json_type)) return not_acceptable(x.message);
        auto page = calls_.list(*wanted);
        if (!page) return to_response(as_parameters(std::move(page.error())), x.message);
        response made;
        made.body = *std::move(page);
        made.set("Content-Type", std::string(json_type));
        return made;
    }

    response find(const exchange& x) const {
        if (auto no = refuse(x)) return *std::move(no);
        const key_text key(table_.key_column().type, x.captured.front());
        auto found = key.get() ? calls_.find(*key.get()) : no_row();
        return found ? show(*std::move(found), 200) : to_response(found.error(), x.message);
    }

    response update(const exchange& x) const {
        if (auto no = refuse(x, {merge_patch_type, json_type})) return *std::move(no);
        const key_text key(table_.key_column().type, x.captured.front());
        auto made = key.get() ? update(*key.get(), x.message) : no_row();
        return made ? show(*std::move(made), 200) : to_response(made.error(), x.message);
    }

    response remove(const exchange& x) const {
        if (auto known = check_parameters(x.at.parameters, {}); !known)
            return to_response(known.error(), x.message);
        const key_text key(table_.key_column().type, x.captured.front());
        if (!key.get()) return to_response(no_row().error(), x.message);
        const auto tags = read_if_match(x.message);
        if (!tags) return to_response(row_first(*key.get(), {}, tags.error()), x.message);
        const auto expected = expected_version(*key.get(), *tags);
        if (!expected) return to_response(expected.error(), x.message);
        if (auto done = calls_.remove(*key.get(), *expected); !done)
            return to_response(done.error(), x.message);
        response made;
        made.status = 204;
        return made;
    }

  private:
    result<representation> update(const value& key, const request& r) const {
        const auto tags = read_if_match(r);
        if (!tags) return fail(row_first(key, {}, tags.error()));
        const auto expected = expected_version(key, *tags);
        if (!expected) return fail(expected.error());
        auto made = calls_.update(key, r.body, *expected);
        if (!made && (made.error().code == errc::malformed || made.error().code == errc::invalid))
            made = fail(row_first(key, *tags, std::move(made.error())));
        return made;
    }

    /// The version that the write itself has to find. The row is looked at only where that leaves a choice.
    result<std::optional<std::int64_t>> expected_version(const value& key, const if_match& tags) const {
        if (!tags.given || tags.any) return std::nullopt;
        if (tags.versions.size() == 1 && table_.version != npos) return tags.versions.front();
        auto row = calls_.find(key);
        if (!row) return fail(std::move(row.error()));
        if (!tags.allows(row->version)) return fail(stale(row->version));
        return row->version;
    }

    /// What is wrong with a request once it is known that its write will not happen: a row that is not there,
    /// or at another version, comes before the body.
    error row_first(const value& key, const if_match& tags, error otherwise) const {
        auto row = calls_.find(key);
        if (!row) return std::move(row.error());
        return tags.allows(row->version) ? std::move(otherwise) : stale(row->version);
    }

    static error stale(std::optional<std::int64_t> current) {
        return {
            .code = errc::stale,
            .message = "If-Match: the row is at another version; read it again, and decide again",
            .current = current};
    }

    result<representation> no_row() const { return fail(crudite::not_found(table_)); }

    /// A repository speaks of the search; the client knows it as q.
    static error as_parameters(error e) {
        if (e.violations.empty()) return e;
        for (violation& v : e.violations)
            if (v.field == "search") v.field = "q";
        return std::move(fail(std::move(e.violations), e.code).error());
    }

    response show(representation row, int status) const {
        response made;
        made.status = status;
        made.body = std::move(row.body);
        made.set("Content-Type", std::string(json_type));
        if (status == 201) made.set("Location", path_ + "/" + encode_segment(row.key));
        if (row.version) made.set("ETag", to_etag(*row.version));
        return made;
    }

    /// Refuses parameters, a body of a type that is none of `read` (if there are any), and a client that does
    /// not take JSON.
    static std::optional<response> refuse(
        const exchange& x, std::initializer_list<std::string_view> read = {}) {
        if (auto known = check_parameters(x.at.parameters, {}); !known)
            return to_response(known.error(), x.message);
        if (read.size() > 0 && !is_of_type(x.message, read)) return unsupported(x.message, read);
        if (!accepts(x.message, json_type)) return not_acceptable(x.message);
        return std::nullopt;
    }

    static response unsupported(const request& r, std::initializer_list<std::string_view> read) {
        std::string list;
        for (const std::string_view type : read) list.append(list.empty() ? "" : ", ").append(type);
        response made = to_response(
            problem{
                .status = 415,
                .code = "unsupported_media_type",
                .detail = "Content-Type: " + list + " in UTF-8 without Content-Encoding is read here"},
            r);
        made.set(
            r.method == "PATCH" ? "Accept-Patch" : "Accept",
            std::move(list)); // RFC 5789 §2.2, RFC 9110 §15.5.16
        return made;
    }

    static response not_acceptable(const request& r) {
        return to_response(
            problem{
                .status = 406,
                .code = "not_acceptable",
                .detail = "Accept: application/json is what there is"},
            r);
    }

    std::string path_;
    const table_view& table_;
    resource_calls calls_;
    bool searchable_{false};
};

} // namespace detail

std::vector<route> make_routes(std::string path, const table_view& table, resource_calls calls) {
    const std::string one = path + "/{" + std::string(table.key_column().name) + "}";
    const auto rows = std::make_shared<const detail::resource_routes>(path, table, std::move(calls));
    return {
        {"POST", path, [rows](const exchange& x) { return rows->create(x); }},
        {"GET", path, [rows](const exchange& x) { return rows->list(x); }},
        {"GET", one, [rows](const exchange& x) { return rows->find(x); }},
        {"PATCH", one, [rows](const exchange& x) { return rows->update(x); }},
        {"DELETE", one, [rows](const exchange& x) { return rows->remove(x); }},
    };
}

} // namespace crudite::http
