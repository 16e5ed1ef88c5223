// A program of another project: includes each component it was given, and links with it.
// SPDX-License-Identifier: MIT
#include <crudite/version.hpp>

#if __has_include(<crudite/crudite.hpp>)
#include <crudite/crudite.hpp>
#endif
#ifdef WITH_SQLITE
#include <crudite/sqlite.hpp>
#endif
#ifdef WITH_JSON
#include <crudite/json.hpp>
#endif
#ifdef WITH_HTTP
#include <crudite/http.hpp>
#endif
#ifdef WITH_SERVER
#include <crudite/server.hpp>
#endif

int main() {
    return crudite::version_string.empty() ? 1 : 0;
}
