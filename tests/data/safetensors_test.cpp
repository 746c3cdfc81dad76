// SPDX-License-Identifier: MIT
/// safetensors: kinds of numbers, metadata, and what is refused. The bytes are written by hand.
#include <regula/data/safetensors.hpp>
#include <tests/catch.hpp>
#include <tests/data/bytes.hpp>

namespace {

namespace data = regula::data;
using namespace regula_test;
using doubles = std::vector<double>;
using floats = std::vector<float>;

std::string refused(const std::string& header, const std::string& content) {
  return refusal([&] { data::read_safetensors(safetensors_bytes(header, content), "m"); });
}

TEST_CASE("safetensors: tensors in the order of their bytes, and metadata", "[data]") {
  const auto file = data::read_safetensors(
      safetensors_bytes(R"({"b":{"dtype":"F64","shape":[2,1],"data_offsets":[4,20]},)"
                        R"("a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"__metadata__":{"format":"pt"}})",
                        number_bytes(1.5F) + numbers_bytes(doubles{3, -4})),
      "m");
  CHECK(file.arrays == data::named_arrays{{"a", {{}, floats{1.5F}}}, {"b", {{2, 1}, doubles{3, -4}}}});
  CHECK(file.metadata == std::map<std::string, std::string>{{"format", "pt"}});
  CHECK(data::read_safetensors(data::write_safetensors(file), "again") == file);
}

TEST_CASE("safetensors: kinds of numbers", "[data]") {
  const auto of = [](const std::string& dtype, const std::string& content) {
    return data::read_safetensors(
               safetensors_bytes("{\"x\":{\"dtype\":\"" + dtype + "\",\"shape\":[1],\"data_offsets\":[0," +
                                     std::to_string(content.size()) + "]}}  ",
                                 content),
               "m")
        .arrays[0]
        .second;
  };
  CHECK(of("BF16", number_bytes(std::uint16_t{0xc020})) == data::array{{1}, floats{-2.5F}});
  CHECK(of("F16", number_bytes(std::uint16_t{0x3800})) == data::array{{1}, floats{0.5F}});
  CHECK(of("I64", number_bytes(std::int64_t{-5})) == data::array{{1}, doubles{-5}});
  CHECK(of("U8", "\xfe") == data::array{{1}, doubles{254}});
  CHECK(of("BOOL", "\x01") == data::array{{1}, doubles{1}});
}

TEST_CASE("safetensors: hostile files are refused in a sentence", "[data]") {
  const auto read = [](const std::string& bytes) { return refusal([&] { data::read_safetensors(bytes, "m"); }); };
  CHECK(read("") == "m: no safetensors file: it has fewer than 8 bytes");
  CHECK(read(std::string(8, '\xff')) ==
        "m: no safetensors file, or it ends within its header of 18446744073709551615 bytes");
  CHECK(refused("[]", "") == "m: the header is no JSON object");
  CHECK(refused("{", "").starts_with("m: the header: "));
  CHECK(refused(std::string(100000, '['), "").starts_with("m: the header: "));
  CHECK(refused(R"({"a":1})", "") == "m: a: a tensor has dtype, shape and data_offsets, not 1");
  CHECK(refused(R"({"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}})", "12345678") ==
        "m: a: entries of the type \"C64\"; F64, F32, F16, BF16, I8 to I64, U8 to U64 and BOOL are read");
  CHECK(refused(R"({"a":{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}})", "12345678") ==
        "m: a: shape is a list of whole numbers, not [-1]");
  CHECK(refused(R"({"a":{"dtype":"F64","shape":[1.5],"data_offsets":[0,8]}})", "12345678") ==
        "m: a: shape is a list of whole numbers, not [1.5]");
  CHECK(refused(R"({"a":{"dtype":"F64","shape":[18446744073709551615],"data_offsets":[0,8]}})", "12345678") ==
        "m: a: an axis of 18446744073709551615 entries");
  CHECK(refused(R"({"a":{"dtype":"F64","shape":[4294967296,4294967296,8],"data_offsets":[0,8]}})", "12345678") ==
        "m: a: its shape has more entries than the 1 that are there");
  CHECK(refused(R"({"a":{"dtype":"F64","shape":[0],"data_offsets":[0,8]}})", "12345678") ==
        "m: a: its shape has 0 bytes, data_offsets say 8");
  CHECK(refused(R"({"a":{"dtype":"F64","shape":[1],"data_offsets":[8,0]}})", "12345678") ==
        "m: a: data_offsets are the first byte and the one after the last");
  CHECK(refused(R"({"a":{"dtype":"F64","shape":[1],"data_offsets":[0,9]}})", "12345678") ==
        "m: a: its bytes do not follow those before it, or are beyond the end of the file");
  CHECK(
      refused(
          R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
          "123") == "m: b: its bytes do not follow those before it, or are beyond the end of the file");
  CHECK(refused(R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})", "12") == "m: 1 bytes belong to no tensor");
  CHECK(refused(R"({"__metadata__":{"a":1}})", "") == "m: __metadata__ is an object of texts: a is none");
}

}  // namespace
