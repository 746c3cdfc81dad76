// SPDX-License-Identifier: MIT
/// CSV: names, separators, quotes, numbers, and what is refused; files by the ends of their names.
#include <cmath>
#include <filesystem>
#include <regula/data/csv.hpp>
#include <regula/data/files.hpp>
#include <regula/files/bytes.hpp>
#include <tests/catch.hpp>
#include <tests/data/bytes.hpp>

namespace {

namespace data = regula::data;
using namespace regula_test;
using doubles = std::vector<double>;
using words = std::vector<std::string>;

data::table read(const std::string& text) { return data::read_csv(text, "t.csv"); }
std::string refused(const std::string& text) {
  return refusal([&] { read(text); });
}

TEST_CASE("csv: tables with and without names", "[data]") {
  const data::array cells{{2, 2}, doubles{1, -2.5, 3e3, 4}};
  CHECK(read("1,-2.5\n3e3,4\n").cells == cells);
  CHECK(read("1,-2.5\n3e3,4").names == words{"c1", "c2"});
  CHECK_FALSE(read("1,2").has_names);
  for (const auto* text : {"a,b\n1,-2.5\n3e3,4\n", "a;b\r\n1;-2.5\r\n3e3;4\r\n", "a\tb\n1\t-2.5\n\n3e3\t4\n",
                           "\xef\xbb\xbf\"a\" , b \n +1, -2.5\n\"3e3\",4\n"}) {
    const auto t = read(text);
    CHECK(t.cells == cells);
    CHECK(t.names == words{"a", "b"});
    CHECK(t.has_names);
  }
  CHECK(read("\"a \"\"b\"\", c\",d\n1,2\n").names == words{"a \"b\", c", "d"});
  CHECK(read("\"1\",\"2\"\n1,2\n").has_names);  // quoted numbers are names
  CHECK(read("a\n").cells.shape == data::extents{0, 1});
  const auto odd = read("inf,-INF,nan\n");
  CHECK(odd.cells.at(0) == HUGE_VAL);
  CHECK(odd.cells.at(1) == -HUGE_VAL);
  CHECK(std::isnan(odd.cells.at(2)));
  CHECK(data::read_csv("569,30\n1,2,3\n", "t.csv", 1).cells.shape == data::extents{1, 3});
}

TEST_CASE("csv: columns by name and number", "[data]") {
  const auto t = read("a,b,b,3\n1,2,3,4\n");
  CHECK(t.column("a") == 0);
  CHECK(t.column("1") == 0);
  CHECK(t.column("-1") == 3);
  CHECK(t.column("3") == 3);  // a name comes before a number
  CHECK_THROWS_WITH(t.column("b"), "there are two columns b: give the number of one");
  CHECK_THROWS_WITH(t.column("x"), "there is no column x among the 4: a, b, b, 3");
  CHECK_THROWS_AS(t.column("0"), regula::argument_error);
  CHECK_THROWS_AS(t.column("5"), regula::argument_error);
}

TEST_CASE("csv: what is no table is refused with its place", "[data]") {
  CHECK(refused("") == "t.csv: there is no line with numbers");
  CHECK(refused("\n\n") == "t.csv: there is no line with numbers");
  CHECK(refused("a,b\n1,2\n3\n") == "t.csv: line 3: 1 cells, and 2 in the first line");
  CHECK(refused("a,b\n1,2,3\n") == "t.csv: line 2: 3 cells, and 2 in the first line");
  CHECK(refused("a,b\n1,two\n") == "t.csv: line 2, column 2 (b): \"two\" is no number");
  CHECK(refused("1,2\n1,\n") == "t.csv: line 2, column 2 (c2): \"\" is no number");
  CHECK(refused("1,2\n1,0x10\n") == "t.csv: line 2, column 2 (c2): \"0x10\" is no number");
  CHECK(refused("1,2\n1,1e999\n") == "t.csv: line 2, column 2 (c2): \"1e999\" is no number");
  CHECK(refused("a,\"b\n1,2\n") == "t.csv: line 1: a quote without an end; cells of several lines are not read");
  CHECK(refused("a,\"b\"c\n") == "t.csv: line 1: text after a closing quote");
}

TEST_CASE("csv: what is written is read back the same", "[data]") {
  const data::array a{{2, 2}, doubles{0.1, 1e-300, -0.0, 12345678901234568.0}};
  CHECK(read(data::write_csv(a)).cells == a);
  const words names{"\xef\xbb\xbfmark", " spaces ", "with \"quotes\", and", "7", ""};
  const auto t = read(data::write_csv({{1, 5}, doubles{1, 2, 3, 4, 5}}, names));
  CHECK(t.names == names);
  CHECK(read(data::write_csv({{1, 1}, doubles{2}}, {""})).names == words{""});
  CHECK(refusal([] { data::write_csv({{1, 1}, doubles{1}}, {"a\nb"}); }) == "csv: a name of two lines: \"a?b\"");
  CHECK(data::write_csv({{3}, std::vector<float>{0.1F, 2, 3}}) == "0.1\n2\n3\n");
  CHECK(refusal([] { data::write_csv({{1, 1, 1}, doubles{1}}); }) == "csv: a table has two axes; the array has 3");
}

TEST_CASE("files of arrays are known by the ends of their names", "[data]") {
  const auto folder = std::filesystem::temp_directory_path() / "regula_data_test";
  std::filesystem::create_directories(folder);
  const data::array a{{2, 2}, doubles{1, 2, 3, 4}};
  for (const auto* end : {".npy", ".npz", ".safetensors", ".csv"}) {
    const auto path = folder / (std::string("w") + end);
    data::write_arrays(path, {{"w", a}});
    CHECK(data::read_arrays(path) == data::named_arrays{{"w", a}});
  }
  const data::named_arrays two{{"a", a}, {"b", a}};
  CHECK(refusal([&] { data::write_arrays(folder / "two.npy", two); }).ends_with("two.npy: it holds one array, not 2"));
  CHECK(refusal([&] {
          data::read_arrays(folder / "w.h5");
        }).ends_with("w.h5: its name ends in none of .npy, .npz, .safetensors, .csv"));
  std::filesystem::remove_all(folder);
}

}  // namespace
