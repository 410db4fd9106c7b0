// not written: ATOMIMAX is not supported yet
