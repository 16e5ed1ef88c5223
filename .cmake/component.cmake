# crudite_component: one header-only target, made only if all it links to is there.
# SPDX-License-Identifier: MIT

# crudite_component(<name> LINKS <target>… [FROM <what to install>])
function(crudite_component name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "FROM" "LINKS")
    foreach(link IN LISTS arg_LINKS)
        if(NOT TARGET ${link})
            message(STATUS "crudite: crudite::${name} is left out: no ${link}; it needs ${arg_FROM}")
            return()
        endif()
    endforeach()

    set(target crudite_${name})
    if(name STREQUAL "crudite")
        set(target crudite)
    endif()
    add_library(${target} INTERFACE)
    add_library(crudite::${name} ALIAS ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
    target_compile_features(${target} INTERFACE cxx_std_23)
    target_include_directories(${target} INTERFACE
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    target_link_libraries(${target} INTERFACE ${arg_LINKS})
    crudite_install_component(${name} ${target})
endfunction()

# Each component has an export file of its own, so that find_package loads only what was asked for.
function(crudite_install_component name target)
    if(CRUDITE_INSTALL)
        install(TARGETS ${target} EXPORT crudite-${name} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
        install(EXPORT crudite-${name} NAMESPACE crudite:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/crudite)
    endif()
endfunction()
