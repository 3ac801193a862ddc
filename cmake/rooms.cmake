# reeve_precompile(TARGET [HEADER...]): a fifth of the time to compile everything, where it is on.
# It hides a forgotten #include; the other presets build without, so that one is seen. For clang:
# g++ 12 loses by it that a header is the system's, and warns of what it finds there.
function(reeve_precompile target)
  if(REEVE_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <chrono> <filesystem> <functional>
                              <map> <memory> <optional> <set> <span> <string> <string_view> <thread>
                              <unordered_map> <variant> <vector> ${ARGN})
  endif()
endfunction()

# reeve_room(NAME [SUBDIRS dir...] LINK target...): one static library for one room, made of every
# .cc file in it, known to the others as reeve::NAME.
function(reeve_room name)
  cmake_parse_arguments(ROOM "" "" "SUBDIRS;LINK" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/*.cc)
  foreach(subdir ${ROOM_SUBDIRS})
    file(GLOB more CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${name}/${subdir}/*.cc)
    list(APPEND sources ${more})
  endforeach()
  if(sources)
    add_library(reeve_${name} STATIC ${sources})
    target_link_libraries(reeve_${name} PUBLIC ${ROOM_LINK})
    reeve_precompile(reeve_${name})
  else()
    add_library(reeve_${name} INTERFACE)
    target_link_libraries(reeve_${name} INTERFACE ${ROOM_LINK})
  endif()
  add_library(reeve::${name} ALIAS reeve_${name})
endfunction()

# A program's memory from a faster allocator (docs/adr/0040), but for sanitizers, which have their own.
function(reeve_allocator target)
  if(NOT REEVE_SANITIZE)
    target_link_libraries(${target} PRIVATE PkgConfig::tcmalloc)
  endif()
endfunction()
