# CRUDITE_SWAGGER_UI: the folder of the npm package swagger-ui-dist, in the tree's own node_modules or where npm and
# Debian put it. Without it /docs of the projects server is the library's own page.
# SPDX-License-Identifier: MIT
find_path(CRUDITE_SWAGGER_UI swagger-ui-bundle.js NO_DEFAULT_PATH
    PATHS ${PROJECT_SOURCE_DIR}/node_modules/swagger-ui-dist /usr/local/lib/node_modules/swagger-ui-dist
        /usr/lib/node_modules/swagger-ui-dist /usr/share/javascript/swagger-ui-dist
        /usr/share/nodejs/swagger-ui-dist
    DOC "The folder of the npm package swagger-ui-dist")
