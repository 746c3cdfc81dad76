// SPDX-License-Identifier: MIT
/// The table of docs/reference/grammar.md: each text and its message.
#include <dsl/grammar/parse.hpp>
#include <dsl/plan/run_time.hpp>
#include <fstream>
#include <sstream>
#include <tests/catch.hpp>

namespace {

using namespace regula::dsl;

std::string content(const std::string& path) {
  std::ifstream in(path);
  std::stringstream all;
  all << in.rdbuf();
  return all.str();
}
/// What is between two backquotes, a backslash and a letter being one character.
std::string cell(const std::string& row, std::size_t& at) {
  std::string text;
  for (at = row.find('`', at) + 1; row[at] != '`'; ++at) {
    if (row[at] != '\\') {
      text += row[at];
      continue;
    }
    ++at;
    text += row[at] == 'n' ? '\n' : row[at] == '0' ? '\0' : row[at];
  }
  ++at;
  return text;
}
std::string message_of(const std::string& text) {
  try {
    parse_text(text);
    return "a formula";
  } catch (const regula::parse_error& e) {
    return e.what();
  }
}
/// Written down, and what is wrong with the graph.
std::string refusal_of(const std::string& text) {
  try {
    const auto parsed = parse_text(text);
    written_at_run_time written(parsed.node_count(), {});
    const int node = parsed.write(written.write());
    written.write().finish();
    if (written.trouble != problem::none) parsed.refuse(written.trouble, node);
    return {};
  } catch (const regula::parse_error& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("each text that is refused has its message", "[grammar]") {
  std::istringstream page(content("docs/reference/grammar.md"));
  int rows = 0;
  bool table = false;
  for (std::string row; std::getline(page, row);) {
    table = table || row == "| text | position | message |";
    if (!table || row.substr(0, 3) != "| `") continue;
    std::size_t at = 0;
    const auto text = cell(row, at);
    at = row.find('|', at) + 2;
    const auto position = static_cast<std::size_t>(std::stoi(row.substr(at)));
    const auto sentence = cell(row, at);
    INFO(text);
    const auto message = message_of(text);
    CHECK(message.substr(0, message.find('\n')) == sentence);
    try {
      parse_text(text);
    } catch (const regula::parse_error& e) {
      CHECK(e.position() == position);
    }
    const bool plain = text.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ()<>+-*/^,;=.!\"#|&[]@'_") ==
                       std::string::npos;
    if (plain) {
      const auto lines = message.substr(message.find('\n') + 1);
      CHECK(lines.substr(0, lines.find('\n')) == "  " + text);
      CHECK(lines.substr(lines.find('\n') + 1).find('^') == position + 2);
    }
    ++rows;
  }
  CHECK(rows >= 90);
}

TEST_CASE("a message shows the place", "[grammar]") {
  CHECK(message_of("0.01 * sum(sqare(W))") ==
        "unknown name 'sqare': did you mean 'square'?\n  0.01 * sum(sqare(W))\n             ^^^^^");
  CHECK(message_of("l1 = 1;\nl1 * sum(sqare(W))\n+ 2") ==
        "unknown name 'sqare': did you mean 'square'?\n  l1 * sum(sqare(W))\n           ^^^^^");
  CHECK(message_of("sum(\xce\xbb + \xce\xbb)") ==
        "a formula is written in ASCII: for this character write lambda\n  sum(? + ?)\n      ^");
  std::string sum = "W";
  for (int i = 0; i < 60; ++i) sum += " + W";
  CHECK(message_of("sum(" + sum + " + sqare(V) + " + sum + ")") ==
        "unknown name 'sqare': did you mean 'square'?\n"
        "  ...W + W + W + W + W + W + W + W + W + sqare(V) + W + W + W + W + W + W + W...\n"
        "                                         ^^^^^");
}

TEST_CASE("what is wrong with the formula itself has its place, too", "[grammar]") {
  CHECK(refusal_of("1 + sum(abs(0.5))") ==
        "sum, mean, max, norm... reduce a tensor: one of them is given a scalar\n  1 + sum(abs(0.5))\n      ^^^");
  CHECK(refusal_of("sum(matmul(2, W))") ==
        "matmul, gram, transpose, trace... take matrices: one of them is given a number (s * W multiplies by it)\n"
        "  sum(matmul(2, W))\n      ^^^^^^");
  CHECK(refusal_of("2 * abs(W)") ==
        "a penalty is a scalar: wrap the formula in sum(...) or mean(...)\n  2 * abs(W)\n    ^");
  CHECK(refusal_of("2 * 3").substr(0, 26) == "a penalty needs a tensor: ");
  CHECK(refusal_of("sum(identity)").substr(0, 18) == "identity takes its");
  CHECK(refusal_of("sum(abs(W))").empty());
}

TEST_CASE("the sentences of the compiler and of run time are the same", "[grammar]") {
  const auto literals = [](const std::string& path) {  // of static_asserts, their pieces joined
    auto text = content(path);
    for (std::size_t at; (at = text.find("\"\n")) != std::string::npos;) {
      const auto next = text.find_first_not_of(" \n", at + 1);
      if (text[next] == '"')
        text.erase(at, next - at + 1);
      else
        text.erase(at + 1, 1);
    }
    return text;
  };
  const auto all =
      literals("include/regula/penalty.hpp") + literals("dsl/plan/program_of.hpp") + literals("dsl/plan/refused.hpp");
  for (int p = 1; p < static_cast<int>(problem::refused); ++p)
    for (const bool first : {true, false}) {
      const auto sentence = sentence_of(static_cast<problem>(p), first);
      INFO(sentence);
      CHECK(!sentence.empty());
      CHECK(all.find("\"" + std::string{sentence} + "\"") != std::string::npos);
    }
}
