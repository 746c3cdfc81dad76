// SPDX-License-Identifier: MIT
/// Named weights as bars to both sides of 0.
#pragma once
#include <regula/tool/answer.hpp>
#include <vector>

namespace regula::tool {

std::string weights_text(const std::vector<std::string>& names, const std::vector<double>& weights, const terminal& t);
std::string weights_svg(const std::vector<std::string>& names, const std::vector<double>& weights,
                        const std::string& title);

}  // namespace regula::tool
