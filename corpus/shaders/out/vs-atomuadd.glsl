// not written: ATOMUADD is not supported yet
