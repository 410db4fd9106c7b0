// not written: LOAD is not supported yet
