// SPDX-License-Identifier: MIT
/// A program of headers that others begin with.
int main() {}
