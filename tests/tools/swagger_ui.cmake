# Swagger UI is found in the tree's node_modules, and only where its script is.
# SPDX-License-Identifier: MIT
#
#   cmake -D root=<the tree> -D folder=<to work in> -P swagger_ui.cmake
function(look)
    unset(CRUDITE_SWAGGER_UI CACHE)
    set(PROJECT_SOURCE_DIR ${folder})
    include(${root}/.cmake/swagger_ui.cmake)
    set(found "${CRUDITE_SWAGGER_UI}" PARENT_SCOPE)
endfunction()

set(package ${folder}/node_modules/swagger-ui-dist)
file(REMOVE_RECURSE ${folder})
file(MAKE_DIRECTORY ${package})
look()
if(found STREQUAL package)
    message(FATAL_ERROR "an empty folder is taken for Swagger UI")
endif()
file(WRITE ${package}/swagger-ui-bundle.js "")
look()
if(NOT found STREQUAL package)
    message(FATAL_ERROR "found: ${found}; expected: ${package}")
endif()
