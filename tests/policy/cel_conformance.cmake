# cmake -D RUNNER=... -D CORPUS=dev.tar.xz -D FOLDER=... -P cel_conformance.cmake
# Unpacks the corpus and runs the conformance cases, where the corpus is there.
if(NOT EXISTS ${CORPUS})
  message("skipped: there is no ${CORPUS}")
  return()
endif()
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xJf ${CORPUS} WORKING_DIRECTORY ${FOLDER}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${RUNNER} --verbose --at-least 99 ${FOLDER}/dev/cel
                RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "fewer than 99 % of the conformance cases passed")
endif()
execute_process(COMMAND ${RUNNER} --verbose --at-least 95 ${FOLDER}/dev/cel_extra
                RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "fewer than 95 % of the further cases passed")
endif()
