// SPDX-License-Identifier: MIT
/// The history of training as a picture.
///
///   fmt::print("{}", training::to_text(history));               in the terminal
///   std::ofstream("history.svg") << training::to_svg(history);
#pragma once
#include <regula/charts/chart.hpp>
#include <regula/training/history.hpp>

namespace regula::training {

/// Two charts over the epochs: the losses ("loss", "data_loss", "penalty", "val_loss" ...), and what else was measured.
std::vector<charts::line_chart> curves(const history& h);
std::string to_svg(const history& h);
/// `columns` characters wide, `rows` lines a chart.
std::string to_text(const history& h, int columns = 72, int rows = 12);

}  // namespace regula::training
