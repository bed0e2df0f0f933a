"""How Vankho talks to disks, engines and databases: a folder a port, a file a technology."""
