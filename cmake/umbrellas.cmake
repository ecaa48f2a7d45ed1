# SPDX-License-Identifier: BSL-1.0
# The list of headers is written once, in the umbrella headers: t2.hpp names the folders, <folder>.hpp names what is in
# <folder>/. A header with dependencies beyond the core is not included there but named in a comment,
#
#   // optional: #include <t2/exec/simd.hpp> (needs simd)
#
# where the words in brackets, if any, are those of markers.cmake.

# t2_read_umbrellas(<include folder>) sets, with paths relative to that folder and t2.hpp and the umbrellas among them,
#   T2_HEADERS           every header
#   T2_UMBRELLAS         those that stand for a folder
#   T2_OPTIONAL_HEADERS  those that t2.hpp leaves out
#   T2_NEEDS_<header>    what an optional header needs
function(t2_read_umbrellas include)
  cmake_path(ABSOLUTE_PATH include)
  set(headers t2/t2.hpp t2/version.hpp)
  set(umbrellas "")
  set(optional "")
  set(unread t2/t2.hpp)
  while(unread)
    list(POP_FRONT unread umbrella)
    list(APPEND umbrellas ${umbrella})
    if(NOT EXISTS "${include}/${umbrella}")
      message(FATAL_ERROR "${include}/${umbrella} does not exist")
    endif()

    file(STRINGS "${include}/${umbrella}" lines REGEX "^(// optional: )?#include <t2/")
    foreach(line IN LISTS lines)
      if(NOT line MATCHES "^(// optional: )?#include <(t2/[^>]+)>( \\(needs ([a-z0-9 ]+)\\))?")
        message(FATAL_ERROR "${include}/${umbrella}: cannot read the line\n  ${line}")
      endif()
      set(header ${CMAKE_MATCH_2})
      set(mark "${CMAKE_MATCH_1}")
      string(REPLACE " " ";" needs "${CMAKE_MATCH_4}")

      if(NOT EXISTS "${include}/${header}")
        message(FATAL_ERROR "${include}/${umbrella} names ${header}, which does not exist")
      endif()
      list(APPEND headers ${header})
      if(mark OR umbrella IN_LIST optional)
        list(APPEND optional ${header})
        set(T2_NEEDS_${header} "${needs}" PARENT_SCOPE)
      endif()
      cmake_path(REMOVE_EXTENSION header OUTPUT_VARIABLE folder)
      if(IS_DIRECTORY "${include}/${folder}")
        list(APPEND unread ${header})
      endif()
    endforeach()
  endwhile()

  list(REMOVE_DUPLICATES headers)
  set(T2_HEADERS ${headers} PARENT_SCOPE)
  set(T2_UMBRELLAS ${umbrellas} PARENT_SCOPE)
  set(T2_OPTIONAL_HEADERS ${optional} PARENT_SCOPE)
endfunction()

# t2_check_umbrellas(<include folder>): an error if a header is in no umbrella, so that none is forgotten at installation
function(t2_check_umbrellas include)
  cmake_path(ABSOLUTE_PATH include)
  file(GLOB_RECURSE strays CONFIGURE_DEPENDS RELATIVE "${include}" "${include}/t2/*")
  list(REMOVE_ITEM strays ${T2_HEADERS})
  foreach(stray IN LISTS strays)
    cmake_path(GET stray PARENT_PATH folder)
    message(SEND_ERROR "${stray} is in no umbrella: add it to ${folder}.hpp")
  endforeach()
endfunction()
