// The bodies of resource_routes.hpp.
// SPDX-License-Identifier: MIT
#pragma once

#include <crudite/http/answers.hpp>
#include <crudite/http/batch.hpp>
#include <crudite/http/etag.hpp>
#include <crudite/http/idempotency.hpp>
#include <crudite/http/links.hpp>
#include <crudite/http/media.hpp>
#include <crudite/http/prefer.hpp>
#include <crudite/http/problem.hpp>
#include <crudite/http/resource_operations.hpp>
#include <crudite/http/resource_routes.hpp>
#include <crudite/http/rows.hpp>
#include <crudite/storage/constraint.hpp>

#include <algorithm>
#include <expected>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace crudite::http {
namespace detail {

/// The routes and what they share.
class resource_routes {
  public:
    explicit resource_routes(resource_plan plan) : plan_(std::move(plan)), rules_(rules_of(plan_.table)) {}

    response create(const exchange& x) const {
        return post(
            x, [&](storage_ref on) { return written(x, rows(plan_, on, x.who).create(x.message.body)); });
    }

    response list(const exchange& x) const {
        const auto wanted = read_list_parameters(x.at.parameters, plan_.table, rules_, plan_.space);
        if (!wanted) return to_response(wanted.error(), x.message);
        if (!accepts(x.message, json_type)) return not_acceptable(x.message);
        auto page = rows_for(x).list(*wanted);
        if (!page) return to_response(as_parameters(std::move(page.error())), x.message);
        response made = json_response(std::move(page->body));
        if (std::string links = page_links(x.at, page->next, page->previous); !links.empty())
            made.set("Link", std::move(links));
        return made;
    }

    response find(const exchange& x) const {
        const auto fields = read_fields(x.at.parameters, plan_.table);
        if (!fields) return to_response(fields.error(), x.message);
        if (!accepts(x.message, json_type)) return not_acceptable(x.message);
        const key_text key(plan_.table.key_column().type, x.captured.front());
        auto row = key.get() ? rows_for(x).find(*key.get(), *fields) : no_row();
        if (!row) return to_response(row.error(), x.message);
        const auto when = read_preconditions(x.message);
        if (!when) return to_response(when.error(), x.message);
        if (when->match.given && !when->match.names(row->version))
            return to_response(changed(row->version), x.message);
        const bool known = when->none_match.given && when->none_match.names(row->version);
        response made = known ? response{} : json_response(std::move(row->body));
        if (known) {
            made.status = 304; // with what the 200 would have said of caching (RFC 9110 §15.4.5)
            set_caching(made);
        }
        if (row->version) made.set("ETag", to_etag(*row->version));
        return made;
    }

    response update(const exchange& x) const {
        static constexpr media_types merging{merge_patch_type, json_type};
        static constexpr media_types all_types{merge_patch_type, json_type, json_patch_type};
        const bool steps = plan_.how.json_patch && is_of_type(x.message, {json_patch_type});
        return write(
            x, plan_.how.json_patch ? all_types : merging,
            [&](const rows& all, const value& key, version expected) {
                return steps ? all.apply(key, x.message.body, expected)
                             : all.update(key, x.message.body, expected);
            });
    }

    response replace(const exchange& x) const {
        return write(
            x, {json_type},
            [&](const rows& all, const value& key, version expected) -> result<representation> {
                auto done = all.replace(key, x.message.body, expected);
                const bool missing = !done && done.error().code == errc::not_found;
                return missing && may_create(x.message) ? all.create_at(key, x.message.body) : done;
            });
    }

    response remove(const exchange& x) const {
        if (auto known = check_parameters(x.at.parameters, {}); !known)
            return to_response(known.error(), x.message);
        const auto all = rows_for(x);
        const key_text key(plan_.table.key_column().type, x.captured.front());
        if (!key.get()) return to_response(no_row().error(), x.message);
        const auto expected = demanded(all, *key.get(), x.message);
        if (!expected) return expected.error();
        if (auto done = all.remove(*key.get(), *expected); !done) return to_response(done.error(), x.message);
        return no_content();
    }

    response batch_create(const exchange& x) const {
        return post(x, [&](storage_ref on) {
            return all_written(x, batch(plan_, on, x.who).create(x.message.body));
        });
    }

    response batch_update(const exchange& x) const {
        return post(x, [&](storage_ref on) {
            return all_written(x, batch(plan_, on, x.who).update(x.message.body));
        });
    }

    response batch_remove(const exchange& x) const {
        return post(x, [&](storage_ref on) {
            auto done = batch(plan_, on, x.who).remove(x.message.body);
            return done ? no_content() : to_response(done.error(), x.message);
        });
    }

  private:
    using version = rows::version;

    rows rows_for(const exchange& x) const { return {plan_, plan_.storage, x.who}; }

    /// PUT of a key that the client has chosen creates the row that is not there, unless If-Match asks for
    /// it.
    bool may_create(const request& r) const {
        if (r.method != "PUT" || plan_.table.key_column().generated() || !puts_create(plan_.how) ||
            r.header("If-Match"))
            return false;
        const access_policy* post = access_of(plan_.how, action::create);
        return post == access_of(plan_.how, action::replace) || post->admit(r);
    }

    /// POST: everything around the write itself, on a storage that it is given.
    template <class Write>
    response post(const exchange& x, Write act) const {
        if (auto no = refuse(x, {json_type})) return *std::move(no);
        return plan_.how.idempotency.enabled ? answer_once(plan_, x, act) : act(plan_.storage);
    }

    /// PATCH and PUT: everything around the write itself.
    template <class Write>
    response write(const exchange& x, media_types types, Write act) const {
        if (auto no = refuse(x, types)) return *std::move(no);
        const key_text key(plan_.table.key_column().type, x.captured.front());
        if (!key.get()) return to_response(no_row().error(), x.message);
        const auto all = rows_for(x);
        auto expected = demanded(all, *key.get(), x.message);
        if (!expected) return std::move(expected.error());
        auto made = act(all, *key.get(), *expected);
        if (!made && (made.error().code == errc::malformed || made.error().code == errc::invalid))
            if (auto first = row_first(all, *key.get(), x.message)) made = fail(*std::move(first));
        return written(x, std::move(made));
    }

    /// The version that the write itself has to find, or why it must not happen. The row is looked at only
    /// where that leaves a choice; whatever is wrong with the preconditions, one that is not there comes
    /// first.
    std::expected<version, response> demanded(const rows& all, const value& key, const request& r) const {
        const auto refuse = [&](const error& why) { return std::unexpected(to_response(why, r)); };
        const auto when = read_preconditions(r);
        const bool given = !when || when->match.given || when->none_match.given;
        if (!given && !plan_.how.require_if_match) return std::nullopt;
        if (when && when->match.given && !when->none_match.given) {
            if (when->match.any) return std::nullopt;
            if (when->match.versions.size() == 1 && plan_.table.version != npos)
                return when->match.versions.front();
        }
        auto row = all.find(key);
        if (!row && row.error().code == errc::not_found && may_create(r) && when) return std::nullopt;
        if (!row) return refuse(row.error());
        if (!when) return refuse(when.error());
        if (!when->allow(row->version)) return refuse(changed(row->version));
        if (!when->match.given && plan_.how.require_if_match) // If-None-Match is no proof of having read it
            return std::unexpected(to_response(
                problem{
                    .status = 428,
                    .code = "precondition_required",
                    .detail = "If-Match: is needed here, with the ETag of the row as it was last read"},
                r));
        return row->version;
    }

    /// What is wrong with the row, once it is known that the body is: it comes before the body.
    std::optional<error> row_first(const rows& all, const value& key, const request& r) const {
        auto row = all.find(key);
        if (!row) return may_create(r) ? std::nullopt : std::optional(std::move(row.error()));
        const auto when = read_preconditions(r);
        if (when && !when->allow(row->version)) return changed(row->version);
        return std::nullopt;
    }

    static error changed(version current) {
        return {
            .code = errc::stale,
            .message =
                "the row is at another version than the request demands; read it again, and decide again",
            .current = current};
    }

    result<representation> no_row() const { return fail(crudite::not_found(plan_.table)); }

    /// A repository speaks of search and order; the client knows them as q and sort.
    static error as_parameters(error e) {
        for (violation& v : e.violations) {
            if (v.field == "search") v.field = "q";
            if (v.field == "order_by") v.field = "sort";
        }
        return e.violations.empty() ? e : std::move(fail(std::move(e.violations), e.code).error());
    }

    /// The answer to a write that gave a row.
    response written(const exchange& x, result<representation> row) const {
        if (!row) return to_response(row.error(), x.message);
        response made;
        made.status = row->created ? 201 : 200;
        made.body = std::move(row->body);
        made.set("Content-Type", std::string(json_type));
        if (row->created) made.set("Location", plan_.how.path + "/" + encode_segment(row->key));
        if (row->version) made.set("ETag", to_etag(*row->version));
        apply(read_prefer(x.message), made);
        return made;
    }

    /// The answer to a batch that gave rows.
    static response all_written(const exchange& x, result<std::string> items) {
        if (!items) return to_response(items.error(), x.message);
        response made;
        made.body = *std::move(items);
        made.set("Content-Type", std::string(json_type));
        apply(read_prefer(x.message), made);
        return made;
    }

    static response no_content() {
        response made;
        made.status = 204;
        return made;
    }

    resource_plan plan_;
    list_rules rules_;
};

/// A route for each action.
struct action_route {
    action what;
    std::string_view method;
    std::string_view below; ///< what the pattern adds to the resource's path; "/{}" stands for the key
    response (resource_routes::*act)(const exchange&) const;
};

inline constexpr action_route action_routes[]{
    {action::create, "POST", "", &resource_routes::create},
    {action::list, "GET", "", &resource_routes::list},
    {action::find, "GET", "/{}", &resource_routes::find},
    {action::update, "PATCH", "/{}", &resource_routes::update},
    {action::replace, "PUT", "/{}", &resource_routes::replace},
    {action::remove, "DELETE", "/{}", &resource_routes::remove},
    {action::batch_create, "POST", ":batchCreate", &resource_routes::batch_create},
    {action::batch_update, "POST", ":batchUpdate", &resource_routes::batch_update},
    {action::batch_remove, "POST", ":batchDelete", &resource_routes::batch_remove},
};

} // namespace detail

std::vector<route> make_routes(const resource_plan& plan) {
    const resource_options& how = plan.how;
    const std::string one = "/{" + std::string(plan.table.key_column().name) + "}";
    const auto rows = std::make_shared<const detail::resource_routes>(plan);
    std::vector<route> made;
    for (const detail::action_route& r : detail::action_routes) {
        if (!offers(how, r.what)) continue;
        const access_policy* access = access_of(how, r.what);
        made.push_back(
            {.method = std::string(r.method),
             .pattern = how.path + (r.below == "/{}" ? one : std::string(r.below)),
             .act = [rows, act = r.act](const exchange& x) { return ((*rows).*act)(x); },
             .access = access ? *access : access_policy{},
             .about = std::make_shared<const operation>(describe(plan, r.what))});
    }
    return made;
}

} // namespace crudite::http
