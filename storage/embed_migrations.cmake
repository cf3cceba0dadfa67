# Writes storage/migrations/<version>/*.sql as the strings of a C++ file: -DDIR=… -DOUT=…
file(GLOB versions RELATIVE ${DIR} ${DIR}/*)
list(SORT versions COMPARE NATURAL)
string(CONCAT text "#include \"storage/migrations.hpp\"\n\nnamespace storage {\n\n"
  "const std::vector<std::vector<const char*>>& migrations() {\n"
  "    static const std::vector<std::vector<const char*>> all{\n")
foreach(version ${versions})
  string(APPEND text "{")
  file(GLOB parts ${DIR}/${version}/*.sql)
  list(SORT parts)
  foreach(part ${parts})
    file(READ ${part} sql)
    string(APPEND text "R\"sql(${sql})sql\",\n")
  endforeach()
  string(APPEND text "},\n")
endforeach()
string(APPEND text "};\n    return all;\n}\n\n}  // namespace storage\n")
file(WRITE ${OUT} "${text}")
