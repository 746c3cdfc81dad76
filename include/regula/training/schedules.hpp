// SPDX-License-Identifier: MIT
/// Learning rate and coefficients as functions of the epoch.
#pragma once
#include <functional>
#include <regula/training/callback.hpp>

namespace regula::callbacks {

/// Sets the learning rate at the beginning of each epoch to f(epoch, the rate so far).
std::shared_ptr<callback> LearningRateSchedule(std::function<double(int epoch, double rate)> f);

/// Sets a coefficient of the regularizers of weights and activities at the beginning of each epoch to f(epoch), which
/// is finite and not negative (coefficient_error). All or none of them change. They keep the last value.
std::shared_ptr<callback> CoefficientSchedule(std::string pattern, std::string coefficient,
                                              std::function<double(int epoch)> f);

}  // namespace regula::callbacks
