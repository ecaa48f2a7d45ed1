# SPDX-License-Identifier: BSL-1.0
# Sources whose loops are built once more for each instruction set; which of them runs is chosen when the program does.
#
# An object for another set must not lend its templates to the rest: std::vector<double> built with AVX has the same name
# as without, and the linker keeps one. So each such object is linked by itself, with its section groups resolved, and all
# its symbols are made local but the one table of functions that it is for. Products and sums are not fused anywhere, so
# that no bit of a result depends on the set.

# With AVX-512 a fit of Chinchilla takes a tenth less time than with AVX2, other fits the same: left to releases.
set(sets x86-64-v3)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  list(APPEND sets x86-64-v4)
endif()
# The linker need not be the one that links the rest: CMake gives clang lld where it finds one, and old ones cannot do this.
find_program(T2_RELOCATING_LINKER NAMES ld.bfd ld ld.lld)
mark_as_advanced(T2_RELOCATING_LINKER)
set(linker_help "")
if(T2_RELOCATING_LINKER)
  execute_process(COMMAND ${T2_RELOCATING_LINKER} --help OUTPUT_VARIABLE linker_help ERROR_QUIET)
endif()
if(NOT CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$" OR NOT CMAKE_EXECUTABLE_FORMAT STREQUAL "ELF" OR
   NOT linker_help MATCHES "--force-group-allocation" OR NOT CMAKE_OBJCOPY OR CMAKE_INTERPROCEDURAL_OPTIMIZATION OR CMAKE_CXX_FLAGS MATCHES "-fsanitize|-flto|-march")
  set(sets "")
endif()
set(T2_INSTRUCTION_SETS "${sets}" CACHE STRING "x86-64 levels for which the hot loops of t2plan are built beside the baseline")

# t2_build_per_instruction_set(<target> <source> TABLE <name> TYPE <type> HEADER <header> LIBRARIES <target>...)
# The source defines a table of functions, TYPE const T2_ISA_TABLE, which is <name>_baseline unless it says otherwise;
# best_<name>() is the one for this processor.
function(t2_build_per_instruction_set target source)
  cmake_parse_arguments(PARSE_ARGV 2 "" "" "TABLE;TYPE;HEADER" "LIBRARIES")
  set_source_files_properties(${source} PROPERTIES COMPILE_OPTIONS -ffp-contract=off SKIP_PRECOMPILE_HEADERS ON)
  set(T2_DECLARATIONS "extern ${_TYPE} const ${_TABLE}_baseline;")
  set(T2_ENTRIES "{\"baseline\", &${_TABLE}_baseline}")
  foreach(isa IN LISTS T2_INSTRUCTION_SETS)
    string(REPLACE "-" "_" table "${_TABLE}_${isa}")
    add_library(${target}_${table} OBJECT ${source})
    # unique symbols would stay global
    target_compile_options(${target}_${table} PRIVATE -march=${isa} $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
    target_compile_definitions(${target}_${table} PRIVATE T2_ISA_TABLE=${table})
    target_link_libraries(${target}_${table} PRIVATE ${_LIBRARIES})
    set(object ${CMAKE_CURRENT_BINARY_DIR}/${table}.o)
    add_custom_command(
      OUTPUT ${object}
      COMMAND ${T2_RELOCATING_LINKER} -r --force-group-allocation -o ${object} $<TARGET_OBJECTS:${target}_${table}>
      COMMAND ${CMAKE_OBJCOPY} --wildcard "--keep-global-symbol=*${table}*" ${object}
      DEPENDS ${target}_${table} $<TARGET_OBJECTS:${target}_${table}>
      COMMENT "Keeping ${table} apart" VERBATIM
    )
    set_property(GLOBAL APPEND PROPERTY T2_ISA_OBJECTS ${object})
    set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
    target_sources(${target} PRIVATE ${object})
    string(APPEND T2_DECLARATIONS "\nextern ${_TYPE} const ${table};")
    string(APPEND T2_ENTRIES ", {\"${isa}\", &${table}}")
  endforeach()
  set(T2_TABLE ${_TABLE})
  set(T2_TYPE ${_TYPE})
  set(T2_HEADER ${_HEADER})
  set(choice ${CMAKE_CURRENT_BINARY_DIR}/best_${_TABLE}.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/instruction_sets.cpp.in ${choice} @ONLY)
  set_source_files_properties(${choice} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
  target_sources(${target} PRIVATE ${choice})
endfunction()
