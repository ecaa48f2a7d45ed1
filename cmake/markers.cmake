# SPDX-License-Identifier: BSL-1.0
# A source of a test or an example says what it needs beside the library, in comment lines of the form
#
#   // t2: needs boost threads
#   // t2: labels slow real-data
#
# Words are separated by spaces or semicolons. Each word after `needs` is a target t2_need_<word>, which exists only if
# what it stands for was found. Tests may also need `t2plan`, the program, and `t2plan_io`, all of it but its main.

# t2_define_need(<word> <target>...)
function(t2_define_need word)
  foreach(target IN LISTS ARGN)
    if(NOT TARGET ${target})
      return()
    endif()
  endforeach()
  add_library(t2_need_${word} INTERFACE)
  target_link_libraries(t2_need_${word} INTERFACE ${ARGN})
endfunction()

find_package(Boost QUIET)
find_package(CLI11 QUIET)
find_package(nlohmann_json QUIET)
find_package(Threads QUIET)

t2_define_need(boost Boost::headers)
t2_define_need(cli11 CLI11::CLI11)
t2_define_need(json nlohmann_json::nlohmann_json)
t2_define_need(threads Threads::Threads)
t2_define_need(simd t2scaling::simd)
t2_define_need(mpi t2scaling::mpi)
t2_define_need(cuda t2scaling::cuda)

# t2_read_markers(<out> <word> <source>...): what the sources say after "// t2: <word>"
function(t2_read_markers out word)
  set(values "")
  foreach(source IN LISTS ARGN)
    file(STRINGS "${source}" lines REGEX "^// t2: ${word} ")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^// t2: ${word} +" "" line "${line}")
      string(REGEX REPLACE "[ ;]+" ";" line "${line}")
      list(APPEND values ${line})
    endforeach()
  endforeach()
  list(REMOVE_DUPLICATES values)
  set(${out} "${values}" PARENT_SCOPE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARGN})  # a changed marker is not overlooked
endfunction()

# t2_find_needs(<out targets> <out missing> <word>...)
function(t2_find_needs out_targets out_missing)
  set(targets "")
  set(missing "")
  foreach(word IN LISTS ARGN)
    if(TARGET t2_need_${word})
      list(APPEND targets t2_need_${word})
    else()
      list(APPEND missing ${word})
    endif()
  endforeach()
  list(JOIN missing ", " missing)
  set(${out_targets} "${targets}" PARENT_SCOPE)
  set(${out_missing} "${missing}" PARENT_SCOPE)
endfunction()
