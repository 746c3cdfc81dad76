# A header as Doxygen is to read it. The second line says what the file is for; what is indented is code.
2s|^/// |/// @file\n/// @brief |
/^ *\/\/\//{
  s/[<\\]/\\&/g
  s|^\( *///\)   |\1       |
}
# It takes a member of a namespace that it does not see for an error.
s/struct fmt::formatter</struct formatter_of</
