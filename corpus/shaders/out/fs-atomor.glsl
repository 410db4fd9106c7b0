// not written: ATOMXCHG is not supported yet
