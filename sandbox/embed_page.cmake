# cmake -DOUT=embedded_page.cpp "-DFILES=a;b" -P embed_page.cmake: the page's files as C++ arrays.
set(arrays "")
set(cases "")
set(index 0)
foreach(file IN LISTS FILES)
  if(NOT EXISTS ${file})
    continue()
  endif()
  get_filename_component(name ${file} NAME)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "constexpr char file_${index}[] = {${bytes}'\\0'};\n")
  string(APPEND cases
    "    if (name == \"${name}\")\n        return std::string_view(file_${index}, sizeof(file_${index}) - 1);\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUT}
"// Made from sandbox/page by sandbox/embed_page.cmake.
#include \"sandbox/page_files.hpp\"

namespace sandbox {
${arrays}
std::optional<std::string_view> embedded_page_file([[maybe_unused]] std::string_view name) {
${cases}    return std::nullopt;
}
}  // namespace sandbox
")
