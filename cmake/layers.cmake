# A layer is an OBJECT library that sees only the folders it is given: an include of a layer above does not compile.
#
#   crit_layer(NAME SEES folder… SOURCES file…)        folders and files relative to the project's root
#
# Objects, not libraries, so that install(EXPORT) knows of the one library `crit` only.
set(crit_precompiled_headers <algorithm> <array> <cstdint> <functional> <map> <memory> <optional> <set> <string> <string_view>
  <unordered_map> <utility> <variant> <vector> <fmt/format.h>)
function(crit_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 LAYER "" "" "SEES;SOURCES")
  add_library(crit_${name} OBJECT ${LAYER_SOURCES})
  list(TRANSFORM LAYER_SEES PREPEND "${PROJECT_SOURCE_DIR}/")
  target_include_directories(crit_${name} PRIVATE ${LAYER_SEES})
  target_compile_features(crit_${name} PRIVATE cxx_std_20)
  target_link_libraries(crit_${name} PRIVATE crit_warnings fmt::fmt)
  set_target_properties(crit_${name} PROPERTIES CXX_EXTENSIONS OFF)
  if(CRIT_PRECOMPILED_HEADERS)
    target_precompile_headers(crit_${name} PRIVATE ${crit_precompiled_headers})
  endif()
  if(BUILD_SHARED_LIBS)
    set_target_properties(crit_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
endfunction()
