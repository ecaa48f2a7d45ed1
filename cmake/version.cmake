# SPDX-License-Identifier: BSL-1.0
# include/t2/version.hpp is the only copy of the version.

# t2_read_version(<header> <out>): MAJOR.MINOR.PATCH from the three macros of <header>
function(t2_read_version header out)
  set(version "")
  foreach(part MAJOR MINOR PATCH)
    file(STRINGS ${header} line REGEX "^#define T2_VERSION_${part} [0-9]+$")
    if(NOT line)
      message(FATAL_ERROR "${header} does not define T2_VERSION_${part}")
    endif()
    string(REGEX MATCH "[0-9]+$" number "${line}")
    list(APPEND version ${number})
  endforeach()
  list(JOIN version . version)
  set(${out} ${version} PARENT_SCOPE)
endfunction()
