// SPDX-License-Identifier: MIT
#include <regula/tool/app.hpp>

int main(int count, char** words) { return regula::tool::run(count, words); }
