// The OpenAPI document: what it says of schemas, parameters and answers.
// SPDX-License-Identifier: MIT
#include "http/memo.hpp"
#include "http/workshop.hpp"

#include "catch.hpp"

#include <string>
#include <string_view>
#include <vector>

using namespace http_tests;

namespace {

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("a column is what its type and its rules say") {
    const workshop<on_memory> shop;
    struct row {
        std::string_view member, schema;
    };
    const row rows[] = {
        {"id", R"({"description":"The key.","type":"string","format":"uuid"})"},
        {"name",
         R"({"description":"No two have the same.","type":"string","minLength":2,"maxLength":40,"pattern":"[^\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"})"},
        {"note",
         R"({"type":["string","null"],"maxLength":10,"pattern":"[^\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]"})"},
        {"lit", R"({"type":"boolean","default":true})"},
        {"slots", R"({"type":"integer","format":"int32","minimum":0,"maximum":255})"},
        {"even",
         R"({"description":"Checked as \"even\": only even numbers are allowed.","type":"integer","format":"int32","minimum":-2147483648,"maximum":2147483647})"},
        {"weight", R"({"type":["integer","null"],"format":"int64","minimum":5,"maximum":900})"},
        {"serial", R"({"type":"integer","format":"int64","minimum":0})"},
        {"ratio", R"({"type":"number","format":"float"})"},
        {"price", R"({"type":"number","format":"double","minimum":5E-1,"maximum":9.95E1,"default":2.5E0})"},
        {"fits", R"({"type":"string","enum":["small","large"],"default":"large"})"},
        {"wish", R"({"type":["string","null"],"enum":["small","large",null]})"},
        {"grade", R"({"type":"string","enum":["a","b"]})"},
        {"picture", R"({"type":"string","contentEncoding":"base64","minLength":4,"maxLength":24})"},
        {"due", R"({"type":["string","null"],"format":"date-time"})"},
        {"mail", R"({"type":"string","maxLength":100})"},
        {"owner", "nothing"},
        {"revision", "nothing"},
    };
    for (const row& r : rows) {
        CAPTURE(r.member);
        CHECK(shop.at("/components/schemas/devices_create/properties/" + std::string(r.member)) == r.schema);
    }
    // What cannot be changed may be sent back; what a row is, no default fills.
    CHECK(shop.schema("devices_patch", "owner") == R"({"type":"string","readOnly":true})");
    CHECK(
        shop.schema("devices_patch", "revision") ==
        R"({"description":"Counts its changes.","type":"integer","format":"int64","readOnly":true})");
    CHECK(shop.schema("devices_row", "lit") == R"({"type":"boolean"})");
    CHECK(
        shop.schema("devices_row", "created_at") ==
        R"({"description":"When it was created.","type":"string","format":"date-time","readOnly":true})");
}

TEST_CASE("required is not nullable: a body needs what has no other value, a row has everything") {
    const workshop<on_memory> shop;
    const std::string at = "/components/schemas/devices_";
    CHECK(
        shop.at(at + "create/required") ==
        R"(["name","slots","even","serial","ratio","grade","picture","maker","mail"])");
    CHECK(shop.at(at + "replace/required") == shop.at(at + "create/required"));
    CHECK(shop.at(at + "patch/required") == "nothing");
    CHECK(
        shop.at(at + "row/required") ==
        R"(["id","name","note","lit","slots","even","weight","serial","ratio","price","fits","wish","grade","picture","due","maker","mail","owner","revision","created_at","updated_at"])");
    CHECK(shop.at("/components/schemas/shelves_create/required") == R"(["code","place"])");
    CHECK(shop.at("/components/schemas/shelves_replace/required") == R"(["place"])");
    CHECK(shop.at(at + "page/required") == R"(["items","limit","offset"])");
    for (const std::string_view name : {"create", "replace", "patch", "row", "page"})
        CHECK(shop.at(at + std::string(name) + "/additionalProperties") == "false");
}

TEST_CASE("what names a row is to be sent, what cannot be changed is read-only") {
    const workshop<on_memory> shop;
    CHECK(
        shop.schema("devices_patch", "id") ==
        R"({"description":"The key.","type":"string","format":"uuid","readOnly":true})");
    CHECK(
        shop.schema("devices_keyed_patch", "id") ==
        R"({"description":"The key.","type":"string","format":"uuid"})");
    CHECK(
        shop.schema("devices_keyed_patch", "revision") ==
        R"({"description":"Counts its changes.","type":"integer","format":"int64"})");
    CHECK(shop.schema("devices_keyed_patch", "owner") == R"({"type":"string","readOnly":true})");
    CHECK(shop.at("/components/schemas/devices_keyed_patch/required") == R"(["id"])");
    CHECK(
        shop.schema("devices_key_batch", "items") ==
        R"({"type":"array","items":{"type":"string","format":"uuid"},"minItems":1,"maxItems":1000,"uniqueItems":true})");
    // PUT makes the row of a key that keeps the rules; any other key is just not found.
    const std::string shelf = "/paths/~1v1~1shelves~1{code}/";
    CHECK(shop.at(shelf + "put/parameters/0/schema/maxLength") == "8");
    CHECK(shop.at(shelf + "get/parameters/0/schema") == R"({"type":"string","minLength":1})");
}

TEST_CASE("where If-Match is needed, an item of a batch needs its version") {
    on_memory backend;
    const auto api =
        crudite::http::api{{.access = crudite::http::allow_anonymous()}}.mount(crudite::http::resource(
            crudite::repository<memo>(backend.database), {.require_if_match = true, .json_patch = true}));
    const dom::value document = dom::parse(crudite::http::openapi(api));
    const dom::value& item = document.at("components").at("schemas").at("memos_keyed_patch");
    CHECK(dom::serialize(item.at("required")) == R"(["slug","revision"])");
    const auto& update = document.at("paths").at("/memos:batchUpdate").at("post");
    CHECK(example(update, "body") == R"({"items":[{"slug":"example","stars":0,"revision":1}]})");

    // A text of any length is no field to sort by, and there is no other here.
    const auto& list = document.at("paths").at("/memos").at("get").at("parameters");
    for (const std::string& name : names(list, "query")) CHECK(name != "sort");

    const auto& patch = document.at("paths").at("/memos/{slug}").at("patch").at("requestBody").at("content");
    const dom::value& steps = patch.at("application/json-patch+json").at("schema");
    const auto takes = [&](const char* text) {
        return json_schema(document).check(dom::parse(text), steps).empty();
    };
    CHECK(takes(R"([{"op":"test","path":"","value":null},{"op":"remove","path":"/stars"}])"));
    CHECK(takes(R"([{"op":"move","path":"/stars","from":"/stars"}])"));
    for (const char* text :
         {R"([{"op":"add","path":"/stars"}])", R"([{"op":"copy","path":"/stars","value":1}])",
          R"([{"op":"remove","path":"stars"}])", R"([{"op":"set","path":"/stars","value":1}])"}) {
        CAPTURE(text);
        CHECK_FALSE(takes(text));
    }
}

TEST_CASE("a list tells every parameter it takes") {
    const workshop<on_memory> shop;
    const dom::value& list = shop.document.at("paths").at("/devices").at("get");
    CHECK(
        names(list.at("parameters"), "query") == strings{
                                                     "q",
                                                     "limit",
                                                     "offset",
                                                     "cursor",
                                                     "count",
                                                     "sort",
                                                     "fields",
                                                     "id[eq]",
                                                     "id[ne]",
                                                     "id[in]",
                                                     "name[eq]",
                                                     "name[ne]",
                                                     "name[lt]",
                                                     "name[le]",
                                                     "name[gt]",
                                                     "name[ge]",
                                                     "name[in]",
                                                     "name[contains]",
                                                     "name[starts]",
                                                     "lit[eq]",
                                                     "lit[ne]",
                                                     "lit[in]",
                                                     "slots[eq]",
                                                     "slots[ne]",
                                                     "slots[lt]",
                                                     "slots[le]",
                                                     "slots[gt]",
                                                     "slots[ge]",
                                                     "slots[in]",
                                                     "weight[eq]",
                                                     "weight[ne]",
                                                     "weight[lt]",
                                                     "weight[le]",
                                                     "weight[gt]",
                                                     "weight[ge]",
                                                     "weight[in]",
                                                     "weight[is_null]",
                                                     "price[eq]",
                                                     "price[ne]",
                                                     "price[lt]",
                                                     "price[le]",
                                                     "price[gt]",
                                                     "price[ge]",
                                                     "price[in]",
                                                     "fits[eq]",
                                                     "fits[ne]",
                                                     "fits[lt]",
                                                     "fits[le]",
                                                     "fits[gt]",
                                                     "fits[ge]",
                                                     "fits[in]",
                                                     "fits[contains]",
                                                     "fits[starts]",
                                                     "wish[eq]",
                                                     "wish[ne]",
                                                     "wish[lt]",
                                                     "wish[le]",
                                                     "wish[gt]",
                                                     "wish[ge]",
                                                     "wish[in]",
                                                     "wish[contains]",
                                                     "wish[starts]",
                                                     "wish[is_null]",
                                                     "due[eq]",
                                                     "due[ne]",
                                                     "due[lt]",
                                                     "due[le]",
                                                     "due[gt]",
                                                     "due[ge]",
                                                     "due[in]",
                                                     "due[is_null]",
                                                     "maker[eq]",
                                                     "maker[ne]",
                                                     "maker[in]",
                                                     "mail[eq]",
                                                     "mail[ne]",
                                                     "mail[lt]",
                                                     "mail[le]",
                                                     "mail[gt]",
                                                     "mail[ge]",
                                                     "mail[in]",
                                                     "mail[contains]",
                                                     "mail[starts]"});
    const auto schema = [&](std::string_view name) {
        for (const dom::value& one : list.at("parameters").as_array())
            if (view(one.at("name").as_string()) == name) return dom::serialize(one.at("schema"));
        return std::string();
    };
    CHECK(schema("q") == R"({"type":"string","maxLength":200})");
    CHECK(schema("limit") == R"({"type":"integer","format":"int64","minimum":1,"maximum":100,"default":20})");
    CHECK(
        schema("offset") ==
        R"({"type":"integer","format":"int64","minimum":0,"maximum":100000,"default":0})");
    CHECK(schema("count") == R"({"type":"string","enum":["exact","none"],"default":"exact"})");
    CHECK(
        schema("sort") ==
        R"({"type":"array","items":{"type":"string","enum":["id","-id","name","-name","slots","-slots","weight","-weight","due","-due"]},"minItems":1,"maxItems":4,"uniqueItems":true})");
    CHECK(schema("weight[le]") == R"({"type":"integer","format":"int64"})"); // beyond the rules is no mistake
    CHECK(schema("slots[eq]") == R"({"type":"integer","format":"int32","minimum":0,"maximum":255})");
    CHECK(
        schema("fits[in]") ==
        R"({"type":"array","items":{"type":"string","enum":["small","large"]},"minItems":1,"maxItems":1000})");
    CHECK(schema("due[is_null]") == R"({"type":"boolean"})");
}

TEST_CASE("an operation tells every answer") {
    const workshop<on_memory> shop;
    const auto of = [&](std::string_view path, std::string_view method) -> const dom::value& {
        return shop.document.at("paths").at(path).at(method);
    };
    CHECK(statuses(of("/devices", "post")) == "201 400 406 409 413 415 422 500 503 507");
    CHECK(statuses(of("/devices", "get")) == "200 400 406 422 500 503");
    CHECK(statuses(of("/devices/{id}", "get")) == "200 304 400 404 406 412 422 500 503");
    CHECK(statuses(of("/devices/{id}", "patch")) == "200 204 400 404 406 409 412 413 415 422 500 503 507");
    CHECK(statuses(of("/devices/{id}", "put")) == "200 201 204 400 404 406 409 412 413 415 422 500 503 507");
    CHECK(statuses(of("/devices/{id}", "delete")) == "204 400 404 412 500 503 507");
    CHECK(
        statuses(of("/v1/shelves/{code}", "patch")) == "200 204 400 404 406 412 413 415 422 428 500 503 507");
    CHECK(
        names(of("/devices/{id}", "patch").at("parameters"), "header") ==
        strings{"If-Match", "If-None-Match", "Prefer"});
    CHECK(of("/v1/shelves/{code}", "delete").at("operationId") == "remove_v1_shelves");
    CHECK(shop.at("/paths/~1v1~1shelves~1{code}/delete/parameters/1/required") == "true");
    CHECK(
        shop.at("/paths/~1devices/post/responses/201/headers/ETag/$ref") == R"("#/components/headers/ETag")");
    CHECK(shop.at("/paths/~1v1~1shelves/post/responses/201/headers/ETag") == "nothing");
}
