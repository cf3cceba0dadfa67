// Runs the inputs of a folder through a fuzz target, where there is no libFuzzer: the kept corpus as a test.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

#include "promise.hpp"

namespace {

std::vector<std::filesystem::path> inputs_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& each : std::filesystem::directory_iterator(folder))
        if (each.is_regular_file())
            found.push_back(each.path());
    std::sort(found.begin(), found.end());
    return found;
}

void run(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(in), {}};
    std::cout << file.filename().string() << std::endl;  // flushed: the last one named is the one that failed
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

}  // namespace

int main(int count, char** names) {
    std::size_t runs = 0;
    for (int i = 1; i < count; ++i)
        for (const auto& file : inputs_in(names[i])) {
            run(file);
            ++runs;
        }
    std::cout << runs << " inputs" << std::endl;
    return runs == 0 ? 1 : 0;
}
