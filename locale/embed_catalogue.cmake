# Writes a compiled gettext catalogue (MO) as the bytes of a C++ array: -DMO=… -DOUT=… -DNAME=ru
file(READ ${MO} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE ${OUT}
  "extern const unsigned char catalogue_${NAME}[];\n"
  "extern const unsigned long catalogue_${NAME}_size;\n"
  "const unsigned char catalogue_${NAME}[] = {\n${bytes}\n};\n"
  "const unsigned long catalogue_${NAME}_size = ${size};\n")
