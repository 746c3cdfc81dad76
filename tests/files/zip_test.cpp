// SPDX-License-Identifier: MIT
/// Archives there and back, those of Keras, and those that are refused. Run from the root of the sources.
#include <nlohmann/json.hpp>
#include <random>
#include <regula/files/bytes.hpp>
#include <regula/files/zip.hpp>
#include <tests/catch.hpp>
#include <tests/files/folder.hpp>

namespace {

using Catch::Matchers::ContainsSubstring;
using namespace regula::files;
using contents = std::map<std::string, std::string>;

const std::string keras = "tests/golden/data/keras/models/A_mlp.keras";

std::string refused(const std::string& bytes, const zip_limits& limits = {}) {
  return refusal([&] { read_zip(bytes, "archive", limits); });
}

TEST_CASE("entries come back") {
  std::string noise(100000, '\0');
  std::mt19937 random(1);
  for (auto& c : noise) c = static_cast<char>(random());
  for (const bool deflated : {false, true}) {
    const std::vector<zip_entry> entries = {{"metadata.json", "{}", deflated},
                                            {"empty", "", deflated},
                                            {"folder/größe 数", std::string(1 << 20, '\0'), deflated},
                                            {"model.weights.h5", noise, deflated}};
    const auto bytes = write_zip(entries);
    CHECK(write_zip(entries) == bytes);
    CHECK((bytes.size() < (1 << 20)) == deflated);
    contents expected;
    for (const auto& e : entries) expected[e.name] = e.bytes;
    CHECK(read_zip(bytes, "archive") == expected);
    CHECK(bytes.find("metadata.json") < bytes.find("empty"));
    CHECK(bytes.substr(10, 4) == std::string("\0\0\x21\0", 4));  // 1980-01-01 00:00
  }
}

TEST_CASE("names that no archive should hold are not written") {
  for (const std::string name : {"", "/a", "../a", "a/../b", "a/./b", "a//b", "a\\b", "a/", "a/.."})
    CHECK_THAT(refusal([&] { write_zip({{"ok", ""}, {name, "x"}}); }), ContainsSubstring("zip: " + name + ": "));
  CHECK_THAT(refusal([] { write_zip({{std::string("a\0b", 3), ""}}); }), ContainsSubstring("zip: a"));
  CHECK_THAT(refusal([] { write_zip({{std::string(65536, 'a'), ""}}); }), ContainsSubstring("65535"));
  CHECK_THAT(refusal([] { write_zip({{"\xff\xfe", ""}}); }), ContainsSubstring("zip: "));
  CHECK_THAT(refusal([] { write_zip({{"a", "1"}, {"a", "2"}}); }), ContainsSubstring("a: there are two"));
  CHECK_THAT(refusal([] { write_zip({}); }), ContainsSubstring("at least one entry"));
}

TEST_CASE("an archive of Keras is read, and written as large as Keras does") {
  const auto bytes = read_file(keras);
  const auto entries = read_zip(bytes, keras);
  CHECK(entries.size() == 3);
  CHECK(nlohmann::json::parse(entries.at("metadata.json"))["keras_version"] == "3.16.0");
  CHECK(nlohmann::json::parse(entries.at("config.json"))["class_name"] == "Sequential");
  CHECK(entries.at("model.weights.h5").substr(1, 3) == "HDF");
  std::vector<zip_entry> written;
  for (const std::string name : {"metadata.json", "config.json", "model.weights.h5"})
    written.push_back({name, entries.at(name)});
  CHECK(write_zip(written).size() == bytes.size());
}

TEST_CASE("what Python's zipfile wrote is read") {
  const std::string corpus = "tests/fuzzing/corpus/zip/valid-";
  CHECK(read_zip(read_file(corpus + "deflated.zip"), "a").at("assets/größe.txt") == std::string(300, 'x'));
  CHECK(read_zip(read_file(corpus + "folder.zip"), "a") == contents{{"assets/a", "a"}, {"empty", ""}});
  CHECK(read_zip(read_file(corpus + "none.zip"), "a").empty());
}

TEST_CASE("hostile archives are refused with the entry") {
  const std::map<std::string, std::string> reasons = {
      {"absolute", "archive: /etc/b: an absolute path"},
      {"backslash", "archive: a\\b: a backslash"},
      {"bomb", "archive: config.json: its 4294967280 bytes are more than the archive can hold"},
      {"checksum", "archive: metadata.json: cannot be read: CRC"},
      {"encrypted", "archive: metadata.json: encrypted"},
      {"method", "archive: packed: method 12"},
      {"parent", "archive: a/../../b: "},
      {"size", "archive: config.json: its size is not the 399 bytes"},
      {"twice", "archive: "},
  };
  const auto files = files_in("tests/fuzzing/corpus/zip", "refused-");
  CHECK(files.size() == reasons.size());
  for (const auto& path : files) {
    const auto name = path.stem().string().substr(8);
    CAPTURE(name);
    CHECK_THAT(refused(read_file(path)), ContainsSubstring(reasons.at(name)));
  }
}

TEST_CASE("limits of archives are limits") {
  const auto bytes = read_file(keras);
  CHECK(refused(bytes, {3, 15396}).empty());
  CHECK_THAT(refused(bytes, {2, 15396}), ContainsSubstring("archive: 3 entries; at most 2"));
  CHECK_THAT(refused(bytes, {3, 15395}), ContainsSubstring("archive: model.weights.h5: more than 15395 bytes"));
  const auto zeros = write_zip({{"zeros", std::string(1 << 24, '\0'), true}});
  CHECK(refused(zeros).empty());
  CHECK_THAT(refused(zeros, {1, 1 << 23}), ContainsSubstring("archive: zeros: more than"));
}

TEST_CASE("an archive that is cut anywhere is refused, a changed one is read or refused") {
  const auto whole = read_file(keras);
  for (std::size_t size = 0; size < whole.size(); size += 97) {
    CAPTURE(size);
    CHECK_THAT(refused(whole.substr(0, size)), ContainsSubstring("archive: "));
  }
  CHECK_THAT(refused("PK"), ContainsSubstring("no zip archive"));
  int trees = 0, refusals = 0;
  for (std::size_t at = 0; at < whole.size(); at += 13) {
    auto bytes = whole;
    bytes[at] ^= static_cast<char>(1 << at % 8);
    ++(refused(bytes).empty() ? trees : refusals);
  }
  CHECK(refusals > trees);  // a checksum covers all but the headers
}

}  // namespace
