// A folder for one test, gone with it.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

/// Made when the object is, removed with all that is in it when the object goes.
class temporary_folder {
  public:
    temporary_folder() {
        if (!::mkdtemp(path_.data())) throw std::runtime_error("no temporary folder: " + path_);
    }
    temporary_folder(const temporary_folder&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    /// The path of a file in it.
    std::string file(std::string_view name) const { return path_ + "/" + std::string(name); }

  private:
    std::string path_{(std::filesystem::temp_directory_path() / "crudite-XXXXXX").string()};
};
