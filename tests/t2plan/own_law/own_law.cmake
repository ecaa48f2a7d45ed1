# SPDX-License-Identifier: BSL-1.0
# t2plan once more, with one law more: the list in catalogue.hpp gets one line, as a developer would write it, and no
# source of the program is touched. It is built by the test itself, since nothing else needs it.
function(t2_add_own_law_test)
  file(READ ${PROJECT_SOURCE_DIR}/include/t2/law/catalogue.hpp list)
  string(REPLACE "listed<power_of_compute<Real>>>;" "listed<power_of_compute<Real>>,\n    listed<shared_gain<Real>>>;" longer "${list}")
  string(REPLACE "#include <t2/law/compose.hpp>" "#include <own_law.hpp>  // shared_gain\n#include <t2/law/compose.hpp>" longer "${longer}")
  if(NOT longer MATCHES "shared_gain<Real>" OR NOT longer MATCHES "own_law.hpp")
    message(FATAL_ERROR "the list of laws in t2/law/catalogue.hpp ends otherwise: change tests/t2plan/own_law/own_law.cmake")
  endif()
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/own_law)
  file(CONFIGURE OUTPUT ${folder}/t2/law/catalogue.hpp CONTENT "${longer}" @ONLY)

  get_target_property(sources t2plan_io SOURCES)
  get_target_property(source_dir t2plan_io SOURCE_DIR)
  get_target_property(libraries t2plan_io LINK_LIBRARIES)
  list(TRANSFORM sources PREPEND ${source_dir}/ REGEX "^[^/]")
  list(FILTER sources EXCLUDE REGEX "/fitters_[a-z0-9_]*\\.o$")  # built without the law
  add_executable(t2plan_own_law EXCLUDE_FROM_ALL ${sources} ${source_dir}/t2plan/main.cpp)
  target_include_directories(t2plan_own_law BEFORE PRIVATE ${folder} ${CMAKE_CURRENT_SOURCE_DIR}/t2plan/own_law)
  target_link_libraries(t2plan_own_law PRIVATE ${libraries})
  target_compile_definitions(t2plan_own_law PRIVATE T2_BASELINE_ONLY)
  target_precompile_headers(t2plan_own_law PRIVATE <CLI/CLI.hpp> <nlohmann/json.hpp>)

  add_test(NAME t2plan.own_law.build COMMAND ${CMAKE_COMMAND} --build ${CMAKE_BINARY_DIR} --target t2plan_own_law)
  set_tests_properties(t2plan.own_law.build PROPERTIES LABELS slow TIMEOUT 3600 FIXTURES_SETUP t2plan_own_law)
  set_tests_properties(t2plan.own_law PROPERTIES
    FIXTURES_REQUIRED t2plan_own_law ENVIRONMENT T2PLAN=$<TARGET_FILE:t2plan_own_law>
  )
endfunction()
