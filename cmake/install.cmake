# What `cmake --install` lays down: the library, the public headers, the command, and how to find them (CMake, pkg-config).
install(TARGETS crit EXPORT crit-targets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
if(CRIT_BUILD_TOOLS)
  install(TARGETS crit_tool RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  if(TARGET crit_around)
    set(around "${PROJECT_BINARY_DIR}/around")
    install(DIRECTORY "${around}/man1" DESTINATION "${CMAKE_INSTALL_MANDIR}")
    install(FILES "${around}/crit" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
    install(FILES "${around}/_crit" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/site-functions")
    install(FILES "${around}/crit.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
  endif()
  install(DIRECTORY editors DESTINATION "${CMAKE_INSTALL_DATADIR}/crit")
endif()
install(DIRECTORY interp/include/crit grammar/include/crit interp/text/include/crit
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")

# What `--format json` and crit::to_json() give, as a JSON Schema.
install(FILES share/decision.schema.json DESTINATION "${CMAKE_INSTALL_DATADIR}/crit")

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/crit")
install(EXPORT crit-targets NAMESPACE crit:: DESTINATION "${package_dir}")
configure_package_config_file(cmake/crit-config.cmake.in "${PROJECT_BINARY_DIR}/crit-config.cmake"
  INSTALL_DESTINATION "${package_dir}" NO_SET_AND_CHECK_MACRO)
# Before 1.0 a minor version may break what the one before promised.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/crit-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/crit-config.cmake" "${PROJECT_BINARY_DIR}/crit-config-version.cmake" cmake/Findutf8proc.cmake
  DESTINATION "${package_dir}")

# Relative to its own place, so that an installed folder may be moved. A shared libcrit holds what a static one asks for.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_FULL_LIBDIR BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}" OUTPUT_VARIABLE lib_from_prefix)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY "${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig"
  OUTPUT_VARIABLE prefix_from_pc)
if(BUILD_SHARED_LIBS)
  set(pc_requires "")
else()
  set(pc_requires "fmt simdjson libutf8proc")
endif()
configure_file(cmake/crit.pc.in "${PROJECT_BINARY_DIR}/crit.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/crit.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
