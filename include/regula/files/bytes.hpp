// SPDX-License-Identifier: MIT
/// Whole files as bytes: read with a limit, written so that a reader meets the old content or the new, never a part.
///
///   const std::string bytes = files::read_file("model.keras");
///   files::write_file("model.keras", bytes);
///
/// Both throw file_error, which names the file and the reason of the operating system.
#pragma once
#include <cstdint>
#include <filesystem>
#include <regula/error.hpp>
#include <string>
#include <string_view>

namespace regula::files {

/// The content of a regular file of at most this many bytes. Refuses folders, pipes and devices.
std::string read_file(const std::filesystem::path& path, std::uintmax_t most = std::uintmax_t{1} << 30);

/// Replaces the content of the file, or makes it, in one step: a temporary file in the same folder is written, flushed
/// to the disk and renamed. A replaced file keeps its permissions; behind a symbolic link the file is replaced, not the
/// link. Where it throws before the rename, the old file is as it was. Refuses folders, devices and read-only files.
void write_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace regula::files
