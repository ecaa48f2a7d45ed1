# SPDX-License-Identifier: BSL-1.0
# Reads the headers as text and checks the rules that no compiler knows.
# Usage: cmake -D INCLUDE=<include folder> -P layout.cmake
cmake_minimum_required(VERSION 3.25)
include(${CMAKE_CURRENT_LIST_DIR}/../../cmake/umbrellas.cmake)
t2_read_umbrellas("${INCLUDE}")

# A header may include headers of its own folder and of the folders further up; folders of one line do not know each other.
set(layers
  "core"
  "exec"
  "random optimize"
  "law cost passk"
  "fit"
  "plan"
  "sample"
)
set(most_lines 300)
set(most_headers 12)  # in a folder, its sub folders and their umbrellas not counted
# Each costs a quarter of a second or more wherever it is included: only optional headers may.
set(heavy iostream random ranges regex thread future execution)

set(layer 0)
foreach(folders IN LISTS layers)
  string(REPLACE " " ";" folders ${folders})
  foreach(folder IN LISTS folders)
    set(layer_of_${folder} ${layer})
  endforeach()
  math(EXPR layer "${layer} + 1")
endforeach()

# A rule that is broken is reported, and the others are still looked at.
function(complain header text)
  message(SEND_ERROR "${header}: ${text}")
endfunction()

# The folder of t2/<folder>/..., or nothing for t2/<name>.hpp
function(folder_of header out)
  string(REGEX MATCH "^t2/([^/]+)/" _ ${header})
  set(${out} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()

function(check_include header included)
  folder_of(${header} from)
  folder_of(${included} to)
  if(included STREQUAL "t2/version.hpp")
    return()
  elseif(included IN_LIST T2_UMBRELLAS)
    complain(${header} "includes the umbrella ${included}")
  elseif(NOT included IN_LIST T2_HEADERS)
    complain(${header} "includes ${included}, which is in no umbrella")
  elseif(NOT DEFINED layer_of_${from})
    complain(${header} "the folder ${from} has no place in the order of layout.cmake")
  elseif(NOT from STREQUAL to AND NOT layer_of_${to} LESS layer_of_${from})
    complain(${header} "includes ${included}, but ${to} does not come before ${from}")
  elseif(included IN_LIST T2_OPTIONAL_HEADERS AND NOT header IN_LIST T2_OPTIONAL_HEADERS)
    complain(${header} "includes ${included}, which is optional")
  endif()
endfunction()

# An umbrella includes what is in its own folder; t2.hpp includes the umbrellas.
function(check_umbrella_include umbrella included)
  cmake_path(REMOVE_EXTENSION umbrella OUTPUT_VARIABLE own)
  if(umbrella STREQUAL "t2/t2.hpp")
    if(NOT included STREQUAL "t2/version.hpp" AND NOT included IN_LIST T2_UMBRELLAS)
      complain(${umbrella} "includes ${included}, which is no umbrella")
    endif()
  else()
    cmake_path(GET included PARENT_PATH folder)
    if(NOT folder STREQUAL own)
      complain(${umbrella} "includes ${included}, which is not in ${own}/")
    endif()
  endif()
endfunction()

set(folders "")
foreach(header IN LISTS T2_HEADERS)
  file(READ "${INCLUDE}/${header}" text)
  cmake_path(GET header PARENT_PATH folder)
  if(NOT header IN_LIST T2_UMBRELLAS)
    list(APPEND folders ${folder})
  endif()

  if(NOT text MATCHES "^// SPDX-License-Identifier: BSL-1\\.0\n")
    complain(${header} "does not begin with `// SPDX-License-Identifier: BSL-1.0`")
  endif()
  if(NOT text MATCHES "\n#pragma once\n")
    complain(${header} "has no `#pragma once`")
  endif()

  string(REGEX MATCHALL "\n" lines "${text}")
  list(LENGTH lines count)
  if(count GREATER most_lines)
    complain(${header} "has ${count} lines, more than ${most_lines}")
  endif()

  string(REGEX MATCHALL "\n *# *define +[A-Za-z0-9_]+" macros "${text}")
  foreach(macro IN LISTS macros)
    string(REGEX REPLACE ".* " "" macro "${macro}")
    if(NOT macro MATCHES "^T2_")
      complain(${header} "defines the macro ${macro}")
    endif()
  endforeach()

  string(REGEX MATCHALL "\n *# *include *[<\"][^>\"\n]+" includes "${text}")
  foreach(line IN LISTS includes)
    string(REGEX REPLACE ".*[<\"]" "" included "${line}")
    if(line MATCHES "\"")
      complain(${header} "includes \"${included}\", to be written <t2/...>")
    elseif(included MATCHES "^t2/")
      if(header IN_LIST T2_UMBRELLAS)
        check_umbrella_include(${header} ${included})
      else()
        check_include(${header} ${included})
      endif()
    elseif(header IN_LIST T2_OPTIONAL_HEADERS)
      continue()
    elseif(included IN_LIST heavy)
      complain(${header} "includes <${included}>, which only an optional header may")
    elseif(NOT included MATCHES "^[a-z_0-9]+$")
      complain(${header} "includes <${included}>, of a third party, which only an optional header may")
    endif()
  endforeach()
endforeach()

# A law that describes itself is in the catalogue, from which lists and reports are made.
file(READ "${INCLUDE}/t2/law/catalogue.hpp" catalogue)
foreach(header IN LISTS T2_HEADERS)
  file(READ "${INCLUDE}/${header}" text)
  if(text MATCHES "static constexpr form about" AND NOT header STREQUAL "t2/law/catalogue.hpp"
     AND NOT catalogue MATCHES "#include <${header}>")
    complain(${header} "describes a law that t2/law/catalogue.hpp does not list")
  endif()
endforeach()

set(names ${folders})
list(REMOVE_DUPLICATES names)
foreach(name IN LISTS names)
  set(here ${folders})
  list(FILTER here INCLUDE REGEX "^${name}$")
  list(LENGTH here count)
  if(count GREATER most_headers)
    complain(${name} "has ${count} headers, more than ${most_headers}")
  endif()
endforeach()
