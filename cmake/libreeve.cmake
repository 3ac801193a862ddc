# The shared library for C. Its interface is embed/reeve.h and nothing else: the version script hides
# what the rooms, and the templates of the standard library in them, would export.
file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/embed/*.cc)
add_library(libreeve SHARED ${sources})
target_link_libraries(libreeve PRIVATE reeve::engine)
target_link_options(libreeve PRIVATE -Wl,-z,defs
                    -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/libreeve.map)
set_target_properties(libreeve PROPERTIES OUTPUT_NAME reeve SOVERSION 1 VERSION 1.0.0
                      LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/libreeve.map
                      LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
install(TARGETS libreeve LIBRARY DESTINATION lib)
install(FILES embed/reeve.h DESTINATION include)
