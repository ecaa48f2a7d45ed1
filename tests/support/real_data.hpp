// SPDX-License-Identifier: BSL-1.0
// Real data that is not part of this repository. A test that uses it says `// t2: labels real-data`.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace t2::test {

/// The path of a file or folder of the shared data, or nothing, and then the test counts as skipped (T2_REQUIRE_DATA=1
/// in the environment: as failed). The data lies in the folder T2_DATA, of the environment or else of CMake's cache.
///
///   auto const path = t2::test::real_data("chinchilla/runs.csv");
///   if (!path) return;
[[nodiscard]] std::optional<std::filesystem::path> real_data(std::string_view relative);

}  // namespace t2::test
