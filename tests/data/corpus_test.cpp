// SPDX-License-Identifier: MIT
/// The seeds of the fuzzing, made by NumPy and by hand, are what their names say.
#include <filesystem>
#include <regula/data/csv.hpp>
#include <regula/data/npy.hpp>
#include <regula/data/safetensors.hpp>
#include <regula/files/bytes.hpp>
#include <tests/catch.hpp>
#include <tests/data/bytes.hpp>

namespace {

namespace data = regula::data;

TEST_CASE("data: the corpus of the fuzzing", "[data]") {
  int valid = 0, refused = 0;
  for (const auto& file : std::filesystem::directory_iterator("tests/fuzzing/corpus/data")) {
    const auto bytes = regula::files::read_file(file.path()), content = bytes.substr(1);
    const auto name = file.path().filename().string();
    INFO(name);
    const auto why = regula_test::refusal([&] {
      switch (bytes[0]) {
        case 'n': data::read_npy(content, name); break;
        case 'z': data::read_npz(content, name); break;
        case 's': data::read_safetensors(content, name); break;
        default: data::read_csv(content, name);
      }
    });
    CHECK((why == "no error") == name.starts_with("valid-"));
    ++(name.starts_with("valid-") ? valid : refused);
  }
  CHECK(valid == 16);
  CHECK(refused == 4);
}

TEST_CASE("data: what NumPy wrote", "[data]") {
  const auto read = [](const std::string& name) {
    return data::read_npy(regula::files::read_file("tests/fuzzing/corpus/data/" + name).substr(1), name);
  };
  const std::vector<double> values{0, 1, 2, 3, 4, 100};
  for (const auto* kind : {"float16", "float32", "float64", "int8", "int32", "int64", "uint8"})
    CHECK(read(std::string("valid-npy-") + kind).as_doubles() == data::array{{2, 3}, values});
  CHECK(read("valid-npy-bool") == data::array{{2, 3}, std::vector<double>{0, 1, 1, 1, 1, 1}});
  std::vector<double> rising(24);
  for (std::size_t k = 0; k < 24; ++k) rising[k] = static_cast<double>(k);
  CHECK(read("valid-npy-fortran") == data::array{{2, 3, 4}, rising});
}

}  // namespace
