// SPDX-License-Identifier: MIT
/// Bounds on gradients, Keras's clipnorm, global_clipnorm and clipvalue. Norms are summed in double.
#pragma once
#include <optional>
#include <regula/ndarray.hpp>

namespace regula::optimizers {

/// At most one is set; 0 is no bound.
struct bounds {
  std::optional<double> clipnorm{}, global_clipnorm{}, clipvalue{};
};

/// The gradients within the bounds; nothing where no bound is set.
/// clipnorm: g min(1, clipnorm / |g|), for each gradient; NaN everywhere in g for a NaN in it.
/// global_clipnorm: g min(1, global_clipnorm / n), n the norm of all together; NaN everywhere where n is not finite.
/// clipvalue: entries kept in [-clipvalue, clipvalue]; NaN stays NaN.
std::vector<ndarray> clipped(const bounds& b, std::span<const ndarray* const> gradients);

}  // namespace regula::optimizers
