# What is installed, and the Debian package made of it: `./dev package`, or, after a build of
# `reeve`, `cpack -G DEB` in the build folder. ops/debian has the scripts that dpkg runs.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

install(TARGETS reeve RUNTIME DESTINATION bin)

# Manual pages, completions and the file of settings are made of what the program says of itself when
# it is installed, so that they are true of it and no build waits for them.
set(manual ${CMAKE_BINARY_DIR}/manual)
install(CODE "execute_process(
  COMMAND \"${Python3_EXECUTABLE}\" -B \"${CMAKE_SOURCE_DIR}/ops/manual/make.py\"
          \"${CMAKE_BINARY_DIR}/reeve\" \"${manual}\"
  COMMAND_ERROR_IS_FATAL ANY)")
install(DIRECTORY ${manual}/man1 DESTINATION share/man)
install(FILES ${manual}/bash/reeve DESTINATION share/bash-completion/completions)
install(FILES ${manual}/zsh/_reeve DESTINATION share/zsh/vendor-completions)

# The starter is built into the program; here it is to copy and to change.
install(DIRECTORY policies DESTINATION share/reeve)
install(FILES examples/systems.yaml DESTINATION share/reeve)
install(DIRECTORY ops/grafana ops/prometheus DESTINATION share/reeve OPTIONAL)
install(DIRECTORY docs/ DESTINATION share/doc/reeve PATTERN adr EXCLUDE)
install(FILES README.md CHANGELOG.md SECURITY.md DESTINATION share/doc/reeve)
install(FILES ops/debian/copyright DESTINATION share/doc/reeve)
install(FILES ops/systemd/reeve.service DESTINATION lib/systemd/system)
install(FILES ${manual}/reeve.yaml DESTINATION /etc/reeve)
install(FILES ops/debian/environment DESTINATION /etc/reeve
        PERMISSIONS OWNER_READ OWNER_WRITE)

set(CPACK_PACKAGE_NAME reeve)
set(CPACK_PACKAGE_CONTACT "The Reeve authors <reeve@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "policy decisions for AI services with a verifiable ledger")
set(CPACK_PACKAGE_DESCRIPTION
    "Reeve decides by declared rules what an AI request or response may do, and keeps
a record that an outsider can verify. One program is the server, its command line
and the verifier.")
set(CPACK_GENERATOR DEB)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_SET_DESTDIR ON)  # for what goes to /etc
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS passwd)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/ops/debian/postinst ${CMAKE_SOURCE_DIR}/ops/debian/prerm
    ${CMAKE_SOURCE_DIR}/ops/debian/postrm ${CMAKE_SOURCE_DIR}/ops/debian/conffiles)
include(CPack)
