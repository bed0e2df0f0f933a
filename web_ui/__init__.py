"""Pages for the clerk, the processing unit and the archivist: Vietnamese first, English by a switch."""
