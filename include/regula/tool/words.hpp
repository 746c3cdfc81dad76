// SPDX-License-Identifier: MIT
/// The words of the command line as CLI11 takes them.
#pragma once
#include <string>
#include <vector>

namespace regula::tool {

/// --W w.npy becomes --tensor W=w.npy: the names of tensors begin with a capital letter, those of options do not. A formula
/// as -sum(W), which looks like options, goes to the end, behind --.
std::vector<std::string> with_tensors(int count, char** words);

}  // namespace regula::tool
