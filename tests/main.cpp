// SPDX-License-Identifier: MIT
#define CATCH_CONFIG_RUNNER  // Catch2 v2 puts its implementation here; v3 ignores it and links a library
#include "catch.hpp"

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
