// SPDX-License-Identifier: MIT
/// The program regula: reads the command line, runs a command, prints its answer.
#pragma once

namespace regula::tool {

/// The exit code: 0; 1 where the answer is no; 2 for wrong use and bad input.
int run(int count, char** words);

}  // namespace regula::tool
