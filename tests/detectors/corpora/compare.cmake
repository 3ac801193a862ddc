# cmake -D RUNNER=... -D CORPUS=dev.tar.xz -D FOLDER=... -D TABLE=... -P compare.cmake
# Unpacks the external cases and compares what the detectors find with the table, where they are.
if(NOT EXISTS ${CORPUS})
  message("skipped: there is no ${CORPUS}")
  return()
endif()
file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${CMAKE_COMMAND} -E tar xJf ${CORPUS} WORKING_DIRECTORY ${FOLDER}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${RUNNER} --table ${TABLE} ${FOLDER}/dev/detectors RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "some figure fell below that of ${TABLE}")
endif()
