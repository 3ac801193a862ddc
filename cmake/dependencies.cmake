# Every library comes from Debian 12; ./dev installs them. Which room may use which is said in
# CMakeLists.txt, one line a room.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(prometheus-cpp REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(RocksDB REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Catch2 2.13 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-i18n)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
pkg_check_modules(p11 REQUIRED IMPORTED_TARGET p11-kit-1)  # for its pkcs11.h
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(libedit REQUIRED IMPORTED_TARGET libedit)
