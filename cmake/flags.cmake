# Warnings are errors: a warning that nobody must fix is a warning that nobody reads.
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  add_compile_options(-Wno-restrict)  # false alarms on string concatenation: GCC bug 105651
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  add_compile_options(-Wthread-safety)
endif()

# Line numbers are what a stack trace needs; full debug information doubles the time to link.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")

if(REEVE_SANITIZE)
  add_compile_options(-fsanitize=${REEVE_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${REEVE_SANITIZE})
endif()

# Coverage in the rooms too, or the fuzzer is blind to what it reaches there.
if(REEVE_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

# Paths are hashed relative to the tree, so that a second clone finds what the first has compiled.
find_program(REEVE_CCACHE ccache)
if(REEVE_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
                                  ${REEVE_CCACHE})
  if(REEVE_PRECOMPILE)  # what ccache must be told of precompiled headers, and the compiler with it
    list(INSERT CMAKE_CXX_COMPILER_LAUNCHER 1
         CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime)
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

include_directories(${CMAKE_SOURCE_DIR})
