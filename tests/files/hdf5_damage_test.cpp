// SPDX-License-Identifier: MIT
/// Files that are cut, changed, hostile or too large: a tree or file_error, nothing else. Run from the root of the
/// sources.
#include <random>
#include <regula/files/bytes.hpp>
#include <regula/files/hdf5.hpp>
#include <regula/files/hdf5_heaps.hpp>
#include <tests/catch.hpp>
#include <tests/files/folder.hpp>

namespace {

using Catch::Matchers::ContainsSubstring;
using namespace regula::files;

const std::string legacy = "tests/golden/data/keras/models/A_mlp.legacy.h5";
constexpr hdf5_limits patient_for_a_second{.seconds = 1};

std::string refused(const std::string& bytes, const hdf5_limits& limits = patient_for_a_second) {
  return refusal([&] { read_hdf5(bytes, "file", limits); });
}

TEST_CASE("what is no HDF5 file is refused by its name") {
  for (const std::string bytes : {"", "x", "\211HDF\r\n\032\n", "{\"json\": true}"})
    CHECK_THAT(refused(bytes), ContainsSubstring("file: no HDF5 file"));
  CHECK_THAT(refused(std::string(100000, '\0')), ContainsSubstring("file: no HDF5 file"));
}

TEST_CASE("a file that is cut anywhere is refused") {
  const auto whole = read_file(legacy);
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    CAPTURE(size);
    CHECK(!refused(whole.substr(0, size)).empty());
  }
  CHECK(refused(whole).empty());
}

TEST_CASE("a changed file is read or refused") {
  const auto whole = read_file(legacy);
  std::mt19937 random(7);
  int trees = 0, refusals = 0;
  for (int k = 0; k < 300; ++k) {
    auto bytes = whole;
    bytes[random() % bytes.size()] ^= static_cast<char>(1 << random() % 8);
    ++(refused(bytes).empty() ? trees : refusals);
  }
  CHECK(trees > 100);
  CHECK(refusals > 10);
}

TEST_CASE("files that the library does not survive are refused") {
  const auto crashing = files_in("tests/fuzzing/corpus/hdf5-crashes", "");
  CHECK(crashing.size() >= 5);
  for (const auto& path : crashing) {
    CAPTURE(path);
    CHECK_THAT(refused(read_file(path)), Catch::Matchers::StartsWith("file: "));
  }
}

TEST_CASE("what is not read is refused with its path") {
  const std::map<std::string, std::string> reasons = {
      {"absent", "/a: the shape (8589934592,) needs"},
      {"beyond-float", "/d: the entry 1e+300 is beyond"},
      {"committed", "/t: neither a group nor a dataset"},
      {"compound", "/c: its entries are neither"},
      {"cycle", "/a/b/c: linked more than once"},
      {"deep", ": groups nested more than 32 deep"},
      {"external-link", "/e: only hard links"},
      {"external-storage", "/e: its entries are in another file"},
      {"lzf", "/z: chunked or compressed"},
      {"numbers", "@n: a list of numbers"},
      {"chunked", "/w: chunked or compressed"},
      {"packed", "/w: chunked or compressed"},
      {"packed-1.8", "/w: chunked or compressed"},
      {"shared", "/b: linked more than once"},
      {"soft", "/b: only hard links"},
      {"texts", "/t: its entries are neither"},
      {"virtual", "/v: only compact and contiguous"},
  };
  for (const auto& path : files_in("tests/fuzzing/corpus/hdf5", "refused-")) {
    const auto name = path.stem().string().substr(8);
    CAPTURE(name);
    CHECK_THAT(refused(read_file(path)), ContainsSubstring(reasons.at(name)));
  }
  CHECK(files_in("tests/fuzzing/corpus/hdf5", "refused-").size() == reasons.size());
}

TEST_CASE("a text is one of the file's, and a heap of texts is whole") {
  hdf5_group tree;
  tree.attributes["list"] = std::vector<std::string>{"eins", "zwei"};
  const auto whole = write_hdf5(tree);
  const auto heap = whole.find("GCOL");
  REQUIRE(heap != whole.npos);
  CHECK(hdf5_heap_texts(whole, "file") == std::unordered_multiset<std::string_view>{"eins", "zwei"});
  const auto changed = [&](std::size_t at, std::string_view by) {
    auto bytes = whole;
    return refused(bytes.replace(heap + at, by.size(), by));
  };
  using namespace std::string_view_literals;
  CHECK(changed(0, "GCOL").empty());
  for (const std::size_t at : {8, 24})  // the sizes of the heap and of its first object
    for (const auto size :
         {"\xff\xff\xff\xff\xff\xff\xff\xff"sv, "\0\0\1\0\0\0\0\0"sv, "\xf8\xff\xff\xff\xff\xff\xff\x7f"sv})
      CHECK_THAT(changed(at, size), ContainsSubstring("file: a damaged heap of texts at byte " + std::to_string(heap)));
  CHECK_THAT(changed(24, "\3\0"sv), ContainsSubstring("@list: "));  // read as four bytes
  CHECK_THAT(changed(16, "\7\0"sv),
             ContainsSubstring("@list: a text that is not in the file"));  // its index: none that is asked for
}

TEST_CASE("limits are limits") {
  const auto bytes = read_file(legacy);
  hdf5_limits limits;
  limits.depth = 5;
  CHECK(refused(bytes, limits).empty());
  limits.depth = 4;
  CHECK_THAT(refused(bytes, limits), ContainsSubstring("file: /model_weights/h/mlp/h: groups nested more than 4 deep"));
  limits = {};
  limits.names = 5;
  CHECK_THAT(refused(bytes, limits), ContainsSubstring("more than 5 groups, datasets and attributes"));
  limits = {};
  limits.bytes = std::get<std::string>(read_hdf5(bytes, "file").attributes.at("model_config")).size() + 100;
  CHECK_THAT(refused(bytes, limits), ContainsSubstring("kernel: entries and texts of more than"));
  limits.bytes = 0;
  CHECK_THAT(refused(bytes, limits), ContainsSubstring("of more than 0 bytes"));
}

}  // namespace
