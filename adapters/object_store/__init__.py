"""Object stores: the file system of the machine."""
