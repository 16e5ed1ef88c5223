# Builds and runs the consumer in one way: find_package, add_subdirectory or fetch_content; or, as missing,
# asks an install for what it does not have, and expects to be told so; or, as without_postgres, builds the
# library's own programs as where there is no libpq.
# SPDX-License-Identifier: MIT
file(REMOVE_RECURSE ${work})
set(prefix ${work}/prefix)

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(NOT status STREQUAL "0")
        list(JOIN ARGN " " command)
        message(FATAL_ERROR "${command}\n${output}")
    endif()
endfunction()

set(configure ${CMAKE_COMMAND} -S ${source}/tests/package/consumer -B ${work}/build -G ${generator}
    -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_CXX_FLAGS=${flags} -D CMAKE_BUILD_TYPE=${type} -D version=${version})

if(way MATCHES "^(find_package|missing)$")
    run(${CMAKE_COMMAND} --install ${build} --prefix ${prefix})
    list(APPEND configure -D CMAKE_PREFIX_PATH=${prefix})
endif()

if(way STREQUAL "missing")
    file(GLOB_RECURSE sqlite ${prefix}/*/crudite-sqlite.cmake)
    if(sqlite)
        file(REMOVE ${sqlite})
    endif()
    foreach(component IN ITEMS made_up sqlite)
        execute_process(COMMAND ${configure} -D components=${component}
            RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
        if(status STREQUAL "0" OR NOT output MATCHES "crudite: no component '${component}':")
            message(FATAL_ERROR "asking for ${component} must fail and say why, but:\n${output}")
        endif()
        message("${output}")
    endforeach()
    return()
endif()

if(way STREQUAL "without_postgres")
    execute_process(
        COMMAND ${CMAKE_COMMAND} -S ${source} -B ${work}/build -G ${generator} -D CMAKE_CXX_COMPILER=${compiler}
            -D CMAKE_CXX_FLAGS=${flags} -D CMAKE_BUILD_TYPE=${type} -D CRUDITE_SEPARATE=ON
            -D CMAKE_DISABLE_FIND_PACKAGE_PostgreSQL=ON
        COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE output)
    if(NOT output MATCHES "crudite::postgres is left out: no PostgreSQL::PostgreSQL")
        message(FATAL_ERROR "without libpq the library must say what is left out, but:\n${output}")
    endif()
    execute_process(COMMAND ${CMAKE_COMMAND} --build ${work}/build --target help
        COMMAND_ERROR_IS_FATAL ANY OUTPUT_VARIABLE targets)
    foreach(target IN ITEMS example_programs test_contract test_http test_server test_async test_unit_sqlite)
        if(NOT targets MATCHES "[\n/]${target}: ")
            message(FATAL_ERROR "without libpq ${target} must be there still, but is not:\n${targets}")
        endif()
    endforeach()
    run(${CMAKE_COMMAND} --build ${work}/build --target projects)
    return()
endif()

# The server is built in a folder of another build only if that build asks for it; one way asks for the core.
if(way STREQUAL "add_subdirectory")
    string(REPLACE ",server" "" components "${components}")
elseif(way STREQUAL "fetch_content")
    set(components "")
endif()
run(${configure} -D way=${way} -D components=${components} -D crudite_source=${source})
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)

# The library's own code compiled once: by hand with what is installed, by an option as a folder of the build. The
# server of an install has it in it already.
string(REPLACE ",server" "" components "${components}")
if(way STREQUAL "find_package")
    run(${configure} -D way=${way} -D components=${components} -D separate=ON)
else()
    run(${configure} -D way=${way} -D components=${components} -D crudite_source=${source} -D CRUDITE_SEPARATE=ON)
endif()
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)

# What was not asked for is not loaded.
if(way STREQUAL "find_package")
    run(${configure} -D way=${way} -D components= -D expect_absent=ON)
endif()
