// SPDX-License-Identifier: MIT
/// NumPy's files: kinds of numbers, orders of axes and bytes, and what is refused. The bytes are written by hand.
#include <cmath>
#include <limits>
#include <regula/data/npy.hpp>
#include <regula/files/zip.hpp>
#include <tests/catch.hpp>
#include <tests/data/bytes.hpp>

namespace {

namespace data = regula::data;
using namespace regula_test;
using doubles = std::vector<double>;
using floats = std::vector<float>;

data::array read(const std::string& bytes) { return data::read_npy(bytes, "w.npy"); }
std::string refused(const std::string& bytes) {
  return refusal([&] { read(bytes); });
}

TEST_CASE("npy: what NumPy writes is read", "[data]") {
  const doubles values{1, -2, 0.5, 4, 5, 6};
  const data::array expected{{2, 3}, values};
  for (const bool big : {false, true})
    CHECK(read(npy_bytes(npy_header(big ? ">f8" : "<f8", "(2, 3)"), numbers_bytes(values, big))) == expected);
  for (const char version : {'\1', '\2', '\3'})
    CHECK(read(npy_bytes(npy_header("<f8", "(2, 3)"), numbers_bytes(values), version)) == expected);
  const doubles by_columns{1, 4, -2, 5, 0.5, 6};
  CHECK(read(npy_bytes(npy_header("<f8", "(2, 3)", "True"), numbers_bytes(by_columns))) == expected);
  CHECK(read(npy_bytes(npy_header(">f4", "(2,)"), numbers_bytes(floats{0.1F, -3}, true))) ==
        data::array{{2}, floats{0.1F, -3}});
  CHECK(read(npy_bytes(npy_header("<f8", "()"), numbers_bytes(doubles{7}))) == data::array{{}, doubles{7}});
  CHECK(read(npy_bytes(npy_header("<f4", "(0, 3)"), "")) == data::array{{0, 3}, floats{}});
  CHECK(read(npy_bytes(npy_header("<f8", "(1L, 1L)"), numbers_bytes(doubles{7}))) == data::array{{1, 1}, doubles{7}});
}

TEST_CASE("npy: three axes in Fortran's order", "[data]") {
  doubles by_first(24), expected(24);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t k = 0; k < 4; ++k) {
        const auto value = static_cast<double>(100 * i + 10 * j + k);
        by_first[i + 2 * j + 6 * k] = value, expected[12 * i + 4 * j + k] = value;
      }
  CHECK(read(npy_bytes(npy_header("<f8", "(2, 3, 4)", "True"), numbers_bytes(by_first))) ==
        data::array{{2, 3, 4}, expected});
}

TEST_CASE("npy: whole numbers, halves and truths become what holds them", "[data]") {
  const auto of = [](const std::string& descr, const std::string& content) {
    return read(npy_bytes(npy_header(descr, "(2,)"), content));
  };
  const data::array expected{{2}, doubles{-3, 100}};
  CHECK(of("|i1", numbers_bytes(std::vector<std::int8_t>{-3, 100})) == expected);
  CHECK(of("<i2", numbers_bytes(std::vector<std::int16_t>{-3, 100})) == expected);
  CHECK(of(">i4", numbers_bytes(std::vector<std::int32_t>{-3, 100}, true)) == expected);
  CHECK(of("<i8", numbers_bytes(std::vector<std::int64_t>{-3, 100})) == expected);
  CHECK(of("|u1", "\xff\x01") == data::array{{2}, doubles{255, 1}});
  CHECK(of("|b1", std::string("\x01\0", 2)) == data::array{{2}, doubles{1, 0}});
  CHECK(of("<f2", numbers_bytes(std::vector<std::uint16_t>{0x3c00, 0xc100})) == data::array{{2}, floats{1, -2.5F}});
  CHECK(of("<f2", numbers_bytes(std::vector<std::uint16_t>{0x0001, 0xfc00})) ==
        data::array{{2}, floats{std::ldexp(1.0F, -24), -std::numeric_limits<float>::infinity()}});
  const std::int64_t exact = std::int64_t{1} << 53;
  CHECK(of("<i8", numbers_bytes(std::vector{exact, -exact})) ==
        data::array{{2}, doubles{9007199254740992, -9007199254740992}});
}

TEST_CASE("npy: hostile files are refused in a sentence", "[data]") {
  const auto one = number_bytes(1.0);
  CHECK(refused("") == "w.npy: no .npy file: it does not begin with \\x93NUMPY");
  CHECK(refused("\x93NUMPY\x01") == "w.npy: no .npy file: it does not begin with \\x93NUMPY");
  CHECK(refused(npy_bytes(npy_header("<f8", "(1,)"), one, 9)) == "w.npy: version 9 of .npy files; 1, 2 and 3 are read");
  CHECK(refused(std::string("\x93NUMPY\x01\0\xff\xff", 10)) == "w.npy: it ends within its header");
  CHECK(refused(std::string("\x93NUMPY\x02\0\xff\xff\xff", 11)) == "w.npy: it ends within its header");
  CHECK(refused(npy_bytes(npy_header("<f8", "(2,)"), one)) ==
        "w.npy: its shape has more entries than the 1 that are there");
  CHECK(refused(npy_bytes(npy_header("<f8", "(1,)"), one + "x")) == "w.npy: its shape has 8 bytes, the file 9");
  CHECK(refused(npy_bytes(npy_header("<f8", "(4294967296, 4294967296)"), one)) ==
        "w.npy: its shape has more entries than the 1 that are there");
  CHECK(refused(npy_bytes(npy_header("<f8", "(0, 9223372036854775807, 9223372036854775807)"), "")) == "no error");
  CHECK(refused(npy_bytes(npy_header("<f8", "(-1,)"), one)) == "w.npy: an axis of -1 entries");
  CHECK(refused(npy_bytes(npy_header("<f8", "(99999999999999999999,)"), one)) ==
        "w.npy: the header of the .npy file has a shape that is no list of whole numbers of 64 bits");
  CHECK(refused(npy_bytes(npy_header("|O", "(1,)"), one)) == "w.npy: Python objects are not read: only numbers");
  CHECK(refused(npy_bytes(npy_header("<c16", "(1,)"), one)).starts_with("w.npy: entries of the type '<c16'"));
  CHECK(refused(npy_bytes(npy_header("|f8", "(1,)"), one)).starts_with("w.npy: entries of the type '|f8'"));
  CHECK(refused(npy_bytes("{'descr': [('x', '<f8')], 'fortran_order': False, 'shape': (1,)}", one)) ==
        "w.npy: the header of the .npy file tells of records: only arrays of plain numbers are read");
  CHECK(refused(npy_bytes("{'descr': '<f8', 'shape': (1,)}", one)) ==
        "w.npy: the header of the .npy file lacks one of descr, fortran_order and shape");
  CHECK(refused(npy_bytes("{'descr': '<f8', 'descr': '<f8'}", one))
            .find("has the key 'descr' where descr, fortran_order and shape come once each") != std::string::npos);
  CHECK(refused(npy_bytes(npy_header("<f8", "(1,)", "Maybe"), one)) ==
        "w.npy: the header of the .npy file has a fortran_order that is neither True nor False");
  CHECK(refused(npy_bytes(npy_header("<f8", "(1,)") + "}", one)) ==
        "w.npy: the header of the .npy file goes on after its dictionary");
  CHECK(refused(npy_bytes("{'descr': '<f8", one)) == "w.npy: the header of the .npy file has a text without an end");
  std::string many = "(";
  for (int k = 0; k < 33; ++k) many += "1, ";
  CHECK(refused(npy_bytes(npy_header("<f8", many + ")"), one)) == "w.npy: 33 axes; at most 32 are read");
  CHECK(refused(npy_bytes(npy_header("<u8", "(1,)"), std::string(8, '\xff'))) ==
        "w.npy: the whole number 18446744073709551615 is beyond 2^53, and may be no double: convert the entries to "
        "floating point first");
  CHECK(refused(npy_bytes(npy_header("<i8", "(1,)"), std::string(7, '\0') + '\x80'))
            .starts_with("w.npy: the whole number -9223372036854775808 is beyond 2^53"));
}

TEST_CASE("npy: every beginning of a file is refused", "[data]") {
  const auto whole = data::write_npy({{2, 2}, doubles{1, 2, 3, 4}});
  for (std::size_t size = 0; size < whole.size(); ++size) CHECK(refused(whole.substr(0, size)) != "no error");
}

TEST_CASE("npy: what is written is NumPy's form", "[data]") {
  const auto bytes = data::write_npy({{2}, floats{1, 2}});
  CHECK(bytes.substr(0, 10) == std::string("\x93NUMPY\x01\0\x76\0", 10));
  CHECK(bytes.substr(10, 58) == "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } ");
  CHECK(bytes.size() == 128 + 8);  // entries begin at a multiple of 64
  CHECK(bytes[127] == '\n');
  for (const data::array& a : {data::array{{2, 3}, doubles{1, 2, 3, 4, 5, -0.0}}, data::array{{}, floats{3}},
                               data::array{{4, 0}, doubles{}}, data::array{{3}, floats{1, 2, 3}}})
    CHECK(read(data::write_npy(a)) == a);
}

TEST_CASE("npz: arrays by name", "[data]") {
  const data::named_arrays arrays{{"W", {{2}, doubles{1, 2}}}, {"W0", {{1, 2}, floats{3, 4}}}};
  const auto bytes = data::write_npz(arrays);
  CHECK(data::read_npz(bytes, "a.npz") == arrays);
  CHECK(regula::files::read_zip(bytes, "a.npz").count("W0.npy") == 1);
  const auto deflated = regula::files::write_zip({{"b.npy", data::write_npy({{500}, doubles(500, 1.5)}), true}});
  CHECK(data::read_npz(deflated, "b.npz")[0].second == data::array{{500}, doubles(500, 1.5)});
  CHECK(refusal([&] {
          data::read_npz(regula::files::write_zip({{"x.txt", "?"}}), "x.npz");
        }) == "x.npz: x.txt: entries of a .npz file end in .npy");
  CHECK(refusal([&] {
          data::read_npz(regula::files::write_zip({{"x.npy", "?"}}), "x.npz");
        }) == "x.npz: x.npy: no .npy file: it does not begin with \\x93NUMPY");
  CHECK(refusal([&] { data::read_npz("PK", "x.npz"); }).starts_with("x.npz: no zip archive"));
}

}  // namespace
