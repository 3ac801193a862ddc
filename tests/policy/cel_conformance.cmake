# cmake -D RUNNER=... -D CORPUS=dev.tar.xz -D FOLDER=... -D KNOWN=...
#       -P cel_conformance.cmake
# Unpacks the corpus and runs the conformance cases, where the corpus is there.
if(NOT EXISTS ${CORPUS})
  message("skipped: there is no ${CORPUS}")
  return()
endif()
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xJf ${CORPUS} WORKING_DIRECTORY ${FOLDER}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${RUNNER} --verbose --known ${KNOWN} ${FOLDER}/dev/cel
                        ${FOLDER}/dev/cel_extra
                RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "other cases failed than those of ${KNOWN}")
endif()
