// SPDX-License-Identifier: BSL-1.0
// The bootstrap of fit/bootstrap.hpp on a device: a draw a thread, as many at once as fit into a quarter of a gigabyte.
// Flow: runs -> law -> [fit] -> plan.   Needs: core, exec, random, law, optimize.
#pragma once

#include <t2/core/real.hpp>         // value_t
#include <t2/core/status.hpp>       // result, status
#include <t2/exec/backend.hpp>      // backend, for_each_index, written
#include <t2/exec/memory.hpp>       // device_array, lent, memory_of, on_device
#include <t2/fit/bootstrap.hpp>     // bootstrap_draws, bootstrap_options, draw_slots
#include <t2/fit/dataset.hpp>       // observe
#include <t2/fit/kernel/refit.hpp>  // bootstrap_refit
#include <t2/fit/objective.hpp>     // loss_function, residual_function
#include <t2/law/power_sum.hpp>     // separable

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace t2::inline v0::fit {

/// bootstrap_runs of a separable law on a device. Weights have the bits of the host's; refits stop where the value has no
/// more to gain, which leaves the host's parameters to 1e-4 (tests/exec/functors_test.cpp).
/// @errors  those of `observe`; unsupported naming a parameter whose bounds cannot be kept; the device's
template <exec::backend Exec, law::separable L, loss_function Rho, residual_function Residual>
  requires exec::on_device<Exec>
[[nodiscard]] result<bootstrap_draws<value_t<L>, static_cast<std::size_t>(law::parameter_count<L>)>> bootstrap_runs(
    Exec const& ex, dataset<value_t<L>> const& points, L const& law, Rho const& rho, Residual const& residual,
    bootstrap_options const& options,
    std::array<law::bounds, static_cast<std::size_t>(law::parameter_count<L>)> const& limits = default_box<L>()) {
  using Real = value_t<L>;
  constexpr std::size_t size = static_cast<std::size_t>(law::parameter_count<L>), variables = L::variables::size;
  auto const data = observe<L>(points);
  if (!data) return data.error();
  auto const box = detail::separable_box<L>(limits);
  if (!box) return box.error();
  std::size_t const count = data->size(), each = data->units + count;
  std::size_t const at_once = std::min(options.draws, (std::size_t{1} << 28) / sizeof(Real) / each + 1);
  detail::draw_slots<Real, size> slots(options.draws);
  if (options.draws == 0) return slots.collect();

  bootstrap_refit<L, Rho, Residual> work{{rho, residual, count, {}, nullptr, nullptr}, *box};
  work.units = data->units;
  work.seed = options.seed;
  work.stream = detail::run_stream;
  std::vector<Real> columns;  // in one piece: centred variables, values, weights
  for (std::size_t v = 0; v < variables; ++v) {
    Real sum(0);
    for (Real const& x : data->log_x[v]) sum += x;
    work.centre[v] = Real(sum / Real(static_cast<double>(count)));
    for (Real const& x : data->log_x[v]) columns.push_back(Real(x - work.centre[v]));
  }
  columns.insert(columns.end(), data->value.begin(), data->value.end());
  columns.insert(columns.end(), data->weight.begin(), data->weight.end());
  law::store(law, work.optimum);
  uncentre<L>(work.optimum, work.centre, -1);

  exec::lent const columns_there(ex, std::span<Real const>(columns));
  exec::lent const units_there(ex, std::span<std::size_t const>(data->unit));
  exec::lent const rows_there(ex, std::span(slots.rows.data()->data(), options.draws * size));
  auto const scratch = exec::device_array<exec::memory_t<Exec>, Real>::make(exec::memory_of(ex), at_once * each);
  status const lost[] = {columns_there.error(), units_there.error(), rows_there.error(),
                         scratch ? status{} : scratch.error()};
  for (status const& one : lost)
    if (!one.ok()) return one;
  Real const* column = columns_there.data();
  for (std::size_t v = 0; v < variables; ++v) work.sum.log_x[v] = std::exchange(column, column + count);
  work.sum.value = std::exchange(column, column + count);
  work.sum.weight = column;
  work.unit = units_there.data();
  work.scratch = scratch->data();
  for (work.first = 0; work.first < options.draws; work.first += at_once) {
    work.rows = rows_there.data() + work.first * size;
    std::size_t const now = std::min(at_once, options.draws - work.first);
    status const ran = exec::for_each_index(ex, now, work, exec::written{work.rows, now * size, size});
    if (!ran.ok()) return ran;
  }
  if (status const missed = rows_there.give_back(); !missed.ok()) return missed;
  for (std::size_t d = 0; d < options.draws; ++d) {
    std::array<Real, size> const row = slots.rows[d];
    slots.set(d, row);  // counts those that failed
  }
  return slots.collect();
}

}  // namespace t2::inline v0::fit
