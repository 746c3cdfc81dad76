// SPDX-License-Identifier: MIT
#include <dlfcn.h>
#include <unistd.h>

#include <atomic>
#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <dsl/meta/error.hpp>
#include <dsl/meta/message.hpp>
#include <regula/parsing/c_compiler.hpp>
#include <regula/parsing/private_folder.hpp>
#include <regula/parsing/shared_object.hpp>

namespace regula::parsing {
namespace {

/// Products and sums are contracted as g++ does it by default in the code of a penalty that is compiled ahead. What is
/// left out finds nothing in loops that are written out, and takes its time; clang has no such words.
std::vector<std::string> flags_of(const c_compiler& compiler) {
  std::vector<std::string> all = {"-std=gnu99", "-O2",       "-march=native",   "-ffp-contract=fast",   "-fPIC",
                                  "-shared",    "-nostdlib", "-fno-math-errno", "-fvisibility=default", "-w"};
  if (compiler.version.find("clang") == std::string::npos)
    all.insert(all.end(), {"-fno-ivopts", "-fno-gcse", "-fno-tree-vectorize", "-fno-tree-slp-vectorize",
                           "-fno-tree-pre", "-fno-schedule-insns2"});
  return all;
}
/// SHA-1 by Boost, as the UUID (version 5) of the text: 122 bits.
std::string hash_of(const std::string& text) {
  const boost::uuids::name_generator_sha1 generate(boost::uuids::ns::oid());
  return boost::uuids::to_string(generate(text));
}
std::string key_of(const std::string& source, const c_compiler& compiler) {
  std::string text = source;
  for (const auto& list : {compiler.command, flags_of(compiler)})
    for (const auto& word : list) (text += '\n') += word;
  return text + '\n' + compiler.version + '\n' + processor_text();
}
/// A name that no other thread or process uses.
std::string passing_name(const std::string& hash) {
  static std::atomic<unsigned> count = 0;
  return hash + "." + std::to_string(getpid()) + "." + std::to_string(count++);
}

/// Compiles into the folder under a name of its own, then takes its place.
void compile_into(const private_folder& folder, const c_compiler& compiler, const std::string& hash,
                  const std::string& source) {
  const auto passing = passing_name(hash), text = passing + ".c", code = passing + ".so";
  try {
    folder.write(text, source);
    folder.write(code, "");
    auto arguments = flags_of(compiler);
    for (const auto& word : {std::string{"-o"}, folder.path(code), folder.path(text)}) arguments.push_back(word);
    compiler.run(arguments);
    if (!folder.has(code)) throw file_error("the C compiler wrote nothing");
    folder.rename(code, hash + ".so");
  } catch (...) {
    folder.remove(text), folder.remove(code);
    throw;
  }
  folder.remove(text);
}

}  // namespace

shared_object::shared_object(const std::string& source) {
  const private_folder folder;
  const auto compiler = c_compiler::find();
  const auto hash = hash_of(key_of(source, compiler));
  path_ = folder.path(hash + ".so");
  was_cached_ = folder.has(hash + ".so");
  if (!was_cached_) compile_into(folder, compiler, hash, source);
  void* loaded = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (loaded == nullptr && was_cached_) {  // damaged
    was_cached_ = false;
    compile_into(folder, compiler, hash, source);
    loaded = dlopen(path_.c_str(), RTLD_NOW | RTLD_LOCAL);
  }
  if (loaded == nullptr) throw file_error(dsl::message({"compiled code cannot be loaded: ", dlerror()}));
  handle_ = {loaded, [](void* library) { dlclose(library); }};
}

void* shared_object::function(const std::string& name) const {
  void* const found = dlsym(handle_.get(), name.c_str());
  if (found == nullptr) throw file_error(dsl::message({path_, " has no function ", name}));
  return found;
}

}  // namespace regula::parsing
