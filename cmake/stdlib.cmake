# Builds the standard library's files into the program: a user needs no folder at run time.
#
#   crit_embed(OUT.cpp FOLDER FILE…)     defines crit::standard_files(), of interp/standard.hpp
function(crit_embed out folder)
  set(text "// Made from ${folder}/ by cmake/stdlib.cmake.\n#include \"standard.hpp\"\n\nnamespace crit {\nnamespace {\n\n")
  string(APPEND text "using namespace std::string_view_literals;\n\nconstexpr StandardFile files[] = {\n")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${folder}/${file}")
    file(READ "${PROJECT_SOURCE_DIR}/${folder}/${file}" whole HEX)
    string(REGEX REPLACE "(..)" "\\\\x\\1" escaped "${whole}")
    string(APPEND text "    {\"${file}\"sv, \"${escaped}\"sv},\n")
  endforeach()
  string(APPEND text "};\n\n}  // namespace\n\nstd::span<const StandardFile> standard_files() { return files; }\n\n}  // namespace crit\n")
  file(CONFIGURE OUTPUT "${out}" CONTENT "@text@" @ONLY)
endfunction()

# Of its tables those that are charts (interp/model/chart.hpp), checked while crit is built.
#
#   crit_charts(OUT.cpp)     defines crit::standard_charts(), of interp/standard_charts.hpp
#
# The program that writes them is made of crit's own lower layers and runs on the machine that builds; for another machine CMake
# runs it through CMAKE_CROSSCOMPILING_EMULATOR (Emscripten's toolchain sets it, to node). It reads no file and writes to stdout.
function(crit_charts out)
  add_executable(crit_write_charts interp/charts/write_charts.cpp $<TARGET_OBJECTS:crit_text> $<TARGET_OBJECTS:crit_values>
    $<TARGET_OBJECTS:crit_grammar> $<TARGET_OBJECTS:crit_model> $<TARGET_OBJECTS:crit_front> $<TARGET_OBJECTS:crit_standard>)
  list(TRANSFORM sees_charts PREPEND "${PROJECT_SOURCE_DIR}/" OUTPUT_VARIABLE folders)
  target_include_directories(crit_write_charts PRIVATE ${folders})
  target_compile_features(crit_write_charts PRIVATE cxx_std_20)
  target_link_libraries(crit_write_charts PRIVATE crit_warnings fmt::fmt utf8proc::utf8proc)
  add_custom_command(OUTPUT "${out}" COMMAND crit_write_charts > "${out}" DEPENDS crit_write_charts VERBATIM)
endfunction()
